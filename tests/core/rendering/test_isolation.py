"""Isolation of text from right to left, held to the Unicode bidirectional algorithm."""

from __future__ import annotations

import re

import bidi
import pytest
from hypothesis import given
from hypothesis import strategies as st

import dicewright
from dicewright.rendering import markdown
from dicewright.rendering.isolation import isolate, isolate_words

HOSTILE = {
    "Hebrew": "דנה",
    "Arabic": "محمد علي",
    "digits first": "7 דנה",
    "digits last": "דנה 7",
    "Arabic digits": "٣٤",
    "Latin and Hebrew": "Robin דנה",
    "override": "\u202eRobin",
    "embedding": "\u202bRobin 5",
    "closed too often": "Robin\u2069\u2069\u202e",
    "never closed": "\u2067\u2067Robin",
    "closed before": "\u2069\u2067דנה",
    "marks": "\u200f\u061c!",
    "line break": "\u202ea\u2029b",
    "deep": "\u2067\u202e" * 70 + "x",
}
PIECES = pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
BASES = pytest.mark.parametrize("base", [None, "L"], ids=["first strong", "left to right"])
CONTROLS = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


def displayed(text: str, base: str | None) -> str:
    """Return a line as a reader sees it, from left to right."""
    return CONTROLS.sub("", str(bidi.get_display(text, base_dir=base)))


@BASES
@PIECES
def test_what_stands_beside_an_isolated_text_stays_in_its_order(piece: str, base: str | None) -> None:
    shown = displayed(f"The GM, {isolate(piece)} (12) + 5 = 17 · {isolate(piece)}: 3, 4!", base)
    assert shown.startswith("The GM, ")
    assert shown.endswith(": 3, 4!")
    assert " (12) + 5 = 17 · " in shown


@pytest.mark.parametrize("piece", ["דנה", "7 דנה", "\u202eRobin"])
def test_without_isolation_it_does_not(piece: str) -> None:
    assert " (12) + 5 = 17 · " not in displayed(f"The GM, {piece} (12) + 5 = 17 · {piece}: 3, 4!", None)


@given(st.text(alphabet=st.sampled_from("aד٣1 (\u202e\u202b\u202c\u2066\u2067\u2068\u2069\u200f\n\u2029")))
def test_no_text_reaches_out_of_its_isolate(piece: str) -> None:
    shown = displayed(f"3 + 4 {isolate(piece)} 5 + 6", "L")
    assert (shown[:6], shown[-6:]) == ("3 + 4 ", " 5 + 6")
    assert len(isolate(piece)) <= len(piece) + 2


@pytest.mark.parametrize("text", ["", "Robin", "Søren", "Ивáн", "龍 7", "🎲 (1)", "×÷ – “x”"])
def test_texts_from_left_to_right_are_as_they_were(text: str) -> None:
    assert isolate(text) == isolate_words(text) == text


@BASES
@pytest.mark.parametrize(
    ("notation", "before", "after"),
    [
        ("1d6 [אש] + 3", "1d6 ", " + 3"),
        ("1d20 + @כחש + 5", "1d20 + ", " + 5"),
        ("@כחש2 - 5", "", " - 5"),
        ("2d6 [نار كبيرة] - 1d4", "2d6 ", " - 1d4"),
        ("1d20 \u202e+ 5", "1d20 + 5", ""),
    ],
)
def test_the_rest_of_notation_stays_in_its_order(
    notation: str, before: str, after: str, base: str | None
) -> None:
    shown = displayed(f"> {isolate_words(notation)} <", base)
    assert shown.startswith(f"> {before}")
    assert shown.endswith(f"{after} <")


@pytest.mark.parametrize("notation", ["1d6 [אש] + 3", "2d6 [نار كبيرة] - 1d4", "@כחש + 1d4"])
def test_notation_copied_from_a_reply_is_read_again(notation: str) -> None:
    names = {"כחש": "5"}
    assert str(dicewright.parse(isolate_words(notation), names=names)) == str(
        dicewright.parse(notation, names=names)
    )


@BASES
def test_a_breakdown_is_read_from_left_to_right(base: str | None) -> None:
    result = dicewright.roll("1d6 [אש] + 3 + @כחש", names={"כחש": "5"}, seed="x")
    breakdown = markdown.breakdown(result.rolls[0], limit=200).replace("\\@", "@")
    # A bracket between letters from right to left is drawn the other way round.
    assert re.fullmatch(r"1d6 \(\d\) \]שא\[ \+ 3 \+ שחכ@ \(5\)", displayed(breakdown, base))
