"""Working odds out where they cannot hurt: the small ones at once, all others in a worker.

Exact odds are bounded in the core before they are worked out. A bound that is missing there costs one
answer here: the worker is ended by its deadline or its memory limit, and the player gets an estimate.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import structlog
from cachetools import LRUCache

from bot.services.rolls.rolling import is_small
from bot.services.user_error import UserError
from bot.store.called import UNCALLED
from bot.texts import _, spoken
from bot.workers.pool import WorkersBusy
from bot.workers.worker import WorkerFailed, WorkerLimits
from dicewright import DEFAULT_LIMITS, OddsTooLarge

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from bot.commands.odds_answer import GameQuestion, OddsAnswer, OddsQuestion
    from bot.services.saved.resolving import Resolved
    from bot.services.systems.calls import GameCall
    from bot.store.called import Called
    from bot.workers.pool import Run
    from dicewright import Limits, Notation, Target

log = structlog.stdlib.get_logger(__name__)

# Exact odds that are within `limits.work` take two or three seconds on a quiet machine.
WORKER_LIMITS = WorkerLimits(seconds=5.0, megabytes=40, kept_megabytes=32)

# Less than it takes to ask a worker.
_QUICK_WORK = 20_000
# About ten milliseconds: game systems count in larger units of work.
_QUICK_GAME_WORK = 40_000
# About four kilobytes each.
_MOST_REMEMBERED = 500


class OddsWork:
    """Answers questions about odds, and remembers the answers; `run` calls functions in workers."""

    def __init__(self, run: Run, limits: Limits = DEFAULT_LIMITS) -> None:
        self._run = run
        self._limits = limits
        self._known: LRUCache[OddsQuestion | GameQuestion, OddsAnswer] = LRUCache(_MOST_REMEMBERED)

    async def answer(
        self,
        texts: Sequence[Resolved],
        target: Target | None,
        *,
        player_id: int,
        estimated: bool = False,
        called: Called = UNCALLED,
    ) -> OddsAnswer:
        """Return exact odds, or estimated ones if those are too large or only these are wanted.

        What one roll is `called` stands above them.
        Raises DiceError, and UserError if the bot has too many odds to work out.
        """
        # With all that it takes to work out and show odds, which is loaded when somebody asks for them.
        from bot.commands.odds_answer import OddsQuestion, notations_of, work_out

        asked = tuple((each.text, tuple(sorted(each.names.items()))) for each in texts)
        saved = tuple(each.name for each in texts) if len(texts) > 1 else ()
        question = OddsQuestion(asked, target, self._limits, estimated, spoken(), called, saved)
        # Whatever is wrong with a text is found here, and not first by a worker.
        notations = notations_of(question)
        if len(notations) > 1 and any(len(notation.tree.rolls) > 1 for notation in notations):
            raise UserError(
                _("Only one roll can be compared with another. Leave out everything after the “;”.")
            )
        meant = tuple(
            (str(notation), tuple(sorted((name, str(what)) for name, what in notation.names.items())))
            for notation in notations
        )
        key = replace(question, texts=meant)
        if key not in self._known:
            # Only the length is logged, because the question itself is the player's own business.
            characters = sum(len(text) for text, _names in question.texts)
            exact = None if estimated else self._exact(question, notations, player_id)
            estimate = partial(self._run, work_out, replace(question, estimated=True), turn=player_id)
            self._known[key] = await self._worked_out(exact, estimate, characters)
        return self._known[key]

    async def of_calls(
        self, calls: Sequence[GameCall], *, player_id: int, pushed: bool = False, estimated: bool = False
    ) -> OddsAnswer:
        """Return the odds of one or two calls of game systems; the errors are those of `answer`.

        If they are `pushed`, that is of the rolls and of a push if they fail; RollError if the rules
        know no push.
        """
        from bot.commands.odds_answer import GameQuestion, work_out_game

        texts = tuple(call.call for call in calls)
        question = GameQuestion(texts, tuple(call.file for call in calls), pushed, estimated, spoken())
        if question not in self._known:
            exact = None if estimated else self._exact_game(question, player_id)
            estimate = partial(self._run, work_out_game, replace(question, estimated=True), turn=player_id)
            self._known[question] = await self._worked_out(exact, estimate, sum(map(len, texts)))
        return self._known[question]

    async def _worked_out(
        self,
        exact: Awaitable[OddsAnswer] | None,
        estimate: Callable[[], Awaitable[OddsAnswer]],
        characters: int,
    ) -> OddsAnswer:
        try:
            if exact is not None:
                try:
                    return await exact
                except OddsTooLarge:
                    pass
                except WorkerFailed as failure:
                    log.warning("odds given up", reason=failure.reason, characters=characters)
            return await estimate()
        except WorkersBusy:
            raise UserError(_("The bot is busy calculating other odds. Try again in a minute.")) from None
        except WorkerFailed as failure:
            log.warning("estimate given up", reason=failure.reason)
            raise UserError(
                _("Even an estimate of these odds would take too long. Try fewer dice.")
            ) from None

    async def _exact(
        self, question: OddsQuestion, notations: Sequence[Notation], player_id: int
    ) -> OddsAnswer:
        from bot.commands.odds_answer import work_out

        if all(map(is_small, notations)):
            try:
                limits = question.limits.replace(work=min(_QUICK_WORK, question.limits.work))
                return work_out(replace(question, limits=limits))
            except OddsTooLarge:
                pass
        return await self._run(work_out, question, turn=player_id)

    async def _exact_game(self, question: GameQuestion, player_id: int) -> OddsAnswer:
        from bot.commands.odds_answer import work_out_game

        # A file that somebody wrote is read and worked out where it can do no harm.
        if any(question.files):
            return await self._run(work_out_game, question, turn=player_id)
        try:
            return work_out_game(question, work=_QUICK_GAME_WORK)
        except OddsTooLarge:
            return await self._run(work_out_game, question, turn=player_id)
