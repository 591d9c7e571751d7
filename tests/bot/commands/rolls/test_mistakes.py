"""The button under a mistake that rolls what was meant, with the same visibility."""

from __future__ import annotations

import pytest

import dicewright
from bot.services.rolls.rolling import RollingService
from bot.store.rolls import own_rolls
from tests.support.table import Table, table


def button(at: Table) -> dict[str, str]:
    """Return the one button under the bot's last answer."""
    request = at.requests("POST", "/callback")[-1]
    ((only,),) = [row["components"] for row in request.json["data"]["components"]]
    return only  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("8d10 t7", "Roll 8d10>=7"),
        ("10d6 >> 4", "Roll 10d6 >= 4"),
        ("4d6rr1", "Roll 4d6r1"),
        ("1d20 Stealth +", None),
        ("flor(3)", "Roll floor(3)"),
        ("cco 55", "Roll coc 55"),
        ("shadow run 5", "Roll sr 5"),
        ("Call of Cthulhu 55", "Roll coc 55"),
        ("4d6kx3", None),
        ("v5 7 h9", None),
        ("1/0", None),
    ],
)
async def test_a_sure_repair_has_a_button(typed: str, label: str | None) -> None:
    async with table(*[3] * 20) as at:
        result = await at.roll(typed)
        assert result.ephemeral
        if label is None:
            assert not result.response.components
            return
        assert button(at)["label"] == label
        rolled = await at.player.click(result.response, label=label)
        author = rolled.response.embeds[0].author.name
        assert (
            author.replace("=1", "1").replace(" >= ", ">=") == f"Robin rolls{label[4:].replace(' >= ', '>=')}"
        )
        assert not rolled.ephemeral


# What other bots write and this one refuses, the bot, and what the button rolls.
ELSEWHERE = [
    ("Dice Maiden", "8d10 t7", "8d10>=7"),
    ("Dice Maiden", "8d10 t7 t10", "8d10>=7ds10"),
    ("Dice Maiden", "8d10 t7ds9", "8d10>=7ds>=9"),
    ("Dice Maiden", "5d10 e10 t8", "5d10!o>=10>=8"),
    ("Dice Maiden", "4d6 k3 ie6", "4d6!>=6kh3"),
    ("Dice Maiden", "4d6 e6", "4d6!o>=6"),
    ("Dice Maiden", "4d6ie6", "4d6!>=6"),
    ("Dice Maiden", "4d6 ir2", "4d6r<=2"),
    ("Dice Maiden", "8d10 tl3", "8d10<=3"),
    ("Dice Maiden", "8d10 t7 b1", "8d10cf<=1>=7"),
    ("Dice Maiden", "(fire) 4d6", "4d6 # fire"),
    ("Dice Maiden", "s 4d6", "4d6"),
    ("Avrae", "4d6p1", "4d6out=1"),
    ("Avrae", "4d6rr1", "4d6r1"),
    ("Avrae", "(1d4,2,3)kh1", "{1d4,2,3}kh1"),
    ("Avrae", "!rr 6 4d6kh3", "6x 4d6kh3"),
    ("Rollem", "10d6 >> 4", "10d6 >= 4"),
    ("Rollem", "10d6 << 3", "10d6 <= 3"),
    ("Rollem", "1d20c19", "1d20cs>=19"),
    ("Rollem", "10d6ns", "10d6"),
    ("Rollem", "5d6s", "5d6sa"),
    ("Rollem", "group#10d10", "sets(10d10)"),
    ("Rollem", "4d6++2", "4d6+2"),
    ("rollbot", "repeat(4d6k3, 6)", "6x 4d6kh3"),
    ("Roll20", "10d6mt", "sets(10d6)"),
    ("Roll20", "2d6m", "sets(2d6)"),
    ("Roll20", "1d20 \\Stealth", "1d20 # Stealth"),
    ("Foundry", "5d10x10", "5d10!10"),
    ("Foundry", "5d10xo10", "5d10!o10"),
    ("Foundry", "4d6min2", "4d6mi2"),
    ("Foundry", "4d6min2max5", "4d6mi2ma5"),
    ("Foundry", "1d20ms>=15", "1d20 vs 15"),
    ("Foundry", "5d10>=8df1", "5d10>=8f1"),
    ("BCDice", "5B6>=5", "5d6>=5"),
    ("BCDice", "1D20+2B6", "1D20+2d6"),
    ("BCDice", "C(1+2)", "(1+2)"),
    ("BCDice", "4U6[6]", "4d6!>=6"),
    ("Avrae", "1d20+5 -rr 3", "3x 1d20+5"),
    ("Avrae", "1d20+5 -dc 15", "1d20+5 vs 15"),
    ("Dice Maiden", "5d6 ie6 t5", "5d6!>=6>=5"),
    ("BCDice", "CC<=55", "coc 55"),
    ("BCDice", "CC(2)<=55", "coc 55 b2"),
    ("BCDice", "CC(-1)<=55", "coc 55 p1"),
    ("BCDice", "x3 2D6", "3x 2D6"),
    ("BCDice", "choice[a,b,c]", "d[a,b,c]"),
    ("", "2D6>=8", "2D6 vs 8"),
    ("", "2y1g2p", "genesys 2y1g2p"),
    ("", "yyggpp", "genesys yyggpp"),
    ("", "choose(sword, axe)", "d[sword, axe]"),
    ("", "{1d20+5}>15", "1d20+5 vs >15"),
    ("", "coin", "d[heads,tails]"),
    ("", "Flip a coin", "d[heads,tails]"),
    ("", "toss", "d[heads,tails]"),
    ("", "stats", "dnd stats"),
    ("", "1d20+5 [adv]", "1d20+5 adv"),
    ("", "7d10 diff 6", "7d10>=6"),
]


