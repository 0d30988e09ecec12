"""A post's place in the plan: moved to a time that was named, or exchanged with another post."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.cards.card import Button, Card, say
from bot.cards.labels import day, day_time
from bot.cards.post_card import snippet
from bot.cards.press import Press
from bot.commands.changed import shown
from bot.commands.decide import passed_card
from bot.commands.kit import Answers, Context, Verb, id_in
from bot.requests.asked import SwapWith
from bot.talk import Answered, Say
from core.access import post_for
from core.actions.swap import PLANNED
from core.errors import Invalid, NotFound, Problem
from core.ids import PostId, encode
from core.post import Post
from core.slot import Moment, moment_at, resolve
from core.store import PostFilter, Transaction

AHEAD = timedelta(days=15)
MOST = 200

_WALL = "%Y%m%d%H%M"


async def move(ctx: Context, post: Post, to: Moment) -> Answers:
    """Plan the post for that time; one that has passed is offered for tomorrow, or now."""
    if to.instant <= ctx.desk.clock.now():
        return (Say(card=passed(ctx, post, to)),)
    if to == post.moment:
        return (Say(card=say(f"It is planned for {day_time(to.local)} already.")),)
    changed = await ctx.actions.change_post.time(post.id, to, by=ctx.by)
    return (Say(card=await shown(ctx, changed)),)


def passed(ctx: Context, post: Post, wanted: Moment) -> Card:
    """The wanted time of day on the next day on which it lies ahead, or now."""
    now = moment_at(ctx.desk.clock.now(), wanted.zone)
    wall = datetime.combine(now.local.date(), wanted.local.time())
    if resolve(wall, wanted.zone).instant <= now.instant:
        wall += timedelta(days=1)
    today = wanted.local.date() == now.local.date()
    what = f"{wall:%H:%M}" if today else day_time(wanted.local)
    which = "Today" if wall.date() == now.local.date() else "Tomorrow"
    later = Button(label=f"{which} {wall:%H:%M}", press=at_press(post, wall))
    return passed_card(what, later, Press(verb="now", target=post.id, version=post.revision))


def at_press(post: Post, wall: datetime) -> Press:
    """The press that plans the post for that time on the wall of its brand."""
    return Press(verb="at", target=post.id, version=post.revision, arg=f"{wall:{_WALL}}")


async def at(ctx: Context, press: Press) -> Answers:
    """The time that was picked."""
    try:
        wall = datetime.strptime(press.arg, _WALL)  # noqa: DTZ007  wall-clock time of the brand's zone
    except ValueError as error:
        raise NotFound("time") from error
    async with ctx.store.read() as tx:
        post, brand = await post_for(tx, PostId(press.target), ctx.by)
    answers = await move(ctx, post, resolve(wall, brand.zone))
    return (Answered(text=f"✔ {day_time(wall)}."), *answers)


async def swap_with(ctx: Context, post: Post, asked: SwapWith) -> Answers:
    """Exchange places with the post of that day; where there are several, ask which."""
    now = ctx.desk.clock.now()
    async with ctx.store.read() as tx:
        others = await _on_that_day(tx, post, asked, now)
    if not others:
        what = f"There is no other post on {asked.day:%A}." if asked.any_week else f"There is none on {day(asked.day)}."
        raise Invalid(Problem(field="day", what=what, fix="/pending and /queue list them. Nothing was changed."))
    if len(others) == 1:
        return await _swapped(ctx, post.id, others[0].id, post.revision)
    rows = tuple(
        (
            Button(
                label=f"{one.moment.local:%a %H:%M} {snippet(one, 40)}",
                press=Press(verb="swap", target=post.id, version=post.revision, arg=encode(one.id)),
            ),
        )
        for one in others
    )
    return (Say(card=Card(kind="confirm", body=("Which of them should it change places with?",), buttons=rows)),)


async def swap(ctx: Context, press: Press) -> Answers:
    """The partner that was picked."""
    answers = await _swapped(ctx, PostId(press.target), PostId(id_in(press.arg)), press.version)
    return (Answered(text="✔ Swapped."), *answers)


async def _swapped(ctx: Context, post_id: PostId, other_id: PostId, seen: int) -> Answers:
    done = await ctx.actions.swap(post_id, other_id, seen=seen, by=ctx.by)
    return (Say(card=await shown(ctx, done.post, done.other)),)


async def _on_that_day(tx: Transaction, post: Post, asked: SwapWith, now: datetime) -> list[Post]:
    """The other planned posts of that day: of its batch if the weekday was named, else the nearest in two weeks."""

    def fits(other: Post) -> bool:
        at = other.moment.local.date()
        return other.id != post.id and (at.weekday() == asked.day.weekday() if asked.any_week else at == asked.day)

    if asked.any_week and post.batch_id is not None:
        week = await tx.posts.find(PostFilter(batch_id=post.batch_id, states=PLANNED, since=now, limit=MOST))
        if same_week := [one for one in week if fits(one)]:
            return same_week
    until = now + AHEAD if asked.any_week else None
    wanted = PostFilter(brand_id=post.brand_id, states=PLANNED, since=now, before=until, limit=MOST)
    found = [one for one in await tx.posts.find(wanted) if fits(one)]
    return [one for one in found if one.moment.local.date() == found[0].moment.local.date()]


VERBS = (Verb(name="at", run=at), Verb(name="swap", run=swap))
