"""Lists of posts and batches, a page at a time, and the single card."""

from __future__ import annotations

from dataclasses import replace

from bot.cards.batch_card import batch_card, day_range, waiting
from bot.cards.card import Button, Card, Row, say
from bot.cards.labels import count, day_time
from bot.cards.post_card import post_card, snippet
from bot.cards.press import Press
from bot.cards.progress import badge_of
from bot.cards.text import Bold
from bot.commands.filters import Filters, read_filters
from bot.commands.kit import Answers, Command, Context, Verb
from bot.talk import Redraw, Say, Toast
from bot.views import batch_view, by_post, post_view
from core.access import batch_brand_for, post_for
from core.errors import Invalid, Problem
from core.ids import BatchId, PostId, decode

PAGE = 10
_QUICK = (
    (("all", "All"), ("pending", "Waiting"), ("queue", "Going out")),
    (("live", "Live"), ("failed", "Failed"), ("ask", "Your answer")),
)


async def posts(ctx: Context, args: str) -> Answers:
    """All posts, or those that the words narrow it down to."""
    return (Say(card=await page(ctx, read_filters(args, ctx.desk.rules), 0)),)


async def queue(ctx: Context, args: str) -> Answers:
    """The next posts to go out."""
    return (Say(card=await page(ctx, Filters(state="queue"), 0)),)


async def history(ctx: Context, args: str) -> Answers:
    """What is live, newest first; the words of `/posts` narrow it down."""
    filters = read_filters(f"live {args}", ctx.desk.rules)
    return (Say(card=await page(ctx, filters, 0)),)


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
    return (Say(card=await page(ctx, Filters(state="pending"), 0)),)


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


async def review(ctx: Context, press: Press) -> Answers:
    """The cards of a batch that still wait, fresh at the end of the chat."""
    batch_id = BatchId(press.target)
    async with ctx.store.read() as tx:
        await batch_brand_for(tx, batch_id, ctx.by)
        left = waiting(await batch_view(tx, batch_id, ctx.desk))
        cards = [post_card(await post_view(tx, post.id, ctx.desk)) for post in left]
    return tuple(Say(card=card) for card in cards) or (Toast(text="Everything here is decided already."),)


async def open_list(ctx: Context, press: Press) -> Answers:
    """A list of its own, from a button on another card."""
    return (Say(card=await page(ctx, read_filters(press.arg, ctx.desk.rules), press.target)),)


async def turn(ctx: Context, press: Press) -> Answers:
    """Another page or another state, where the list hangs."""
    return (Redraw(card=await page(ctx, read_filters(press.arg, ctx.desk.rules), press.target)),)


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


async def page(ctx: Context, filters: Filters, number: int) -> Card:
    """Page `number` (from 0) of a list of posts."""
    brand = await ctx.brand()
    wanted = filters.wanted(brand.id, ctx.desk.clock.now(), brand.zone)
    async with ctx.store.read() as tx:
        found = await tx.posts.find(replace(wanted, offset=number * PAGE, limit=PAGE))
        total = await tx.posts.count(wanted)
        publications = await by_post(tx, found)
    badges = {post.id: badge_of(post, publications[post.id]) for post in found}
    rows = tuple(
        Row(
            mark=badges[post.id].mark,
            label=day_time(post.moment.local),
            text=(snippet(post) if len(wanted.states) == 1 else f"{badges[post.id].word}: {snippet(post)}",),
            press=Press(verb="show", target=post.id),
        )
        for post in found
    )
    words = ("Newer", "Older") if wanted.newest_first else ("Earlier", "Later")
    turns = page_buttons(words, number, total, Press(verb="page", arg=filters.pack()))
    quick = tuple(tuple(_switch(filters, state, label) for state, label in row) for row in _QUICK)
    return Card(
        kind="page",
        title=(Bold(filters.title(ctx.desk.rules)), f" · {count(total, 'post')}"),
        body=() if rows else ("Nothing here.",),
        rows=rows,
        buttons=(*turns, *quick),
    )


def page_buttons(words: tuple[str, str], number: int, total: int, press: Press) -> tuple[tuple[Button, ...], ...]:
    """A row with the ways to the pages before and after page `number` (from 0), named by `words`; none, no row."""
    turns = []
    if number:
        turns.append(Button(label=f"‹ {words[0]}", press=replace(press, target=number - 1)))
    if (number + 1) * PAGE < total:
        turns.append(Button(label=f"{words[1]} ›", press=replace(press, target=number + 1)))
    return (tuple(turns),) if turns else ()


def _switch(filters: Filters, state: str, label: str) -> Button:
    shown = f"● {label}" if state == filters.state else label
    return Button(label=shown, press=Press(verb="page", arg=replace(filters, state=state).pack()))


async def _card(ctx: Context, post_id: PostId) -> Card:
    async with ctx.store.read() as tx:
        await post_for(tx, post_id, ctx.by)
        return post_card(await post_view(tx, post_id, ctx.desk))


PENDING = Command(name="pending", help="What waits for your decision", run=pending)
QUEUE = Command(name="queue", help="What goes out next", run=queue)
POSTS = Command(name="posts", help="All posts, or some: /posts failed linkedin week", run=posts)
HISTORY = Command(name="history", help="What went out, newest first", run=history)
POST = Command(name="post", help="One post by its id, as a fresh card", run=one)
BATCHES = Command(name="batches", help="Your weeks and how they stand", run=batches)
VERBS = (
    Verb(name="show", run=show),
    Verb(name="batch", run=show_batch),
    Verb(name="review", run=review),
    Verb(name="list", run=open_list),
    Verb(name="page", run=turn),
)
