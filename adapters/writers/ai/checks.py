"""What is wrong with a post a model wrote, in sentences it can follow, and the draft made of it all the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from adapters.writers.ai.answers import Planned, Words, Written
from adapters.writers.phrasing import cut, headline
from core.post import Variant
from core.rules import Rules
from core.sentences import Unit, fitted, pieces
from core.source import SourceItem
from core.writing import Brief, Draft

MAX_TEXT = 1000
MAX_POINT, MAX_POINTS = 60, 6
MAX_WHY = 300
MAX_SHAPE = 30
MAX_TAG = 30
TAGS = 5

_TAG = re.compile(r"(?<![\w&/])#(?=[^\W\d])\w+")
_LINK = re.compile(r"\bhttps?://[^\s<>\"]+|\bwww\.[^\s<>\"]+")
_BLANK = re.compile(r"\[(?:your|insert|brand|name|link|date)\b[^\]]*\]|\{\{?\w+\}?\}", re.I)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ECHO = 40
"""Characters; a sentence of our own rules this long is no accident."""


def problems(post: Written, brief: Brief, rules: str, item: SourceItem | None) -> tuple[str, ...]:
    """Everything that has to be mended before the post can be shown."""
    return tuple(_problems(post, brief, rules, item))


def _problems(post: Written, brief: Brief, rules: str, item: SourceItem | None) -> Iterator[str]:
    yield from _of_text("text", post.text, brief, rules, item)
    if len(post.text) > MAX_TEXT:
        yield f"text: has {len(post.text)} characters; {MAX_TEXT} is the limit."
    if _plain(post.text) in _earlier(brief.avoid):
        yield "text: was said before, word for word. Say something else."
    own = {one.platform: one for one in post.variants}
    for wanted in brief.destinations:
        words = own.get(wanted.platform)
        if words is None:
            yield f"variants: there is none for {wanted.platform}."
            continue
        where = f"variants.{wanted.platform}"
        yield from _of_text(f"{where}.text", words.text, brief, rules, item)
        size = wanted.count(_variant(words.text, tags(words.hashtags, wanted.hashtags[1])).words())
        if size > wanted.max_text:
            yield f"{where}: has {size} characters with its hashtags; {wanted.max_text} is the limit."
        if len(words.hashtags) > wanted.hashtags[1]:
            yield f"{where}: has {len(words.hashtags)} hashtags; {wanted.hashtags[1]} is the limit."


def _of_text(where: str, text: str, brief: Brief, rules: str, item: SourceItem | None) -> Iterator[str]:
    if not any(char.isalnum() for char in text):
        yield f"{where}: is empty."
    if _TAG.search(text):
        yield f"{where}: has hashtags in it; they stand apart."
    if _strange_links(text, brief, item):
        yield f"{where}: has a link nobody gave; leave it out."
    if _blanks(text, brief):
        yield f"{where}: has a blank that is not filled in."
    if _echoes(text, rules):
        yield f"{where}: repeats these rules. Write the post only."


def draft_of(post: Written, brief: Brief, rules: str, planned: Planned | None, item: SourceItem | None) -> Draft | None:
    """The post inside every limit: what is too much is cut at a sentence's end; None when nothing usable is left."""

    def clean(text: str) -> str:
        return _clean(text, brief, item)

    text = cut(fitted(clean(post.text), lambda said: len(said) <= MAX_TEXT), MAX_TEXT)
    spoken = (text, *(one.text for one in post.variants))
    if not any(char.isalnum() for char in text) or any(_blanks(one, brief) or _echoes(one, rules) for one in spoken):
        return None
    if _plain(text) in _earlier(brief.avoid):
        return None
    common = tags(post.hashtags, TAGS)
    own = {one.platform: one for one in post.variants}
    fallback = Words(platform="", text=text, hashtags=common)
    points = tuple(point for one in post.points if 0 < len(point := " ".join(clean(one).split())) <= MAX_POINT)
    why = planned.why if planned else post.why
    return Draft(
        text=text,
        hashtags=common,
        headline=headline(text, given=" ".join(clean(post.headline).split())),
        points=points[:MAX_POINTS] if len(points) > 1 else (),
        variants={
            to.platform: _within(clean(one.text) or text, one.hashtags, to)
            for to in brief.destinations
            for one in (own.get(to.platform, fallback),)
        },
        item=item.id if item else None,
        link=item.url if item else "",
        shape=_line(clean(planned.shape if planned else post.shape), MAX_SHAPE).lower() or "note",
        why=_because(_line(clean(why), MAX_WHY), item),
    )


