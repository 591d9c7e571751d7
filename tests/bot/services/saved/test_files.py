"""Files of saved rolls: what is written is read again, and what is wrong is said."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.saved.files import LARGEST_FILE, from_file, to_file
from bot.services.user_error import UserError
from bot.store.saved_rolls import Owner, SavedRoll
from tests.support.rolls import START


def a_file(rolls: object, **changes: object) -> bytes:
    return json.dumps({"format": "dicewright saved rolls", "version": 1, "rolls": rolls, **changes}).encode()


@given(st.dictionaries(st.text(), st.text()))
def test_what_is_written_is_read_again(texts: dict[str, str]) -> None:
    rolls = [
        SavedRoll(owner=Owner.player(1), name=name, text=text, created_at=START, updated_at=START)
        for name, text in texts.items()
    ]
    # A text with half a surrogate pair cannot be stored, so none is ever written.
    assert from_file(to_file(rolls).encode()) == texts


def test_a_file_is_made_to_be_read_by_people() -> None:
    roll = SavedRoll(owner=Owner.player(1), name="épée", text="1d8+@str", created_at=START, updated_at=START)
    assert to_file([roll]) == (
        '{\n  "format": "dicewright saved rolls",\n  "version": 1,\n  "rolls": [\n'
        '    {\n      "name": "épée",\n      "text": "1d8+@str"\n    }\n  ]\n}'
    )


def test_a_byte_order_mark_and_more_fields_do_no_harm() -> None:
    content = b"\xef\xbb\xbf" + a_file([{"name": "a", "text": "1", "icon": "sword"}], author="Ann")
    assert from_file(content) == {"a": "1"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file isn't valid JSON: see line 1, column 1."),
        (b'{"format": ', "This file isn't valid JSON: see line 1, column 12."),
        (b"\xff\xfe{}", "This file isn't UTF-8 text. Save it again as UTF-8."),
        (b"[" * 100_000, "This file isn't valid JSON."),
        (b"9" * 10_000, "This file isn't valid JSON."),
        (b"[]", 'This isn\'t a file of saved rolls: it has no "format": "dicewright saved rolls".'),
        (b"{}", 'This isn\'t a file of saved rolls: it has no "format": "dicewright saved rolls".'),
        (a_file([], version=2), "This file has version 2, and the bot can only read version 1."),
        (
            a_file([], version="9" * 99),
            f"This file has version {'9' * 39}…, and the bot can only read version 1.",
        ),
        (
            a_file({}),
            'The file needs a list of "rolls", each like this: {"name": "attack", "text": "1d20 + 5"}',
        ),
        (a_file([1]), 'Roll 1 in the file should look like this: {"name": "attack", "text": "1d20 + 5"}'),
        (
            a_file([{"name": "a", "text": "1"}, {"name": "b", "text": 3}]),
            'Roll 2 in the file should look like this: {"name": "attack", "text": "1d20 + 5"}',
        ),
        (
            a_file([{"name": "a", "text": "1"}, {"name": "a", "text": "2"}]),
            "Roll 2 in the file has the same name as an earlier one: “a”.",
        ),
        (
            b" " * (LARGEST_FILE + 1),
            "This file is too large: it has 500,001 bytes, and up to 500,000 are allowed.",
        ),
    ],
)
def test_what_is_no_file_of_saved_rolls(content: bytes, sentence: str) -> None:
    with pytest.raises(UserError) as caught:
        from_file(content)
    assert str(caught.value) == sentence
