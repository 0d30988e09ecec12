"""/thread and /comment: what follows below a post, each a Part of its own."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from bot.commands.changed import shown
from bot.commands.kit import Answers, Command, Context
from bot.commands.note import replied_post
from bot.talk import Say
from core.access import post_for
from core.errors import Invalid, Problem, too_much
from core.ids import PostId
from core.post import Content

MOST_PARTS = 10
NONE = frozenset({"none", "off", "-"})
_LINE = re.compile(r"\n\s*-{3,}\s*\n")
_SENTENCE = re.compile(r".+?(?:[.!?…]+(?=\s|$)|\n+|$)\s*", re.DOTALL)


async def thread(ctx: Context, args: str) -> Answers:
    """In reply to a card: the parts that follow it; without words, its own text cut into parts that fit."""
    post_id = await replied_post(ctx, "thread")
    async with ctx.store.read() as tx:
        post, _ = await post_for(tx, post_id, ctx.by)
        accounts = {one.id: one for one in await tx.accounts.of(post.brand_id)}
        there = [accounts[one.account_id].platform for one in await tx.publications.of(post_id)]
    content, given = post.content, args.strip()
    if given.casefold() in NONE:
        return await _changed(ctx, post_id, replace(content, thread=()))
    if given:
        parts = tuple(piece.strip() for piece in _LINE.split(f"\n{given}\n") if piece.strip())
        return await _changed(ctx, post_id, replace(content, thread=_not_too_many(parts)))
    rules = [ctx.desk.rules[name] for name in there if name in ctx.desk.rules and ctx.desk.rules[name].max_parts > 1]
    if not rules:
        what = "None of its destinations takes several parts."
        raise Invalid(Problem(field="thread", what=what, fix="Shorten the text, or choose another destination."))
    tightest = min(rules, key=lambda one: one.max_text)
    first, *rest = split(content.text, tightest.max_text - _room(content), tightest.count)
    if not rest:
        what = f"Its text fits into one part ({tightest.count(content.text)} of {tightest.max_text})."
        raise Invalid(Problem(field="thread", what=what, fix="Send /thread and the parts, with a line of --- between."))
    return await _changed(ctx, post_id, replace(content, text=first, thread=_not_too_many(tuple(rest))))


async def comment(ctx: Context, args: str) -> Answers:
    """In reply to a card: the first comment below it, or none."""
    post_id = await replied_post(ctx, "comment and your words")
    if not args.strip():
        fix = "For example: /comment The recipe: https://example.com, or /comment none."
        raise Invalid(Problem(field="comment", what="What should the first comment say?", fix=fix))
    async with ctx.store.read() as tx:
        post, _ = await post_for(tx, post_id, ctx.by)
    words = "" if args.strip().casefold() in NONE else args.strip()
    return await _changed(ctx, post_id, replace(post.content, comment=words))


def split(text: str, longest: int, measure: Callable[[str], int]) -> list[str]:
    """The text in parts that `measure` finds within `longest`, cut between sentences, else between words."""
    parts: list[str] = []
    for sentence in _SENTENCE.findall(text):
        if parts and measure(f"{parts[-1]}{sentence}".strip()) <= longest:
            parts[-1] += sentence
            continue
        while measure(sentence.strip()) > longest:
            end = longest
            while measure(sentence[:end]) > longest:
                end -= 1
            at = sentence.rfind(" ", end // 2, end)
            parts.append(sentence[: at if at > 0 else end])
            sentence = sentence[at if at > 0 else end :]
        parts.append(sentence)
    return [part.strip() for part in parts if part.strip()]


def _room(content: Content) -> int:
    """What hashtags and link take beside the first text."""
    return sum(len(tag) + 2 for tag in content.hashtags) + (len(content.link) + 2 if content.link else 0) + 2


def _not_too_many(parts: tuple[str, ...]) -> tuple[str, ...]:
    if len(parts) >= MOST_PARTS:
        raise Invalid(too_much("thread", len(parts) + 1, MOST_PARTS, "Please join some of them.", of="parts"))
    return parts


async def _changed(ctx: Context, post_id: PostId, content: Content) -> Answers:
    changed = await ctx.actions.change_post.content(post_id, content, by=ctx.by)
    return (Say(card=await shown(ctx, changed)),)


THREAD = Command(name="thread", help="Go on below a post, in reply to its card: /thread", run=thread)
COMMENT = Command(name="comment", help="A first comment, in reply to a card: /comment The recipe: …", run=comment)
