"""/next: draft another week by hand."""

from __future__ import annotations

from bot.cards.card import say
from bot.commands.kit import Answers, Command, Context
from bot.talk import Say
from core.access import Right, must
from core.desk import count
from core.errors import Conflict
from core.rates import Tier


async def run(ctx: Context, args: str) -> Answers:
    """Draft the week after the last one; the same days are never drafted twice."""
    brand = await ctx.brand()
    must(ctx.by, Right.WRITE, brand.id)
    count(ctx.desk, ctx.by, Tier.AI)
    await ctx.working(f"Drafting the next week for {brand.name}…", cards=await ctx.posts_in_a_batch(brand))
    try:
        await ctx.actions.draft_batch(brand.id, door=ctx.where.front_end)
    except Conflict:
        return (Say(card=say("Those days are drafted already. /pending shows what waits.")),)
    return ()


COMMAND = Command(name="next", help="Draft the next week now", run=run)
