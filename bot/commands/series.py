"""/repeat, /series and /evergreen: posts that come again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.cards.card import Button, Card, Row, say
from bot.cards.form import Choice, Field, Kind
from bot.cards.labels import count, day, day_time
from bot.cards.post_card import snippet
from bot.cards.press import Press
from bot.cards.text import Bold
from bot.commands.kit import Answers, Command, Context, FormKind, Verb
from bot.commands.note import replied_post
from bot.requests.calendar_words import NUMBERS, WEEKDAYS, fold
from bot.requests.when import read_when
from bot.talk import Answered, OpenFormOf, Say, Toast
from core.access import Right, post_for
from core.errors import Invalid, Problem
from core.ids import PostId, decode, encode
from core.post import Post
from core.series import COOL_DOWN_DAYS, COOL_DOWNS, Rhythm, Series, SeriesId
from core.talk import OpenForm

RHYTHMS: Mapping[Rhythm, str] = {
    Rhythm.DAILY: "every day",
    Rhythm.WEEKDAYS: "every weekday",
    Rhythm.WEEKLY: "every week",
    Rhythm.FORTNIGHTLY: "every two weeks",
    Rhythm.MONTHLY: "every month",
}
EXAMPLES = "every week, every friday 6 times, every two weeks or every month until 1 June"
_READ = {
    "day": Rhythm.DAILY,
    "weekday": Rhythm.WEEKDAYS,
    "workday": Rhythm.WEEKDAYS,
    "week": Rhythm.WEEKLY,
    "two weeks": Rhythm.FORTNIGHTLY,
    "2 weeks": Rhythm.FORTNIGHTLY,
    "second week": Rhythm.FORTNIGHTLY,
    "other week": Rhythm.FORTNIGHTLY,
    "fortnight": Rhythm.FORTNIGHTLY,
    "month": Rhythm.MONTHLY,
}
_WISH = re.compile(r"(?:every )?(?P<often>.+?)(?: (?P<times>\d+|[a-z]+) times?| until (?P<until>.+))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How often a post should come again; `weekday` where one was named."""

    rhythm: Rhythm
    weekday: int | None = None
    times: int = 0
    until: date | None = None


def read_wish(text: str, now: datetime, zone: str) -> Wish:
    """The wish that words like "every friday 6 times" say.

    Raises:
        Invalid: they say none.
    """
    found = _WISH.fullmatch(fold(text).strip())
    often = found["often"] if found else ""
    rhythm = Rhythm.WEEKLY if often in WEEKDAYS else _READ.get(often)
    if found is None or rhythm is None:
        raise _unclear(text)
    times = 0
    if found["times"]:
        times = int(found["times"]) if found["times"].isdecimal() else NUMBERS.get(found["times"], 0)
        if not times:
            raise _unclear(text)
    until = None
    if found["until"]:
        reading = read_when(found["until"], now=now, zone=zone, planned=now.replace(tzinfo=None))
        if reading is None or len(reading.moments) != 1:
            raise _unclear(text)
        until = reading.moments[0].local.date()
    return Wish(rhythm=rhythm, weekday=WEEKDAYS.get(often), times=times, until=until)


async def repeat(ctx: Context, args: str) -> Answers:
    """In reply to a card: let its post come again."""
    post_id = await replied_post(ctx, "repeat every week")
    if not args.strip():
        return (OpenFormOf(name="repeat", target=encode(post_id)),)
    return (Say(card=say(await _started(ctx, post_id, args))),)


async def open_repeat(ctx: Context, press: Press) -> Answers:
    """Ask how often."""
    async with ctx.store.read() as tx:
        await post_for(tx, PostId(press.target), ctx.by, may=Right.WRITE)
    return (OpenFormOf(name="repeat", target=encode(press.target)),)


async def fields(ctx: Context, form: OpenForm) -> tuple[Field, ...]:
    """One field, in plain words, with the usual answers to tap."""
    choices = ("every week", "every two weeks", "every month", "every week 6 times")
    return (
        Field(
            name="wish",
            label="How often",
            ask="How often should it come again? Each time it waits for your yes.",
            kind=Kind.TEXT,
            hint=f"Like: {EXAMPLES}",
            choices=tuple(Choice(value=one, label=one.capitalize()) for one in choices),
            limit=80,
        ),
    )


def check(ctx: Context, name: str, value: str) -> str:
    """Words that say how often."""
    read_wish(value, ctx.desk.clock.now(), "UTC")
    return value.strip()


async def submit(ctx: Context, form: OpenForm, values: Mapping[str, str]) -> Answers:
    """Start it."""
    return (Say(card=say(await _started(ctx, PostId(decode(form.target)), values["wish"]))),)


async def _started(ctx: Context, post_id: PostId, text: str) -> str:
    async with ctx.store.read() as tx:
        post, brand = await post_for(tx, post_id, ctx.by)
    wish = read_wish(text, ctx.desk.clock.now(), brand.zone)
    start = _start(post, wish.weekday)
    series = await ctx.actions.repeat.start(
        post_id, wish.rhythm, start=start, until=wish.until, times=wish.times, by=ctx.by
    )
    first = series.upcoming
    assert first is not None  # a series that would never come again is refused
    return (
        f"It comes again {_rhythm(series)}, first on {day_time(first.local)}. A week before, its card waits for your "
        "yes, with the words the post has by then. /series stops it."
    )


