"""`dicewright verify FILE…`: whether rolls follow from what was committed to and contributed."""

from __future__ import annotations

from dicewright.cli import options
from dicewright.cli.games import chosen
from dicewright.errors import DiceError
from dicewright.source import presentable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dicewright.verification import Problem, Receipt, Report, Session

HELP = """\
dicewright verify FILE... checks verifiable rolls: receipts and whole sessions.

  dicewright verify receipt-41.json         one roll
  dicewright verify session-3.json          each roll, and whether any is missing
  dicewright verify session-3.json *.json   also whether the files agree

  --brief        only problems and the summary
  --json         one JSON object per file
  --system FILE  a game system of your own that the rolls used

The exit status is 0 if everything matches, 1 if something does not, 2 if a file
is neither a receipt nor a session, and 3 if nothing is wrong but not everything
can be checked: a secret is not revealed yet, or a player deleted a roll.

docs/verifiable-rolls.md says what this proves and what it doesn't."""

_LARGEST = 64_000_000
_WORDS = {"follows": "ok", "wrong": "WRONG", "waits": "not yet", "sealed": "sealed", "removed": "deleted"}


def show(words: Sequence[str]) -> int:
    """Print what each file says about its rolls, and return the exit status that the help names.

    Raises DiceError for an option, or a file that is neither a receipt nor a session.
    """
    files, given = _asked(words)
    if "--help" in given:
        print(HELP)
        return 0
    if not files:
        raise options.usage("Which file?", "For example, dicewright verify session-3.json.")
    from dicewright import verification  # only this command needs it

    # Those that are shipped are read when a roll needs them.
    systems = chosen.among(given["--system"]) if "--system" in given else None
    records = [_read(file) for file in files]
    reports = [verification.check(record, systems=systems) for record in records]
    contradictions = verification.compare(records)
    if "--json" in given:
        _print_json(files, reports, contradictions)
    else:
        for file, report in zip(files, reports, strict=True):
            print("\n".join(_lines(file, report, brief="--brief" in given)))
        for problem in contradictions:
            print(f"Between the files: {presentable(problem.message)}")
    statuses = {report.status for report in reports}
    return 1 if contradictions or 1 in statuses else max(statuses)


def _asked(words: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """Return the files and the options; a file's name may have blanks in it."""
    files: list[str] = []
    given: dict[str, str] = {}
    flags, with_a_value = ("--help", "--brief", "--json"), {"--system": "mine.toml"}
    following = list(words)
    while following:
        word = following.pop(0)
        if word == "--":
            return files + following, given
        taken = [word, following.pop(0)] if word in with_a_value and following else [word]
        file, found = options.split(taken, flags=flags, with_a_value=with_a_value)
        given |= found
        files += [] if file is None else [file]
    return files, given


def _read(file: str) -> Session | Receipt:
    from dicewright import verification

    try:
        with open(file, encoding="utf-8-sig") as stream:
            text = stream.read(_LARGEST + 1)
    except OSError as error:
        raise _unusable(file, f"{error.strerror}.") from None
    except UnicodeDecodeError:
        raise _unusable(file, "it is not UTF-8 text.") from None
    if len(text) > _LARGEST:
        raise _unusable(file, "it is larger than any session.")
    try:
        return verification.read_json(text)
    except DiceError as error:
        raise _unusable(file, error.advice) from None


def _unusable(file: str, reason: str) -> DiceError:
    return DiceError(f"{presentable(file)}: {reason}", code="unreadable-file")


def _lines(file: str, report: Report, *, brief: bool) -> Iterator[str]:
    yield f"{presentable(file)}: {report.title}"
    if not brief:
        width = max((len(f"#{roll.number}") for roll in report.rolls), default=0)
        for roll in report.rolls:
            yield f"  {f'#{roll.number}':<{width}}  {_WORDS[roll.state]:<7}  {presentable(roll.said)}"
    for problem in report.problems:
        yield f"  WRONG: {presentable(problem.message)}"
    for remark in report.remarks:
        yield f"  Note: {remark}"
    yield f"  {_summary(report)}"


def _summary(report: Report) -> str:
    if report.problems:
        number = len(report.problems)
        return f"{number:,} {'problem' if number == 1 else 'problems'} found."
    counted = [
        f"{report.count(state):,} {words}"
        for state, words in (
            ("follows", "verified"),
            ("sealed", "sealed"),
            ("waits", "to be checked later"),
            ("removed", "deleted"),
        )
        if report.count(state)
    ]
    rolls = len(report.rolls)
    found = f"{rolls:,} {'roll' if rolls == 1 else 'rolls'}: {', '.join(counted)}" if rolls else "No rolls"
    return f"{found}. Nothing is wrong."


def _print_json(files: Sequence[str], reports: Sequence[Report], contradictions: Sequence[Problem]) -> None:
    import json

    for file, report in zip(files, reports, strict=True):
        plain = {
            "file": file,
            "title": report.title,
            "status": report.status,
            "rolls": [
                {"number": roll.number, "state": roll.state, "said": roll.said} for roll in report.rolls
            ],
            "problems": [_plain(problem) for problem in report.problems],
            "remarks": list(report.remarks),
        }
        print(json.dumps(plain, ensure_ascii=False))
    if contradictions:
        print(json.dumps({"between_files": [_plain(each) for each in contradictions]}, ensure_ascii=False))


def _plain(problem: Problem) -> dict[str, str | int]:
    return {"code": problem.code, "number": problem.number, "message": problem.message}
