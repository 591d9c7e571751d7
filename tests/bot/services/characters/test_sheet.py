"""Reading what players paste: lines, tables and blocks of statistics from sheets of several games."""

from __future__ import annotations

import pytest

from bot.services.characters.sheet import (
    LONGEST_VALUE,
    lines_of,
    read_sheet,
    value_name,
    value_text,
    with_other_names,
)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Spot Hidden: 55", {"spot_hidden": "55"}),
        ("Spot Hidden = 55", {"spot_hidden": "55"}),
        ("Spot Hidden 55", {"spot_hidden": "55"}),
        ("Spot Hidden\t55", {"spot_hidden": "55"}),
        ("55 Spot Hidden", {"spot_hidden": "55"}),
        ("Spot Hidden 55%", {"spot_hidden": "55"}),
        ("Spot Hidden: 55 %", {"spot_hidden": "55"}),
        ("Spot Hidden 55/27/11", {"spot_hidden": "55"}),
        ("Spot Hidden (25%): 55", {"spot_hidden": "55"}),
        ("Spot Hidden (25%)\t55\t27\t11", {"spot_hidden": "55"}),
        ("@spot-hidden: 55", {"spot_hidden": "55"}),
        ("Fighting (Brawl) 45", {"fighting_brawl": "45"}),
        ("Drive Auto 20% Spot Hidden 60%", {"drive_auto": "20", "spot_hidden": "60"}),
        ("STR 50 DEX 60 CON 45", {"str": "50", "dex": "60", "con": "45"}),
        ("STR: 50, DEX: 60", {"str": "50", "dex": "60"}),
        ("str=1;dex=2", {"str": "1", "dex": "2"}),
        ("HP 12/15", {"hp": "12"}),
        ("STR 16 (+3)", {"str": "3", "str_score": "16"}),
        ("STR: 16 +3", {"str": "3", "str_score": "16"}),
        ("Strength 8 (−1)", {"strength": "-1", "strength_score": "8"}),
        (
            "STR 16 (+3) DEX 12 (+1)",
            {"str": "3", "str_score": "16", "dex": "1", "dex_score": "12"},
        ),
        (
            "| STR | 16 | +3 |\n|---|---|---|\n| DEX | 8 | -1 |",
            {"str": "3", "str_score": "16", "dex": "-1", "dex_score": "8"},
        ),
        ("| STR | DEX |\n| 16 | 12 |", {}),
        ("Perception +5 (WIS)", {"perception": "5"}),
        ("- Stealth +5\n* Arcana: −1\n• Religion – 2", {"stealth": "5", "arcana": "-1", "religion": "2"}),
        ("**Stealth** +5", {"stealth": "5"}),
        ("**Stealth:** +5", {"stealth": "5"}),
        ("power: 2**3", {"power": "2**3"}),
        ("Thieves' Tools: +7\nSleight of Hand +4", {"thieves_tools": "7", "sleight_of_hand": "4"}),
        ("Dexterity ●●●○○\nFirearms: ●●○○○", {"dexterity": "3", "firearms": "2"}),
        ("Init: +2 | AC: 15", {"init": "2", "ac": "15"}),
        (
            "Luck 1d6\nDamage: 1d8+3\nSneak attack 2d6",
            {"luck": "1d6", "damage": "1d8+3", "sneak_attack": "2d6"},
        ),
        ("attack = 1d20 + @str + @prof", {"attack": "1d20 + @str + @prof"}),
        ("Attack 1d20 + 5", {"attack": "1d20 + 5"}),
        ("Speed 30 ft.", {"speed": "30"}),
        ("Straße: 3\nESPÍRITU: 4", {"strasse": "3", "espíritu": "4"}),
        ("\N{FULLWIDTH LATIN CAPITAL LETTER S}tr\N{FULLWIDTH COLON}3", {"str": "3"}),
        ("weight: 2.5", {"weight": "2.5"}),
        ("Skills\n# Skills\nSkills:\n----\n\nStealth 3", {"stealth": "3"}),
        ("str 1\nstr 2", {"str": "2"}),
        ("HP 14/14  Sanity: 45/45  Luck: 60", {"hp": "14", "sanity": "45", "luck": "60"}),
        ("SIZ 76 INT 86 Move Rate: 4", {"siz": "76", "int": "86", "move_rate": "4"}),
        ("Firearms (Handgun) 20% - Dodge 30%", {"firearms_handgun": "20", "dodge": "30"}),
        ("Skills: Stealth +10, Sleight of Hand +7", {"stealth": "10", "sleight_of_hand": "7"}),
        ("Saving Throws: Dex +7, Int +4", {"dex_save": "7", "int_save": "4"}),
        ("Saves: Dex +7", {"dex_save": "7"}),
    ],
)
def test_what_is_read(text: str, values: dict[str, str]) -> None:
    assert read_sheet(text).values == values


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Class: Rogue", "“Rogue” is neither a number nor dice."),
        ("Speed = fast 3", "“fast 3” is neither a number nor dice."),
        ("1st: 4", "A name begins with a letter and has up to 32 letters and digits."),
        (f"{'x' * 33}: 4", "A name begins with a letter and has up to 32 letters and digits."),
        ("see page 32 for more", "No value. Write one as in “Stealth: 3”."),
        ("stats: 6x 4d6kh3", "“6x 4d6kh3” is neither a number nor dice."),
        ("two: 1d6; 1d8", "“1d6; 1d8” is neither a number nor dice."),
        ("Age: about 40", "“about 40” is neither a number nor dice."),
    ],
)
def test_what_is_not_read_is_said(line: str, why: str) -> None:
    sheet = read_sheet(f"str: 3\n{line}")
    assert sheet.values == {"str": "3"}
    assert [(each.line, each.why) for each in sheet.skipped] == [(line, why)]


@pytest.mark.parametrize(
    "written", ["spot_hidden", "@spot_hidden", "@spot-hidden", "Spot Hidden", " SPOT  HIDDEN ", "Spot-Hidden"]
)
def test_one_name_in_all_its_spellings(written: str) -> None:
    assert value_name(written) == "spot_hidden"


def test_values_have_a_greatest_length() -> None:
    longest = "1" + "+1" * ((LONGEST_VALUE - 1) // 2)
    assert value_text(longest) == longest
    assert value_text(f"{longest}+1+1") == ""


def test_lines_are_read_as_they_were() -> None:
    values = {"str": "-3", "spot_hidden": "55", "attack": "1d20 + @str", "weight": "2.5"}
    assert read_sheet(lines_of(values)).values == values


def test_other_names_never_hide_ones_own() -> None:
    values = with_other_names({"strength": "3", "str": "18", "dex": "2", "armour_class": "15"})
    assert (values["strength"], values["str"], values["dexterity"], values["ac"]) == ("3", "18", "2", "15")
