"""Edit: the text and the hashtags of a post."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.cards.form import Field, Kind
from bot.cards.press import Press
from bot.commands.kit import Answers, Context, FormKind, Verb
from bot.requests.edits import MOST_TAGS, NewText
from bot.talk import OpenFormOf, Toast
from bot.views import post_view
from core.access import post_for
from core.actions.change_post import LONGEST, Changed
from core.errors import Invalid, Problem, too_much
from core.ids import PostId, decode, encode
from core.talk import OpenForm


async def open_edit(ctx: Context, press: Press) -> Answers:
    """Open the form, remembering which revision the person saw."""
    async with ctx.store.read() as tx:
        post, _ = await post_for(tx, PostId(press.target), ctx.by)
    return (OpenFormOf(name="edit", target=encode(post.id), values={"seen": str(post.revision)}),)


async def fields(ctx: Context, form: OpenForm) -> tuple[Field, ...]:
    """The text and the hashtags as they are now."""
    post_id = PostId(decode(form.target))
    async with ctx.store.read() as tx:
        await post_for(tx, post_id, ctx.by)
        view = await post_view(tx, post_id, ctx.desk)
    post = view.post
    rules = [ctx.desk.publishers[view.accounts[one.account_id].platform].rules for one in view.publications]
    tags = " ".join(f"#{tag}" for tag in post.content.hashtags)
    return (
        Field(
            name="text",
            label="Text",
            ask=f"Send the new text. Now it says:\n\n{post.content.text}",
            kind=Kind.LONG,
            value=post.content.text,
            limit=min((one.max_text for one in rules), default=LONGEST),
        ),
        Field(
            name="tags",
            label="Hashtags",
            ask=f"Which hashtags? Now: {tags or 'none'}. Send a dash for none.",
            value=tags,
            hint="#like #this",
            required=False,
            limit=500,
        ),
    )


def check(ctx: Context, name: str, value: str) -> str:
    """There must be some text; hashtags are words of letters, digits and underscores."""
    if name == "tags":
        tags_of(value)
    elif not value.strip():
        raise Invalid(Problem(field="text", what="There is nothing in it.", fix="Write something, or cancel."))
    return value.strip()


def tags_of(text: str) -> tuple[str, ...]:
    """The hashtags in a line, bare, each once.

    Raises:
        Invalid: a word could not be a hashtag, or there are too many.
    """
    words = [] if text.strip() in ("-", "–", "—") else text.replace(",", " ").split()
    tags = tuple(dict.fromkeys(word.lstrip("#") for word in words))
    odd = next((tag for tag in tags if not re.fullmatch(r"\w+", tag) or tag.isdigit()), None)
    if odd is not None:
        fix = "Hashtags have letters, digits and underscores, and not only digits."
        raise Invalid(Problem(field="tags", what=f"“{odd[:40]}” cannot be a hashtag.", fix=fix))
    if len(tags) > MOST_TAGS:
        raise Invalid(too_much("tags", len(tags), MOST_TAGS, "Please choose.", of="hashtags"))
    return tags


async def submit(ctx: Context, form: OpenForm, values: Mapping[str, str]) -> Answers:
    """Keep the edit on top of the revision the person saw; another text replaces those of every destination."""
    post_id = PostId(decode(form.target))
    async with ctx.store.read() as tx:
        post, _ = await post_for(tx, post_id, ctx.by)
    content = replace(post.content, hashtags=tags_of(values["tags"]))
    if values["text"] != content.text:
        content = NewText(values["text"]).on(content)
    if content == post.content:
        return (Toast(text="Nothing was changed."),)
    changed = await ctx.actions.change_post.content(post_id, content, by=ctx.by, seen=int(form.values["seen"]))
    return (Toast(text=said(changed)),)


def said(changed: Changed) -> str:
    """What a change did, with a word about a lost approval."""
    return "Saved. It was approved before, so it waits for you again." if changed.voided else "Saved."


VERBS = (Verb(name="edit", run=open_edit, opens_form=True),)
FORM = FormKind(name="edit", title="Edit the post", submit_label="Save", fields=fields, check=check, submit=submit)
