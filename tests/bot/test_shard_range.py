"""The shards of a process, from the settings of each way to divide them."""

from __future__ import annotations

import pytest

from bot.settings import SettingsError, settings_from
from bot.shard_range import ShardRange, read_ids

SHARED = {"DATABASE_URL": "postgresql://bot@db/dice"}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0", (0,)),
        ("0-3", (0, 1, 2, 3)),
        ("0,2,5", (0, 2, 5)),
        ("5,0-2, 7 - 8", (0, 1, 2, 5, 7, 8)),
        ("3-3", (3,)),
        ("1,1-2", (1, 2)),
    ],
)
def test_ids_as_they_are_written(value: str, expected: tuple[int, ...]) -> None:
    assert read_ids(value) == expected


@pytest.mark.parametrize("value", ["", "a", "-1", "1-", "0..3", "1,,2", "1;2", "²", "0-1-2", "123456"])
def test_ids_that_are_none(value: str) -> None:
    with pytest.raises(ValueError, match="such as 0-3 or 0,2,5"):
        read_ids(value)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, ShardRange()),
        ({"SHARD_COUNT": "4"}, ShardRange(4)),
        ({"SHARD_COUNT": "0"}, ShardRange()),
        ({"SHARDS_PER_PROCESS": "0"}, ShardRange()),
        ({"SHARD_COUNT": "4", "SHARD_IDS": "0-3"}, ShardRange(4, (0, 1, 2, 3))),
        ({"SHARD_COUNT": "4", "SHARD_IDS": "2,0", **SHARED}, ShardRange(4, (0, 2))),
        (
            {"SHARD_COUNT": "10", "SHARDS_PER_PROCESS": "4", "HOSTNAME": "dicewright-1", **SHARED},
            ShardRange(10, (4, 5, 6, 7)),
        ),
        (
            {"SHARD_COUNT": "10", "SHARDS_PER_PROCESS": "4", "HOSTNAME": "a-9-b-2", **SHARED},
            ShardRange(10, (8, 9)),
        ),
        ({"SHARDS": "auto", **SHARED}, ShardRange(shared=True)),
        ({"SHARDS": "Auto", "SHARD_COUNT": "16", **SHARED}, ShardRange(16, shared=True)),
        # A file is one process's, and so are all shards.
        ({"SHARDS": "auto"}, ShardRange()),
        ({"SHARDS": "auto", "DATABASE_URL": "sqlite:///dice.db", "SHARD_COUNT": "2"}, ShardRange(2)),
        ({"SHARD_COUNT": "4", "SHARDS_PER_PROCESS": "8", "HOSTNAME": "bot-0"}, ShardRange(4, (0, 1, 2, 3))),
    ],
)
def test_the_shards_of_a_process(environment: dict[str, str], expected: ShardRange) -> None:
    assert settings_from(environment).shard_range == expected


@pytest.mark.parametrize(
    ("environment", "complaint"),
    [
        ({"SHARDS": "0-3"}, 'SHARDS is "0-3"; it must be auto or empty. For a fixed range, set SHARD_IDS.'),
        ({"SHARDS": "auto", "SHARD_COUNT": "4", "SHARD_IDS": "0", **SHARED}, "remove SHARD_IDS"),
        ({"SHARDS": "auto", "SHARD_COUNT": "4", "SHARDS_PER_PROCESS": "2"}, "remove SHARDS_PER_PROCESS"),
        ({"SHARD_COUNT": "many"}, 'SHARD_COUNT is "many"; it must be a whole number of shards'),
        ({"SHARD_COUNT": "-1"}, "from 0 to 16,000"),
        ({"SHARD_COUNT": "16001"}, "from 0 to 16,000"),
        ({"SHARD_COUNT": "4", "SHARD_IDS": "3-1"}, 'has the range "3-1"; write the smaller id first'),
        ({"SHARD_IDS": "0-3", **SHARED}, "SHARD_IDS needs SHARD_COUNT"),
        ({"SHARDS_PER_PROCESS": "4", "HOSTNAME": "bot-0", **SHARED}, "SHARDS_PER_PROCESS needs SHARD_COUNT"),
        ({"SHARD_COUNT": "4", "SHARD_IDS": "2-4", **SHARED}, "has 4, but with SHARD_COUNT=4 the ids are"),
        ({"SHARD_COUNT": "4", "SHARD_IDS": "0", "SHARDS_PER_PROCESS": "2", **SHARED}, "remove one of them"),
        ({"SHARD_COUNT": "4", "SHARDS_PER_PROCESS": "2", "HOSTNAME": "web", **SHARED}, 'this is "web"'),
        (
            {"SHARD_COUNT": "5", "SHARDS_PER_PROCESS": "2", "HOSTNAME": "bot-3", **SHARED},
            "are for 3 processes, numbered from 0",
        ),
        ({"SHARD_COUNT": "4", "SHARD_IDS": "0-1"}, "need one PostgreSQL database in DATABASE_URL"),
        ({"SHARD_COUNT": "4", "SHARD_IDS": "1", "DATABASE_URL": "sqlite:///d.db"}, "a file can't be shared"),
    ],
)  # fmt: skip
def test_settings_that_contradict_each_other(environment: dict[str, str], complaint: str) -> None:
    with pytest.raises(SettingsError) as caught:
        settings_from(environment)
    (problem,) = caught.value.problems
    assert complaint in problem
    assert problem.endswith(".")
