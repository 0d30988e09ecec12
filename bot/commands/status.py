"""/status: how things stand, in one message."""

from __future__ import annotations

from bot.cards.card import Card, Row
from bot.cards.labels import count, in_words
from bot.cards.post_card import snippet
from bot.cards.press import Press
from bot.cards.text import Bold, Until, When
from bot.commands.kit import Answers, Command, Context
from bot.talk import Say
from core.account import Health
from core.actions.tick import TICK, TOO_LONG
from core.moves import PartState, PostState
from core.store import PostFilter

_HEALTH = {
    Health.OK: ("🟢", "connected"),
    Health.HELD: ("🟡", "paused by the platform"),
    Health.BROKEN: ("🔴", "needs to be connected again"),
    Health.DISCONNECTED: ("⚪", "disconnected"),
}


async def run(ctx: Context, args: str) -> Answers:
    """Autopilot, heartbeat, next post, what waits, what needs a hand, accounts."""
    brand = await ctx.brand()
    now = ctx.desk.clock.now()
    async with ctx.store.read() as tx:
        beat = await tx.pulse.last(TICK)
        waiting = await tx.posts.count(PostFilter(brand_id=brand.id, states=(PostState.PENDING,)))
        troubled = (PartState.FAILED, PartState.MISSED, PartState.ASK)
        trouble = await tx.posts.count(PostFilter(brand_id=brand.id, part_states=troubled))
        wanted = PostFilter(
            brand_id=brand.id, states=(PostState.APPROVED,), part_states=(PartState.SCHEDULED,), limit=1
        )
        coming = await tx.posts.find(wanted)
        live = await tx.posts.count(PostFilter(brand_id=brand.id, part_states=(PartState.LIVE,)))
        accounts = await tx.accounts.of(brand.id)
    late = beat is None or now - beat > TOO_LONG
    rows = [
        Row(mark="🟢" if brand.autopilot else "⏸️", label="Autopilot", text=("on" if brand.autopilot else "off",)),
        Row(
            mark="🔴" if late else "🟢",
            label="Scheduler",
            text=("last tick ", Until(beat, in_words(beat - now))) if beat else ("has not ticked yet",),
        ),
        Row(
            mark="🗓️",
            label="Next post",
            text=(When(coming[0].moment.instant, coming[0].moment.zone), f": {snippet(coming[0])}")
            if coming
            else ("none is scheduled",),
        ),
        Row(mark="🟡", label="Waiting", text=(count(waiting, "post"),), press=Press(verb="list", arg="pending")),
        Row(mark="✅", label="Live", text=(count(live, "post"),), press=Press(verb="list", arg="live")),
    ]
    if trouble:
        rows.insert(
            0, Row(mark="⚠️", label="Needs you", text=(count(trouble, "post"),), press=Press(verb="list", arg="ask"))
        )
    for account in accounts:
        mark, word = _HEALTH[account.health]
        label = ctx.desk.publishers[account.platform].rules.label
        used = "" if account.id in brand.targets else ", not used for new posts"
        rows.append(Row(mark=mark, label=account.name, text=(f"{label}: {word}{used}",)))
    return (Say(card=Card(kind="status", title=(Bold(brand.name),), rows=tuple(rows))),)


COMMAND = Command(name="status", help="How things stand", run=run)
