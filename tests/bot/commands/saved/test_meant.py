"""The buttons under mistakes in what is saved, in a character's values, and in the answer to a roll."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dicewright
from bot.services.rolls.rolling import RollingService
from bot.store.saved_rolls import Owner
from tests.support.table import table, text_of

if TYPE_CHECKING:
    import simcord

    from tests.support.table import Table

# What is typed, where the caret stands, and what the button says; "" where nothing is sure.
MISTAKES = [
    ("8d10 t7", "t", "8d10>=7"),
    ("8d10 t7 t10", "t", "8d10>=7ds10"),
    ("5d10 e10 t8", "e", "5d10!o>=10>=8"),
    ("10d6 >> 4", ">>", "10d6 >= 4"),
    ("4d6rr1", "rr", "4d6r1"),
    ("4d6p1", "p", "4d6out=1"),
    ("(1d4,2,3)kh1", ",", "{1d4,2,3}kh1"),
    ("5d10x10", "x", "5d10!10"),
    ("4d6min2", "min", "4d6mi2"),
    ("1d20ms>=15", "ms", "1d20 vs 15"),
    ("CC<=55", "CC", "coc 55"),
    ("5B6>=5", "B", "5d6>=5"),
    ("repeat(4d6k3, 6)", "repeat", "6x 4d6kh3"),
    ("flor(3.5)", "flor", "floor(3.5)"),
    ("max(2d20)", "max(2d20)", "2d20kh1"),
    ("d[1-6]", "1-6", "d[1..6]"),
    ("2d6>=8", ">=8", "2d6 vs 8"),
    ("1d20++5", "++", "1d20+5"),
    ("1d20 + 5,", ",", "1d20 + 5"),
    ("1d20 + str", "str", "1d20 + @str"),
    ("1d20 + strr", "strr", "1d20 + @str"),
    ("1d20 + fire", "fire", "1d20 + @fire"),
    ("cco 55", "cco", "coc 55"),
    ("shadow run 5", "run", "sr 5"),
    ("coc spot_hiden", "spot_hiden", "coc @spot_hidden"),
    ("coc spot hidden", "spot_hidden", "coc @spot_hidden"),
    ("coc @skill; coc stealth", "stealth", "coc @stealth"),
    ("2y1g2p", "y", "genesys 2y1g2p"),
    ("1d20 +", " ", ""),
    ("4d6kx3", "kx", ""),
    ("1d20 5", "5", ""),
    ("1d20adv dis", "dis", ""),
    ("3d", " ", ""),
]


def marked(text: str) -> str:
    """Return what the caret in an error's code block points at."""
    _fence, line, carets, fence, advice = text.split("\n", 4)
    assert fence == "```"
    assert advice.strip(), "its sentence stands below the block"
    return line.ljust(len(carets))[carets.index("^") : len(carets)]


async def of_character(at: Table, sheet: str, name: str = "Mira") -> simcord.InteractionResult:
    form = await at.player.slash(at.channel, "character add")
    return await at.player.submit_modal(form, {"name": name, "sheet": sheet})


async def test_what_was_meant_is_saved_by_a_button() -> None:
    async with table() as at:
        await of_character(at, "str: 3\nspot hidden: 55")
        own = Owner.player(at.player.id)
        for number, (typed, place, meant) in enumerate(MISTAKES):
            refused = await at.player.slash(at.channel, "saved add", name=f"roll{number}", roll=typed)
            assert refused.ephemeral
            assert marked(text_of(refused)) == place, typed
            assert at.labels() == [f"Save {meant}"] * bool(meant), typed
            if meant:
                await at.player.click(refused.response, label=f"Save {meant}")
                assert (await at.services.saved.find(own, f"roll{number}")).text == meant
        assert len(await at.services.saved.of(own)) == sum(bool(meant) for _typed, _place, meant in MISTAKES)


async def test_the_forms_have_it_too_and_it_outlives_a_restart(address: str) -> None:
    async with table(4, 4, 4, 4, address=address) as at:
        rolled = await at.roll("4d6")
        form = await at.use(at.player, rolled.response, "Save under a name")
        refused = await at.player.submit_modal(form, {"name": "pool", "text": "8d10 t7"})
        await at.restart()
        saved = await at.player.click(refused.response, label="Save 8d10>=7")
        assert "Saved. Roll it with `/roll @pool`." in text_of(saved)
        form = await at.player.click(saved.response, label="Edit")
        refused = await at.player.submit_modal(form, {"name": "hits", "text": "8d10 t8"})
        await at.restart()
        saved = await at.player.click(refused.response, label="Save 8d10>=8")
        assert "`/roll @hits`" in text_of(saved)
        assert [each.text for each in await at.services.saved.of(Owner.player(at.player.id))] == ["8d10>=8"]


async def test_a_roll_of_the_server_is_saved_for_the_server() -> None:
    async with table() as at:
        refused = await at.game_master.slash(
            at.channel, "saved add", name="pool", roll="8d10 t7", **{"for": "server"}
        )
        await at.game_master.click(refused.response, label="Save 8d10>=7")
        assert [roll.name for roll in await at.services.saved.of(Owner.server(at.server.id))] == ["pool"]


async def test_values_of_a_sheet_are_set_as_they_were_meant(address: str) -> None:
    async with table(address=address) as at:
        added = await of_character(at, "attack: 1d20+str\nstr: 3\ndamage = 8d10 t7\nage: about 40")
        assert '“attack: 1d20+str”: "str" means nothing here. Did you mean @str?' in text_of(added)
        assert "That is how Dice Maiden writes it. Here, write 8d10>=7." in text_of(added)
        assert "“about 40” is neither a number nor dice." in text_of(added)
        await at.restart()
        changed = await at.player.click(added.response, label="Set 2 values as meant")
        assert "**str** 3 · **attack** 1d20+@str · **damage** 8d10>=7" in text_of(changed)


