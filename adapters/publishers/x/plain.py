"""The words of a post as they were written, from what X tells of it, and whether two texts say the same."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any
from unicodedata import normalize

_OWN_MEDIA = re.compile(r"/(?:photo|video)/\d+$")
_SCHEME = re.compile(r"https?://", re.IGNORECASE)


def written(post: Mapping[str, Any]) -> str:
    """Its text with the links as they were given, without the one that X adds for media.

    X shortens every link, and escapes three characters: https://docs.x.com/x-api/fundamentals/data-dictionary (read
    2026-11). A long post has all its words in a place of its own.
    """
    longer = post.get("note_tweet") or post.get("note_post") or post
    text = html.unescape(str(longer.get("text") or "")).rstrip()
    for link in reversed((longer.get("entities") or {}).get("urls") or ()):
        short, meant = str(link.get("url")), str(link.get("expanded_url") or "")
        if _OWN_MEDIA.search(meant) and text.endswith(short) and post.get("attachments"):
            text = text.removesuffix(short).rstrip()
        else:
            text = text.replace(short, meant)
    return text


def same(one: str, other: str) -> bool:
    """Whether both say the same; a link may have gained its scheme on the way."""
    return _bare(one) == _bare(other)


def _bare(text: str) -> str:
    return " ".join(_SCHEME.sub("", normalize("NFC", text)).split())
