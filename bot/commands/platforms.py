"""/platforms: tick the platforms that posts get words of their own for."""

from __future__ import annotations

from dataclasses import replace

from bot.cards.card import Card, Row
from bot.cards.press import Press
from bot.commands.kit import Answers, Command, Context, Verb
from bot.talk import Redraw, Say, Toast
from core.account import Health, Platform
from core.brand import Brand
from core.errors import NotFound


async def run(ctx: Context, args: str) -> Answers:
    """Every platform words can be written for, each with its tick."""
    return (Say(card=await _card(ctx, await ctx.brand()), only_you=True),)


async def toggle(ctx: Context, press: Press) -> Answers:
    """Turn one tick over; drafts made from now on follow it."""
    brand = next((one for one in await ctx.brands() if one.id == press.target), None)
    on, name = press.arg[:1] == "+", Platform(press.arg[1:])
    if brand is None or name not in _offered(ctx):
        raise NotFound("platform")
    wanted = {*brand.written_for, name} if on else {*brand.written_for} - {name}
    written_for = tuple(one for one in _offered(ctx) if one in wanted)
    changed = await ctx.actions.set_up_brand.change(replace(brand, written_for=written_for), by=ctx.by)
    label = ctx.desk.rules[name].label
    words = f"New posts get words for {label}." if on else f"New posts get no words for {label} any more."
    return (Redraw(card=await _card(ctx, changed)), Toast(text=words))


def _offered(ctx: Context) -> tuple[Platform, ...]:
    """What stays on this machine shows the common words and is not offered."""
    return tuple(name for name, rules in ctx.desk.rules.items() if not rules.local)


async def _card(ctx: Context, brand: Brand) -> Card:
    async with ctx.store.read() as tx:
        accounts = await tx.accounts.of(brand.id)
    connected = {one.platform for one in accounts if one.health is not Health.DISCONNECTED}
    rows = tuple(
        Row(
            mark="☑️" if name in brand.written_for else "⬜",
            label=ctx.desk.rules[name].label,
            text=("connected" if name in connected else "",),
            press=Press(verb="platform", target=brand.id, arg=f"{'-' if name in brand.written_for else '+'}{name}"),
        )
        for name in _offered(ctx)
    )
    body = ("Which platforms should I write for? Nothing goes out where you are not connected.",)
    return Card(kind="platforms", subject=brand.id, body=body, rows=rows)


COMMAND = Command(name="platforms", help="Choose the platforms I write for", run=run)
VERBS = (Verb(name="platform", run=toggle),)
