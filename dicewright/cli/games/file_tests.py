"""`dicewright test FILE`: whether a system's file loads, and whether the tests in it pass."""

from __future__ import annotations

from pathlib import Path

from dicewright.cli import lessons, options
from dicewright.cli.games import chosen
from dicewright.phrases import plural
from dicewright.source import presentable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dicewright.systems.checking import Failure
    from dicewright.systems.system import System


def show(words: Sequence[str]) -> int:
    """Print how the tests of a file went, and return the exit status: 1 if one fails.

    Raises DiceError if there is no file, or it cannot be used.
    """
    file, given = options.split(words, flags=("--help",), with_a_value={})
    if "--help" in given:
        print(lessons.TEST_HELP)
        return 0
    if file is None:
        raise options.usage("Which file?", "For example, dicewright test mine.toml.")
    if len(words) > 1 and not Path(file).exists() and all(Path(word).exists() for word in words):
        raise options.usage("One file at a time, please.", f"For example, dicewright test {words[0]}.")
    system = chosen.loaded(file, check=False)
    failures = system.check()
    print("\n".join(_report(file, system, failures)))
    return 1 if failures else 0


def _report(file: str, system: System, failures: Sequence[Failure]) -> Iterator[str]:
    from dicewright.systems.checking import remarks, unreached

    failed = {failure.line for failure in failures}
    for test in system.tests:
        yield f"{'FAIL' if test.line in failed else 'ok  '}  line {test.line:>3}  {presentable(test.roll)}"
        for failure in failures:
            if failure.line == test.line:
                yield from _wrong(failure)
    if system.tests and (missed := unreached(system)):
        yield ""
        yield "No test reaches:"
        yield from (f"  {presentable(outcome)}" for outcome in missed)
    for sentences in remarks(system):
        if sentences:
            yield ""
            yield from map(presentable, sentences)
    if system.tests:
        yield ""
        passed = len(system.tests) - len(failed)
        tests = plural("{count} test", "{count} tests", len(system.tests))
        yield f"{presentable(system.name)}: {passed:,} of {tests} passed"
    else:
        yield f"{presentable(system.name)}: there are no tests in {presentable(file)}"


def _wrong(failure: Failure) -> Iterator[str]:
    if failure.expected:
        yield f"        {presentable(failure.what)}"
        yield f"          expected  {presentable(failure.expected)}"
        yield f"          got       {presentable(failure.found)}"
    else:
        # What cannot be rolled at all has a caret of its own, on lines of its own.
        yield from (f"        {line}" for line in failure.found.splitlines())
