"""The table of metrics in docs/self-hosting.md names each that the bot has, and no other."""

from __future__ import annotations

import re

from tests.support.hosts.exposed import exposed_metrics
from tests.support.process import PROJECT


def test_the_table_names_every_metric() -> None:
    guide = (PROJECT / "docs" / "self-hosting.md").read_text(encoding="utf-8")
    section = guide.partition("### Metrics\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`dicewright_.*?) \|", section, re.MULTILINE)
    named = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    assert sorted(named) == sorted(
        f"{each.name}_total" if each.type == "counter" else each.name for each in exposed_metrics()
    )
