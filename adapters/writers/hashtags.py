"""Hashtags: CamelCase, letters and digits only."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import groupby

from adapters.writers.bank import tongues

MAX_TAG = 30
LONG_TAG = 22
_PARTS = re.compile(r"[^\w'’]+|_", re.UNICODE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tags:
    """Hashtags that fit a post, best first, and general ones that make up the number."""

    fit: tuple[str, ...] = ()
    spare: tuple[str, ...] = ()

    def take(self, least: int, most: int) -> tuple[str, ...]:
        """Take up to `most` different ones, general ones only until there are `least`."""
        chosen: dict[str, str] = {}
        for tag in self.fit:
            if tag and len(chosen) < most:
                chosen.setdefault(tag.casefold(), tag)
        for tag in self.spare:
            if tag and len(chosen) < least:
                chosen.setdefault(tag.casefold(), tag)
        return tuple(chosen.values())


def hashtag(phrase: str) -> str:
    """Write a phrase of at most five words as one tag without `#`; empty when no good tag comes of it."""
    parts = [_kept(part) for part in _PARTS.split(unicodedata.normalize("NFC", phrase))]
    parts = [part for part in parts if part]
    tag = "".join(part[0].upper() + part[1:] for part in parts)
    good = len(parts) <= 5 and 2 <= len(tag) <= MAX_TAG and any(char.isalpha() for char in tag)
    return tag if good else ""


def tags_of(phrase: str, language: str) -> tuple[str, ...]:
    """Write a subject as tags people search for: "bookkeeping for freelancers" is two, "sourdough bread" one."""
    groups = [
        list(group) for small, group in groupby(phrase.split(), lambda word: is_small(word, language)) if not small
    ]
    return tuple(tag for group in groups if (tag := _compound(group)))


def is_small(word: str, language: str) -> bool:
    """Tell whether a word is one nobody searches for, such as "and" or "our"."""
    return word in "&+" or word.casefold() in tongues().get(language, frozenset()) | {"and"}


def _compound(group: list[str]) -> str:
    whole = hashtag(" ".join(group))
    return whole if len(group) <= 2 or len(whole) <= LONG_TAG else hashtag(" ".join(group[-2:]))


def _kept(part: str) -> str:
    kept = "".join(char for char in part if char.isalnum() or unicodedata.category(char) in {"Mn", "Mc"})
    return kept if kept[:1].isalnum() else ""