async def test_notation_of_another_bot_names_it_and_has_a_button() -> None:
    async with table(rolling=RollingService(dice=dicewright.seeded("elsewhere"))) as at:
        for bot, typed, ours in ELSEWHERE:
            at.services.rate._full_at.clear()
            result = await at.roll(typed)
            assert result.ephemeral, typed
            assert bot in result.response.content, (typed, result.response.content)
            said = result.response.content.replace("\\", "")
            assert "".join(ours.split()).replace("*", "") in "".join(said.split()).replace("*", ""), said
            rolled = await at.player.click(result.response, label=f"Roll {ours}")
            assert not rolled.ephemeral, typed
            assert rolled.response.embeds, typed


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            "p 4d6",
            "Dice Maiden's “p” hides a roll. Here, choose who can see it with the option “visibility”.",
        ),
        ("s p sr6", "Dice Maiden's “p” hides a roll."),
        ("t7 t10", "That is how Dice Maiden counts dice. Here, write 8d10\\>=7."),
        ("1d20+?{Modifier|0}", "That is how Roll20 writes it. Write the number itself, or a saved name"),
        ("4d6 i1", "That is how Dice Maiden writes it. Dice do not implode here."),
        ("3d6x3", "That is how Foundry writes it. Write !3 to explode on 3, 3x in front to repeat"),
    ],
)
async def test_where_nothing_is_sure_to_say_the_same_there_is_no_button(typed: str, said: str) -> None:
    async with table() as at:
        result = await at.roll(typed)
        assert said in result.response.content
        assert not result.response.components


