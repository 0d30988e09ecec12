"""Text as items: cleaned, cut into pieces a post can be made of, each with a title and a key that lasts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from core.source import FoundItem

LONGEST_PIECE = 1200
ENOUGH = 160  # characters after which a piece ends with its paragraph
LONGEST_TITLE = 80

_UNPRINTABLE = dict.fromkeys(
    (*range(0x09), *range(0x0E, 0x1C), *range(0x7F, 0x85), *range(0x86, 0xA0), 0xAD, 0xFEFF, 0xFFFE, 0xFFFF)
)
_SENTENCE_END = re.compile(r"(?<=[.!?…。！？])[\"”’»)]?\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Paragraphs under a heading, which may be empty."""

    heading: str
    paragraphs: tuple[str, ...]


def tidy(text: str) -> str:
    """The text on one line: composed characters, single spaces, nothing that cannot be printed."""
    printable = unicodedata.normalize("NFC", text).translate(_UNPRINTABLE)
    return " ".join(printable.encode("utf-8", "ignore").decode().split())


def cut(text: str, longest: int) -> str:
    """The text in at most `longest` characters, cut at a word and ended with an ellipsis."""
    if len(text) <= longest:
        return text
    short = text[: longest - 1]
    at = short.rfind(" ", longest // 2)
    return (short[:at] if at > 0 else short).rstrip(" ,;:–-") + "…"


def key_of(*words: str) -> str:
    """A key for words that have none of their own: the same whatever their case, spaces and punctuation."""
    said = "".join(re.findall(r"\w+", " ".join(words).casefold()))
    return f"sha256:{sha256((said or ' '.join(words)).encode()).hexdigest()}"


def items_of(sections: Iterable[Section], *, url: str = "", most: int) -> tuple[FoundItem, ...]:
    """The pieces of these sections in their order, none twice, at most `most`."""
    found: dict[str, FoundItem] = {}
    for section in sections:
        for piece in _pieces(section.paragraphs):
            if len(found) == most:
                return tuple(found.values())
            title = cut(section.heading, LONGEST_TITLE) or cut(_first_sentence(piece), LONGEST_TITLE)
            key = key_of(section.heading, piece)
            found.setdefault(key, FoundItem(key=key, title=title, text=piece, url=url))
    return tuple(found.values())


def _pieces(paragraphs: Iterable[str]) -> Iterator[str]:
    """Paragraphs together until there is enough to say; a long one is parted between sentences or words."""
    piece = ""
    for part in (part for paragraph in paragraphs for part in _parted(paragraph)):
        if piece and len(piece) + 1 + len(part) > LONGEST_PIECE:
            yield piece
            piece = ""
        piece = f"{piece}\n{part}" if piece else part
        if len(piece) >= ENOUGH:
            yield piece
            piece = ""
    if piece:
        yield piece


def _parted(paragraph: str) -> Iterator[str]:
    """A paragraph in parts of at most the longest piece."""
    part = ""
    for sentence in _SENTENCE_END.split(paragraph):
        if part and len(part) + 1 + len(sentence) > LONGEST_PIECE:
            yield part
            part = ""
        part = f"{part} {sentence}" if part else sentence
        while len(part) > LONGEST_PIECE:
            at = part.rfind(" ", LONGEST_PIECE // 2, LONGEST_PIECE + 1)
            at = at if at > 0 else LONGEST_PIECE
            yield part[:at].rstrip()
            part = part[at:].lstrip()
    if part:
        yield part


def _first_sentence(text: str) -> str:
    return _SENTENCE_END.split(text.partition("\n")[0], maxsplit=1)[0]
