"""All that players read is in the catalog, and the catalog for translators is that of the source."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from release.texts import TEMPLATE, literal_texts, template
from tests.support.texts.user_texts import bypassing, phrases, unphrased

ROOT = Path(__file__).parents[2]
DRAWERS = ("commands", "discord_api", "presentation", "services")
# What they hold is for the log, for hosts at a terminal, is notation, or is what people search for.
NOT_READ = {
    "bot/discord_api/emojis/uploading.py",
    "bot/discord_api/login.py",
    "bot/discord_api/http/proxy.py",
    "bot/discord_api/refusals.py",
    "bot/discord_api/session_starts.py",
    "bot/presentation/charts/lettering.py",
    "bot/services/guide/search.py",
    "bot/services/history/writer.py",
    "bot/services/rolls/prose.py",
}
# One makes phrases from templates it is given, the other puts a phrase into the message of a game's file.
TEMPLATES_FROM_ELSEWHERE = ("dicewright/phrases.py", "dicewright/systems/rolling/program.py")
FILES = sorted(
    path
    for drawer in DRAWERS
    for path in (ROOT / "bot" / drawer).rglob("*.py")
    if str(path.relative_to(ROOT)) not in NOT_READ
)
# For people at a terminal, for those who check verifiable rolls, or for those who write programs.
IN_ENGLISH = {"cli", "verification", "result.py", "systems/rolling/passed.py"}
LIBRARY = sorted(
    path
    for path in (ROOT / "dicewright").rglob("*.py")
    if IN_ENGLISH.isdisjoint(
        (path.relative_to(ROOT / "dicewright").parts[0], path.relative_to(ROOT / "dicewright").as_posix())
    )
)


def test_the_template_for_translators_is_up_to_date() -> None:
    assert template(ROOT) == (ROOT / TEMPLATE).read_text(encoding="utf-8"), "run `make texts`"


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(ROOT)) for path in FILES])
def test_no_text_bypasses_the_catalog(path: Path) -> None:
    assert bypassing(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", LIBRARY, ids=[str(path.relative_to(ROOT)) for path in LIBRARY])
def test_all_that_the_library_says_to_players_is_a_phrase(path: Path) -> None:
    assert unphrased(path.read_text(encoding="utf-8")) == []


def test_each_phrase_of_the_library_is_in_the_catalog() -> None:
    """As none is in an f-string, or has a template from elsewhere, where the extraction doesn't look."""
    catalog = read_po(StringIO((ROOT / TEMPLATE).read_text(encoding="utf-8")))
    known = {message.id if isinstance(message.id, str) else tuple(message.id) for message in catalog}
    missing = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in (ROOT / "dicewright").rglob("*.py")
        if path.relative_to(ROOT).as_posix() not in TEMPLATES_FROM_ELSEWHERE
        for line, message in phrases(path.read_text(encoding="utf-8"))
        if message not in known
    ]
    assert missing == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("raise UserError('No matching rolls.')", ["No matching rolls."]),
        ("raise UserError(f'{name} is no name.')", ["{} is no name."]),
        ("Button(label='Roll')", ["Roll"]),
        ("Button(label=_('Roll'))", []),
        ("TITLES = {'mine': 'Your rolls'}", ["Your rolls"]),
        ("TITLES = {'mine': N_('Your rolls')}", []),
        ("text = f'{count} rolls'", []),
        ("text = f'{count} rolls in all'", ["{} rolls in all"]),
        ("'''What it does.'''", []),
        ("log.warning('roll not recorded', reason='refused by the database')", []),
        ("raise ValueError('no chi-squared of that')", []),
        ("CUSTOM_ID = 'saved:roll:'", []),
        ("PATTERN = r'(?: (?: k[hlm]? ) and so on )'", []),
        ("embed.set_footer(text=f'`{code}` {markdown}')", []),
    ],
)
def test_what_is_a_text_for_players(source: str, found: list[str]) -> None:
    assert [text for _line, text in bypassing(source)] == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("raise RollError('There are no dice.', code='no-dice')", ["There are no dice."]),
        ("raise RollError(f'{name} again', code='no-dice')", ["{} again"]),
        ("raise RollError(Phrase('There are no dice.'), code='no-dice')", []),
        ("raise RollError(why, code='no-dice', hint='Roll ' + more)", ["Roll "]),
        ("raise RollError(why, code='no-dice', hint=f'Roll {near}' if near else '')", ["Roll {}"]),
        ("raise RollError(why, code='no-dice', hint=Phrase('Roll {near}.', near=near) if near else '')", []),
        ("fields.refuse('wrong here', 'code', 'name', hint=Phrase('Leave it out.'))", ["wrong here"]),
        ("raise call.error(plural('{count} die', '{count} dice', count), 'code', span)", []),
        ("error.hint = f'Write {word}'", ["Write {}"]),
        ("error.hint += ' Roll fewer.'", [" Roll fewer."]),
        ("def hint(self): return f'No outcome covers {number}.'", ["No outcome covers {}."]),
        ("HINTS = {'sum': 'Write its name.'}", ["Write its name."]),
        ("raise ArgumentError('There are no faces left.')", []),
        ("POLICIES = ('all', 'failures first')", []),
        ("'''What it does.'''", []),
    ],
)
def test_what_the_library_may_say_to_players(source: str, found: list[str]) -> None:
    assert [text for _line, text in unphrased(source)] == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("_('No matching rolls.')", [("No matching rolls.", None)]),
        ("link = f'[{_(\"go to message\")}]({url})'", [("go to message", None)]),
        ("LABELS = {'roll': N_('Roll again')}", [("Roll again", None)]),
        ('f\'{ngettext("{count} die", "{count} dice", 2)}!\'', [(("{count} die", "{count} dice"), None)]),
        ("pgettext('button', 'Roll')", [("Roll", "button")]),
        ("raise RollError(Phrase('There are no dice.'), code='dice')", [("There are no dice.", None)]),
        ("plural('{count} die', '{count} dice', 3)", [(("{count} die", "{count} dice"), None)]),
        ("_(text)", []),
        ("log.info('No matching rolls.')", []),
    ],
)
def test_what_is_extracted(source: str, found: list[tuple[str | tuple[str, str], str | None]]) -> None:
    assert list(literal_texts(source)) == found
