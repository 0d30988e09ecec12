"""Lists of posts and batches, a page at a time, and the single card."""

from __future__ import annotations

from bot.cards.batch_card import batch_card, day_range, waiting
from bot.cards.card import Button, Card, Row, say
from bot.cards.labels import count, day_time
from bot.cards.post_card import post_card, snippet
from bot.cards.press import Press
from bot.cards.progress import badge_of
from bot.cards.text import Bold
from bot.commands.kit import Answers, Command, Context, Verb
from bot.talk import Say
from bot.views import batch_view, by_post, post_view
from core.access import batch_brand_for, brand_for, post_for
from core.errors import Invalid, Problem
from core.ids import BatchId, PostId, decode
from core.moves import PartState, PostState
from core.store import PostFilter

PAGE = 10

_KINDS: dict[str, tuple[str, PostFilter]] = {
    "all": ("All posts", PostFilter(newest_first=True)),
    "pending": ("Waiting for a decision", PostFilter(states=(PostState.PENDING,))),
    "queue": ("Going out next", PostFilter(states=(PostState.APPROVED,), part_states=(PartState.SCHEDULED,))),
    "live": ("Live", PostFilter(part_states=(PartState.LIVE,), newest_first=True)),
    "failed": ("Failed", PostFilter(part_states=(PartState.FAILED,), newest_first=True)),
    "missed": ("Missed their time", PostFilter(part_states=(PartState.MISSED,))),
    "ask": ("Waiting for your answer", PostFilter(part_states=(PartState.ASK,))),
    "approved": ("Approved", PostFilter(states=(PostState.APPROVED,))),
    "skipped": ("Skipped", PostFilter(states=(PostState.SKIPPED,), newest_first=True)),
    "cancelled": ("Cancelled", PostFilter(states=(PostState.CANCELLED,), newest_first=True)),
    "lapsed": ("Not decided in time", PostFilter(states=(PostState.LAPSED,), newest_first=True)),
}


async def posts(ctx: Context, args: str) -> Answers:
    """All posts, or those in one state."""
    kind = args.strip().lower() or "all"
    if kind not in _KINDS:
        raise Invalid(
            Problem(field="state", what=f"I do not know the state “{kind[:40]}”.", fix=f"Try {', '.join(_KINDS)}.")
        )
    return (Say(card=await page(ctx, kind, 0)),)


async def queue(ctx: Context, args: str) -> Answers:
    """The next posts to go out."""
    return (Say(card=await page(ctx, "queue", 0)),)


async def pending(ctx: Context, args: str) -> Answers:
    """The header of the newest batch that waits, with what is left; else what waits outside batches."""
    brand = await ctx.brand()
    cards = []
    async with ctx.store.read() as tx:
        for batch in await tx.batches.of(brand.id, limit=5):
            view = await batch_view(tx, batch.id, ctx.desk)
            if waiting(view):
                cards.append(Say(card=batch_card(view)))
    if cards:
        return tuple(cards)
    return (Say(card=await page(ctx, "pending", 0)),)


async def one(ctx: Context, args: str) -> Answers:
    """The card of one post, by its id."""
    try:
        post_id = PostId(decode(args.strip().lower()))
    except ValueError:
        fix = "Details on a card shows its id; then: /post ID"
        raise Invalid(Problem(field="post", what="Which post?", fix=fix)) from None
    return (Say(card=await _card(ctx, post_id)),)


async def show(ctx: Context, press: Press) -> Answers:
    """The card of the post that was picked, fresh at the end of the chat."""
    return (Say(card=await _card(ctx, PostId(press.target))),)


async def show_batch(ctx: Context, press: Press) -> Answers:
    """The header of the batch that was picked."""
    batch_id = BatchId(press.target)
    async with ctx.store.read() as tx:
        await batch_brand_for(tx, batch_id, ctx.by)
        return (Say(card=batch_card(await batch_view(tx, batch_id, ctx.desk))),)


async def turn(ctx: Context, press: Press) -> Answers:
    """Another page of a list."""
    return (Say(card=await page(ctx, press.arg, press.target)),)


async def batches(ctx: Context, args: str) -> Answers:
    """The newest weeks with their counts."""
    brand = await ctx.brand()
    rows = []
    async with ctx.store.read() as tx:
        for batch in await tx.batches.of(brand.id):
            view = await batch_view(tx, batch.id, ctx.desk)
            card = batch_card(view)
            rows.append(
                Row(
                    mark=card.badge.mark if card.badge else "",
                    label=day_range(view),
                    text=card.body,
                    press=Press(verb="batch", target=batch.id),
                )
            )
    if not rows:
        return (Say(card=say("There is no batch yet. /next drafts one.")),)
    return (Say(card=Card(kind="page", title=(Bold("Your weeks"),), rows=tuple(rows))),)


async def page(ctx: Context, kind: str, number: int) -> Card:
    """Page `number` (from 0) of a list of posts."""
    title, wanted = _KINDS.get(kind, _KINDS["all"])
    brand = await ctx.brand()
    wanted = PostFilter(
        brand_id=brand.id,
        states=wanted.states,
        part_states=wanted.part_states,
        newest_first=wanted.newest_first,
        offset=number * PAGE,
        limit=PAGE,
    )
    async with ctx.store.read() as tx:
        await brand_for(tx, brand.id, ctx.by)
        found = await tx.posts.find(wanted)
        total = await tx.posts.count(wanted)
        publications = await by_post(tx, found)
    rows = tuple(
        Row(
            mark=badge_of(post, publications[post.id]).mark,
            label=day_time(post.moment.local),
            text=(
                snippet(post)
                if len(wanted.states) == 1
                else f"{badge_of(post, publications[post.id]).word}: {snippet(post)}",
            ),
            press=Press(verb="show", target=post.id),
        )
        for post in found
    )
    turns = []
    if number:
        turns.append(Button(label="‹ Newer" if wanted.newest_first else "‹ Earlier", press=_turn(kind, number - 1)))
    if (number + 1) * PAGE < total:
        turns.append(Button(label="Older ›" if wanted.newest_first else "Later ›", press=_turn(kind, number + 1)))
    return Card(
        kind="page",
        title=(Bold(title), f" · {count(total, 'post')}"),
        body=() if rows else ("Nothing here.",),
        rows=rows,
        buttons=(tuple(turns),) if turns else (),
    )


def _turn(kind: str, number: int) -> Press:
    return Press(verb="list", target=number, arg=kind)


async def _card(ctx: Context, post_id: PostId) -> Card:
    async with ctx.store.read() as tx:
        await post_for(tx, post_id, ctx.by)
        return post_card(await post_view(tx, post_id, ctx.desk))


PENDING = Command(name="pending", help="What waits for your decision", run=pending)
QUEUE = Command(name="queue", help="What goes out next", run=queue)
POSTS = Command(name="posts", help="All posts, or /posts failed, live, skipped …", run=posts)
POST = Command(name="post", help="One post by its id, as a fresh card", run=one)
BATCHES = Command(name="batches", help="Your weeks and how they stand", run=batches)
VERBS = (Verb(name="show", run=show), Verb(name="batch", run=show_batch), Verb(name="list", run=turn))
