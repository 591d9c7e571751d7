"""The browser for tests: Debian's Chromium, which CI installs."""

from __future__ import annotations

import shutil

import pytest

CHROMIUM = shutil.which("chromium")
# Test machines have no screen, no sandbox for root, and no connection to Google.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

needs_chromium = pytest.mark.skipif(
    CHROMIUM is None, reason="chromium is not installed (apt-get install chromium)"
)
