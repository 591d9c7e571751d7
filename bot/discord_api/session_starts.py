"""When a bot may start a session at Discord's gateway.

Discord lets a bot start a number of sessions a day, a thousand for most. It resets the token of one that
goes on beyond them, and then nobody can use the bot until its owner has set a new one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from discord.types.gateway import SessionStartLimit

_MILLISECONDS = 1_000
# Discord's clock may be slightly behind ours.
_MARGIN_SECONDS = 1.0
NO_MORE_SESSIONS = "Discord does not allow more sessions until then"


@dataclass(frozen=True, slots=True)
class SessionStarts:
    """How many sessions may still be started."""

    total: int
    remaining: int
    seconds_to_reset: float

    @classmethod
    def read(cls, limit: SessionStartLimit) -> SessionStarts:
        """Return what Discord says in `session_start_limit`."""
        return cls(limit["total"], limit["remaining"], limit["reset_after"] / _MILLISECONDS)

    @property
    def few_left(self) -> str:
        """Why to pause, as the log has it."""
        return f"only {self.remaining:,} of {self.total:,} session starts are left"

    def wait_for_reset(self, shards: int) -> float:
        """Return for how many seconds too few are left for these shards; 0 if there are enough.

        >>> SessionStarts(1_000, 0, 60.0).wait_for_reset(1), SessionStarts(1_000, 1, 60.0).wait_for_reset(1)
        (61.0, 0.0)
        """
        enough = self.remaining >= min(shards, self.total)
        return 0.0 if enough else self.seconds_to_reset + _MARGIN_SECONDS

    def pause(self, shards: int) -> float:
        """Return how many seconds to let pass before a start, so that what is left lasts until the reset.

        That is 0 while half are left: who restarts a bot by hand never waits, one that fails and is restarted
        in a loop does.

        >>> SessionStarts(1_000, 500, 3_600.0).pause(1), SessionStarts(1_000, 400, 4_000.0).pause(1)
        (0.0, 10.0)
        """
        if self.remaining * 2 >= self.total or not self.remaining:
            return 0.0
        return self.seconds_to_reset * shards / self.remaining
