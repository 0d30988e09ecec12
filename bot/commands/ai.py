"""/settings ai: who writes for the brand."""

from __future__ import annotations

from bot.cards.card import Button, Card, Row
from bot.cards.press import Press
from bot.cards.text import Bold
from bot.commands.kit import Answers, Context, Verb
from bot.talk import Say, Toast
from core.brand import Brand

LABELS = {"openai": "OpenAI", "gemini": "Gemini", "compatible": "Your own model", "offline": "Offline writer"}
_SAYS = {"offline": "works without any key, and steps in when a model cannot"}


async def run(ctx: Context, args: str) -> Answers:
    """Who there is, with a button for each; with a name, that one writes from now on."""
    brand = await ctx.brand()
    if args.strip():
        brand = await ctx.actions.choose_writer(brand.id, args.strip().lower(), by=ctx.by)
    return (Say(card=_card(ctx, brand)),)


async def choose(ctx: Context, press: Press) -> Answers:
    """That one writes from the next draft on."""
    brand = await ctx.actions.choose_writer((await ctx.brand_of(press.target)).id, press.arg, by=ctx.by)
    told = f"{LABELS[press.arg]} writes from the next draft on. What is drafted stays as it is."
    return (Toast(text=told), Say(card=_card(ctx, brand)))


def _card(ctx: Context, brand: Brand) -> Card:
    writers, now = ctx.actions.choose_writer.writers, ctx.actions.choose_writer.of(brand)
    rows = tuple(
        Row(mark="✅" if name == now else "▫️", label=LABELS[name], text=(_SAYS.get(name, said),))
        for name, said in writers.items()
    )
    buttons = tuple(
        Button(label=f"Use {LABELS[name]}", press=Press(verb="writer", target=brand.id, arg=name))
        for name in writers
        if name != now
    )
    more = (
        "What it costs: /cost."
        if len(writers) > 1
        else "Models are switched on by a key in .env: GREENLIGHT_OPENAI_API_KEY, GREENLIGHT_GEMINI_API_KEY, or "
        "GREENLIGHT_COMPATIBLE_URL for a server of your own. Then start Greenlight anew."
    )
    title = (Bold(f"Who writes for {brand.name}"),)
    return Card(kind="page", title=title, rows=rows, footer=(more,), buttons=(buttons,) if buttons else ())


VERBS = (Verb(name="writer", run=choose),)