def tags(given: Iterable[str], most: int) -> tuple[str, ...]:
    """Those that can be hashtags, bare, each once, the first ones."""
    kept: dict[str, str] = {}
    for one in given:
        tag = one if one.isalnum() else "".join(char for char in one if unicodedata.category(char)[0] in "LMN")
        if 2 <= len(tag) <= MAX_TAG and not tag.isdecimal():
            kept.setdefault(tag.casefold(), tag)
    return tuple(kept.values())[:most]


def _within(text: str, hashtags: tuple[str, ...], rules: Rules) -> Variant:
    """The words inside the platform's limits; hashtags go before words do, down to the fewest that read well."""
    least, most = rules.hashtags
    kept = tags(hashtags, most)
    while len(kept) > least and rules.count(_variant(text, kept).words()) > rules.max_text:
        kept = kept[:-1]
    while True:
        short = fitted(text, lambda said, kept=kept: rules.count(_variant(said, kept).words()) <= rules.max_text)  # type: ignore[misc]  # bound by its default
        if not kept or rules.count(_variant(short, kept).words()) <= rules.max_text:
            return _variant(short, kept)
        kept = kept[:-1]


def _variant(text: str, hashtags: tuple[str, ...]) -> Variant:
    return Variant(text=text, hashtags=hashtags)


def _blanks(text: str, brief: Brief) -> bool:
    """Whether a blank was left that nobody wrote on purpose."""
    return any(blank not in brief.idea for blank in _BLANK.findall(text))


def _because(why: str, item: SourceItem | None) -> str:
    """The reason; what it draws on is named."""
    if item is not None and item.title not in why:
        return f"Draws on “{item.title}” of {item.source}. {why}".strip()
    return why or "It fits what you told about yourselves."


def _clean(text: str, brief: Brief, item: SourceItem | None) -> str:
    """Without hidden characters, hashtags and links nobody gave."""
    plain = _CONTROL.sub("", text.encode("utf-8", "ignore").decode())
    for link in _strange_links(plain, brief, item):
        plain = plain.replace(link, "")
    lines = (re.sub(r"[ \t]{2,}", " ", line).strip() for line in _TAG.sub("", plain).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _strange_links(text: str, brief: Brief, item: SourceItem | None) -> list[str]:
    given = " ".join((brief.idea, brief.hint, brief.voice, item.url if item else "", item.text if item else ""))
    return [link for link in _LINK.findall(text) if link.rstrip(".,;:!?)") not in given]


def _echoes(text: str, rules: str) -> bool:
    """Whether a sentence of our own rules stands in it."""
    said = _plain(text)
    return any(sentence in said for sentence in _telling(rules))


@cache
def _telling(rules: str) -> tuple[str, ...]:
    """The sentences of our rules that are too long to be written by chance."""
    whole = (_plain(one) for one in pieces(rules, Unit.SENTENCE))
    return tuple(one for one in whole if len(one) >= _ECHO)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


@lru_cache(maxsize=32)
def _earlier(texts: tuple[str, ...]) -> frozenset[str]:
    """Earlier posts of a brand, the same for every post of a week."""
    return frozenset(map(_plain, texts))


def _line(text: str, most: int) -> str:
    return cut(" ".join(text.split()), most)
