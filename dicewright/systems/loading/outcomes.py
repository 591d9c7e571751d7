"""What a roll can end in: its outcomes, best first, and the notes that may join any of them."""

from __future__ import annotations

from functools import partial

from dicewright.phrases import Phrase
from dicewright.systems.loading.messages import read_message
from dicewright.systems.rules.model import TONES, Note, Outcome
from dicewright.systems.rules.tables import bounds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dicewright.systems.loading.reader import Reader
    from dicewright.systems.rules.formulas import Formula

MOST_OUTCOMES = 30


def read_outcomes(reader: Reader, result: Formula | None) -> Iterator[Outcome]:
    """Yield the outcomes of a roll in their order."""
    entries = reader.fields.items("outcomes")
    if len(entries) > MOST_OUTCOMES:
        reader.fields.refuse(
            Phrase("A roll can have at most {most} outcomes.", most=MOST_OUTCOMES),
            "too-many-outcomes",
            "outcomes",
        )
    names: set[str] = set()
    for place, entry in enumerate(entries):
        entry.only("name", "range", "when", "tone", "message", "then")
        name = entry.words("name")
        if "{" in name:
            entry.refuse(
                Phrase("An outcome's name is always the same, so it cannot contain a value."),
                "outcome-name",
                "name",
                hint=Phrase("Put the value into the message of the outcome."),
            )
        if not name or name in names:
            entry.refuse(Phrase("Each outcome needs a different name."), "outcome-name", "name")
        names.add(name)
        given = entry.text("tone", "")
        tone = next((one for one in TONES if one == given), None)
        if given and tone is None:
            entry.refuse(Phrase("The tone must be one of {tones}.", tones=", ".join(TONES)), "tone", "tone")
        test, least, most = None, None, None
        if "range" in entry:
            text = entry.notation("range")
            least, most = reader.within(text, partial(bounds, text), "outcomes", place, "range")
            if result is None:
                entry.refuse(
                    Phrase("A range needs a result to compare."),
                    "no-result",
                    "range",
                    hint=Phrase('For example, result = "@total".'),
                )
        if "when" in entry:
            if "range" in entry:
                entry.refuse(
                    Phrase("An outcome can have a range or a test, not both."), "range-and-test", "when"
                )
            test = reader.built(entry.notation("when"), reader.scope.formula, "outcomes", place, "when")
        bare = "range" not in entry and test is None
        if bare and place < len(entries) - 1:
            entry.refuse(
                Phrase("Only the last outcome can have no test, because it always applies."),
                "outcome-without-test",
                hint=Phrase('Add range = "7..9" or when = "…".'),
            )
        message = read_message(entry, "message", "", reader.scope)
        yield Outcome(name, test, least, most, tone, message, entry.text("then", "").lower())


def read_notes(reader: Reader, outcomes: tuple[Outcome, ...]) -> Iterator[Note]:
    """Yield the notes of a roll in their order."""
    entries = reader.fields.items("notes")
    if len(entries) > MOST_OUTCOMES:
        reader.fields.refuse(
            Phrase("A roll can have at most {most} notes.", most=MOST_OUTCOMES), "too-many-notes", "notes"
        )
    taken = {outcome.name for outcome in outcomes}
    for place, entry in enumerate(entries):
        entry.only("name", "when", "then")
        name = entry.words("name")
        if "{" in name:
            entry.refuse(
                Phrase("A note's name is always the same, so it cannot contain a value."),
                "note-name",
                "name",
                hint=Phrase("Put the value into the message."),
            )
        if not name or name in taken:
            entry.refuse(
                Phrase("Each note needs its own name, different from all outcomes and other notes."),
                "note-name",
                "name",
            )
        taken.add(name)
        if "when" not in entry:
            entry.refuse(
                Phrase("A note needs a test."),
                "missing-entry",
                hint=Phrase('For example, when = "{{@pool}}=1".'),
            )
        test = reader.built(entry.notation("when"), reader.scope.formula, "notes", place, "when")
        yield Note(name, test, entry.text("then", "").lower())
