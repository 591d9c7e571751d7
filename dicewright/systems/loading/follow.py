"""What may follow a result, as a file says it: a push, dice to keep, and a roll against another."""

from __future__ import annotations

from dicewright.errors import DiceError, NotationError
from dicewright.notation.parsing.common import parse
from dicewright.phrases import Phrase
from dicewright.source import excerpt
from dicewright.systems.loading.building import NUMBER, POOL
from dicewright.systems.rules.model import Keep, Opposed, Push

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Literal

    from dicewright.systems.loading.fields import Fields
    from dicewright.systems.loading.reader import Reader
    from dicewright.systems.rules.formulas import Formula
    from dicewright.systems.rules.plans import Plan

POLICIES = ("all", "failures first", "lowest first", "highest first")


def read_push(reader: Reader) -> Push:
    """Return what may be thrown again."""
    fields = reader.fields.table("push")
    fields.only("name", "when", "reroll", "choose", "set", "limit", "policy")
    when = _formula(reader, fields, "when", "push", "when") if "when" in fields else None
    given = fields.entries.get("reroll")
    reroll: dict[str, Formula | None] = {}
    if given == "all":
        reroll = {name: None for name, kind in reader.scope.kinds.items() if kind == POOL}
    else:
        table = fields.table("reroll")
        for name in table.entries:
            if reader.scope.kinds.get(name.lower()) != POOL:
                table.refuse(Phrase('No pool is called "{name}".', name=excerpt(name)), "unknown-pool", name)
            reroll[name.lower()] = _test(reader, table.notation(name), "push", "reroll", name)
    if not reroll:
        fields.refuse(
            Phrase("A push must say which dice are rolled again."),
            "reroll",
            hint=Phrase('For example, reroll = "all".'),
        )
    if given != "all" or fields.whole("choose") is not None:
        _refuse_modifiers(reader, fields, reroll, "reroll")
    sets = {}
    table = fields.table("set")
    typed = reader.typed
    for name in table.entries:
        if name.lower() not in typed or reader.scope.kinds.get(name.lower()) != NUMBER:
            hint = ""
            if name.lower() == "pushed":
                hint = Phrase("@pushed counts the pushes by itself.")
            elif typed:
                hint = Phrase(
                    "A push sets what the usage names: {names}.", names=", ".join(f"@{one}" for one in typed)
                )
            table.refuse(
                Phrase('No parameter is called "{name}".', name=excerpt(name)),
                "unknown-parameter",
                name,
                hint=hint,
            )
        sets[name.lower()] = _formula(reader, table, name, "push", "set", name)
    limit, choose = fields.whole("limit"), fields.whole("choose")
    if limit is not None and limit < 1:
        fields.refuse(Phrase("The limit must be at least 1."), "limit", "limit")
    if choose is not None and choose < 1:
        fields.refuse(Phrase("The player must be able to choose at least 1 die."), "choose", "choose")
    return Push(
        fields.words("name", Phrase("Push")),
        when,
        reroll,
        given == "all",
        choose,
        sets,
        limit or 1,
        _policy(fields, "failures first" if choose else "all"),
    )


def _refuse_modifiers(
    reader: Reader, fields: Fields, pools: Collection[str], entry: Literal["reroll", "of"]
) -> None:
    """Refuse pools of which the total is more than the sum of dice that can be taken one by one."""
    for pool in reader.pools:
        if pool.name in pools and not _is_plain(pool.plan):
            if entry == "reroll":
                code, why = (
                    "push-of-modified-dice",
                    Phrase(
                        "The dice of @{name} have modifiers, so they cannot be thrown again one by one.",
                        name=pool.name,
                    ),
                )
            else:
                code, why = (
                    "keep-of-modified-dice",
                    Phrase(
                        "The dice of @{name} have modifiers, so they cannot be kept one by one.",
                        name=pool.name,
                    ),
                )
            fields.refuse(
                why,
                code,
                entry,
                hint=Phrase("Throw plain dice, and read them with modifiers in a value."),
            )


