"""More: everything about a post that is not asked for every day."""

from __future__ import annotations

from datetime import timedelta

from bot.cards.card import Button, Card, Row, Tone
from bot.cards.labels import count, day_time
from bot.cards.post_card import heading, post_card, snippet
from bot.cards.post_view import PostView
from bot.cards.press import Press
from bot.cards.text import Text
from bot.commands.kit import Answers, Context, Verb, id_in
from bot.commands.places import AHEAD, move
from bot.commands.series import RHYTHMS
from bot.talk import Answered, Say, Toast
from bot.views import post_view
from core.access import Right, post_for
from core.actions.new_post import next_free
from core.actions.swap import PLANNED
from core.errors import Invalid, Problem
from core.ids import PostId, PublicationId, encode
from core.moves import PartState, PostState
from core.note import NoteId
from core.post import Post
from core.slot import resolve
from core.store import PostFilter

MOST_SWAPS = 8


async def show(ctx: Context, press: Press) -> Answers:
    """What else can be done with the post, and what is noted beside it."""
    async with ctx.store.read() as tx:
        await post_for(tx, PostId(press.target), ctx.by)
        view = await post_view(tx, PostId(press.target), ctx.desk)
        series = [one for one in await tx.series.of(view.brand.id) if one.post_id == view.post.id and one.active]
        evergreen = any(one.post_id == view.post.id for one in await tx.series.pool(view.brand.id))
    rows: list[Row] = []
    if view.post.copied_from:
        original = Press(verb="show", target=view.post.copied_from)
        rows.append(Row(mark="⧉", label="A copy", text=("of an earlier post",), press=original))
    for one in series:
        times = f", {count(one.left, 'more time')}" if one.left is not None else ""
        rows.append(Row(mark="🔁", label="Comes again", text=(f"{RHYTHMS[one.rhythm]}{times}; /series stops it",)))
    if evergreen:
        rows.append(Row(mark="🌲", label="Evergreen", text=("it may come again; /evergreen lists them",)))
    for note in view.notes:
        own = note.member_id == ctx.by.member.id
        back = Press(verb="unnote", target=view.post.id, arg=encode(note.id)) if own else None
        rows.append(Row(mark="🔒", label=note.author, text=(note.text,), press=back))
    footer: Text = ("A post that is moved waits for a new yes. Your own notes go when you press them.",)
    card = Card(kind="page", title=heading(view), rows=tuple(rows), footer=footer, buttons=_buttons(view, evergreen))
    return (Say(card=card, only_you=True),)


def _buttons(view: PostView, evergreen: bool) -> tuple[tuple[Button, ...], ...]:
    post = view.post

    def button(label: str, verb: str, tone: Tone = Tone.QUIET) -> Button:
        return Button(label=label, tone=tone, press=Press(verb=verb, target=post.id, version=post.revision))

    out = any(part.state is PartState.LIVE for one in view.publications for part in one.parts)
    planned = post.state in PLANNED and not out
    old = out or post.state in (PostState.LAPSED, PostState.SKIPPED, PostState.CANCELLED)
    ahead = [one for one in view.publications if one.state in (PartState.SCHEDULED, PartState.PLANNED)]
    copies = (button("Repost", "repost"), button("Rework", "rework")) if old else (button("Duplicate", "dup"),)
    rows = [
        copies,
        (button("+1 day", "nextday"), button("Next free slot", "nextfree"), button("Swap…", "swappick"))
        if planned
        else (),
        (button("Cancel one destination…", "dests"),) if post.state is PostState.APPROVED and ahead else (),
        (
            (
                button("Make it human", "human"),
                *((button("Next hashtags", "nexttags"),) if view.brand.tag_sets else ()),
            )
            if planned
            else ()
        ),
        (button("Options…", "options"),) if _has_options(view) else (),
        (button("Repeat…", "repeat"), button("Not evergreen" if evergreen else "Evergreen", "evergreen")),
        (
            button("Note…", "note"),
            *((button("Ask for a change…", "changes"),) if post.state is PostState.PENDING else ()),
            button("Delete", "delete", Tone.BAD),
        ),
    ]
    return tuple(row for row in rows if row)


def _has_options(view: PostView) -> bool:
    """Whether one of the platforms it goes to asks for more than words and pictures."""
    bound = {view.accounts[one.account_id].platform for one in view.publications}
    return any(view.publishers[platform].rules.options for platform in bound if platform in view.publishers)


async def duplicate(ctx: Context, press: Press) -> Answers:
    """The same words once more, in the next free slot."""
    return await _copied(ctx, await ctx.actions.copy_post(PostId(press.target), by=ctx.by))


async def rework(ctx: Context, press: Press) -> Answers:
    """The same idea in other words."""
    await ctx.working("Writing it anew…", cards=1)
    return await _copied(ctx, await ctx.actions.copy_post.rework(PostId(press.target), by=ctx.by))


async def _copied(ctx: Context, post: Post) -> Answers:
    async with ctx.store.read() as tx:
        card = post_card(await post_view(tx, post.id, ctx.desk))
    words = f"A new card for {day_time(post.moment.local)}. Reply to it to change its words."
    return (Toast(text=words), Say(card=card))


async def next_day(ctx: Context, press: Press) -> Answers:
    """A day later at the same hour."""
    async with ctx.store.read() as tx:
        post, brand = await post_for(tx, PostId(press.target), ctx.by)
    return await move(ctx, post, resolve(post.moment.local + timedelta(days=1), brand.zone))


async def next_slot(ctx: Context, press: Press) -> Answers:
    """The brand's next slot that nobody has."""
    async with ctx.store.read() as tx:
        post, brand = await post_for(tx, PostId(press.target), ctx.by)
        free = await next_free(tx, brand, ctx.desk.clock.now())
    return await move(ctx, post, free)


