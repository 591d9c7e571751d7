"""Fair faces from random bytes.

A byte source is a function that returns `n` random bytes: `os.urandom`, or a seeded stream. A draw is
a function that returns `count` faces, each from 1 to `sides`. The rule by which bytes become faces is
fixed, so that a seeded roll can be replayed in any language; docs/library.md gives it with test vectors:

    A die with s sides takes w bytes, the fewest with 256**w >= s (one byte for s = 1), as a big-endian
    number v. Where v >= 256**w - 256**w % s it is thrown away and the next w bytes are taken; else the
    die shows v % s + 1.
"""

from __future__ import annotations

import os
from io import BytesIO

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    ByteSource = Callable[[int], bytes]
    Draw = Callable[[int, int], Sequence[int]]

# Faces up to here fit into a byte, and one call of bytes.translate maps and rejects a whole block.
_LARGEST_IN_A_BYTE = 255
_BLOCK = 4096


def from_bytes(source: ByteSource) -> Draw:
    """Return the draw that turns a source's bytes into faces, reading no byte more than it needs.

    >>> draw = from_bytes(bytes)  # a source of zeros
    >>> list(draw(3, 6))
    [1, 1, 1]
    """

    def draw(count: int, sides: int) -> Sequence[int]:
        if sides > _LARGEST_IN_A_BYTE:
            return _wide_faces(source, count, sides)
        table, rejected = _table(sides)
        faces = source(count).translate(table, rejected)
        while missing := count - len(faces):
            faces += source(missing).translate(table, rejected)
        return faces

    return draw


def seeded(seed: str | bytes) -> Draw:
    """Return the draw that reads the stream shake_256(seed) from its start; text is taken as UTF-8.

    >>> seeded("example")(5, 6) == seeded("example")(5, 6)
    True
    """
    import hashlib  # loads OpenSSL, which an unseeded roll does not need

    stream = hashlib.shake_256(seed.encode("utf-8", "surrogatepass") if isinstance(seed, str) else seed)
    position, block = 0, b""

    def source(number: int) -> bytes:
        nonlocal position, block
        if position + number > len(block):
            # shake_256 gives a longer output with the shorter one as its beginning.
            block = stream.digest(max(2 * len(block), position + number, 64))
        piece = block[position : position + number]
        position += number
        return piece

    return from_bytes(source)


def scripted(faces: Iterable[int]) -> Draw:
    """Return the draw that gives these faces in this order: for tests, and to replay a roll.

    It raises ValueError where the faces run out or a die has no such face.

    >>> list(scripted([6, 1])(2, 6))
    [6, 1]
    """
    following = iter(faces)

    def draw(count: int, sides: int) -> Sequence[int]:
        drawn = [face for _, face in zip(range(count), following, strict=False)]
        if len(drawn) < count:
            raise ValueError("the scripted faces have run out")
        if not all(1 <= face <= sides for face in drawn):
            raise ValueError(f"a die with {sides} sides cannot show all of {drawn}")
        return drawn

    return draw


def system() -> Draw:
    """Return the draw from the operating system's random source.

    It holds a block of faces in hand for each size of die, since a call to the system costs more than
    all the rest of a roll. Reading from a block is one call into C, so two threads never get the same
    face; a forked process starts with no blocks.

    >>> 1 <= system()(1, 20)[0] <= 20
    True
    """
    unbuffered = from_bytes(os.urandom)
    blocks: dict[int, Callable[[int], bytes]] = {}
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=blocks.clear)

    def draw(count: int, sides: int) -> Sequence[int]:
        if sides in blocks:
            faces = blocks[sides](count)
            if len(faces) == count:
                return faces
        if count > _BLOCK // 4 or sides > _LARGEST_IN_A_BYTE:
            return unbuffered(count, sides)
        table, rejected = _table(sides)
        # At least half of all bytes are faces; what was left of the old block is thrown away.
        read = BytesIO(os.urandom(_BLOCK).translate(table, rejected)).read
        faces = read(count)
        blocks[sides] = read
        return faces if len(faces) == count else unbuffered(count, sides)

    return draw


def _table(sides: int) -> tuple[bytes, bytes]:
    """Return the face for each byte, and the bytes to throw away."""
    try:
        return _TABLES[sides]
    except KeyError:
        accepted = 256 - 256 % sides
        _TABLES[sides] = found = bytes(byte % sides + 1 for byte in range(256)), bytes(range(accepted, 256))
        return found


# A pure function's table, at most 255 entries.
_TABLES: dict[int, tuple[bytes, bytes]] = {}


def _wide_faces(source: ByteSource, count: int, sides: int) -> list[int]:
    width = ((sides - 1).bit_length() + 7) // 8
    accepted = 256**width - 256**width % sides
    faces: list[int] = []
    while missing := count - len(faces):
        block = source(missing * width)
        numbers = (int.from_bytes(block[at : at + width], "big") for at in range(0, len(block), width))
        faces += [number % sides + 1 for number in numbers if number < accepted]
    return faces
