"""Hashtags: CamelCase, letters and digits only."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

MAX_TAG = 30
_PARTS = re.compile(r"[^\w'’]+|_", re.UNICODE)


def hashtag(phrase: str) -> str:
    """Write a phrase of at most five words as one tag without `#`; empty when no good tag comes of it."""
    parts = [_kept(part) for part in _PARTS.split(unicodedata.normalize("NFC", phrase))]
    parts = [part for part in parts if part]
    tag = "".join(part[0].upper() + part[1:] for part in parts)
    good = len(parts) <= 5 and 2 <= len(tag) <= MAX_TAG and any(char.isalpha() for char in tag)
    return tag if good else ""


def choose(wanted: Iterable[str], spare: Iterable[str], *, least: int = 3, most: int = 5) -> tuple[str, ...]:
    """Take up to `most` different wanted tags, and spare ones only until there are `least`."""
    chosen: dict[str, str] = {}
    for tag in wanted:
        if tag and len(chosen) < most:
            chosen.setdefault(tag.casefold(), tag)
    for tag in spare:
        if len(chosen) < least:
            chosen.setdefault(tag.casefold(), tag)
    return tuple(chosen.values())


def _kept(part: str) -> str:
    kept = "".join(char for char in part if char.isalnum() or unicodedata.category(char) in {"Mn", "Mc"})
    return kept if kept[:1].isalnum() else ""
