"""DATABASE_URL: what is taken, what is refused with which sentence, and no password in any of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.startup import StartupError
from bot.store.connection.address import database_address

HERE = Path.cwd()
SECRET = "hunter2"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", f"sqlite:///{HERE}/data/dicewright.db"),
        ("sqlite:///my.db", f"sqlite:///{HERE}/my.db"),
        ("sqlite:////var/lib/dice.db", "sqlite:////var/lib/dice.db"),
        ("postgresql://db/dice", "postgresql+asyncpg://db/dice"),
        ("postgres://u:p%40ss@db:5433/dice", "postgresql+asyncpg://u:p%40ss@db:5433/dice"),
        ("postgresql+asyncpg://db/dice", "postgresql+asyncpg://db/dice"),
        ("postgres://db/dice?sslmode=require", "postgresql+asyncpg://db/dice?ssl=require"),
        (
            "postgres://db/dice?sslmode=prefer&channel_binding=require",
            "postgresql+asyncpg://db/dice?ssl=prefer",
        ),
        ("postgres:///dice?host=/run/postgresql", "postgresql+asyncpg:///dice?host=%2Frun%2Fpostgresql"),
    ],
)
def test_addresses(text: str, expected: str) -> None:
    assert database_address(text, Path("data")).render_as_string(hide_password=False) == expected


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("dicewright.db", "is not a database address"),
        ("postgres://db:port/dice", "is not a database address"),
        ("mysql://db/dice", 'starts with "mysql"'),
        ("postgresql+psycopg2://db/dice", 'starts with "postgresql+psycopg2"'),
        ("sqlite://", "does not name a file"),
        ("sqlite:///:memory:", "does not name a file"),
        ("sqlite://data/dice.db", "three slashes"),
        ("sqlite:///dice.db?mode=ro", "has options"),
        ("postgres://db", "does not name a database"),
        ("postgres://db/", "does not name a database"),
        ("postgres://db/dice?pool=3&speed=high", "pool, speed"),
        (f"mysql://u:{SECRET}@db/dice", 'starts with "mysql"'),
        (f"postgres://u:{SECRET}@db:x/dice", "is not a database address"),
        (f"postgres://u:{SECRET}@db/dice?pool=3", "pool"),
    ],
)
def test_what_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(StartupError) as caught:
        database_address(text, Path("data"))
    sentence = str(caught.value)
    assert sentence.startswith("DATABASE_URL ")
    assert complaint in sentence
    assert sentence.endswith(".")
    assert SECRET not in sentence
    assert caught.value.exit_status == 2


def test_the_password_shows_in_no_text_of_the_address() -> None:
    url = database_address(f"postgres://u:{SECRET}@db/dice", Path("data"))
    assert SECRET not in f"{url} {url!r}"
