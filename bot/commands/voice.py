"""/voice: how the brand's own posts are written."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.cards.card import Button, Card
from bot.cards.form import Field, Kind
from bot.cards.labels import count
from bot.cards.press import Press
from bot.cards.text import Bold, Bullets
from bot.cards.voice_words import voice_words
from bot.commands.kit import Answers, Command, Context, FormKind, Verb, as_given
from bot.talk import Answered, OpenFormOf, Say
from core.brand import Brand
from core.errors import Invalid, Problem
from core.talk import OpenForm
from core.voice import LEAST, LONGEST, MOST

_BETWEEN = re.compile(r"\n[ \t]*-{3,}[ \t]*\n")


async def run(ctx: Context, args: str) -> Answers:
    """What was learned; `learn` takes posts, `reset` forgets."""
    brand = await ctx.brand()
    word, rest = [*args.split(maxsplit=1), "", ""][:2]
    match word.lower():
        case "learn" if rest:
            brand = await ctx.actions.learn_voice(brand.id, posts_in(rest), by=ctx.by)
        case "learn":
            return (OpenFormOf(name="voice"),)
        case "reset":
            brand = await ctx.actions.learn_voice.forget(brand.id, by=ctx.by)
        case "":
            pass
        case odd:
            what = f"I do not know “/voice {odd[:20]}”."
            raise Invalid(Problem(field="voice", what=what, fix="Try /voice, /voice learn or /voice reset."))
    return (Say(card=_card(brand)),)


async def learn(ctx: Context, press: Press) -> Answers:
    """Ask for posts."""
    return (OpenFormOf(name="voice"),)


async def reset(ctx: Context, press: Press) -> Answers:
    """Write as before."""
    await ctx.actions.learn_voice.forget((await ctx.brand_of(press.target)).id, by=ctx.by)
    return (Answered(text="✔ What I had learned of your voice is forgotten."),)


def posts_in(text: str) -> tuple[str, ...]:
    """The posts between lines of dashes; without such a line those between empty lines."""
    text = f"\n{text.strip()}\n"
    parts = _BETWEEN.split(text) if _BETWEEN.search(text) else re.split(r"\n\s*\n", text)
    return tuple(part.strip() for part in parts if part.strip())


async def fields(ctx: Context, form: OpenForm) -> tuple[Field, ...]:
    """One long field."""
    ask = f"Send {LEAST} or more posts of yours in one message, with a line of three dashes (---) between two."
    return (
        Field(
            name="posts",
            label="Posts of yours",
            ask=ask,
            kind=Kind.LONG,
            hint=f"{LEAST} to {MOST} posts, with --- on a line between two",
            limit=LONGEST * 4,
        ),
    )


async def submit(ctx: Context, form: OpenForm, values: Mapping[str, str]) -> Answers:
    """Learn from them."""
    brand = await ctx.actions.learn_voice((await ctx.brand()).id, posts_in(values["posts"]), by=ctx.by)
    return (Say(card=_card(brand)),)


def _card(brand: Brand) -> Card:
    teach = Button(label="Learn from posts of mine", press=Press(verb="learnvoice", target=brand.id))
    title = (Bold(f"How {brand.name} sounds"),)
    if brand.traits is None:
        body = (f"I have not heard you yet. {LEAST} posts of yours are enough to learn from; the posts are not kept.",)
        return Card(kind="page", title=title, body=body, buttons=((teach,),))
    heard = Bullets(tuple((one,) for one in voice_words(brand.traits)))
    footer = (f"Learned from {count(brand.traits.samples, 'post')}. Each card says how well it matches.",)
    forget = Button(label="Reset", press=Press(verb="resetvoice", target=brand.id))
    return Card(kind="page", title=title, body=(heard,), footer=footer, buttons=((teach, forget),))


COMMAND = Command(name="voice", help="How you sound, learned from posts of yours: /voice learn", run=run)
VERBS = (Verb(name="learnvoice", run=learn, opens_form=True), Verb(name="resetvoice", run=reset))
FORM = FormKind(
    name="voice", title="Learn my voice", submit_label="Learn", fields=fields, check=as_given, submit=submit
)
