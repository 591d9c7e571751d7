"""Which names a character can have."""

from __future__ import annotations

import pytest

from bot.services.characters.names import LONGEST_CHARACTER_NAME, checked_name
from bot.services.user_error import UserError


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Mira", "Mira"),
        ("  Mira\t the\nBold ", "Mira the Bold"),
        ("D'Artagnan 2", "D'Artagnan 2"),
        ("x" * LONGEST_CHARACTER_NAME, "x" * LONGEST_CHARACTER_NAME),
    ],
)
def test_blanks_do_not_matter(written: str, name: str) -> None:
    assert checked_name(written) == name


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("", "A character needs a name, such as Mira."),
        (" \n", "A character needs a name, such as Mira."),
        ("x" * (LONGEST_CHARACTER_NAME + 1), "A character's name can have up to 50 characters."),
    ],
)
def test_what_cannot_be_a_name(written: str, message: str) -> None:
    with pytest.raises(UserError) as refused:
        checked_name(written)
    assert str(refused.value) == message
