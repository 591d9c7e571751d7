"""The settings of a self-hoster: environment variables and a `.env` file, read into a frozen value."""

from __future__ import annotations

import re
import socket
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot.shard_range import ShardRange, read_ids, read_mode, read_number, shard_range

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_KEY = re.compile(r"[0-9A-Za-z_-]{43}=")
_HOST = re.compile(r"[0-9A-Za-z.:-]+")
DATA_FOLDER = Path("data")
"""Where the bot keeps its files, in the folder that it is started in."""
# Ten years.
_MOST_DAYS = 3_650
LOG_LEVELS = ("debug", "info", "warning", "error")
LOG_FORMATS = ("text", "json")


class SettingsError(Exception):
    """One or more settings cannot be used.

    Attributes:
        problems: a sentence for each problem; none of them repeats a secret.
    """

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def _token(value: str) -> str:
    if value.lower().startswith("bot "):
        raise ValueError('starts with "Bot ". Leave that out: only the token is needed.')
    if not (value.isascii() and value.isprintable()) or " " in value:
        raise ValueError(
            "has characters that a token can't have. Copy it again from the Bot page of your application."
        )
    if value.isdigit():
        raise ValueError("is a number, so it is probably the application ID. The token is on the Bot page.")
    return value


def _port(value: str) -> int:
    if not (value.isascii() and value.isdigit() and int(value) <= 65_535):
        raise ValueError(f'is "{value}"; it must be a whole number from 0 to 65,535.')
    return int(value)


def _days(value: str) -> int:
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= _MOST_DAYS):
        raise ValueError(f'is "{value}"; it must be a whole number of days from 1 to {_MOST_DAYS:,}.')
    return int(value)


def _host(value: str) -> str:
    if not _HOST.fullmatch(value):
        raise ValueError(f'is "{value}"; it must be a network address of this machine, such as 127.0.0.1.')
    return value


