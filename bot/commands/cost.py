"""/cost: what the models used up and cost, and the budget of a month."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.cards.budget import dollars
from bot.cards.card import Card, Row
from bot.cards.labels import count
from bot.cards.press import Press
from bot.cards.text import Bold, Text
from bot.commands.ai import LABELS
from bot.commands.kit import Answers, Command, Context, Verb
from bot.talk import Answered, Say, Toast
from core.actions.spend import day_of, month_of
from core.brand import Brand
from core.errors import Invalid, Problem
from core.money import DOLLAR, Spent, total

OFF = ("off", "none", "no")
_AMOUNT = re.compile(r"\$?(\d{1,9})(?:\.(\d{1,2}))?", re.ASCII)


async def run(ctx: Context, args: str) -> Answers:
    """Today, this month, by model, and the cap; `cap 5` or `cap off` changes that."""
    brand = await ctx.brand()
    word, _, rest = args.strip().lower().partition(" ")
    if word == "cap":
        brand = await ctx.actions.spend.cap(brand.id, amount_of(rest), by=ctx.by)
    elif word:
        raise Invalid(
            Problem(field="cost", what=f"I do not know “/cost {word[:20]}”.", fix="Try /cost or /cost cap 5.")
        )
    return (Say(card=await _card(ctx, brand)),)


async def raise_cap(ctx: Context, press: Press) -> Answers:
    """A larger budget, as the button said."""
    micros = int(press.arg) if press.arg.isdecimal() else -1
    brand = await ctx.brand_of(press.target)
    if brand.monthly_cap is None or brand.monthly_cap >= micros:
        return (Answered(text="✔ The budget was changed already. /cost shows it."),)
    brand = await ctx.actions.spend.cap(brand.id, micros, by=ctx.by)
    said = f"✔ The month's budget is {dollars(brand.monthly_cap or 0)} now. Regenerate brings the model back to a card."
    return (Answered(text=said), Toast(text=f"The budget is {dollars(brand.monthly_cap or 0)} now."))


async def stay(ctx: Context, press: Press) -> Answers:
    """No more money this month."""
    return (Answered(text="✔ The offline writer goes on until the month is over. /cost shows the budget."),)


def amount_of(text: str) -> int | None:
    """An amount of dollars in micros; None for no limit.

    Raises:
        Invalid: it is no amount.
    """
    if text.strip() in OFF:
        return None
    found = _AMOUNT.fullmatch(text.strip())
    if found is None:
        what = f"“{text.strip()[:20]}” is not an amount of dollars." if text.strip() else "How much a month?"
        raise Invalid(Problem(field="cap", what=what, fix="For example: /cost cap 5, /cost cap 2.50 or /cost cap off."))
    return int(found[1]) * DOLLAR + int((found[2] or "").ljust(2, "0")) * DOLLAR // 100


async def _card(ctx: Context, brand: Brand) -> Card:
    now = ctx.desk.clock.now()
    month = await ctx.actions.spend.spent(brand, since=month_of(brand, now))
    today = await ctx.actions.spend.spent(brand, since=day_of(brand, now))
    rows = (
        Row(mark="🕘", label="Today", text=_sum(today)),
        Row(mark="📅", label=f"{month_of(brand, now):%B}", text=_sum(month)),
        *(
            Row(mark="🤖", label=f"{LABELS.get(one.provider, one.provider)} {one.model}", text=_of(one))
            for one in month
        ),
        Row(mark="🏷️", label="A month's budget", text=(_cap(brand),)),
    )
    footer: Text = () if month else ("Only models cost; the offline writer does not. /settings ai shows who writes.",)
    return Card(kind="page", title=(Bold(f"What {brand.name} costs"),), rows=rows, footer=footer)


def _cap(brand: Brand) -> str:
    if brand.monthly_cap is None:
        return "no limit. /cost cap 5 sets one."
    return f"{dollars(brand.monthly_cap)}; then the offline writer goes on. /cost cap off takes it away."


def _sum(spent: Sequence[Spent]) -> Text:
    calls, unknown = sum(one.calls for one in spent), sum(one.unknown for one in spent)
    words = f"{dollars(total(spent))} for {count(calls, 'call')}" if calls else "nothing yet"
    return (words + (f", {unknown} of them with no known price" if unknown else ""),)


def _of(one: Spent) -> Text:
    price = "no known price" if one.unknown == one.calls else dollars(one.micros)
    guessed = f", {one.guessed} of them estimated" if one.guessed else ""
    words = f"{one.input_tokens:,} tokens in, {one.output_tokens:,} out"
    return (f"{price}: {count(one.calls, 'call')}, {words}{guessed}",)


COMMAND = Command(name="cost", help="What the AI costs, and a month's budget: /cost cap 5", run=run)
VERBS = (Verb(name="raisecap", run=raise_cap), Verb(name="staycap", run=stay))
