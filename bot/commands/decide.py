"""The decisions: approve one or all, undo, take back, skip, bring back, cancel."""

from __future__ import annotations

from bot.cards.card import Button, Card, Tone
from bot.cards.labels import count, day_time
from bot.cards.post_card import awaited_words, snippet
from bot.cards.press import Press
from bot.commands.kit import Answers, Context, Verb
from bot.talk import Answered, OpenFormOf, Say, Toast
from bot.views import post_view
from core.access import post_for
from core.actions.approve_batch import BatchApproved
from core.desk import PASSED
from core.errors import IllegalMove, Invalid
from core.ids import BatchId, PostId, encode
from core.moves import PostState


async def approve(ctx: Context, press: Press) -> Answers:
    """Approve one post; a second press is told who was first."""
    post_id = PostId(press.target)
    try:
        post = await ctx.actions.approve(post_id, seen=press.version, by=ctx.by)
    except Invalid as error:
        if error.problems[0].field != PASSED:
            raise
        return (Say(card=await _passed(ctx, post_id), only_you=True),)
    except IllegalMove:
        settled = await _already(ctx, post_id)
        if settled is None:
            raise
        return (settled,)
    if post.state is PostState.PENDING:
        async with ctx.store.read() as tx:
            view = await post_view(tx, post_id, ctx.desk)
        return (Toast(text=f"Your yes counts. {awaited_words(view)}"),)
    return (Toast(text=f"Approved. It goes out {day_time(post.moment.local)}."),)


async def approve_all(ctx: Context, press: Press) -> Answers:
    """Approve the whole week; one more press takes it back for a minute."""
    if ctx.by.member.guarded:
        about = {"do": "approve", "seen": str(press.version)}
        return (OpenFormOf(name="code", target=encode(press.target), values=about),)
    return await all_approved(ctx, BatchId(press.target), press.version)


async def all_approved(ctx: Context, batch_id: BatchId, seen: int, *, code: str = "") -> Answers:
    """Approve the week as it was seen, and say what came of it."""
    done = await ctx.actions.approve_batch(batch_id, seen=seen, by=ctx.by, code=code)
    if not done.posts and not done.left and not done.waiting:
        return (Toast(text="Everything here is decided already, or has your yes."),)
    said = f"{count(len(done.posts), 'post')} approved. You can undo it for 60 s." if done.posts else "None approved."
    if done.waiting:
        said = f"{count(len(done.waiting), 'post')} got your yes and wait for others."
        said += f" {len(done.posts)} approved." if done.posts else ""
    return (Toast(text=said), *_left(done))


async def mute(ctx: Context, press: Press) -> Answers:
    """No more reminders of this week."""
    await ctx.actions.remind.mute(BatchId(press.target), by=ctx.by)
    return (Answered(text="✔ No more reminders of this week. Its cards still wait."),)


async def undo(ctx: Context, press: Press) -> Answers:
    """Take the whole approval back, and name what had already left."""
    result = await ctx.actions.take_back.batch(BatchId(press.target), by=ctx.by)
    if not result.posts and not result.too_late:
        return (Toast(text="There is nothing to take back."),)
    said = f"{count(len(result.posts), 'post')} wait again."
    if result.too_late:
        names = "; ".join(f"“{snippet(post, 30)}”" for post in result.too_late)
        said += f" Too late for {names}."
    return (Toast(text=said),)


async def take_back(ctx: Context, press: Press) -> Answers:
    """Take one approval back."""
    await ctx.actions.take_back.post(PostId(press.target), by=ctx.by)
    return (Toast(text="Taken back. It waits again."),)


async def skip(ctx: Context, press: Press) -> Answers:
    """Leave one post out."""
    await ctx.actions.set_aside.skip(PostId(press.target), by=ctx.by)
    return (Toast(text="Skipped. “Bring back” undoes it."),)


async def bring_back(ctx: Context, press: Press) -> Answers:
    """Let a skipped post wait again."""
    await ctx.actions.set_aside.bring_back(PostId(press.target), by=ctx.by)
    return (Toast(text="It is back and waits for you."),)


async def cancel(ctx: Context, press: Press) -> Answers:
    """Ask before a post is taken out for good."""
    post_id = PostId(press.target)
    yes = Button(
        label="Yes, cancel it",
        tone=Tone.BAD,
        press=Press(verb="cancelyes", target=post_id, version=press.version),
    )
    no = Button(label="No, keep it", press=Press(verb="no", target=post_id))
    async with ctx.store.read() as tx:
        post, _ = await post_for(tx, post_id, ctx.by)
    body = (f"Take “{snippet(post)}” out for good? What is live already stays live.",)
    return (Say(card=Card(kind="confirm", body=body, buttons=((yes, no),)), only_you=True),)


async def cancel_confirmed(ctx: Context, press: Press) -> Answers:
    """Take it out."""
    await ctx.actions.set_aside.cancel(PostId(press.target), by=ctx.by)
    return (Answered(text="✔ Cancelled."), Toast(text="Cancelled. Nothing more of it is published."))


def _left(done: BatchApproved) -> Answers:
    if not done.left:
        return ()
    lines = tuple(
        f"\n• {day_time(post.moment.local)}: {' '.join(one.sentence() for one in problems)}"
        for post, problems in done.left
    )
    card = Card(kind="say", body=(f"{count(len(done.left), 'post')} could not be approved:", *lines))
    return (Say(card=card, only_you=True),)


async def _already(ctx: Context, post_id: PostId) -> Toast | None:
    """What to say to the second of two who approve: who was first, and when it goes out."""
    async with ctx.store.read() as tx:
        post, brand = await post_for(tx, post_id, ctx.by)
        approvals = await tx.approvals.of(post_id)
        names = {member.id: member.name for member in await tx.members.of(brand.workspace_id)}
    if post.state is not PostState.APPROVED:
        return None
    first = next((one for one in approvals if one.voided_at is None), None)
    who = f" by {names[first.member_id]}" if first and first.member_id in names else ""
    return Toast(text=f"Already approved{who}. It goes out {day_time(post.moment.local)}.")


async def _passed(ctx: Context, post_id: PostId) -> Card:
    """Its time has passed: tomorrow at the same hour, or now?"""
    async with ctx.store.read() as tx:
        post, _ = await post_for(tx, post_id, ctx.by)
    clock = f"{post.moment.local:%H:%M}"
    tomorrow = Press(verb="tomorrow", target=post.id, version=post.revision)
    now = Press(verb="nowyes", target=post.id, version=post.revision)
    return passed_card(clock, Button(label=f"Tomorrow {clock}", press=tomorrow), now)


def passed_card(what: str, later: Button, now: Press) -> Card:
    """Two ways out of a time that has passed."""
    return Card(
        kind="confirm",
        body=(f"{what} has passed: {later.label.lower()}, or now?",),
        buttons=((later, Button(label="Publish now", press=now)),),
    )


VERBS = (
    Verb(name="approve", run=approve),
    Verb(name="approveall", run=approve_all, opens_form=True),
    Verb(name="mute", run=mute),
    Verb(name="undo", run=undo),
    Verb(name="unapprove", run=take_back),
    Verb(name="skip", run=skip),
    Verb(name="back", run=bring_back),
    Verb(name="cancel", run=cancel),
    Verb(name="cancelyes", run=cancel_confirmed),
)