def _one_of(*choices: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value.lower() not in choices:
            said = " or ".join(choices) if len(choices) == 2 else f"one of {', '.join(choices)}"
            raise ValueError(f'is "{value}"; it must be {said}.')
        return value.lower()

    return read


def _secrets_key(value: str) -> str:
    for key in value.split(","):
        if not _KEY.fullmatch(key.strip()):
            raise ValueError("is not a key. `python -m bot new-key` prints one.")
    return value


def _address(*schemes: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        try:
            parts = urlsplit(value)
            usable = parts.scheme in schemes and bool(parts.hostname)
        except ValueError:
            usable = False
        if not usable:
            choices = " or ".join(f"{scheme}://" for scheme in schemes)
            raise ValueError(f'is "{value}"; it must be an address that starts with {choices}.')
        return value

    return read


def _setting(default: Any, read: Callable[[str], Any], meaning: str, *, secret: bool = False) -> Any:
    return field(default=default, repr=not secret, metadata={"read": read, "meaning": meaning})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings. The variable of a field is its name in capitals.

    >>> Settings(discord_token="secret").local_port
    8765
    >>> "secret" in repr(Settings(discord_token="secret"))
    False
    """

    discord_token: str = _setting(
        "", _token, "The bot's token. Without one, a local Discord opens in your browser.", secret=True
    )
    local_port: int = _setting(
        8765, _port, "The port of the local Discord, which only this machine can reach. 0 picks a free port."
    )
    log_level: str = _setting("info", _one_of(*LOG_LEVELS), "The log level: debug, info, warning or error.")
    log_format: str = _setting(
        "text", _one_of(*LOG_FORMATS), "The format of the log: text, or json with one object per line."
    )
    database_url: str = _setting(
        "",
        str,
        "The database: sqlite:///FILE or postgresql://USER:PASSWORD@HOST/DATABASE. "
        "The default is the file data/dicewright.db.",
        secret=True,
    )
    history_days: int = _setting(
        365, _days, "How many days rolls are kept, unless a server sets something else in /settings."
    )
    secrets_key: str = _setting(
        "",
        _secrets_key,
        "The key that encrypts the secrets of verifiable rolls; `python -m bot new-key` prints one. "
        "To change it, put the new key before the old one, with a comma.",
        secret=True,
    )
    health_port: int = _setting(
        0,
        _port,
        "The port of the health endpoint, with /health/live, /health/ready and /metrics. 0 turns it off.",
    )
    health_host: str = _setting(
        "127.0.0.1",
        _host,
        "The address of the health endpoint. 0.0.0.0 makes it reachable from other machines.",
    )
    shards: str = _setting(
        "",
        read_mode,
        "auto divides the shards among all processes with the same PostgreSQL database.",
    )
    shard_count: int = _setting(
        0,
        read_number,
        "How many shards the bot has in all its processes. 0 is as many as Discord recommends.",
    )
    shard_ids: tuple[int, ...] = _setting(
        (),
        read_ids,
        "The shards of this process, such as 0-3 or 0,2,5, if there are several processes. Empty means all.",
    )
    shards_per_process: int = _setting(
        0,
        read_number,
        "How many shards each process has, if its host name ends with its number, as in a StatefulSet: with "
        "4, dicewright-1 has the shards 4 to 7.",
    )
    dice_emojis: str = _setting(
        "on",
        _one_of("on", "off"),
        "Whether replies show pictures of dice, which the bot uploads as emojis: on or off.",
    )
    discord_api_url: str = _setting(
        "", _address("https", "http"), "The address of a Discord API proxy, if you run one."
    )
    discord_gateway_url: str = _setting(
        "", _address("wss", "ws"), "The address of a Discord gateway proxy, if you run one."
    )

    shard_range: ShardRange = field(default_factory=ShardRange)
    """The shards of this process, derived from the settings above."""

    @property
    def secrets_keys(self) -> tuple[str, ...]:
        """The keys in `secrets_key`, the one that encrypts first."""
        return tuple(key.strip() for key in self.secrets_key.split(",") if key.strip())


@dataclass(frozen=True, slots=True)
class Setting:
    """One line of the documentation of the settings."""

    variable: str
    default: str
    meaning: str


def documented_settings() -> Iterator[Setting]:
    """Yield each setting as a self-hoster sees it, in the order of `Settings`."""
    for each in _read_fields():
        default = "" if each.default == () else str(each.default)
        yield Setting(each.name.upper(), default, each.metadata["meaning"])


def _read_fields() -> Iterator[Field[Any]]:
    return (each for each in fields(Settings) if each.metadata)


def settings_from(environment: Mapping[str, str]) -> Settings:
    """Return the settings in `environment`; an empty value counts as not set.

    Raises SettingsError with every problem at once.

    >>> settings_from({"LOCAL_PORT": "9000"}).local_port
    9000
    """
    values: dict[str, Any] = {}
    problems: list[str] = []
    for each in _read_fields():
        variable = each.name.upper()
        text = environment.get(variable, "").strip()
        if not text:
            continue
        try:
            values[each.name] = each.metadata["read"](text)
        except ValueError as problem:
            problems.append(f"{variable} {problem}")
    if not problems:
        try:
            values["shard_range"] = _shard_range(values, environment)
        except ValueError as problem:
            problems.append(str(problem))
    if problems:
        raise SettingsError(tuple(problems))
    return Settings(**values)


def _shard_range(values: Mapping[str, Any], environment: Mapping[str, str]) -> ShardRange:
    on_postgresql = values.get("database_url", "").startswith("postgres")
    chosen = shard_range(
        mode=values.get("shards", ""),
        count=values.get("shard_count", 0),
        ids=values.get("shard_ids", ()),
        per_process=values.get("shards_per_process", 0),
        host_name=environment.get("HOSTNAME") or socket.gethostname(),
    )
    if chosen.shared and not on_postgresql:
        # A file belongs to one process, and so do all shards.
        return ShardRange(chosen.count)
    if not chosen.is_whole and not on_postgresql:
        raise ValueError(
            "Several processes need one PostgreSQL database in DATABASE_URL: a file can't be shared between "
            "them. Set it, or remove SHARD_IDS and SHARDS_PER_PROCESS."
        )
    return chosen


def load_settings(environment: Mapping[str, str], env_file: Path) -> Settings:
    """Return the settings in `environment` and `env_file`; if both have a setting, `environment` wins.

    Raises SettingsError; a missing file is not an error.
    """
    if not env_file.exists():
        return settings_from(environment)
    # A container has no such file, so it doesn't import the parser.
    from dotenv import dotenv_values

    try:
        # Notepad writes a byte order mark; "utf-8-sig" reads files with and without one.
        in_file = dotenv_values(env_file, interpolate=False, encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise SettingsError((f"{env_file} is not UTF-8 text. Save it again as UTF-8.",)) from None
    except OSError as error:
        raise SettingsError((f"{env_file} cannot be read: {error.strerror}.",)) from None
    return settings_from({key: value for key, value in in_file.items() if value} | dict(environment))
