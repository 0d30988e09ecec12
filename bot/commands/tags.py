"""/tags: sets of hashtags, and the button that puts the next one below a post."""

from __future__ import annotations

from bot.cards.card import Card, Row
from bot.cards.press import Press
from bot.cards.text import Bold
from bot.commands.changed import shown
from bot.commands.edit import tags_of
from bot.commands.kit import Answers, Command, Context, Verb
from bot.talk import Say, Toast
from core.brand import Brand
from core.errors import Invalid, NotFound, Problem
from core.ids import PostId

OFF = ("off", "none", "-")


async def run(ctx: Context, args: str) -> Answers:
    """The sets; with a name and hashtags one is kept, with `off` it is dropped."""
    brand = await ctx.brand()
    name, rest = [*args.split(maxsplit=1), "", ""][:2]
    if not name:
        return (Say(card=_card(brand)),)
    if name.startswith("#") or not rest:
        what = "A set needs a name and its hashtags."
        raise Invalid(Problem(field="tags", what=what, fix="For example: /tags morning #coffee #bread"))
    try:
        tags = () if rest.strip().lower() in OFF else tags_of(rest)
        brand = await ctx.actions.use_tags.keep(brand.id, name, tags, by=ctx.by)
    except NotFound as error:
        known = ", ".join(brand.tag_sets) or "none yet"
        raise Invalid(Problem(field="tags", what=f"There is no set “{name[:40]}”.", fix=f"I know: {known}.")) from error
    return (Say(card=_card(brand)),)


async def press(ctx: Context, press: Press) -> Answers:
    """The next set."""
    changed, name = await ctx.actions.use_tags.next(PostId(press.target), by=ctx.by)
    return (Toast(text=f"Hashtags of “{name}”. Press again for the next set."), Say(card=await shown(ctx, changed)))


def _card(brand: Brand) -> Card:
    rows = tuple(
        Row(mark="🏷️", label=name, text=(" ".join(f"#{tag}" for tag in tags),)) for name, tags in brand.tag_sets.items()
    )
    body = () if rows else ("No set yet. Keep one: /tags morning #coffee #bread",)
    footer = ("On a card: More, then Next hashtags. /tags NAME off drops a set.",)
    return Card(kind="page", title=(Bold("Sets of hashtags"),), body=body, rows=rows, footer=footer)


COMMAND = Command(name="tags", help="Sets of hashtags: /tags morning #coffee #bread", run=run)
VERBS = (Verb(name="nexttags", run=press),)
