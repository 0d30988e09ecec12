"""/note and its button: a remark for reviewers, which is never published; or a change somebody asks for."""

from __future__ import annotations

from collections.abc import Mapping

from bot.cards.card import say
from bot.cards.form import Field, Kind
from bot.cards.press import Press
from bot.commands.kit import Answers, Command, Context, FormKind, Verb, as_given
from bot.commands.reply import REPLIED_TO
from bot.talk import OpenFormOf, Say, Toast
from core.access import Right, post_for
from core.errors import Invalid, Problem
from core.ids import PostId, decode, encode
from core.note import MAX_NOTE
from core.talk import OpenForm

KEPT = "🔒 Your note is kept beside the post. It is never published, and an approval still holds."


async def replied_post(ctx: Context, name: str) -> PostId:
    """The post whose card the command answers.

    Raises:
        Invalid: it answers no card of a post.
    """
    async with ctx.store.read() as tx:
        delivery = await tx.deliveries.at(ctx.where.front_end, ctx.where.chat, ctx.where.message)
    if delivery is None or delivery.kind not in REPLIED_TO:
        fix = f"Reply to its card with /{name}, or use More below it."
        raise Invalid(Problem(field="post", what="Which post?", fix=fix))
    return PostId(delivery.subject)


async def run(ctx: Context, args: str) -> Answers:
    """A note in reply to a card."""
    post_id = await replied_post(ctx, "note and your words")
    await ctx.actions.note_post(post_id, args, by=ctx.by)
    return (Say(card=say(KEPT), only_you=True),)


async def open_note(ctx: Context, press: Press) -> Answers:
    """Ask for the words."""
    async with ctx.store.read() as tx:
        await post_for(tx, PostId(press.target), ctx.by, may=Right.WRITE)
    return (OpenFormOf(name="note", target=encode(press.target)),)


async def fields(ctx: Context, form: OpenForm) -> tuple[Field, ...]:
    """One field."""
    ask = "What should reviewers know? It stays between you and is never published."
    return (Field(name="note", label="Note", ask=ask, kind=Kind.LONG, limit=MAX_NOTE),)


async def submit(ctx: Context, form: OpenForm, values: Mapping[str, str]) -> Answers:
    """Keep it."""
    await ctx.actions.note_post(PostId(decode(form.target)), values["note"], by=ctx.by)
    return (Toast(text=KEPT),)


async def open_changes(ctx: Context, press: Press) -> Answers:
    """Ask what should be changed."""
    async with ctx.store.read() as tx:
        await post_for(tx, PostId(press.target), ctx.by, may=Right.WRITE)
    return (OpenFormOf(name="changes", target=encode(press.target)),)


async def change_fields(ctx: Context, form: OpenForm) -> tuple[Field, ...]:
    """One field."""
    ask = "What should be changed? Whoever wrote it hears of it, and so does the writer at the next Regenerate."
    return (Field(name="changes", label="What should be changed?", ask=ask, kind=Kind.LONG, limit=MAX_NOTE),)


async def submit_changes(ctx: Context, form: OpenForm, values: Mapping[str, str]) -> Answers:
    """Keep it, and tell."""
    await ctx.actions.note_post.ask(PostId(decode(form.target)), values["changes"], by=ctx.by)
    return (Toast(text="✋ Asked. It stays beside the post until its content changes."),)


COMMAND = Command(name="note", help="A note for reviewers, in reply to a card: /note Is the price right?", run=run)
VERBS = (
    Verb(name="note", run=open_note, opens_form=True),
    Verb(name="changes", run=open_changes, opens_form=True),
)
FORM = FormKind(
    name="note", title="A note for reviewers", submit_label="Keep", fields=fields, check=as_given, submit=submit
)
CHANGES = FormKind(
    name="changes",
    title="Ask for a change",
    submit_label="Ask",
    fields=change_fields,
    check=as_given,
    submit=submit_changes,
)
