"""What one feed and one entry are, and how they are written down."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from core.payload import Media

TITLE = 100
"""A title is the first line, cut after this many characters as people count them."""

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_JOINER = "\u200d"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """A feed: `host` and `created` (YYYY-MM-DD) are part of every id and never change."""

    slug: str
    title: str
    host: str
    created: str
    opened_at: str

    @property
    def id(self) -> str:
        """The permanent id of the feed. API: https://www.rfc-editor.org/rfc/rfc4151 (read 2026-11)"""
        return f"tag:{self.host},{self.created}:{self.slug}"

    def entry_id(self, key: str) -> str:
        """The permanent id of one entry."""
        return f"{self.id}/{key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry. `published` never changes; `updated` moves when a repeat brings other content.

    `parents` are the ids of the entries before it in its thread. Times are RFC 3339 in UTC with microseconds,
    so that their order as text is their order in time.
    """

    key: str
    published: str
    updated: str
    title: str
    text: str
    link: str = ""
    tags: tuple[str, ...] = ()
    media: tuple[Media, ...] = ()
    parents: tuple[str, ...] = ()


def to_json(value: About | Entry) -> bytes:
    """The file of a feed or an entry."""
    return json.dumps(asdict(value), ensure_ascii=False).encode()


def about_from(data: bytes) -> About:
    """Read what `to_json` wrote."""
    return About(**json.loads(data))


def entry_from(data: bytes) -> Entry:
    """Read what `to_json` wrote."""
    raw = json.loads(data)
    raw["tags"] = tuple(raw["tags"])
    raw["media"] = tuple(Media(**one) for one in raw["media"])
    raw["parents"] = tuple(raw["parents"])
    return Entry(**raw)


def stamp(instant: datetime) -> str:
    """An instant as RFC 3339: upper-case T and Z, always the same width."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def legal(text: str) -> str:
    """The text without the characters XML 1.0 forbids, which would break the whole feed, and with plain newlines.

    API: https://www.w3.org/TR/xml/#charsets (read 2026-11)
    """
    return _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def title_of(text: str) -> str:
    """The first line that says something, at most 100 characters long; a cut is marked and keeps signs whole."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    signs = _signs(line)
    return line if len(signs) <= TITLE else "".join(signs[: TITLE - 1]).rstrip() + "…"


def _signs(line: str) -> list[str]:
    signs: list[str] = []
    for character in line:
        if signs and _continues(signs[-1], character):
            signs[-1] += character
        else:
            signs.append(character)
    return signs


def _continues(sign: str, character: str) -> bool:
    """True when the character belongs to the sign before it: accents, joined emoji, skin tones, flags."""
    if character == _JOINER or sign.endswith(_JOINER) or unicodedata.category(character) in ("Mn", "Mc", "Me"):
        return True
    if "\U0001f3fb" <= character <= "\U0001f3ff" or "\U000e0020" <= character <= "\U000e007f":
        return True
    return _is_flag_half(character) and len(sign) == 1 and _is_flag_half(sign)


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"
