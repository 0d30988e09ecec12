"""Answers to “is it there?”, and Retry."""

from __future__ import annotations

from bot.cards.press import Press
from bot.commands.kit import Answers, Context, Verb, id_in
from bot.talk import Toast
from core.account import Health
from core.ids import PartId, PostId


async def there(ctx: Context, press: Press) -> Answers:
    """A person has seen it."""
    await ctx.actions.answer.it_is_there(PostId(press.target), PartId(id_in(press.arg)), by=ctx.by)
    return (Toast(text="Thank you. It counts as published."),)


async def resend(ctx: Context, press: Press) -> Answers:
    """Look once more, then send."""
    to = await ctx.actions.answer.publish_again(PostId(press.target), PartId(id_in(press.arg)), by=ctx.by)
    if to is None:
        return (Toast(text="I looked again: it is there after all."),)
    if to.health is not Health.OK:
        return (Toast(text=f"It goes out as soon as {to.name} is connected again."),)
    return (Toast(text="On its way again."),)


async def look_again(ctx: Context, press: Press) -> Answers:
    """Look at the platform now; nothing is sent."""
    await ctx.working("Looking at the platform…")
    moved = await ctx.actions.answer.look_again(PostId(press.target), PartId(id_in(press.arg)), by=ctx.by)
    if moved:
        return (Toast(text="I looked again; the card shows what I found."),)
    return (Toast(text="I looked again and still cannot tell. If you see it there, say so; else publish it again."),)


async def leave(ctx: Context, press: Press) -> Answers:
    """Do nothing more about it."""
    await ctx.actions.answer.leave_it(PostId(press.target), PartId(id_in(press.arg)), by=ctx.by)
    return (Toast(text="Left as it is. Nothing more is sent."),)


VERBS = (
    Verb(name="lookagain", run=look_again),
    Verb(name="there", run=there),
    Verb(name="resend", run=resend),
    Verb(name="leave", run=leave),
)
