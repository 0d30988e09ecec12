"""Tabs: which destination's words a card shows, in chats whose cards have no tabs of their own."""

from __future__ import annotations

from dataclasses import replace

from bot.cards.post_card import post_card
from bot.cards.press import Press
from bot.commands.kit import Answers, Context, Verb
from bot.talk import Redraw
from bot.views import post_view
from core.access import post_for
from core.ids import PostId


async def show(ctx: Context, press: Press) -> Answers:
    """Remember the choice where the card hangs, and draw it."""
    post_id = PostId(press.target)
    async with ctx.store.read() as tx:
        await post_for(tx, post_id, ctx.by)
        card = post_card(await post_view(tx, post_id, ctx.desk))
        delivery = await tx.deliveries.at(ctx.where.front_end, ctx.where.chat, ctx.where.message)
    if delivery is not None:
        async with ctx.store.begin() as tx:
            await tx.deliveries.save(replace(delivery, tab=press.arg))
    return (Redraw(card=card),)


VERBS = (Verb(name="tab", run=show),)
