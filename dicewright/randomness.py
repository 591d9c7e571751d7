"""Fair faces from random bytes.

A byte source is a function that returns `n` random bytes: `os.urandom`, or a seeded stream. A draw is
a function that returns `count` faces, each from 1 to `sides`. The rule by which bytes become faces is
fixed, so that a seeded roll can be replayed in any language; docs/library.md gives it with test vectors:

    A die with s sides takes w bytes, the fewest with 256**w >= s (one byte for s = 1), as a big-endian
    number v. If v >= 256**w - 256**w % s it is thrown away and the next w bytes are taken; else the
    die shows v % s + 1.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from io import BytesIO
from itertools import islice
from operator import index

from dicewright.errors import ArgumentError, quoted
from dicewright.numbers import digits
from dicewright.phrases import Phrase, plural

ByteSource = Callable[[int], bytes]
Draw = Callable[[int, int], Sequence[int]]
"""A function that is given a number of dice and of sides, and returns a face from 1 to sides for each die."""
AnyDraw = Callable[[int, int], Iterable[int]]
"""What a caller may pass as a draw: its faces may come in any iterable, and are looked at one by one."""
Seed = str | bytes | int
"""What makes dice reproducible: text, bytes, or a whole number, which is its decimal text."""

# Faces up to here fit into a byte, and one call of bytes.translate maps and rejects a whole block.
_LARGEST_IN_A_BYTE = 255
_BLOCK = 4096


def from_bytes(source: ByteSource) -> Draw:
    """Return the draw that turns a source's bytes into faces, reading no byte more than it needs.

    A source that gives more or fewer bytes than it is asked for raises ArgumentError. `os.urandom` itself is
    read in blocks, as `system` does.

    >>> draw = from_bytes(bytes)  # a source of zeros
    >>> list(draw(3, 6))
    [1, 1, 1]
    """

    if source is os.urandom:
        return _shared_system()

    def exactly(number: int) -> bytes:
        found = source(number)
        if not isinstance(found, bytes) or len(found) != number:
            raise ArgumentError(
                f"The source of randomness should return {number:,} bytes, but it returned {quoted(found)}.",
                code="byte-source",
                hint="Pass a function like os.urandom.",
            )
        return found

    if not callable(source):
        raise ArgumentError(
            "A source of randomness is a function that takes a number of bytes and returns that many, "
            f"not {quoted(source)}.",
            code="byte-source",
            hint="Pass a function like os.urandom.",
        )
    return _fair(exactly)


@cache
def _shared_system() -> Draw:
    return system()


def _fair(source: ByteSource) -> Draw:
    """Return the draw of a source that is known to give as many bytes as it is asked for."""

    def draw(count: int, sides: int) -> Sequence[int]:
        if sides > _LARGEST_IN_A_BYTE:
            return _wide_faces(source, count, sides)
        table, rejected = _table(sides)
        faces = source(count).translate(table, rejected)
        while missing := count - len(faces):
            faces += source(missing).translate(table, rejected)
        return faces

    return draw


def checked_seed(seed: object) -> str | bytes | None:
    """Return a seed as it is kept: a whole number as its decimal text. ArgumentError for other types."""
    if seed is None or isinstance(seed, str | bytes):
        return seed
    if isinstance(seed, int) and not isinstance(seed, bool):
        return digits(seed)
    raise ArgumentError(
        f"A seed must be text, bytes or a whole number, not {quoted(seed)}.",
        code="seed",
        hint="Pass str(…) of it to use its text.",
    )


def seeded(seed: Seed) -> Draw:
    """Return the draw that reads the stream shake_256(seed) from its start.

    Text is taken as UTF-8, a whole number as its decimal text; another type raises ArgumentError.

    >>> seeded("example")(5, 6) == seeded("example")(5, 6)
    True
    >>> seeded(7)(9, 20) == seeded("7")(9, 20)
    True
    """
    import hashlib  # loads OpenSSL, which an unseeded roll does not need

    plain = checked_seed(seed)
    if plain is None:
        raise ArgumentError("A seeded draw needs a seed, not None.", code="seed")
    stream = hashlib.shake_256(plain.encode("utf-8", "surrogatepass") if isinstance(plain, str) else plain)
    position, block = 0, b""

    def source(number: int) -> bytes:
        nonlocal position, block
        if position + number > len(block):
            # shake_256 gives a longer output with the shorter one as its beginning.
            block = stream.digest(max(2 * len(block), position + number, 64))
        piece = block[position : position + number]
        position += number
        return piece

    return _fair(source)


def scripted(faces: Iterable[int]) -> Draw:
    """Return the draw that gives these faces in this order: for tests, and to replay a roll.

    It raises ArgumentError if the faces run out or a die has no such face.

    >>> list(scripted([6, 1])(2, 6))
    [6, 1]
    """
    try:
        following = iter(faces)
    except TypeError:
        raise ArgumentError(
            f"Scripted faces must be a list of whole numbers, not {quoted(faces)}.",
            code="faces",
            hint="Write scripted([6, 1]), for example.",
        ) from None

    def draw(count: int, sides: int) -> Sequence[int]:
        drawn = list(islice(following, count))
        if len(drawn) < count:
            lacking = count - len(drawn)
            raise ArgumentError(
                f"The faces have run out: {lacking:,} more {'is' if lacking == 1 else 'are'} needed.",
                code="faces",
            )
        return _faces(drawn, sides)

    return draw


def draw_from(seed: Seed | None, dice: AnyDraw | None) -> Draw:
    """Return the draw of a seed or of a caller's own dice; the operating system's for neither.

    Raises ArgumentError for both, and for what is no seed and no dice.

    >>> list(draw_from("example", None)(3, 6)) == list(draw_from(None, seeded("example"))(3, 6))
    True
    """
    if dice is None:
        return _shared_system() if seed is None else seeded(seed)
    if seed is not None:
        raise ArgumentError(
            "Pass either a seed or your own dice, not both.",
            code="seed-and-dice",
            hint="Pass dice=seeded(seed) for dice that several rolls share.",
        )
    return held(dice)


def held(draw: AnyDraw) -> Draw:
    """Return a caller's draw, held to what it is asked for: this many faces, each from 1 to `sides`.

    The draw raises ArgumentError if it gives anything else.

    >>> held(lambda count, sides: iter(range(1, count + 1)))(3, 6)
    [1, 2, 3]
    """
    if not callable(draw):
        raise ArgumentError(
            "Your own dice must be a function that takes the number of dice and the number of sides, "
            f"not {quoted(draw)}.",
            code="dice",
            hint="Write dice=scripted([6, 1]) to give the faces.",
        )

    def drawn(count: int, sides: int) -> Sequence[int]:
        given = draw(count, sides)
        try:
            faces = list(islice(given, count + 1))
        except TypeError:
            faces = None
        if faces is None or len(faces) != count:
            raise ArgumentError(
                f"Your dice were asked for {count:,} faces, but gave {quoted(given)}.",
                code="dice",
                hint="Return one whole number for each die.",
            )
        return _faces(faces, sides)

    return drawn


def _faces(given: list[int], sides: int) -> list[int]:
    """Return faces as plain whole numbers; ArgumentError if a die cannot show one of them."""
    if all(type(face) is int for face in given):
        faces = given
    else:
        try:
            # Other kinds of whole numbers, such as numpy's, are as good.
            faces = [index(face) for face in given if not isinstance(face, bool)]
        except TypeError:
            faces = []
    if len(faces) != len(given) or not all(1 <= face <= sides for face in faces):
        # The tests in the file of a game master may give such faces, too.
        raise ArgumentError(
            plural(
                "A die with {count} side cannot show all of {faces}.",
                "A die with {count} sides cannot show all of {faces}.",
                sides,
                faces=quoted(given),
            ),
            code="faces",
            hint=Phrase("Each face is a whole number from 1 to {sides}.", sides=sides),
        )
    return faces


def system() -> Draw:
    """Return the draw from the operating system's random source.

    It holds a block of faces in hand for each size of die, since a call to the system costs more than
    all the rest of a roll. Reading from a block is one call into C, so two threads never get the same
    face; a forked process starts with no blocks.

    >>> 1 <= system()(1, 20)[0] <= 20
    True
    """
    unbuffered = _fair(os.urandom)
    blocks: dict[int, Callable[[int], bytes]] = {}
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=blocks.clear)

    def draw(count: int, sides: int) -> Sequence[int]:
        try:
            faces = blocks[sides](count)
            if len(faces) == count:
                return faces
        except KeyError:
            pass  # the first dice of this size
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
