"""/new: a post from an idea."""

from __future__ import annotations

from bot.cards.post_card import post_card
from bot.commands.kit import Answers, Command, Context
from bot.talk import Say
from bot.views import post_view


async def run(ctx: Context, args: str) -> Answers:
    """Draft it and show the card."""
    brand = await ctx.brand()
    await ctx.working("Drafting a post…", cards=1)
    post = await ctx.actions.new_post.from_idea(brand.id, args, by=ctx.by)
    async with ctx.store.read() as tx:
        return (Say(card=post_card(await post_view(tx, post.id, ctx.desk))),)


COMMAND = Command(name="new", help="A post from your idea: /new our autumn menu", run=run)
