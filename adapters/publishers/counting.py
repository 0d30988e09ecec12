"""How long a text is, as each platform counts. Code points are `len`."""

from __future__ import annotations

import re
from unicodedata import normalize

from adapters.publishers.links import links

LINK = 23  # https://docs.x.com/fundamentals/counting-characters, also Mastodon's default (read 2026-11)

_HEAVY = re.compile(r"[^\u0000-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]")
_PICTURE = (
    r"[\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u27bf\u2934-\u2b55\u3030\u303d\u3297\u3299"
    r"\U0001f000-\U0001f1e5\U0001f200-\U0001faff]"
)
_DRESSED = rf"{_PICTURE}[\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*"
_EMOJI = re.compile(
    rf"[0-9#*]\ufe0f?\u20e3|[\u00a9\u00ae]\ufe0f|[\U0001f1e6-\U0001f1ff]{{1,2}}|{_DRESSED}(?:\u200d{_DRESSED})*"
)
_ELSEWHERE = re.compile(r"(?<![/\w])(@\w+)@[a-z0-9.-]+[a-z0-9]+", re.ASCII | re.IGNORECASE)


def utf16_units(text: str) -> int:
    """Characters as JavaScript and Java count them: two for an emoji outside the first 65 536."""
    return len(text.encode("utf-16-le")) // 2


def utf8_bytes(text: str) -> int:
    """Bytes as they are stored and sent."""
    return len(text.encode())


def graphemes(text: str) -> int:
    """Characters as people see them: a family emoji is one.

    API: https://unicode.org/reports/tr29/ (read 2026-11)
    """
    if text.isascii():
        return len(text) - text.count("\r\n")
    import regex  # takes 11 MiB, so only where the text needs it

    return len(regex.findall(r"\X", text))


def x_weight(text: str) -> int:
    """Characters as X weighs them: two for an emoji or a wide character, 23 for any link.

    API: https://docs.x.com/fundamentals/counting-characters (read 2026-11)
    """
    text = normalize("NFC", text).replace("\r\n", "\n")
    total, at = 0, 0
    for start, end in links(text):
        total += _weight(text[at:start]) + LINK
        at = end
    return total + _weight(text[at:])


def threads_units(text: str) -> int:
    """Characters as Threads counts them: an emoji as its bytes in UTF-8, everything else as one.

    API: https://developers.facebook.com/documentation/threads/posts (read 2026-11)
    """
    return len(_EMOJI.sub(lambda emoji: "." * utf8_bytes(emoji[0]), text))


def mastodon_characters(text: str) -> int:
    """Graphemes, where a link counts 23 and somebody on another server only with their name.

    API: https://docs.joinmastodon.org/user/posting/#text (read 2026-11)
    """
    pieces, at = [], 0
    for start, end in links(text, bare=False):
        pieces += [text[at:start], "." * LINK]
        at = end
    return graphemes(_ELSEWHERE.sub(r"\1", "".join((*pieces, text[at:]))))


def _weight(text: str) -> int:
    plain, emoji = _EMOJI.subn("", text)
    return 2 * emoji + len(plain) + len(_HEAVY.findall(plain))
