"""Destinations: tick and untick where a post goes; only connected accounts are offered."""

from __future__ import annotations

from bot.cards.card import Button, Card, Row
from bot.cards.post_card import snippet
from bot.cards.press import Press
from bot.commands.kit import Answers, Context, Verb, id_in
from bot.talk import Redraw, Say, Toast
from core.access import post_for
from core.account import Health
from core.ids import AccountId, PostId, encode


async def show(ctx: Context, press: Press) -> Answers:
    """The accounts of the brand, each with its tick."""
    return (Say(card=await _card(ctx, PostId(press.target)), only_you=True),)


async def toggle(ctx: Context, press: Press) -> Answers:
    """Turn one tick over; an approval of the post does not cover the change."""
    post_id = PostId(press.target)
    on, account = press.arg[:1] == "+", AccountId(id_in(press.arg[1:]))
    changed = await ctx.actions.change_post.target(post_id, account, on=on, by=ctx.by)
    lost = " It was approved before, so it waits for you again." if changed.voided else ""
    return (Redraw(card=await _card(ctx, post_id)), Toast(text=("Added." if on else "Left out.") + lost))


async def _card(ctx: Context, post_id: PostId) -> Card:
    async with ctx.store.read() as tx:
        post, brand = await post_for(tx, post_id, ctx.by)
        accounts = await tx.accounts.of(brand.id)
        ticked = {one.account_id for one in await tx.publications.of(post_id)}
    offered = [one for one in accounts if one.health is not Health.DISCONNECTED]
    rows = tuple(
        Row(
            mark="☑️" if one.id in ticked else "⬜",
            label=one.name,
            text=(ctx.desk.publishers[one.platform].rules.label,),
            press=Press(verb="target", target=post_id, arg=f"{'-' if one.id in ticked else '+'}{encode(one.id)}"),
        )
        for one in offered
    )
    back = Button(label="Done", press=Press(verb="show", target=post_id))
    return Card(
        kind="targets", subject=post_id, body=(f"Where should “{snippet(post)}” go?",), rows=rows, buttons=((back,),)
    )


VERBS = (Verb(name="targets", run=show), Verb(name="target", run=toggle))
