"""Time: when a post goes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from bot.cards.card import say
from bot.cards.form import Choice, Field, Kind
from bot.cards.labels import day_time, in_words
from bot.cards.press import Press
from bot.commands.kit import Answers, Command, Context, FormKind, Verb, as_given
from bot.commands.places import passed
from bot.commands.when import read_moment, read_slots
from bot.talk import Answered, OpenFormOf, Say, Toast
from core.access import post_for
from core.actions.new_post import next_free
from core.ids import PostId, decode, encode
from core.slot import resolve
from core.talk import OpenForm

ISO = "%Y-%m-%d %H:%M"


async def open_time(ctx: Context, press: Press) -> Answers:
    """Ask for a time."""
    async with ctx.store.read() as tx:
        post, _ = await post_for(tx, PostId(press.target), ctx.by)
    return (OpenFormOf(name="time", target=encode(post.id)),)


async def fields(ctx: Context, form: OpenForm) -> tuple[Field, ...]:
    """A typed time in the brand's zone, with the next free slot and the neighbouring days to tap."""
    async with ctx.store.read() as tx:
        post, brand = await post_for(tx, PostId(decode(form.target)), ctx.by)
        free = (await next_free(tx, brand, ctx.desk.clock.now())).local
    at = post.moment.local
    later = at + timedelta(days=1)
    return (
        Field(
            name="when",
            label=f"Planned for {day_time(at)}",
            ask=f"When should it go out? Now it is planned for {day_time(at)} ({brand.zone}).",
            kind=Kind.MOMENT,
            value=at.strftime(ISO),
            hint=f"Like “18:30”, “tomorrow 9:00”, “fri 10:30” or “2026-11-24 10:00”, {brand.zone} time.",
            choices=(
                Choice(value=free.strftime(ISO), label=f"Next free slot: {day_time(free)}"),
                Choice(value=later.strftime(ISO), label=f"A day later: {day_time(later)}"),
            ),
            limit=60,
        ),
    )


async def submit(ctx: Context, form: OpenForm, values: Mapping[str, str]) -> Answers:
    """Plan it for that time; one that has passed is offered for tomorrow, or now."""
    post_id = PostId(decode(form.target))
    async with ctx.store.read() as tx:
        post, brand = await post_for(tx, post_id, ctx.by)
    moment = read_moment(values["when"], ctx.desk.clock.now(), brand.zone)
    if moment.instant <= ctx.desk.clock.now():
        return (Say(card=passed(ctx, post, moment)),)
    changed = await ctx.actions.change_post.time(post_id, moment, by=ctx.by)
    lost = " It was approved before, so it waits for you again." if changed.voided else ""
    return (
        Toast(text=f"Planned for {day_time(moment.local)}, {in_words(moment.instant - ctx.desk.clock.now())}.{lost}"),
    )


async def tomorrow(ctx: Context, press: Press) -> Answers:
    """The same hour on the next day that lies ahead."""
    post_id = PostId(press.target)
    async with ctx.store.read() as tx:
        post, _ = await post_for(tx, post_id, ctx.by)
    local = post.moment.local
    moment = resolve(local + timedelta(days=1), post.moment.zone)
    while moment.instant <= ctx.desk.clock.now():
        local += timedelta(days=1)
        moment = resolve(local + timedelta(days=1), post.moment.zone)
    await ctx.actions.change_post.time(post_id, moment, by=ctx.by)
    words = f"Planned for {day_time(moment.local)}. Please approve it."
    return (Answered(text=f"✔ {words}"), Toast(text=words))


async def set_time(ctx: Context, args: str) -> Answers:
    """The brand's posting time, with exceptions by weekday: "9:00", or "9:00 sat 11:00"."""
    brand = await ctx.brand()
    if not args.strip():
        said = ", ".join(f"{slot.at:%H:%M}" for slot in brand.slots)
        return (Say(card=say(f"Posts go out at {said} ({brand.zone}). Send /time 9:00, or /time 9:00 sat 11:00.")),)
    await ctx.actions.set_up_brand.change(replace(brand, slots=read_slots(args)), by=ctx.by)
    words = (
        f"New posts go out at {args.strip()} ({brand.zone}). Planned ones keep their time; the Time button moves them."
    )
    return (Say(card=say(words)),)


COMMAND = Command(name="time", help="Your posting time: /time 9:00, or /time 9:00 sat 11:00", run=set_time)
VERBS = (Verb(name="time", run=open_time, opens_form=True), Verb(name="tomorrow", run=tomorrow))
FORM = FormKind(
    name="time", title="When should it go out?", submit_label="Plan it", fields=fields, check=as_given, submit=submit
)
