"""The arithmetic of portions: all shards are somebody's, evenly, and none moves without need."""

from __future__ import annotations

from random import Random

import pytest

from bot.services.shards.portions import portion, to_give_up, to_take


@pytest.mark.parametrize(
    ("shards", "processes", "expected"),
    [
        (1, 1, [1]),
        (1, 3, [1, 0, 0]),
        (4, 3, [2, 1, 1]),
        (16, 3, [6, 5, 5]),
        (16, 4, [4, 4, 4, 4]),
        (16, 5, [4, 3, 3, 3, 3]),
        (400, 25, [16] * 25),
    ],
)
def test_portions(shards: int, processes: int, expected: list[int]) -> None:
    names = dict.fromkeys("abcdefghijklmnopqrstuvwxyz"[:processes], 0)
    assert [portion(shards, names, each) for each in names] == expected


@pytest.mark.parametrize(
    ("shards", "held", "taken", "given_up"),
    [
        (16, [0], [16], [0]),
        (16, [16], [0], [0]),
        # One joins: the others give up what it should have, and no more.
        (16, [16, 0], [0, 8], [8, 0]),
        (16, [8, 8, 0], [0, 0, 5], [2, 3, 0]),
        (16, [6, 5, 5, 0], [0, 0, 0, 4], [2, 1, 1, 0]),
        # One is gone: the others take what it had.
        (16, [6, 5], [2, 3], [0, 0]),
        # The remainder stays where it is.
        (16, [5, 6, 5], [1, 0, 0], [0, 0, 0]),
        (16, [5, 5, 6], [1, 0, 0], [0, 0, 0]),
        (16, [6, 6, 4], [0, 0, 1], [0, 1, 0]),
        # What is free already is not given up by somebody else as well.
        (16, [6, 6, 0], [0, 0, 5], [0, 1, 0]),
        (1, [0, 1], [1, 0], [0, 0]),
    ],
)
def test_what_moves(shards: int, held: list[int], taken: list[int], given_up: list[int]) -> None:
    processes = dict(zip("abcdef", held, strict=False))
    assert [to_take(shards, processes, each) for each in processes] == taken
    assert [to_give_up(shards, processes, each) for each in processes] == given_up


@pytest.mark.parametrize("seed", range(100))
def test_it_settles_whoever_joins_and_leaves(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - the same cases each time
    shards = random.randint(1, 40)
    processes: dict[str, int] = {}
    for event in range(8):
        if len(processes) > 1 and random.random() < 0.4:
            del processes[random.choice(sorted(processes))]
        else:
            processes[f"{random.random()}-{event}"] = 0
        moved = settle(shards, processes, random)
        assert sum(processes.values()) == shards
        assert max(processes.values()) - min(processes.values()) <= 1
        assert moved <= shards
        assert settle(shards, processes, random) == 0


def settle(shards: int, processes: dict[str, int], random: Random) -> int:
    """Let each process do what it should, in any order, until nothing moves; return how often one moved."""
    moved, steps, before = 0, 0, -1
    for _ in range(20):
        if steps == before:
            return moved
        before = steps
        for process in random.sample(sorted(processes), len(processes)):
            free = shards - sum(processes.values())
            taken = min(free, to_take(shards, processes, process))
            processes[process] += taken
            given_up = to_give_up(shards, processes, process)
            processes[process] -= given_up
            moved += taken
            steps += taken + given_up
    raise AssertionError("it never settles")