# What Dice Maiden's help has, or its users type, and what it rolls here.
DICE_MAIDEN = [
    ("dndstats", "dnd stats"),
    ("attack +5", "dnd 5"),
    ("4cod", "cod 4"),
    ("4cod8", "cod 4 again8"),
    ("cod8 4", "cod 4 again8"),
    ("codr 4", "cod 4 rote"),
    ("4codr + 1", "cod 4 rote plus1"),
    ("4cod - 1", "cod 4 plus-1"),
    ("8wod7c + 1", "wod 8 vs 7 cancel plus1"),
    ("wod8 7", "wod 8 vs 7"),
    ("ex5t8ds9", "ex 5 t8 d9"),
    ("sp4t7", "sp 4 t7"),
    ("sp4t7 + 1", "sp 4 t7 e1"),
    ("6yz", "fl 6"),
    ("6yz + 1", "fl 6 plus1"),
    ("4wh4+", "hits 4"),
    ("4wh3+ + 1", "hits 4 on 3 plus1"),
    ("4wh3 - 1", "hits 4 on 3 plus-1"),
    ("snm5 + 1", "hits again 5 plus1"),
    ("dd34", "digits 3 4"),
    ("5d6l", "weg legends 5"),
    ("5d6l + 1", "weg legends 5 plus1"),
    ("+a5e +5 ex2", "dnd expertise 5 ex2 adv"),
    ("ed4e15", "ed 15"),
    ("dheartgm", "dagger gm"),
    ("sr6", "sr 6"),
    ("sw8-1", "sw 8 -1"),
    ("gb 3d8", "gb 3d8"),
    ("5hsk1", "hero killing 5 half"),
    ("wng w2 dn4 6d6", "wng w2 dn4 6d6"),
    ("dh 4d10 + 3", "heresy damage 4 mod3"),
    ("d6s4 + 2", "weg plain 5 2"),
    ("mm 2e 1t", "marvel e2 t1"),
    ("cpd2 * 3", "cpr damage 2 times3"),
    ("cs 3", "cypher 3"),
    ("conan3cd4", "sta attack 3 cd4"),
    ("sil4", "silhouette 4"),
    ("vtm7h2", "v5 7 h2"),
    ("4lf3f", "lf 4 3 f"),
    ("alien4s2p", "alien 4 s3"),
    ("fitd0", "blades 0"),
    ("ww4c1", "wild 4 c1"),
    ("-essd8 + 2", "ess 2 d8 snag"),
    ("tdh3bc + 1", "tdh 3 boon claim plus1"),
    ("+ms45", "mosh 45 adv"),
    ("wfrp45 - 20", "wfrp 25"),
    ("2dp", "cosmere plot 2"),
    ("ore#10d10", "ore 10"),
    ("3 sw8", "3x sw 8"),
    ("6 4cod", "6x cod 4"),
    ("(gm) sr6", "sr 6"),
    ("s (round 2) 3 sw8", "3x sw 8"),
    ("4cod; sr6", "cod 4; sr 6"),
]


async def test_dice_maidens_spelling_of_games_rolls_as_it_is_typed() -> None:
    async with table(rolling=RollingService(dice=dicewright.seeded("maiden"))) as at:
        for typed, ours in DICE_MAIDEN:
            at.services.rate._full_at.clear()
            result = await at.roll(typed)
            assert not result.ephemeral, (typed, result.response.content)
            await at.services.history.flush()
            (roll,) = await at.services.past.page(own_rolls(at.player.id), limit=1)
            assert roll.outcome is not None, typed
            call = str(roll.outcome["call"])
            times = len(roll.outcome["rolls"])
            assert ours in (call, f"{times}x {call}"), (typed, call, times)
        labelled = await at.roll("(gm) sr6")
        assert labelled.response.embeds[0].description.startswith("*gm*")


async def test_the_button_survives_a_restart_however_long_the_roll_is(address: str) -> None:
    typed = "8d10 t7 # " + "long " * 30
    async with table(*[3] * 8, address=address) as at:
        result = await at.roll(typed)
        assert len(button(at)["custom_id"]) <= 100
        await at.restart()
        rolled = await at.player.click(result.response, label=button(at)["label"])
        assert rolled.response.embeds[0].author.name == "Robin rolls 8d10>=7"


