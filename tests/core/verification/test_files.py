"""Files of verifiable rolls: what is written is read again, and each damaged byte is found."""

from __future__ import annotations

import json

import pytest

from dicewright import DiceError
from dicewright import verification as fair
from tests.support.dice.independent import SCRIPT, verified
from tests.support.fair.evening import an_evening, ended
from tests.support.fair.host import SECRET

EXAMPLE = SCRIPT.with_name("verifiable-rolls.json").read_text(encoding="utf-8")


def test_what_is_written_is_read_again():
    host = an_evening()
    for record in (ended(host), host.receipt(4), host.receipt(3), host.receipt(6, revealed=False)):
        assert fair.read_json(fair.to_json(record)) == record


def checked(text: str) -> fair.Report | None:
    """Return what is found in a file, or None where it cannot be read."""
    try:
        record = fair.read_json(text)
    except DiceError:
        return None
    return fair.check(record)


def test_each_byte_matters(tmp_path):
    """Change each character of a file in turn: it is found, or the file cannot be read any more."""
    unnoticed = []
    samples = []
    for at, sign in enumerate(EXAMPLE):
        if sign in "\n ":
            continue
        text = f"{EXAMPLE[:at]}{chr(ord(sign) ^ 1)}{EXAMPLE[at + 1 :]}"
        report = checked(text)
        if report is None:
            continue
        if not report.problems:
            unnoticed.append((at, text[max(0, at - 20) : at + 20]))
        elif len(samples) < 150 and at % 17 == 0:
            samples.append(tmp_path / f"{at}.json")
            samples[-1].write_text(text, encoding="utf-8")
    assert unnoticed == []
    status, found = verified(*samples)
    assert status == 1
    assert len(samples) > 50
    assert [
        file for file, each in zip(samples, found, strict=True) if each.counts and not each.problems
    ] == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda plain: plain.pop("format"), "neither a receipt nor a session"),
        (lambda plain: plain.update(format="dicewright"), "neither a receipt nor a session"),
        (lambda plain: plain.update(version=2), "has version 2"),
        (lambda plain: plain.update(more=1), "there is no field 'more'"),
        (lambda plain: plain.pop("secret"), 'the field "secret" is missing'),
        (lambda plain: plain.update(secret="00"), '"secret" should be 64 hexadecimal digits'),
        (lambda plain: plain["start"].update(session=True), '"session" should be a whole number from 1'),
        (lambda plain: plain["start"].update(server="x"), '"server" should be an id in digits'),
        (lambda plain: plain["entries"].append([]), "In entry 6: expected an object with fields"),
        (lambda plain: plain["entries"][1].update(faces="20"), 'In roll #1: "faces" should be a list'),
        (
            lambda plain: plain["entries"][1].update(turn=0),
            'In roll #1: "turn" should be a whole number from 1',
        ),
        (lambda plain: plain["entries"][1].update(at="now"), 'In roll #1: "at" should be a moment such as'),
        (lambda plain: plain["entries"][3]["path"].pop(), 'In roll #2: the field "11" is missing'),
        (lambda plain: plain["entries"][3].pop("text"), 'In roll #2: the field "text" is missing'),
    ],
)
def test_what_is_no_record_says_where(change, said):
    plain = json.loads(EXAMPLE)
    change(plain)
    with pytest.raises(DiceError) as caught:
        fair.read_json(json.dumps(plain))
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not valid JSON: line 1, column 1"),
        ("[" * 100_000, "nested too deeply"),
        ('{"format": 1, "format": 2}', "'format' appears twice"),
        ('{"version": 1.0}', "'1.0' is not a whole number"),
        ('{"version": NaN}', "'NaN' is not a whole number"),
        (f'{{"version": {"9" * 5_000}}}', "too many digits"),
        ("[]", "expected an object with fields"),
        ("7", "expected an object with fields"),
    ],
)
def test_what_is_no_json_says_so(text, said):
    with pytest.raises(DiceError) as caught:
        fair.read_json(text)
    assert said in str(caught.value)


def test_the_secret_of_the_tests_is_not_in_a_receipt_before_it_is_revealed():
    assert SECRET.hex() not in fair.to_json(an_evening().receipt(1, revealed=False))
