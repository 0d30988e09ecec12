"""/calendar: a week or month as a picture, with the same posts as a list."""

from __future__ import annotations

import re
from datetime import date

from bot.cards.calendar_card import LEGEND, calendar_card, tint_of, title_of
from bot.cards.card import Card
from bot.cards.press import Press
from bot.commands.kit import Answers, Command, Context, Verb
from bot.talk import Redraw, Say
from core.calendar import Span
from core.errors import Invalid, Problem
from core.ids import BrandId
from core.slot import moment_at

YEARS = range(2000, 2101)
EXAMPLES = "Try /calendar, /calendar month, /calendar next or /calendar week 2026-12-07."


async def run(ctx: Context, args: str) -> Answers:
    """The week or month that was asked for; this week when nothing was said."""
    brand = await ctx.brand()
    today = moment_at(ctx.desk.clock.now(), brand.zone).local.date()
    return (Say(card=await _card(ctx, brand.id, read_span(args, today))),)


async def turn(ctx: Context, press: Press) -> Answers:
    """Other days, in the same message where the chat allows it."""
    span = read_span(press.arg.replace(".", " "), date(YEARS[0], 1, 1))
    return (Redraw(card=await _card(ctx, BrandId(press.target), span)),)


def read_span(text: str, today: date) -> Span:
    """The span that words such as "", "month", "next", "week 2026-12-07" or "month 2026-12" name.

    Raises:
        Invalid: they name none, or one before 2000 or after 2100.
    """
    words = text.lower().split()
    kind = words.pop(0) if words and words[0] in ("week", "month") else "week"
    of = Span.month_of if kind == "month" else Span.week_of
    match words:
        case []:
            return of(today)
        case ["next" | "later"]:
            return of(today).later()
        case ["last" | "previous" | "earlier"]:
            return of(today).earlier()
        case [day]:
            return of(_day(day, text))
    raise _unclear(text)


def _day(word: str, text: str) -> date:
    full = f"{word}-01" if re.fullmatch(r"\d{4}-\d{2}", word) else word
    try:
        day = date.fromisoformat(full)
    except ValueError:
        raise _unclear(text) from None
    if day.year not in YEARS:
        raise Invalid(
            Problem(field="day", what=f"The calendar shows the years {YEARS[0]} to {YEARS[-1]}.", fix=EXAMPLES)
        )
    return day


def _unclear(text: str) -> Invalid:
    return Invalid(Problem(field="day", what=f"I cannot read “{text.strip()[:40]}” as a week or month.", fix=EXAMPLES))


async def _card(ctx: Context, brand_id: BrandId, span: Span) -> Card:
    shown, pictures = await ctx.actions.show_calendar(
        brand_id, span, title=title_of(span), legend=LEGEND, tint_of=tint_of, by=ctx.by
    )
    return calendar_card(shown, pictures)


COMMAND = Command(name="calendar", help="Your week as a picture, or /calendar month, /calendar next …", run=run)
VERBS = (Verb(name="calendar", run=turn),)
