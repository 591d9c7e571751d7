"""When the bot may start another session with Discord's gateway.

Discord limits the sessions that a bot may start in a day, to a thousand for most bots. It resets the token of
a bot that exceeds the limit, and nobody can use that bot until its owner has set the new token.
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
    """The number of sessions that may still be started."""

    total: int
    remaining: int
    seconds_to_reset: float

    @classmethod
    def read(cls, limit: SessionStartLimit) -> SessionStarts:
        """Read Discord's `session_start_limit`."""
        return cls(limit["total"], limit["remaining"], limit["reset_after"] / _MILLISECONDS)

    @property
    def few_left(self) -> str:
        """The reason for a pause, for the log."""
        return f"only {self.remaining:,} of {self.total:,} session starts are left"

    def wait_for_reset(self, shards: int) -> float:
        """Return how many seconds to wait until there are enough for these shards; 0 if there are now.

        >>> SessionStarts(1_000, 0, 60.0).wait_for_reset(1), SessionStarts(1_000, 1, 60.0).wait_for_reset(1)
        (61.0, 0.0)
        """
        enough = self.remaining >= min(shards, self.total)
        return 0.0 if enough else self.seconds_to_reset + _MARGIN_SECONDS

    def pause(self, shards: int) -> float:
        """Return how many seconds to wait before a start, so that the remaining ones last until the reset.

        It is 0 as long as half of them are left: restarting by hand never has to wait, but a bot that fails
        and is restarted in a loop does.

        >>> SessionStarts(1_000, 500, 3_600.0).pause(1), SessionStarts(1_000, 400, 4_000.0).pause(1)
        (0.0, 10.0)
        """
        if self.remaining * 2 >= self.total or not self.remaining:
            return 0.0
        return self.seconds_to_reset * shards / self.remaining
