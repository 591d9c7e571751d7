"""People in messages, who are shown by name and never notified."""

from __future__ import annotations


def mention(user_id: int) -> str:
    """Return what Discord shows as a person's name; one from right to left leaves the rest in its order."""
    return f"\N{FIRST STRONG ISOLATE}<@{user_id}>\N{POP DIRECTIONAL ISOLATE}"
