"""Several brands in one workspace: made, chosen, renamed, removed."""

from __future__ import annotations

from dataclasses import replace

from bot.cards.card import Button, Card, Row, Tone, say
from bot.cards.press import Press
from bot.cards.text import Bold
from bot.commands.kit import Answers, Context, Verb, one_named
from bot.talk import Answered, OpenFormOf, Say
from core.access import Right, must
from core.brand import Brand

EXAMPLES = "/brand, /brand new, /brand NAME, /brand rename NAME or /brand remove"


async def run(ctx: Context, args: str) -> Answers | None:
    """What `/brand` is asked besides its card; None when it is the card that is wanted."""
    verb, _, rest = args.strip().partition(" ")
    match verb.casefold():
        case "":
            return None
        case "new":
            must(ctx.by, Right.WRITE)
            words = "Another brand, with words, times and destinations of its own. The same six questions:"
            return (Say(card=say(words)), OpenFormOf(name="start"))
        case "list":
            return (Say(card=await chooser(ctx)),)
        case "rename" if rest.strip():
            brand = await ctx.brand()
            renamed = await ctx.actions.set_up_brand.change(replace(brand, name=rest.strip()), by=ctx.by)
            words = f"{brand.name} is called {renamed.name} now. Links and feeds keep their address."
            return (Say(card=say(words)),)
        case "remove":
            return (Say(card=_sure(await ctx.brand()), only_you=True),)
    return (Say(card=say(await _switched(ctx, await _named(ctx, args)))),)


async def chooser(ctx: Context) -> Card:
    """The brands, the current one marked, each a button."""
    current = await ctx.brand()
    rows = tuple(
        Row(
            mark="●" if brand.id == current.id else "○",
            label=brand.name,
            text=("spoken of here",) if brand.id == current.id else (),
            press=Press(verb="speakof", target=brand.id),
        )
        for brand in await ctx.brands()
    )
    return Card(kind="page", title=(Bold("Your brands"),), rows=rows, footer=(f"Also: {EXAMPLES}.",))


async def choose(ctx: Context, press: Press) -> Answers:
    """The brand that was picked is spoken of from now on."""
    return (Answered(text=f"✔ {await _switched(ctx, await ctx.brand_of(press.target))}"),)


async def removed(ctx: Context, press: Press) -> Answers:
    """Take the brand out, as was confirmed."""
    brand = await ctx.brand_of(press.target)
    await ctx.actions.set_up_brand.remove(brand.id, by=ctx.by)
    return (Answered(text=f"✔ {brand.name} is removed."),)


async def _named(ctx: Context, name: str) -> Brand:
    return one_named("brand", name, await ctx.brands(), fix=f" Or try {EXAMPLES}.")


async def _switched(ctx: Context, brand: Brand) -> str:
    await ctx.speak_of(brand)
    return f"From now on we speak of {brand.name} in this chat. Cards of all brands still come here."


def _sure(brand: Brand) -> Card:
    yes = Button(label=f"Yes, remove {brand.name}", tone=Tone.BAD, press=Press(verb="unbrand", target=brand.id))
    no = Button(label="No, keep it", press=Press(verb="no"))
    body = (
        f"Remove {brand.name} with all its posts, weeks, sources and connected accounts? Approved posts are not "
        "published any more. What is live stays live, and its local feed stays in its folder. This cannot be undone.",
    )
    return Card(kind="confirm", body=body, buttons=((yes, no),))


VERBS = (Verb(name="speakof", run=choose), Verb(name="unbrand", run=removed))