def _start(post: Post, weekday: int | None) -> datetime:
    """The wall-clock time the rhythm counts from: the last such weekday that is not after the post."""
    local = post.moment.local
    return local if weekday is None else local - timedelta(days=(local.weekday() - weekday) % 7)


def _rhythm(series: Series) -> str:
    words = RHYTHMS[series.rhythm]
    if series.rhythm is Rhythm.WEEKLY:
        words = f"every {series.start:%A}"
    if series.left is not None:
        words += f", {count(series.left, 'time')}"
    return words + (f", until {day(series.until)} {series.until.year}" if series.until else "")


async def listed(ctx: Context, args: str) -> Answers:
    """The series of the brand, each with Stop."""
    return (Say(card=await _series_card(ctx)),)


async def stop(ctx: Context, press: Press) -> Answers:
    """No more of it."""
    await ctx.actions.repeat.stop(SeriesId(press.target), by=ctx.by)
    return (Answered(text="✔ It does not come again. Cards that are here already stay."),)


async def _series_card(ctx: Context) -> Card:
    brand = await ctx.brand()
    rows, buttons = [], []
    async with ctx.store.read() as tx:
        for one in await tx.series.of(brand.id):
            upcoming = one.upcoming
            if upcoming is None:
                continue
            post = await tx.posts.get(one.post_id)
            rows.append(
                Row(mark="🔁", label=snippet(post, 40), text=(f"{_rhythm(one)}, next {day_time(upcoming.local)}",))
            )
            label = f"Stop “{snippet(post, 30)}”"
            buttons.append((Button(label=label, press=Press(verb="stopseries", target=one.id)),))
    body = () if rows else ("Nothing comes again. Reply to a card with /repeat every week.",)
    return Card(kind="page", title=(Bold("What comes again"),), body=body, rows=tuple(rows), buttons=tuple(buttons))


async def evergreens(ctx: Context, args: str) -> Answers:
    """The pool of the brand."""
    brand = await ctx.brand()
    rows, buttons = [], []
    async with ctx.store.read() as tx:
        for one in await tx.series.pool(brand.id):
            post = await tx.posts.get(one.post_id)
            words = f"rests {one.cool_down_days} days from {day(one.last_out.date())}"
            rows.append(Row(mark="🌲", label=snippet(post, 40), text=(words,)))
            label = f"Take out “{snippet(post, 30)}”"
            buttons.append((Button(label=label, press=Press(verb="notgreen", target=one.post_id)),))
    body = () if rows else ("No post is evergreen yet: More, then Evergreen, on a card you like.",)
    footer = ("One at a time comes again in a free slot of the week ahead, and waits for your yes.",)
    card = Card(
        kind="page", title=(Bold("Evergreens"),), body=body, rows=tuple(rows), footer=footer, buttons=tuple(buttons)
    )
    return (Say(card=card),)


async def evergreen(ctx: Context, press: Press) -> Answers:
    """Ask how long it should rest, or take it out when it is in."""
    async with ctx.store.read() as tx:
        post, brand = await post_for(tx, PostId(press.target), ctx.by, may=Right.WRITE)
        within = any(one.post_id == post.id for one in await tx.series.pool(brand.id))
    if within:
        return await not_green(ctx, press)
    choices = tuple(
        Button(
            label=f"{days} days" + (" (usual)" if days == COOL_DOWN_DAYS else ""),
            press=Press(verb="green", target=post.id, arg=str(days)),
        )
        for days in COOL_DOWNS
    )
    body = (f"How long should “{snippet(post)}” rest before it may come again?",)
    return (Say(card=Card(kind="confirm", body=body, buttons=(choices,)), only_you=True),)


async def green(ctx: Context, press: Press) -> Answers:
    """Into the pool."""
    days = int(press.arg) if press.arg.isdecimal() else 0
    await ctx.actions.repeat.keep_evergreen(PostId(press.target), days, by=ctx.by)
    words = f"It rests {days} days; then it may come again in a free slot, and waits for your yes."
    return (Answered(text=f"✔ {words}"), Toast(text=words))


async def not_green(ctx: Context, press: Press) -> Answers:
    """Out of the pool."""
    await ctx.actions.repeat.drop_evergreen(PostId(press.target), by=ctx.by)
    return (Answered(text="✔ Not evergreen any more."), Toast(text="It does not come again by itself."))


def _unclear(text: str) -> Invalid:
    what = f"I cannot read “{text.strip()[:40]}” as how often."
    return Invalid(Problem(field="wish", what=what, fix=f"Try: {EXAMPLES}."))


REPEAT = Command(name="repeat", help="Let a post come again, in reply to its card: /repeat every friday", run=repeat)
SERIES = Command(name="series", help="What comes again, and how to stop it", run=listed)
EVERGREEN = Command(name="evergreen", help="Posts that may come again after a rest", run=evergreens)
VERBS = (
    Verb(name="repeat", run=open_repeat, opens_form=True),
    Verb(name="stopseries", run=stop),
    Verb(name="evergreen", run=evergreen),
    Verb(name="green", run=green),
    Verb(name="notgreen", run=not_green),
)
FORM = FormKind(
    name="repeat",
    title="How often should it come again?",
    submit_label="Start",
    fields=fields,
    check=check,
    submit=submit,
)
