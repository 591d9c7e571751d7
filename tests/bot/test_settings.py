"""Settings: every variable, every way to get it wrong, and a token that never shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.settings import Settings, SettingsError, documented_settings, load_settings, settings_from

if TYPE_CHECKING:
    from pathlib import Path

KEY = "7Nw0hJkF0Y1kQe0t8o8T4o3q8rJ3o7n9Vxk2c1a5b6M="
TOKEN = "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs"


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, Settings()),
        ({"DISCORD_TOKEN": ""}, Settings()),
        ({"DISCORD_TOKEN": f"  {TOKEN}\n"}, Settings(discord_token=TOKEN)),
        ({"LOCAL_PORT": "0"}, Settings(local_port=0)),
        ({"LOCAL_PORT": "65535"}, Settings(local_port=65_535)),
        ({"LOG_LEVEL": "Debug"}, Settings(log_level="debug")),
        ({"LOG_FORMAT": "JSON"}, Settings(log_format="json")),
        (
            {"DISCORD_API_URL": "http://proxy:8080/api/v10/"},
            Settings(discord_api_url="http://proxy:8080/api/v10/"),
        ),
        ({"DISCORD_GATEWAY_URL": "ws://proxy:7878"}, Settings(discord_gateway_url="ws://proxy:7878")),
        ({"HEALTH_PORT": "8080", "HEALTH_HOST": "::1"}, Settings(health_port=8080, health_host="::1")),
        ({"HISTORY_DAYS": "30"}, Settings(history_days=30)),
        ({"SECRETS_KEY": f"{KEY}, {KEY}"}, Settings(secrets_key=f"{KEY}, {KEY}")),
        ({"SOMETHING_ELSE": "untouched"}, Settings()),
    ],
)
def test_good_settings(environment: dict[str, str], expected: Settings) -> None:
    assert settings_from(environment) == expected


@pytest.mark.parametrize(
    ("variable", "value", "complaint"),
    [
        ("DISCORD_TOKEN", f"Bot {TOKEN}", 'starts with "Bot "'),
        ("DISCORD_TOKEN", f'"{TOKEN} "', "characters that a token can't have"),
        ("DISCORD_TOKEN", "tokèn", "characters that a token can't have"),
        ("DISCORD_TOKEN", f"{TOKEN}\nX-Header: 1", "characters that a token can't have"),
        ("DISCORD_TOKEN", "1098765432109876543", "application ID"),
        ("LOCAL_PORT", "http", "whole number from 0 to 65,535"),
        ("LOCAL_PORT", "65536", "whole number from 0 to 65,535"),
        ("LOCAL_PORT", "-1", "whole number from 0 to 65,535"),
        ("LOCAL_PORT", "²", "whole number from 0 to 65,535"),
        ("HISTORY_DAYS", "0", "days from 1 to 3,650"),
        ("HISTORY_DAYS", "3651", "days from 1 to 3,650"),
        ("HISTORY_DAYS", "1 year", "days from 1 to 3,650"),
        ("SECRETS_KEY", "hunter2", "`python -m bot new-key` prints one"),
        ("SECRETS_KEY", f"{KEY},", "`python -m bot new-key` prints one"),
        ("LOG_LEVEL", "loud", "one of debug, info, warning, error"),
        ("LOG_FORMAT", "yaml", "must be text or json"),
        ("DISCORD_API_URL", "proxy:8080", "https:// or http://"),
        ("DISCORD_API_URL", "https://", "https:// or http://"),
        ("DISCORD_API_URL", "http://[proxy", "https:// or http://"),
        ("HEALTH_PORT", "8080/tcp", "whole number from 0 to 65,535"),
        ("HEALTH_HOST", "http://localhost", "address of this machine"),
        ("DISCORD_GATEWAY_URL", "https://gateway", "wss:// or ws://"),
    ],
)
def test_a_bad_setting_is_named_and_explained(variable: str, value: str, complaint: str) -> None:
    with pytest.raises(SettingsError) as caught:
        settings_from({variable: value})
    (problem,) = caught.value.problems
    assert problem.startswith(f"{variable} ")
    assert complaint in problem
    assert problem.endswith(".")


def test_all_problems_come_at_once_and_none_repeats_the_token() -> None:
    with pytest.raises(SettingsError) as caught:
        settings_from({"DISCORD_TOKEN": f"Bot {TOKEN}", "LOCAL_PORT": "x", "LOG_LEVEL": "y"})
    assert [problem.split()[0] for problem in caught.value.problems] == [
        "DISCORD_TOKEN",
        "LOCAL_PORT",
        "LOG_LEVEL",
    ]
    assert TOKEN not in str(caught.value)


def test_no_secret_is_in_the_repr() -> None:
    settings = Settings(discord_token=TOKEN, database_url="postgresql://bot:hunter2@db/dice")
    assert TOKEN not in repr(settings)
    assert "hunter2" not in repr(settings)


@pytest.mark.parametrize(
    ("content", "environment", "expected"),
    [
        (b"LOCAL_PORT=1000\n", {}, 1000),
        (b"LOCAL_PORT=1000\n", {"LOCAL_PORT": "2000"}, 2000),
        (b"\xef\xbb\xbfLOCAL_PORT=1000\r\n", {}, 1000),
        (b'# a comment\nexport LOCAL_PORT="1000"\n', {}, 1000),
        (b"LOCAL_PORT=\n", {}, 8765),
        (b"LOCAL_PORT\n", {}, 8765),
        (None, {}, 8765),
    ],
)
def test_the_env_file(
    tmp_path: Path, content: bytes | None, environment: dict[str, str], expected: int
) -> None:
    env_file = tmp_path / ".env"
    if content is not None:
        env_file.write_bytes(content)
    assert load_settings(environment, env_file).local_port == expected


def test_an_env_file_that_is_not_text(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_bytes("LOCAL_PORT=1000".encode("utf-16"))
    with pytest.raises(SettingsError, match="not UTF-8"):
        load_settings({}, env_file)


def test_every_setting_is_documented_with_a_sentence() -> None:
    settings = list(documented_settings())
    assert {setting.variable for setting in settings} >= {"DISCORD_TOKEN", "LOCAL_PORT", "LOG_LEVEL"}
    assert all(setting.meaning.endswith(".") for setting in settings)