async def test_a_character_of_nothing_but_mistakes_is_added_by_the_button() -> None:
    async with table() as at:
        refused = await of_character(at, "attack: 4d6rr1", "Kes")
        assert await at.services.characters.here(at.player.id, at.server.id, at.channel.id) is None
        added = await at.player.click(refused.response, label="Set attack to 4d6r1")
        assert text_of(added).startswith("Added, and in use on this server.")


async def test_one_value_is_set_as_it_was_meant() -> None:
    async with table() as at:
        await of_character(at, "str: 3")
        for typed, meant in (
            ("8d10 t7", "8d10>=7"),
            ("1d20+strr", "1d20+@str"),
            ("d20 + 5,", "d20 + 5"),
            ("1d20 +", ""),
            ("4d6kx3", ""),
        ):
            refused = await at.player.slash(at.channel, "character set", name="Big Blow", value=typed)
            assert marked(text_of(refused)), typed
            assert at.labels() == [f"Set Big Blow to {meant}"] * bool(meant)
            if meant:
                changed = await at.player.click(refused.response, label=f"Set Big Blow to {meant}")
                assert f"**big_blow** {meant}" in text_of(changed)
        refused = await at.player.slash(at.channel, "character set", name="x", value="hello")
        assert text_of(refused).startswith("“hello” is neither a number nor a roll")


ANSWERS: list[tuple[str, str, str, str]] = [
    ("ccoc 40", "ccoc", "Roll coc 40", "coc 40"),
    ("coc dogde", "dogde", "Roll coc dodge", "coc 40"),
    ("dogde", "dogde", "Roll @dodge", "coc 40"),
    ("@dogde", "@dogde", "Roll @dodge", "coc 40"),
    ("@evde 60", "@evde", "Roll @evade 60", "coc 60"),
    ("coc 40 b", "b", "Roll coc 40 b1", "coc 40 b1"),
    ("spot", "spot", "", ""),
    ("1d20", "d20", "", ""),
]


async def test_an_answer_is_given_as_it_was_meant(address: str) -> None:
    rolling = RollingService(dice=dicewright.seeded("answers"))
    async with table(rolling=rolling, address=address) as at:
        for name, text in (("dodge", "40"), ("evade", "coc @skill")):
            await at.services.saved.add(Owner.player(at.other.id), name, text)
        first = await at.roll("coc 55")
        await at.services.history.flush()
        refusals: list[Any] = []
        for typed, place, label, _call in ANSWERS:
            at.services.rate._full_at.clear()
            form = await at.other.click(first.response, label="Answer this roll")
            refused = await at.other.submit_modal(form, {"call": typed})
            assert refused.ephemeral
            refusals.append(refused)
            assert marked(text_of(refused)) == place, typed
            assert at.labels() == [label] * bool(label), (typed, text_of(refused))
        await at.restart()
        for refused, (typed, _place, label, call) in zip(refusals, ANSWERS, strict=True):
            at.services.rate._full_at.clear()
            if label:
                answer = await at.other.click(refused.response, label=label)
                assert answer.response.embeds[0].author.name == f"Sam rolls {call}", typed
                assert "against coc 55: " in text_of(answer) or "Tie with coc 55" in text_of(answer)


async def test_an_answer_asks_for_the_values_of_a_saved_roll(address: str) -> None:
    rolling = RollingService(dice=dicewright.seeded("values"))
    async with table(rolling=rolling, address=address) as at:
        await at.services.saved.add(Owner.player(at.other.id), "evade", "coc @skill")
        first = await at.roll("coc 55")
        await at.services.history.flush()
        form = await at.other.click(first.response, label="Answer this roll")
        # Discord takes no form in answer to a form.
        refused = await at.other.submit_modal(form, {"call": "@evade"})
        assert text_of(refused).endswith("@evade needs a value for skill. Write @evade 3, or @evade skill=3.")
        await at.restart()
        asked = await at.other.click(refused.response, label="Enter the values")
        assert asked.modal["title"].replace("⁨", "").replace("⁩", "") == "Answer with @evade"
        wrong = await at.other.submit_modal(asked, {"value:skill": "20000"})
        assert "In @evade: Skill or characteristic should be 0 to 999." in text_of(wrong)
        asked = await at.other.click(wrong.response, label="Enter the values again")
        answer = await at.other.submit_modal(asked, {"value:skill": "40"})
        assert answer.response.embeds[0].author.name == "Sam rolls coc 40"


async def test_wrong_values_of_a_roll_are_entered_again() -> None:
    async with table(*[1] * 20) as at:
        await at.services.saved.add(Owner.player(at.player.id), "hunt", "v5 @pool h@hunger")
        asked = await at.roll("@hunt", visibility="only_me", note="by night")
        wrong = await at.player.submit_modal(asked, {"value:pool": "7", "value:hunger": "9"})
        assert "In @hunt: Hunger should be 0 to 5." in text_of(wrong)
        asked = await at.player.click(wrong.response, label="Enter the values again")
        rolled = await at.player.submit_modal(asked, {"value:pool": "7", "value:hunger": "2"})
        assert rolled.ephemeral
        assert rolled.response.embeds[0].author.name == "Robin rolls v5 7 h2"
        assert text_of(rolled).startswith("*by night*\n")
