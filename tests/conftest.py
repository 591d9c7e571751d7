"""Property tests run the same examples every time; FIND_NEW_CASES=1 looks for others, many times as many."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# A shared machine is slow at times; that is no failure of what is tested.
settings.register_profile(
    "same", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "search", max_examples=5_000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("search" if os.environ.get("FIND_NEW_CASES") else "same")