def _is_plain(plan: Plan) -> bool:
    match plan.kind:
        case "dice":
            return plan.plain_dice
        case "branch":
            return all(map(_is_plain, plan.parts))
        case "number" | "given":
            return True
        case _:
            return False


def read_keep(reader: Reader) -> Keep:
    """Return which dice the player may pick."""
    fields = reader.fields.table("keep")
    fields.only("name", "of", "max", "adds", "leaves", "policy")
    if isinstance(fields.entries.get("of"), dict):
        table = fields.table("of")
        given = {name: _test(reader, table.notation(name), "keep", "of", name) for name in table.entries}
    else:
        given = dict.fromkeys(fields.names("of"))
    pools = {name.lower(): test for name, test in given.items()}
    for name in pools:
        if reader.scope.kinds.get(name) != POOL:
            fields.refuse(Phrase('No pool is called "{name}".', name=excerpt(name)), "unknown-pool", "of")
    if not pools:
        fields.refuse(
            Phrase("keep must say which pools."), "missing-entry", hint=Phrase('For example, of = ["pool"].')
        )
    _refuse_modifiers(reader, fields, pools, "of")
    most = _formula(reader, fields, "max", "keep", "max")
    adds = fields.text("adds", "")
    if adds and adds not in reader.scope.symbols:
        fields.refuse(Phrase('No symbol is called "{name}".', name=excerpt(adds)), "unknown-symbol", "adds")
    leaves = fields.text("leaves", "").lower()
    if leaves and leaves not in (entry.lower() for entry in reader.fields.table("values").entries):
        fields.refuse(Phrase('No value is called "{name}".', name=excerpt(leaves)), "unknown-value", "leaves")
    policy = _policy(fields, "") if "policy" in fields else ""
    return Keep(fields.words("name", Phrase("Keep")), pools, most, adds, leaves, policy)


def read_opposed(reader: Reader) -> Opposed:
    """Return how two results are compared."""
    fields = reader.fields.table("opposed")
    fields.only("by", "tie")
    by: list[Formula | Literal["outcome"]] = []
    for place, text in enumerate(fields.names("by")):
        if text == "outcome":
            by.append("outcome")
        elif text.lower() in ("outcomes", "@outcome"):
            fields.refuse(
                Phrase('"{name}" means nothing here.', name=excerpt(text)),
                "unknown-entry",
                "by",
                hint=Phrase('Write "outcome".'),
            )
        else:
            by.append(reader.built(text, reader.scope.formula, "opposed", "by", place))
    if not by:
        fields.refuse(
            Phrase("opposed must say what to compare."),
            "missing-entry",
            hint=Phrase('For example, by = ["outcome", "@skill"].'),
        )
    return Opposed(tuple(by), fields.words("tie", Phrase("tie")))


def _formula(reader: Reader, fields: Fields, name: str, *names: str | int) -> Formula:
    if name not in fields:
        fields.refuse(Phrase('"{name}" is missing here.', name=name), "missing-entry", name)
    return reader.built(fields.notation(name), reader.scope.formula, *names)


def _test(reader: Reader, text: str, *names: str | int) -> Formula | None:
    """Return the test of a die, written as the comparisons after dice are: "<6", "=1", "all"."""
    if text == "all":
        return None

    def of_a_die() -> Formula:
        try:
            return reader.scope.dice_test(parse("{@pool}" + text, reader.limits).rolls[0].expression)
        except DiceError as error:
            if error.code == "unknown-name":
                raise
            raise NotationError(
                Phrase("This does not say which dice."),
                code=error.code,
                hint=Phrase('Write "all", "<6", "=1" or "=[1..3]".'),
            ) from None

    return reader.within(text, of_a_die, *names)


def _policy(fields: Fields, default: str) -> str:
    policy = fields.text("policy", default)
    if policy not in POLICIES:
        fields.refuse(
            Phrase("A policy must be one of {policies}.", policies=", ".join(POLICIES)), "policy", "policy"
        )
    return policy
