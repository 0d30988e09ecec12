"""/find: posts in which all the words occur, newest first."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.cards.card import Card, Row
from bot.cards.labels import count, day_time
from bot.cards.press import MAX_BYTES, Press
from bot.cards.progress import badge_of
from bot.cards.text import Bold, Span, Text
from bot.commands.kit import Answers, Command, Context, Verb
from bot.commands.lists import PAGE, page_buttons
from bot.talk import Redraw, Say
from bot.views import by_post
from core.errors import Invalid, Problem
from core.post import Content
from core.store import PostFilter

BEFORE, AROUND = 24, 90  # characters of an excerpt: in front of the hit, and in all
LONGEST_PRESS = MAX_BYTES - len("found:zzz:0:")  # bytes left for the words


async def run(ctx: Context, args: str) -> Answers:
    """The first page of what was found."""
    words = tuple(args.replace(":", " ").split())
    if not words:
        raise Invalid(Problem(field="words", what="What should I look for?", fix="For example: /find coffee cake"))
    return (Say(card=await _page(ctx, words, 0)),)


async def turn(ctx: Context, press: Press) -> Answers:
    """Another page, where the list hangs."""
    return (Redraw(card=await _page(ctx, tuple(press.arg.split()), press.target)),)


async def _page(ctx: Context, words: tuple[str, ...], number: int) -> Card:
    brand = await ctx.brand()
    wanted = PostFilter(brand_id=brand.id, words=words, newest_first=True, offset=number * PAGE, limit=PAGE)
    async with ctx.store.read() as tx:
        found = await tx.posts.find(wanted)
        total = await tx.posts.count(wanted)
        publications = await by_post(tx, found)
    rows = []
    for post in found:
        badge = badge_of(post, publications[post.id])
        rows.append(
            Row(
                mark=badge.mark,
                label=day_time(post.moment.local),
                text=(f"{badge.word}: ", *excerpt(post.content, words)),
                press=Press(verb="show", target=post.id),
            )
        )
    said = " ".join(words)
    fits = len(said.encode()) <= LONGEST_PRESS
    turns = page_buttons(("Newer", "Older"), number, total, Press(verb="found", arg=said)) if fits else ()
    narrow = "" if fits or total <= PAGE else "These are the newest; add a word, or use fewer, to see the others."
    return Card(
        kind="page",
        title=(Bold(f"“{said[:80]}”"), f" · {count(total, 'post')}"),
        body=() if rows else ("Nothing has these words.",),
        rows=tuple(rows),
        footer=(narrow,) if narrow else (),
        buttons=turns,
    )


def excerpt(content: Content, words: tuple[str, ...]) -> Text:
    """A line of the post around the first hit, every hit in bold."""
    hit = re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)), re.IGNORECASE)
    texts = (content.text, *content.below, *(variant.text for variant in content.variants.values()))
    lines = [" ".join(text.split()) for text in texts]
    line, first = next(((one, match) for one in lines if (match := hit.search(one))), (lines[0], None))
    start = _begin(line, first.start()) if first else 0
    end = start + AROUND
    cut = line[start:end] if end >= len(line) else line[start:end].rsplit(" ", 1)[0] + "…"
    return tuple(_spans(("…" if start else "") + cut, hit))


def _begin(line: str, hit: int) -> int:
    """Where an excerpt begins: a little before the hit, with a whole word where there are spaces."""
    place = max(hit - BEFORE, 0)
    space = line.find(" ", place, hit)
    return space + 1 if place and space >= 0 else place


def _spans(line: str, hit: re.Pattern[str]) -> Iterator[Span]:
    at = 0
    for match in hit.finditer(line):
        if match.start() > at:
            yield line[at : match.start()]
        yield Bold(match[0])
        at = match.end()
    if at < len(line):
        yield line[at:]


COMMAND = Command(name="find", help="Posts with these words: /find coffee cake", run=run)
VERBS = (Verb(name="found", run=turn),)
