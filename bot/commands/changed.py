"""What a change did, shown with Keep and Back; Back goes one version further each time."""

from __future__ import annotations

from dataclasses import replace

from bot.cards.card import Card
from bot.cards.diff import diff_card, moved
from bot.cards.post_card import snippet
from bot.cards.press import Press
from bot.cards.text import Text
from bot.commands.kit import Answers, Context, Verb
from bot.talk import Redraw, Toast
from bot.views import post_view
from core.access import post_for
from core.actions.change_post import Changed
from core.errors import Conflict, NotFound
from core.ids import PostId


async def shown(ctx: Context, changed: Changed, partner: Changed | None = None) -> Card:
    """The difference a change made to a post, and to its partner when the two changed places."""
    beside: Text = ()
    if partner is not None:
        async with ctx.store.read() as tx:
            was = await tx.posts.revision(partner.post.id, partner.post.revision - 1)
        beside = (f"“{snippet(partner.post, 30)}” ", *moved(was, partner.post))
    voided = changed.voided or (partner is not None and partner.voided)
    return await _card(ctx, changed.post.id, changed.post.revision, beside=beside, voided=voided)


async def step_back(ctx: Context, post_id: PostId, seen: int) -> Card:
    """Go back one version, and the card that shows it. Raises as `core.actions.step_back.StepBack`."""
    stepped = await ctx.actions.step_back(post_id, seen=seen, by=ctx.by)
    return await shown(ctx, stepped.post, stepped.partner)


async def keep(ctx: Context, press: Press) -> Answers:
    """Put the buttons away; the change was made already."""
    card = await _card(ctx, PostId(press.target), press.version, kept=True)
    return (Redraw(card=card), Toast(text="Kept."))


async def back(ctx: Context, press: Press) -> Answers:
    """Restore the version before, unless the post was changed again since."""
    try:
        card = await step_back(ctx, PostId(press.target), press.version)
    except Conflict:
        return (Toast(text="It was changed again since. Press Back below the newest change, or reply “undo”."),)
    return (Redraw(card=card), Toast(text="Back to the version before."))


async def _card(
    ctx: Context, post_id: PostId, revision: int, *, beside: Text = (), voided: bool = False, kept: bool = False
) -> Card:
    """What that revision changed. Raises NotFound when there is no such post here, or nothing before it."""
    async with ctx.store.read() as tx:
        await post_for(tx, post_id, ctx.by)
        view = await post_view(tx, post_id, ctx.desk)
        if not 1 < revision <= view.post.revision:
            raise NotFound("revision")
        was = await tx.posts.revision(post_id, revision - 1)
        if revision < view.post.revision:
            view = replace(view, post=await tx.posts.revision(post_id, revision))
    return diff_card(was, view, partner=beside, voided=voided, kept=kept)


VERBS = (Verb(name="keep", run=keep), Verb(name="stepback", run=back))
