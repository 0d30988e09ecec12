"""/status: how things stand, in one message that keeps itself up to date."""

from __future__ import annotations

from bot.cards.status_card import status_card
from bot.commands.kit import Answers, Command, Context
from bot.talk import Say
from bot.views import status_view


async def run(ctx: Context, args: str) -> Answers:
    """Autopilot, heartbeat, next post, what waits, what needs a hand, accounts."""
    brand = await ctx.brand()
    async with ctx.store.read() as tx:
        return (Say(card=status_card(await status_view(tx, brand.id, ctx.desk))),)


COMMAND = Command(name="status", help="How things stand, always up to date", run=run)
