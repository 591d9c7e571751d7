"""What a host, a player or an onlooker may try against the scheme; docs/verifiable-rolls.md lists each."""

from __future__ import annotations

import hashlib
import itertools
from collections import Counter

import pytest

import dicewright
from dicewright import DiceError
from dicewright import verification as fair
from tests.support.dice.independent import verified
from tests.support.fair.host import Host


def d20(key: bytes, player: str, turn: int, words: str) -> int:
    return dicewright.roll("1d20", seed=fair.roll_seed(key, player, turn, words)).faces[0]


def secrets():
    return (hashlib.sha256(b"%d" % number).digest() for number in itertools.count())


def test_a_host_can_choose_the_first_roll_of_those_without_words_and_of_nobody_else():
    def is_good(secret):
        return d20(secret, "7", 1, "") == 20

    chosen = [next(filter(is_good, secrets()))]
    assert is_good(chosen[0]), "the attack works where nobody has set words"
    # Once somebody has set words that the host did not know, its choices are worth nothing.
    chosen = list(itertools.islice(filter(is_good, secrets()), 400))
    came = Counter(d20(secret, "7", 1, fair.words_after("", "8", "unknown")) for secret in chosen)
    assert len(came) == 20
    assert max(came.values()) < 45


def test_nothing_that_a_host_can_vary_changes_the_dice_of_a_player():
    one, other = Host(), Host()
    first = one.roll("7", "1d1000000")
    # Other people's rolls before it, another number, another text, another time.
    for number in range(5):
        other.roll("666", "1d20", sealed=bool(number % 2))
    second = other.roll("7", "1d1000000 # another text")
    assert (second.number, second.turn) == (6, 1)
    assert first.thrown is not None
    assert second.thrown is not None
    assert first.thrown.faces == second.thrown.faces


def test_a_roll_that_was_never_recorded_comes_again():
    host = Host()
    unlucky = fair.throw(fair.Call("1d1000000", {}, "1d1000000"), fair.roll_seed(host.secret, "7", 1, ""))
    # The host pretends to have crashed, and the player tries again.
    assert host.roll("7", "1d1000000").thrown == unlucky


def test_a_host_that_gives_a_player_the_secret_lets_them_choose_and_each_try_is_on_record():
    host = Host()
    host.words("8", "honest words of somebody else")

    def comes(words: str) -> int:
        return d20(host.secret, "7", 1, fair.words_after(host.contributed, "7", words))

    words = next(words for words in map(str, itertools.count()) if comes(words) == 20)
    host.words("7", words)
    roll = host.roll("7", "1d20")
    assert roll.thrown is not None
    assert roll.thrown.total == "20"
    said = [entry for entry in host.entries if isinstance(entry, fair.Words)]
    assert said[-1].player == "7", "right before the lucky roll"


@pytest.mark.parametrize("number", [2, 3, 4_095])
def test_a_sealed_roll_has_one_key_only(number):
    seals = fair.Seals(bytes(32))
    key, path = seals.key(number), seals.path(number)
    tried = [
        (number, seals.key(number - 1), seals.path(number - 1)),
        (number - 1, key, path),
        (number + 4_096, key, path),
        (number, hashlib.sha256(key).digest(), path),
        (number, key, path[1:]),
        (number, bytes.fromhex(path[0]), path[1:]),
    ]
    assert all(fair.root_of(*each) != seals.root for each in tried)


def test_a_path_of_another_length_is_not_read():
    host = Host()
    host.roll("7", "1d20", sealed=True)
    opened = host.opened(1)
    assert opened.opening is not None
    for path in (opened.opening.path[1:], (*opened.opening.path, "00" * 32)):
        receipt = host.receipt(1)
        text = fair.to_json(receipt.replace(roll=opened.replace(opening=opened.opening.replace(path=path))))
        with pytest.raises(DiceError):
            fair.read_json(text)


def test_nobody_guesses_what_a_sealed_roll_was_for():
    host = Host()
    hidden = host.hidden(host.roll("7", "1d20", sealed=True))
    own = host.roll("8", "1d20", sealed=True)
    key = host.seals.key(own.number)
    texts = [f"{count}d{sides}" for count in range(1, 5) for sides in (4, 6, 8, 10, 12, 20, 100)]
    # With the secret revealed, and the key of a roll of one's own.
    guesses = [
        fair.Call(text, {}, text).digest(guess)
        for text in texts
        for guess in (None, host.secret, key, hashlib.sha256(key).digest())
    ]
    assert hidden.content not in guesses


def test_a_host_cannot_show_two_people_two_commitments():
    one, other = Host(), Host(secret=bytes(32))
    for host in (one, other):
        host.roll("7", "1d20")
    found = fair.compare([one.receipt(1, revealed=False), other.receipt(1, revealed=False)])
    assert [problem.code for problem in found] == ["two-starts", "rewritten"]


def test_a_session_that_was_left_out_breaks_the_succession():
    first, second, third = Host(1), Host(2, secret=bytes(32)), Host(3, secret=bytes([1]) * 32)
    first.end(second)
    second.previous = first.link
    second.end(third)
    third.previous = second.link
    third.end()
    # The host gives out the third as the second.
    claimed = third.file().replace(start=third.start.replace(session=2))
    assert {problem.code for problem in fair.compare([first.file(), claimed])} == {"broken-succession"}
    assert {problem.code for problem in fair.check(claimed).problems} == {"broken-chain"}


@pytest.mark.parametrize(
    "notation",
    [
        "999999999x 1d6",
        "99999x 99999d6",
        "999999999d6",
        "1d99999999999",
        "9" * 400 + "d6",
        "1d6 + " + "9" * 300,
    ],
)
def test_a_hostile_file_ends_neither_verifier(tmp_path, notation):
    host = Host()
    roll = host.roll("7", "1d6")
    call = fair.Call(notation, {}, notation)
    link = fair.roll_link(host.start.link, 1, "7", 1, sealed=False, content=call.digest(), at=roll.at)
    host.entries[-1] = roll.replace(call=call, link=link)
    host.end()
    assert fair.check(host.file()).status == 1
    file = tmp_path / "session.json"
    file.write_text(fair.to_json(host.file()), encoding="utf-8")
    status, _ = verified(file)
    assert status in (0, 1), "only its dice are checked"


def test_words_mean_their_bytes():
    assert fair.words_after("", "7", "\u00e9") != fair.words_after("", "7", "e\u0301")
