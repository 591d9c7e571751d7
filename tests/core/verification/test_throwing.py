"""The independent verifier throws the same dice, and says where it cannot follow a whole roll."""

from __future__ import annotations

import pytest

import dicewright
from dicewright import verification as fair
from tests.support.fair.evening import ended, found_by_node
from tests.support.fair.host import Host


def test_a_roll_that_fails_with_its_dice_follows_as_well(tmp_path):
    host = Host()
    for _ in range(12):
        host.roll("7", "1/(1d2-1)")
    session = ended(host)
    report = fair.check(session)
    assert (report.problems, report.status) == ((), 0)
    assert {line.said for line in report.rolls} == {"1 / (1d2 - 1): failed", "1 / (1d2 - 1) = 1"}
    status, (found,) = found_by_node(tmp_path, session)
    assert (status, found.counts["dice"]) == (0, 12)


WHOLE = [
    "1d20", "1d20+5", "2d6 + 1d8 - 1d4 + 3", "4d6kh3", "4d6kl1", "4d6dl1", "4d6dh2", "2d20kh1 + 7", "0d6 + 2",
    "4d6dl3", "6x 4d6kh3 # scores", "1d20+5; 2d6+3 # hit", "3x 1d4; 1d100", "2d1000 + 1d1000000", "1d1", "7",
    "1d20 # a; 3", "1d20 to hit; 2d6", "4d6 drop lowest", "100x 1d6", "1d256", "1d257",
]  # fmt: skip


DICE = [
    "d66", "2d66", "3d22", "6d88kh2", "1d(66)", "2d(22)", "4dF", "1d20adv", "5d6!", "4d6r1", "(2d6+3)*2",
    "1d20+5 vs 15", "8d10>=8", "{4d6, 3d8}kh1", "d[1,1,2]", "2d6[fire] + 1d8[cold]", "-1d6 + 2", "7/2 + 1d4",
    "if(1d20 vs 15, 2d6, 1d4)", "2d6mi2", "1d20 - -2", "4d[hit:1, blank]", "3d6sa", "1d20 # a; b",
]  # fmt: skip


@pytest.mark.parametrize(("texts", "kind"), [(WHOLE, "whole"), (DICE, "dice")])
def test_the_independent_verifier_takes_no_roll_for_another(tmp_path, texts, kind):
    host = Host()
    for text in texts:
        for _ in range(4):
            host.roll("7", text)
    session = ended(host)
    assert fair.check(session).status == 0
    _, (found,) = found_by_node(tmp_path, session)
    assert found.problems == []
    assert found.counts[kind] == 4 * len(texts), found.counts


def test_a_list_is_thrown_by_the_files_of_all_its_systems():
    systems = dicewright.systems()
    text = "2x pbta +1; 1d20 + 2; coc 55 vs coc 40"
    digests = [systems["pbta"].digest, "", systems["coc"].digest]
    thrown = fair.throw(fair.Call(text, {}, text, fair.list_digest(digests)), b"list")
    assert thrown.sides == (6, 6, 6, 6, 20, 10, 10, 10, 10)
    assert thrown.total.count("; ") == 4
    for other in ([*digests[1:]], [digests[2], "", digests[0]], ["", "", ""]):
        with pytest.raises(dicewright.DiceError, match="pbta and coc") as caught:
            fair.throw(fair.Call(text, {}, text, fair.list_digest(other)), b"list")
        assert caught.value.code == "other-system"
