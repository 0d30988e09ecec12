"""Text as a row of pieces that platforms treat apart: links, hashtags, names of people, and everything between.

Adapters compose what they send from these, so that escaping and byte offsets never rest on replacing strings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from adapters.publishers.links import links

_MARKED = re.compile(r"(?<![\w#@/&])(?:(?P<tag>#(?=[\w]*[^\W\d_])\w+)|(?P<name>@[\w.-]*\w(?:@[\w.-]*\w)?))")


class Kind(StrEnum):
    """What a piece of text is."""

    PLAIN = "plain"
    LINK = "link"
    TAG = "tag"
    NAME = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One piece: `text` as it is read, with its # or @."""

    kind: Kind
    text: str


def spans(text: str) -> tuple[Span, ...]:
    """The pieces of the text in order; joined they are the text again. A hashtag needs a letter."""
    pieces: list[Span] = []
    at = 0
    for start, end in links(text, bare=False):
        pieces += _marked(text[at:start])
        pieces.append(Span(kind=Kind.LINK, text=text[start:end]))
        at = end
    return (*pieces, *_marked(text[at:]))


def _marked(text: str) -> Iterator[Span]:
    at = 0
    for found in _MARKED.finditer(text):
        if found.start() > at:
            yield Span(kind=Kind.PLAIN, text=text[at : found.start()])
        yield Span(kind=Kind.TAG if found["tag"] else Kind.NAME, text=found[0])
        at = found.end()
    if at < len(text):
        yield Span(kind=Kind.PLAIN, text=text[at:])