async def pick_swap(ctx: Context, press: Press) -> Answers:
    """The planned posts nearby, to change places with."""
    now = ctx.desk.clock.now()
    async with ctx.store.read() as tx:
        post, brand = await post_for(tx, PostId(press.target), ctx.by)
        wanted = PostFilter(brand_id=brand.id, states=PLANNED, since=now, before=now + AHEAD, limit=50)
        others = [one for one in await tx.posts.find(wanted) if one.id != post.id]
    if not others:
        what = "There is no other planned post in the next two weeks."
        raise Invalid(Problem(field="post", what=what, fix="+1 day and Time move this one."))
    nearest = sorted(others, key=lambda one: abs(one.moment.instant - post.moment.instant))[:MOST_SWAPS]
    rows = tuple(
        (
            Button(
                label=f"{one.moment.local:%a %H:%M} {snippet(one, 40)}",
                press=Press(verb="swap", target=post.id, version=post.revision, arg=encode(one.id)),
            ),
        )
        for one in sorted(nearest, key=lambda one: one.moment.instant)
    )
    body = ("Which of them should it change places with? Approved ones wait for a new yes.",)
    return (Say(card=Card(kind="confirm", body=body, buttons=rows), only_you=True),)


async def destinations(ctx: Context, press: Press) -> Answers:
    """The destinations that are still ahead."""
    async with ctx.store.read() as tx:
        await post_for(tx, PostId(press.target), ctx.by, may=Right.DECIDE)
        view = await post_view(tx, PostId(press.target), ctx.desk)
    ahead = [one for one in view.publications if one.state is PartState.SCHEDULED]
    rows = tuple(
        (
            Button(
                label=f"Not on {view.accounts[one.account_id].name}",
                press=Press(verb="destoff", target=view.post.id, arg=encode(one.id)),
            ),
        )
        for one in ahead
    )
    body = ("Leave out which one? The others go out as approved.",) if rows else ("Nothing of it is ahead any more.",)
    return (Say(card=Card(kind="confirm", body=body, buttons=rows), only_you=True),)


async def leave_out(ctx: Context, press: Press) -> Answers:
    """One destination less."""
    publication = PublicationId(id_in(press.arg))
    await ctx.actions.set_aside.cancel_publication(PostId(press.target), publication, by=ctx.by)
    return (Answered(text="✔ Left out there."), Toast(text="It does not go out there. The rest is as approved."))


async def delete(ctx: Context, press: Press) -> Answers:
    """Ask first; say what becomes of the live copy."""
    async with ctx.store.read() as tx:
        await post_for(tx, PostId(press.target), ctx.by, may=Right.DECIDE)
        view = await post_view(tx, PostId(press.target), ctx.desk)
    live = [
        view.accounts[one.account_id].name
        for one in view.publications
        if any(part.state is PartState.LIVE for part in one.parts)
    ]
    here = Button(label="Delete here", tone=Tone.BAD, press=Press(verb="deletehere", target=view.post.id))
    there = Button(label="Delete here and there", tone=Tone.BAD, press=Press(verb="deleteboth", target=view.post.id))
    no = Button(label="No, keep it", press=Press(verb="no"))
    stays = f" It is live on {', '.join(live)}; that copy stays there unless you delete it too." if live else ""
    body = (f"Delete “{snippet(view.post)}”? It is not published and not listed any more.{stays}",)
    buttons = ((here, there), (no,)) if live else ((here, no),)
    return (Say(card=Card(kind="confirm", body=body, buttons=buttons), only_you=True),)


async def delete_here(ctx: Context, press: Press) -> Answers:
    """Into the bin, with a minute to think better of it."""
    await ctx.actions.delete_post(PostId(press.target), by=ctx.by)
    words = "Deleted. For 60 s Undo on its card brings it back."
    return (Answered(text=f"✔ {words}"), Toast(text=words))


async def delete_both(ctx: Context, press: Press) -> Answers:
    """Delete the live copies, then the post; what cannot be deleted there is named."""
    await ctx.working("Deleting the live copy…")
    done = await ctx.actions.delete_post.live_copies(PostId(press.target), by=ctx.by)
    await ctx.actions.delete_post(PostId(press.target), by=ctx.by)
    left = ", ".join(name for name, _ in done.left)
    words = f"Deleted here and on {', '.join(done.gone)}." if done.gone else "Deleted here."
    if left:
        words += f" On {left} it could not be deleted; please do that there yourself."
    return (Answered(text=f"✔ {words}"), Toast(text=words))


async def undelete(ctx: Context, press: Press) -> Answers:
    """Out of the bin again."""
    await ctx.actions.delete_post.undo(PostId(press.target), waited=press.arg == "w", by=ctx.by)
    return (Toast(text="It is back."),)


async def take_note_back(ctx: Context, press: Press) -> Answers:
    """An own note goes."""
    await ctx.actions.note_post.take_back(PostId(press.target), NoteId(id_in(press.arg)), by=ctx.by)
    return (Toast(text="Your note is gone."),)


VERBS = (
    Verb(name="more", run=show),
    Verb(name="dup", run=duplicate),
    Verb(name="repost", run=duplicate),
    Verb(name="rework", run=rework),
    Verb(name="nextday", run=next_day),
    Verb(name="nextfree", run=next_slot),
    Verb(name="swappick", run=pick_swap),
    Verb(name="dests", run=destinations),
    Verb(name="destoff", run=leave_out),
    Verb(name="delete", run=delete),
    Verb(name="deletehere", run=delete_here),
    Verb(name="deleteboth", run=delete_both),
    Verb(name="undelete", run=undelete),
    Verb(name="unnote", run=take_note_back),
)
