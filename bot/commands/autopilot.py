"""/autopilot: whether the next week is drafted by itself."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

from bot.cards.card import Button, Card, Tone
from bot.cards.labels import day
from bot.cards.press import Press
from bot.cards.text import Bold
from bot.commands.kit import Answers, Command, Context, Verb
from bot.commands.when import read_moment
from bot.requests.calendar_words import NUMBERS, fold
from bot.talk import Answered, Say
from core.brand import Brand
from core.errors import Invalid, Problem
from core.slot import moment_at

LONGEST = timedelta(days=366)
EXAMPLES = "/autopilot on, /autopilot off, /autopilot pause 2w or /autopilot pause until 3 May"
_SPAN = re.compile(r"(?:for )?(\d+|[a-z]+) ?(d|days?|w|weeks?|months?|y|years?)")
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}


async def run(ctx: Context, args: str) -> Answers:
    """Show how it is, or switch it."""
    brand = await ctx.brand()
    wish = fold(args).strip()
    if not wish:
        return (Say(card=_card(brand, ctx.desk.clock.now())),)
    return (Say(card=_card(await _switch(ctx, brand, wish), ctx.desk.clock.now())),)


async def pressed(ctx: Context, press: Press) -> Answers:
    """A button of its card or of a notice."""
    brand = await _switch(ctx, await ctx.brand_of(press.target), press.arg)
    return (Answered(text=f"✔ {_words(brand, ctx.desk.clock.now())}"),)


async def _switch(ctx: Context, brand: Brand, wish: str) -> Brand:
    now = ctx.desk.clock.now()
    verb, _, rest = wish.partition(" ")
    match verb:
        case "on" | "resume":
            changed = replace(brand, autopilot=True, paused_until=now)
        case "off":
            changed = replace(brand, autopilot=False, paused_until=None)
        case "pause":
            changed = replace(brand, autopilot=True, paused_until=_until(rest, brand, now))
        case _:
            what = f"I do not know “{wish[:40]}”."
            raise Invalid(Problem(field="autopilot", what=what, fix=f"Try {EXAMPLES}."))
    return await ctx.actions.set_up_brand.change(changed, by=ctx.by)


def _until(text: str, brand: Brand, now: datetime) -> datetime:
    """When a pause is over: after a span, or on a day.

    Raises:
        Invalid: it cannot be read, has passed or is more than a year away.
    """
    span = _SPAN.fullmatch(text or "1w")
    if span:
        number = int(span[1]) if span[1].isdecimal() else NUMBERS.get(span[1], 0)
        until = now + timedelta(days=min(number, 1000) * _DAYS[span[2][0]])
    else:
        until = read_moment(text.removeprefix("until ").strip(), now, brand.zone).instant
    if not now < until <= now + LONGEST:
        what = "A pause ends between tomorrow and a year from now."
        raise Invalid(Problem(field="autopilot", what=what, fix=f"Try {EXAMPLES}."))
    return until


def _card(brand: Brand, now: datetime) -> Card:
    def button(label: str, wish: str, tone: Tone = Tone.QUIET) -> Button:
        return Button(label=label, tone=tone, press=Press(verb="autopilot", target=brand.id, arg=wish))

    running = brand.drafts_at(now)
    change = (
        (button("Pause 2 weeks", "pause 2w"), button("Off", "off")) if running else (button("On", "on", Tone.GOOD),)
    )
    return Card(
        kind="page",
        title=(Bold("Autopilot"), f" · {brand.name}"),
        body=(_words(brand, now), " Approved posts go out all the same."),
        footer=(f"Also: {EXAMPLES}.",),
        buttons=(change,),
    )


def _words(brand: Brand, now: datetime) -> str:
    if brand.drafts_at(now):
        return "On: the next week is drafted by itself when the last card of a week is decided."
    if brand.autopilot and brand.paused_until:
        return f"Paused until {day(moment_at(brand.paused_until, brand.zone).local)}; then it goes on by itself."
    return "Off: nothing new is drafted until you send /next or switch it on."


COMMAND = Command(name="autopilot", help="Draft weeks by itself: /autopilot on, off, pause 2w", run=run)
VERBS = (Verb(name="autopilot", run=pressed),)
