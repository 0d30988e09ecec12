"""Takes out of a text what sounds made: buzzwords, stock openings, empty intensifiers, dashes and shouts in a row.

Links, @names, #tags and quoted words are never touched, and no text is left empty.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from core.post import Content, Variant

MOST_TAGS = 5
_KEPT = re.compile(r"(https?://\S+|www\.\S+|[@#][\w.]+|“[^”\n]*”|\"[^\"\n]*\"|«[^»\n]*»|„[^“\n]*“)")
_DASH = re.compile(r"(?<=\S)(?: ?[—–] | [—–] ?)(?=\S)")
_SHOUTS = re.compile(r"!{2,}")
_SHOUT = re.compile(r"!(?=\s|$)")
_CARRIES_ON = frozenset({"that", "dass", "que", "ki"})
_ROUNDS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """One language: how stock openings go, words that only make louder, and plain words for grand ones."""

    openings: tuple[str, ...] = ()
    intensifiers: tuple[str, ...] = ()
    swaps: Mapping[str, str] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.openings, self.intensifiers, tuple(self.swaps.items())))


Lexicons = Callable[[str], Lexicon]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """A text without what sounded made, and what that was, as it stood there, each once."""

    text: str
    found: tuple[str, ...] = ()


def humanised(text: str, lexicon: Lexicon) -> Cleaned:
    """The text as a person would leave it. Doing it again changes nothing more."""
    found: list[str] = []
    after = text
    for _ in range(_ROUNDS):
        before = after
        after = _once(before, lexicon, found)
        if after == before:
            break
    if not any(char.isalnum() for char in after):
        return Cleaned(text=text)
    return Cleaned(text=after, found=tuple(dict.fromkeys(found)))


def human_content(content: Content, lexicon: Lexicon) -> tuple[Content, tuple[str, ...]]:
    """Every text of a post so, with fewer hashtags where they are stuffed, and what was taken out."""
    found: list[str] = []

    def clean(text: str) -> str:
        cleaned = humanised(text, lexicon)
        found.extend(cleaned.found)
        return cleaned.text

    def tags(given: tuple[str, ...]) -> tuple[str, ...]:
        found.extend(f"#{tag}" for tag in given[MOST_TAGS:])
        return given[:MOST_TAGS]

    def own(words: Variant) -> Variant:
        return replace(words, text=clean(words.text), hashtags=tags(words.hashtags))

    after = replace(
        content,
        text=clean(content.text),
        hashtags=tags(content.hashtags),
        thread=tuple(map(clean, content.thread)),
        comment=clean(content.comment),
        variants={name: own(words) for name, words in content.variants.items()},
    )
    return after, tuple(dict.fromkeys(found))


def _once(text: str, lexicon: Lexicon, found: list[str]) -> str:
    opening, louder, grand = _patterns(lexicon)

    def opened(hit: re.Match[str]) -> str:
        found.append(hit["said"].strip())
        return hit["next"].upper()

    def softened(hit: re.Match[str]) -> str:
        found.append(hit["said"])
        return hit["next"].upper() if hit["said"][:1].isupper() else hit["next"]

    def plain(hit: re.Match[str]) -> str:
        found.append(hit["said"])
        instead = lexicon.swaps[hit["said"].lower()]
        return instead[:1].upper() + instead[1:] if hit["said"][:1].isupper() else instead

    text = opening.sub(opened, text)
    text = _outside(text, lambda piece: grand.sub(plain, louder.sub(softened, piece)))
    text = _outside(text, lambda piece: _SHOUTS.sub("!", piece))
    if "¡" not in text and _count(text, _SHOUT) > 1:
        found.append("!")
        text = _after_the_first(text, _SHOUT, ".")
    if _count(text, _DASH) > 1:
        found.append("—")
        text = _outside(text, lambda piece: _DASH.sub(", ", piece))
    return text


@lru_cache(maxsize=16)
def _patterns(lexicon: Lexicon) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """How openings, words that only make louder, and grand words are found; the longest first."""
    carrying = [one for one in lexicon.openings if one.rsplit(maxsplit=1)[-1] in _CARRIES_ON]
    closing = [one for one in lexicon.openings if one not in carrying]
    opening = rf"^(?P<said>(?:{_any(carrying)})\s+|(?:{_any(closing)})[,:!?.…—–]+\s*)(?!https?://|www\.)(?P<next>\w)"
    louder = rf"(?<!\bnot )(?<!\bnicht )(?<![\w'’-])(?P<said>{_any(lexicon.intensifiers)}) (?P<next>[^\W\d_])"
    grand = rf"(?<![\w'’-])(?P<said>{_any(lexicon.swaps)})(?![\w'’-])"
    return (
        re.compile(opening, re.IGNORECASE | re.MULTILINE),
        re.compile(louder, re.IGNORECASE),
        re.compile(grand, re.IGNORECASE),
    )


def _any(words: Iterable[str]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(map(re.escape, longest_first)) or "(?!)"


def _outside(text: str, change: Callable[[str], str]) -> str:
    """The text with what is not to be kept changed."""
    pieces = _KEPT.split(text)
    return "".join(piece if place % 2 else change(piece) for place, piece in enumerate(pieces))


def _count(text: str, pattern: re.Pattern[str]) -> int:
    return sum(len(pattern.findall(piece)) for piece in _KEPT.split(text)[::2])


def _after_the_first(text: str, pattern: re.Pattern[str], instead: str) -> str:
    seen = 0

    def later(hit: re.Match[str]) -> str:
        nonlocal seen
        seen += 1
        return hit[0] if seen == 1 else instead

    return _outside(text, lambda piece: pattern.sub(later, piece))
