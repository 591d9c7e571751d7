"""What a process uses, by /proc."""

from __future__ import annotations

import mmap
import os
import sys
import time

import pytest

from bench.tools.processes import processor_seconds, proportional_bytes, resident_bytes

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has /proc")


def test_processor_time_is_what_python_says() -> None:
    before = processor_seconds(os.getpid()) - time.process_time()
    busy_until = time.process_time() + 0.2
    while time.process_time() < busy_until:
        pass
    assert processor_seconds(os.getpid()) - time.process_time() == pytest.approx(before, abs=0.03)


def test_memory_grows_with_what_is_held() -> None:
    resident, proportional = resident_bytes(os.getpid()), proportional_bytes(os.getpid())
    assert 0 < proportional <= resident
    # Of the system's own: what other tests have let go of, Python may give out again.
    with mmap.mmap(-1, 64_000_000) as held:
        for page in range(0, len(held), mmap.PAGESIZE):
            held[page] = 1
        assert resident_bytes(os.getpid()) - resident == pytest.approx(len(held), rel=0.05)
        assert proportional_bytes(os.getpid()) - proportional == pytest.approx(len(held), rel=0.05)
