"""Make it human: a button, a reply and a setting."""

from __future__ import annotations

from bot.cards.card import say
from bot.cards.press import Press
from bot.commands.changed import shown
from bot.commands.kit import Answers, Command, Context, Verb
from bot.talk import Say
from core.errors import Invalid, Problem
from core.ids import PostId

MOST_NAMED = 12


async def mend(ctx: Context, post_id: PostId) -> Answers:
    """Take out what sounds made, and show the difference with the words that went."""
    changed, found = await ctx.actions.make_human(post_id, by=ctx.by)
    named = ", ".join(f"“{one}”" for one in found[:MOST_NAMED])
    more = f" and {len(found) - MOST_NAMED} more" if len(found) > MOST_NAMED else ""
    return (Say(card=say(f"🧹 Taken out or put plainly: {named}{more}.")), Say(card=await shown(ctx, changed)))


async def press(ctx: Context, press: Press) -> Answers:
    """The button below a post."""
    return await mend(ctx, PostId(press.target))


async def run(ctx: Context, args: str) -> Answers:
    """On or off for every draft to come; without a word, what holds now."""
    brand = await ctx.brand()
    match args.strip().lower():
        case "on" | "off" as wish:
            brand = await ctx.actions.make_human.always(brand.id, on=wish == "on", by=ctx.by)
        case "":
            pass
        case odd:
            what = f"“{odd[:20]}” is neither on nor off."
            raise Invalid(Problem(field="human", what=what, fix="Try /human on or /human off."))
    now = (
        "Every new draft loses what sounds made before you see it. /human off ends that."
        if brand.human
        else "Drafts stay as they were written. /human on takes out what sounds made before you see them; for one "
        "post, reply “make it human” to its card."
    )
    return (Say(card=say(now)),)


COMMAND = Command(name="human", help="Drafts without buzzwords and stock openings: /human on", run=run)
VERBS = (Verb(name="human", run=press),)
