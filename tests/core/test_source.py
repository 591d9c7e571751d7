from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dicewright import Span
from dicewright.phrases import Phrase
from dicewright.source import excerpt, point, presentable, quotable


@pytest.mark.parametrize(
    ("text", "span", "lines"),
    [
        ("4d6kx3", Span(3, 5), "4d6kx3\n   ^^"),
        ("1d20 +", Span(6, 7), "1d20 +\n      ^"),
        ("abc", Span(0, 3), "abc\n^^^"),
        ("abc", Span(1, 1), "abc\n ^"),
        ("a\tb\nc", Span(4, 5), "a b c\n    ^"),
        ("力力x", Span(2, 3), "力力x\n    ^"),
        ("力x", Span(0, 1), "力x\n^^"),
        ("x" * 100, Span(0, 1), "x" * 56 + "…\n^"),
        ("x" * 100, Span(99, 100), "…" + "x" * 56 + "\n" + " " * 56 + "^"),
        ("x" * 100, Span(50, 52), "…" + "x" * 56 + "…\n" + " " * 29 + "^^"),
        ("\x00\ud800", Span(1, 2), "\ufffd\ufffd\n ^"),
    ],
)
def test_point(text, span, lines):
    assert point(text, span) == lines


@given(st.text(max_size=200), st.integers(0, 210), st.integers(0, 210))
def test_pointing_is_bounded_and_printable(text, start, stop):
    line, carets = point(text, Span(min(start, stop), max(start, stop))).split("\n")

    assert line == "" or line.isprintable()
    assert len(line) <= 58
    assert carets.strip("^ ") == ""
    assert carets.endswith("^")
    assert "^ " not in carets


def test_spans():
    assert Span(3, 5).of("4d6kx3") == "kx"
    assert Span(1, 2).to(Span(4, 6)) == Span(1, 6)


@pytest.mark.parametrize(
    ("text", "length", "shown"),
    [("abc", 3, "abc"), ("abcd", 3, "abc…"), ("a\x1bb", 3, "a\ufffdb"), ("", 3, "")],
)
def test_excerpt(text, length, shown):
    assert excerpt(text, length) == shown


def test_a_phrase_that_fits_stays_one():
    phrase = Phrase("Roll {count} dice.", count=5)
    assert excerpt(phrase, len(phrase)) is phrase
    assert quotable(phrase) is phrase
    assert excerpt(phrase, 4) == "Roll…"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("cold iron", "cold iron"),
        ("a\nb\tc", "a b c"),
        ("\x1b[31m", "\ufffd[31m"),
        ("\ud800", "\ufffd"),
        ("\u202eevil", "\ufffdevil"),
        ("\u2028", " "),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("शक्ति", "शक्ति"),
        ("\U0001fae9", "\U0001fae9"),
    ],
)
def test_presentable(text, shown):
    assert presentable(text) == shown


@given(st.text(st.characters()))
def test_what_is_presentable_stays_so_and_can_be_sent(text):
    shown = presentable(text)

    assert presentable(shown) == shown
    assert len(shown) == len(text)
    assert len(shown.splitlines()) <= 1
    shown.encode()
