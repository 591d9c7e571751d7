"""The guide: all that it says can be rolled, and is found by the words of players."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dicewright
from bot.services.guide import other_bots as guide_foreign
from bot.services.guide.search import search, topic_about
from bot.services.guide.topics import TOPICS, topic_named, topic_with_example

if TYPE_CHECKING:
    from bot.services.guide.model import Entry, Topic

ENTRIES = [entry for topic in TOPICS for entry in topic.entries]
ROW = 5


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry.example for entry in ENTRIES])
def test_every_example_can_be_rolled(entry: Entry) -> None:
    assert dicewright.roll(entry.example, seed="guide").dice


def test_topics_fit_on_a_page() -> None:
    assert len({topic.key for topic in TOPICS}) == len(TOPICS) <= 25
    assert max(len(topic.entries) for topic in TOPICS) <= 2 * ROW
    assert len({entry.example for entry in ENTRIES}) == len(ENTRIES)


@pytest.mark.parametrize("topic", TOPICS, ids=[topic.key for topic in TOPICS])
def test_topics_are_found_by_key_by_title_and_by_example(topic: Topic) -> None:
    assert topic_named(topic.key) is topic_named(topic.title.upper()) is topic
    for entry in topic.entries:
        assert topic_with_example(entry.example) is topic


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("explode", "4d6!"),
        ("exploding dice", "4d6!"),
        ("how do I explode on 5?", "4d6!>=5"),
        ("!", "4d6!"),
        ("!!", "4d6!!"),
        ("advantage", "1d20adv"),
        ("advantge", "1d20adv"),
        ("roll with disadvantage", "1d20dis"),
        ("count successes", "8d10>=8"),
        ("keep highest", "4d6kh3"),
        ("kh", "4d6kh3"),
        ("drop lowest", "4d6dl1"),
        ("reroll ones", "4d6r1"),
        ("critical", "1d20cs>=19"),
        ("half", "floor(1d20/2)"),
        ("fate", "4dF"),
        ("percentile", "d%"),
        ("vs", "1d20+5 vs 15"),
        ("DC", "1d20+5 vs 15"),
        ("plus", "1d20+5"),
        ("damage type", "2d6[fire] + 1d8[cold]"),
        ("comment", "1d20+5 # to hit"),
        ("repeat", "6x 4d6kh3"),
        ("minimum", "4d6mi2"),
        ("roll under", "1d100 vs <=45"),
        ("custom faces", "d[1,1,2,2,3,4]"),
        ("d66", "d66"),
        ("let", "let x = 2d6 in @x + @x"),
        ("name a roll", "let x = 2d6 in @x + @x"),
        ("variable", "let x = 2d6 in @x + @x"),
        ("symbols", "3d[s+a, 2s, blank]"),
        ("sets", "sets(6d10)"),
        ("doubles", "widest(2d6) vs 2"),
        ("largest die", "sides({1d6 + 1d8 + 1d10}out=1dh2)"),
        ("out", "5d6out=1"),
        ("double the dice", "twice(1d8+3)"),
        ("critical hit", "twice(1d8+3)"),
        ("and", "1d20+5 vs 15 and 1d6 vs 3"),
        ("or", "1d20 vs 15 or 1d6 vs 6"),
        ("not", "not 1d20 vs 15"),
        ("count a range", "4d6=[4..6]"),
        ("computed number", "4d6kh(1+2)"),
        ("reroll several values", "4d6r[1,3]"),
        ("keep the better", "3d6rk<=2"),
        ("plain words", "1d20+5 with advantage"),
    ],
)
def test_words_find_the_right_place(query: str, first: str) -> None:
    assert search(query, most=8)[0].example == first


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("odds", "odds"),
        ("Luck?", "odds"),
        ("is the dice unfair", "odds"),
        ("blind roll", "table"),
        ("secret rolls", "table"),
        ("GM", "table"),
        ("where are my macros", "saved"),
        ("delete my data", "history"),
        ("old rolls", "history"),
        ("rolls", None),
        ("advantage", None),
        ("", None),
        ("zebra", None),
    ],
)
def test_words_find_the_topics_that_have_no_examples(query: str, key: str | None) -> None:
    topic = topic_about(query)
    assert (topic and topic.key) == key


@pytest.mark.parametrize(
    ("query", "ours"),
    [
        ("e6", "8d10!o>=6"),
        ("E6", "8d10!o>=6"),
        ("ie10", "8d10!>=10"),
        ("ie", "8d10!"),
        ("t8", "8d10>=8"),
        ("12d10 t7", "12d10>=7"),
        ("12d10t7", "12d10>=7"),
        ("tl3", "8d10<=3"),
        ("4d6ir2", "4d6r<=2"),
        ("2d6rg5", "2d6ro>=5"),
        ("gt7", "8d10>7"),
        ("+d20", "1d20adv"),
        ("-d20", "1d20dis"),
    ],
)
def test_what_others_write_is_explained_in_our_notation(query: str, ours: str) -> None:
    (entry,) = search(query, most=8)
    assert entry.example == ours


@pytest.mark.parametrize("word", guide_foreign.MODIFIERS)
@pytest.mark.parametrize("number", ["", "3"])
def test_every_translation_is_notation(word: str, number: str) -> None:
    for entry in guide_foreign.translated(f"5d6 {word}{number}"):
        assert entry.example.startswith("5d6")
        assert dicewright.parse(entry.example)


@given(st.text(max_size=100))
def test_any_text_can_be_searched_for(query: str) -> None:
    assert len(search(query, most=8)) <= 8
