"""Regenerate: another text for the same slot, with a wish if there is one."""

from __future__ import annotations

from collections.abc import Mapping

from bot.cards.form import Choice, Field
from bot.cards.press import Press
from bot.commands.kit import Answers, Context, FormKind, Verb, as_given
from bot.talk import OpenFormOf, Toast
from core.access import post_for
from core.actions.regenerate import LONGEST_HINT
from core.ids import PostId, decode, encode
from core.talk import OpenForm

WISHES = {
    "Too long": "shorter",
    "Too short": "longer",
    "Too salesy": "less salesy, no invitation to buy",
    "Too dull": "more playful",
    "Off topic": "stay with our topics",
    "Ask a question": "ask a question",
    "Make it a list": "make it a list",
    "No emoji": "no emoji",
}
"""What is tapped most, with what it asks of the writer."""


async def open_wish(ctx: Context, press: Press) -> Answers:
    """Ask what should be different."""
    async with ctx.store.read() as tx:
        post, _ = await post_for(tx, PostId(press.target), ctx.by)
    return (OpenFormOf(name="again", target=encode(post.id)),)


async def fields(ctx: Context, form: OpenForm) -> tuple[Field, ...]:
    """One wish, which may be left out."""
    return (
        Field(
            name="hint",
            label="What should be different?",
            ask="What should be different? Say it in your words, or skip for a surprise.",
            hint="Leave it empty for a surprise.",
            choices=tuple(Choice(value=wish, label=label) for label, wish in WISHES.items()),
            required=False,
            limit=LONGEST_HINT,
        ),
    )


async def submit(ctx: Context, form: OpenForm, values: Mapping[str, str]) -> Answers:
    """Write it anew."""
    await ctx.working("Writing another one…")
    changed = await ctx.actions.regenerate(PostId(decode(form.target)), by=ctx.by, hint=values["hint"])
    lost = " It was approved before, so it waits for you again." if changed.voided else ""
    return (Toast(text=f"Here is another one.{lost}"),)


VERBS = (Verb(name="again", run=open_wish, opens_form=True),)
FORM = FormKind(
    name="again", title="Regenerate", submit_label="Write it anew", fields=fields, check=as_given, submit=submit
)