@pytest.mark.parametrize("visibility", ["only_me", "blind"])
async def test_what_was_meant_is_seen_by_those_who_were_to_see_it(visibility: str) -> None:
    async with table(*[3] * 8) as at:
        result = await at.roll("8d10 t7", visibility=visibility, note="hunt")
        rolled = await at.player.click(result.response, label="Roll 8d10>=7")
        assert rolled.ephemeral == (visibility == "only_me")
        (embed,) = rolled.response.embeds
        assert embed.description.startswith("*hunt*")
        assert ("Only the GM" in embed.description) == (visibility == "blind")


async def test_it_is_rolled_as_often_as_was_wanted() -> None:
    async with table(*[8] * 16) as at:
        result = await at.player.slash(at.channel, "roll", dice="8d10 t7", times=2)
        rolled = await at.player.click(result.response, label="Roll 2x 8d10>=7")
        assert rolled.response.embeds[0].description.endswith("16 in total")


async def test_odds_of_what_was_meant() -> None:
    async with table() as at:
        result = await at.player.slash(at.channel, "odds", dice="8d10 t7")
        odds = await at.player.click(result.response, label="Odds of 8d10>=7")
        assert odds.response.embeds[0].author.name == "Odds of 8d10>=7"


async def test_the_suggestions_offer_it_as_well() -> None:
    async with table() as at:
        found = await at.player.autocomplete(at.channel, "roll", "dice", "8d10 t7")
        assert [each["value"] for each in found][:2] == ["8d10>=7", "8d10 t7"]
        assert found[0]["name"].startswith("8d10>=7 · ")


# What is typed, what the button rolls, and what the reply is headed by.
TYPED = [
    ("v5 7 2h vs 3", "v5 7 h2 vs 3"),
    ("coc 55 bb", "coc 55 b2"),
    ("coc spot hidden 55%", "coc 55 # spot hidden"),
    ("blades 2d6", "blades 2"),
    ("genesys 2 yellow 1 green 2 purple", "genesys 2y1g2p"),
    ("2x alien 4 2s", "2x alien 4 s2"),
]


async def test_a_call_in_other_words_has_a_button_and_is_suggested() -> None:
    async with table(rolling=RollingService(dice=dicewright.seeded("words"))) as at:
        for typed, meant in TYPED:
            at.services.rate._full_at.clear()
            refused = await at.roll(typed, note="up")
            assert refused.ephemeral, typed
            assert f"Did you mean {meant.removeprefix('2x ')}?" in refused.response.content.replace("\\", "")
            rolled = await at.player.click(refused.response, label=f"Roll {meant}")
            call, _sign, note = meant.removeprefix("2x ").partition(" # ")
            assert call in rolled.response.embeds[0].author.name.replace("2 × ", "")
            assert note in rolled.response.embeds[0].description
            if not typed.startswith("2x"):
                found = await at.player.autocomplete(at.channel, "roll", "dice", typed)
                assert found[0]["value"] == meant
                assert found[-1]["name"].startswith("⚠")


async def test_where_a_game_is_played_its_command_is_left_out() -> None:
    async with table(rolling=RollingService(dice=dicewright.seeded("words"))) as at:
        await at.services.preferences.change_server(at.server.id, systems={"": ["coc", "v5"]})
        for typed, label in (
            ("55 bonus", "Roll coc 55 b1"),
            ("spot hidden 55", "Roll coc 55 # spot hidden"),
            ("stealth 40", "Roll coc 40 # stealth"),
            ("7 2h", "Roll v5 7 h2"),
            # With dice in it, a text is no call.
            ("1d20 stealth 40", "Roll 1d20 # stealth 40"),
        ):
            at.services.rate._full_at.clear()
            refused = await at.roll(typed)
            rolled = await at.player.click(refused.response, label=label)
            assert not rolled.ephemeral, typed


async def test_a_game_that_is_not_there_is_not_guessed() -> None:
    async with table() as at:
        for typed in ("troika 8", "monsterhearts +2", "symbaroum 12", "mausritter 12 adv"):
            refused = await at.roll(typed)
            said = refused.response.content
            assert "/system list has the games, and /system add takes your own." in said, typed
            assert not refused.response.components
