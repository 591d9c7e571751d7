"""Faces are fair by construction, and follow from the bytes by the documented rule."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dicewright
from dicewright import randomness as dice

SIDES = st.one_of(
    st.integers(1, 300), st.sampled_from([255, 256, 257, 1_000, 65_535, 65_536, 65_537, 1_000_000])
)


class Stream:
    """A source of given bytes that counts how many were read, and ends."""

    def __init__(self, content):
        self.content = content
        self.read = 0

    def __call__(self, number):
        piece = self.content[self.read : self.read + number]
        self.read += number
        if len(piece) < number:
            raise EOFError
        return piece


def faces_by_the_rule(seed, rolls):
    """The rule of docs/library.md once more, as a stranger would write it: a byte at a time."""
    stream = hashlib.shake_256(seed.encode()).digest(60_000)
    position = 0
    faces = []
    for count, sides in rolls:
        width = 1
        while 256**width < sides:
            width += 1
        found = 0
        while found < count:
            number = 0
            for byte in stream[position : position + width]:
                number = 256 * number + byte
            position += width
            if number < 256**width - 256**width % sides:
                faces.append(number % sides + 1)
                found += 1
    return faces


@given(st.text(max_size=8), st.lists(st.tuples(st.integers(0, 30), SIDES), max_size=5))
def test_seeded_faces_follow_the_rule(seed, rolls):
    draw = dicewright.seeded(seed)

    assert [face for count, sides in rolls for face in draw(count, sides)] == faces_by_the_rule(seed, rolls)


@pytest.mark.parametrize(
    ("seed", "count", "sides", "faces"),
    [
        ("example", 10, 6, [3, 5, 6, 3, 2, 5, 6, 1, 1, 1]),
        ("example", 5, 20, [13, 1, 8, 7, 7]),
        ("example", 3, 1_000_000, [153_580, 563_875, 376_305]),
        ("", 5, 6, [5, 6, 6, 2, 6]),
        (b"\x00\xff", 5, 6, [1, 6, 4, 6, 4]),
        ("Würfel", 5, 100, [39, 6, 63, 54, 66]),
    ],
)
def test_seeded_faces_never_change(seed, count, sides, faces):
    assert list(dicewright.seeded(seed)(count, sides)) == faces


def test_a_long_seeded_stream_goes_on_where_it_was():
    draw = dicewright.seeded("long")
    piecemeal = [draw(1, 6)[0] for _ in range(500)] + list(draw(5_000, 6))

    assert piecemeal == list(dicewright.seeded("long")(5_500, 6)) == faces_by_the_rule("long", [(5_500, 6)])


@pytest.mark.parametrize("sides", range(1, 257))
def test_every_face_has_as_many_bytes_as_any_other(sides):
    source = Stream(bytes(range(256)))
    draw = dicewright.from_bytes(source)
    shown = Counter()
    for _ in range(256 - 256 % sides):
        shown.update(draw(1, sides))

    assert shown == dict.fromkeys(range(1, sides + 1), 256 // sides)
    assert source.read == 256 - 256 % sides


@pytest.mark.parametrize("sides", [257, 300, 1_000, 40_000, 65_535, 65_536])
def test_every_face_has_as_many_pairs_of_bytes_as_any_other(sides):
    # Backwards, so that the numbers to be thrown away come first.
    source = Stream(b"".join(number.to_bytes(2, "big") for number in reversed(range(65_536))))
    shown = Counter(dicewright.from_bytes(source)(65_536 - 65_536 % sides, sides))

    assert shown == dict.fromkeys(range(1, sides + 1), 65_536 // sides)
    assert source.read == 2 * 65_536


@pytest.mark.parametrize(
    ("content", "count", "sides", "faces"),
    [
        (b"\x00\x01\x05", 3, 6, [1, 2, 6]),
        (b"\xff\xfc\x00", 1, 6, [1]),
        (b"\xfb", 1, 6, [6]),
        (b"\x00\xfc\x01\xff\xff\x02", 3, 6, [1, 2, 3]),
        (b"\xff", 1, 256, [256]),
        (b"\xff\xff\x00\x00", 1, 1_000, [1]),
        (b"\xfd\xe8\x01\x00", 1, 1_000, [257]),
        (b"\xfd\xe7", 1, 1_000, [1_000]),
        (b"\x01\x00\x00", 1, 1_000_000, [65_537]),
        (b"", 0, 6, []),
        (b"\x07", 1, 1, [1]),
    ],
)
def test_what_cannot_be_shared_out_is_thrown_away(content, count, sides, faces):
    source = Stream(content)

    assert list(dicewright.from_bytes(source)(count, sides)) == faces
    assert source.read == len(content)


def test_a_source_that_ends_is_an_error():
    with pytest.raises(EOFError):
        dicewright.from_bytes(Stream(b"\xff"))(1, 6)


def test_scripted_faces_fall_in_order():
    draw = dicewright.scripted([1, 6, 20])

    assert list(draw(2, 6)) == [1, 6]
    assert list(draw(1, 20)) == [20]
    with pytest.raises(ValueError, match="run out"):
        draw(1, 6)


@pytest.mark.parametrize("face", [0, 7, -1])
def test_scripted_faces_must_be_on_the_die(face):
    with pytest.raises(ValueError, match="A die with 6 sides cannot show"):
        dicewright.scripted([face])(1, 6)


@given(st.lists(st.tuples(st.integers(0, 2_000), SIDES), max_size=4))
def test_system_faces_are_on_the_die(rolls):
    draw = dice.system()
    for count, sides in rolls:
        faces = draw(count, sides)
        assert len(faces) == count
        assert all(1 <= face <= sides for face in faces)


def test_system_faces_follow_the_rule_too(monkeypatch):
    monkeypatch.setattr(os, "urandom", lambda number: bytes(place % 256 for place in range(number)))
    draw = dice.system()
    shown = [*draw(1, 6), *draw(0, 6), *draw(300, 6), *draw(299, 6)]

    assert shown == [byte % 6 + 1 for byte in range(252)] * 2 + [byte % 6 + 1 for byte in range(96)]


def test_threads_share_no_face(monkeypatch):
    monkeypatch.setattr(os, "urandom", lambda number: bytes(place % 250 for place in range(number)))
    draw = dice.system()
    taken: list[int] = []

    def take():
        for _ in range(100):
            taken.extend(draw(10, 250))

    threads = [Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    # One block of 4,096 bytes serves all four: together they took its first 4,000 faces, each once.
    assert Counter(taken) == dict.fromkeys(range(1, 251), 16)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system starts processes anew")
def test_a_forked_process_rolls_other_dice():
    dicewright.roll("1d20")
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, bytes(dicewright.roll("1d20").total for _ in range(64)))
        os._exit(0)
    os.waitpid(child, 0)
    with open(reading, "rb", buffering=0) as pipe:
        others = list(pipe.read(64))
    os.close(writing)

    assert len(others) == 64
    assert others != [dicewright.roll("1d20").total for _ in range(64)]
