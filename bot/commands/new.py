"""/new: a post from an idea."""

from __future__ import annotations

from collections.abc import Mapping

from bot.cards.form import Field, Kind
from bot.cards.post_card import post_card
from bot.commands.kit import Answers, Command, Context, FormKind, as_given
from bot.talk import OpenFormOf, Say
from bot.views import post_view
from core.talk import OpenForm


async def run(ctx: Context, args: str) -> Answers:
    """Draft it and show the card; without an idea, ask for one."""
    if not args.strip():
        return (OpenFormOf(name="new"),)
    brand = await ctx.brand()
    await ctx.working("Drafting a post…", cards=1)
    post = await ctx.actions.new_post.from_idea(brand.id, args, by=ctx.by)
    async with ctx.store.read() as tx:
        return (Say(card=post_card(await post_view(tx, post.id, ctx.desk))),)


async def fields(ctx: Context, form: OpenForm) -> tuple[Field, ...]:
    """The idea."""
    ask = "What should it be about? A few words are enough."
    return (Field(name="idea", label="What should it be about?", ask=ask, kind=Kind.LONG, limit=2000),)


async def submit(ctx: Context, form: OpenForm, values: Mapping[str, str]) -> Answers:
    """Draft it."""
    return await run(ctx, values["idea"])


COMMAND = Command(name="new", help="A post from your idea: /new our autumn menu", run=run)
FORM = FormKind(name="new", title="New post", submit_label="Draft it", fields=fields, check=as_given, submit=submit)
