"""Details: everything about a post, and the timeline of its attempts."""

from __future__ import annotations

from bot.cards.card import Card, Row
from bot.cards.labels import day_time
from bot.cards.post_card import snippet
from bot.cards.press import Press
from bot.cards.progress import PARTS
from bot.cards.reasons import sentence
from bot.cards.text import Bold, Code, Text, When
from bot.commands.kit import Answers, Context, Verb
from bot.talk import Say
from bot.views import approver, post_view
from core.access import post_for
from core.ids import PostId, encode


async def show(ctx: Context, press: Press) -> Answers:
    """A page for the person who asked."""
    post_id = PostId(press.target)
    async with ctx.store.read() as tx:
        await post_for(tx, post_id, ctx.by)
        view = await post_view(tx, post_id, ctx.desk)
        approvals = await tx.approvals.of(post_id)
        names = {one.id: await approver(tx, one) for one in approvals}
    post, zone = view.post, view.brand.zone
    attempts = await ctx.actions.publish_due.queue.timeline(post_id)
    body: Text = (
        Bold(snippet(post)),
        "\nPost ",
        Code(encode(post.id)),
        f" · version {post.revision} · {post.origin}",
        "\nPlanned for " + day_time(post.moment.local) + f" ({post.moment.zone})",
        "\nCreated ",
        When(post.created_at, zone),
        *(("\nApproved ", When(post.approved_at, zone)) if post.approved_at else ()),
        *((" by " + ", ".join(view.approvers),) if view.approvers else ()),
        *(("\nIt is part of a week the autopilot drafted.",) if post.batch_id else ()),
    )
    decided = tuple(
        Row(
            mark="✅" if one.voided_at is None else "↩️",
            label=names[one.id],
            text=(
                f"approved version {one.revision} in {one.door}, ",
                When(one.at, zone),
                *((", taken back ", When(one.voided_at, zone)) if one.voided_at else ()),
            ),
        )
        for one in approvals
    )
    rows = tuple(
        Row(
            mark=PARTS[attempt.state].mark,
            label=view.accounts[attempt.account_id].name if attempt.account_id in view.accounts else "",
            text=(
                f"{PARTS[attempt.state].word}, attempt {attempt.number}, ",
                When(attempt.at, zone),
                *((f". {sentence(attempt.reason)}",) if attempt.reason else ()),
            ),
        )
        for attempt in attempts
    )
    return (Say(card=Card(kind="details", body=body, rows=(*decided, *rows)), only_you=True),)


VERBS = (Verb(name="details", run=show),)
