"""Decides what the fonts beside this module can draw, and prepares text for setting."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

SPACE_MADE_FIRM = tuple(f" {sign}" for sign in "–—:;!?»")  # these never begin a line
ELLIPSIS = "…"
WIDOW, WIDOW_PAIR = 7, 14  # characters: a shorter last word is kept together with the one before it, up to this length
_MOST_CHARACTERS = 2400  # about twice what the smallest type can hold on a tall picture
_JOINERS = {"\u200c", "\u200d"}
_VARIATIONS = {chr(code) for code in range(0xFE00, 0xFE10)}
_UNSEEN = _JOINERS | _VARIATIONS | {"\u200e", "\u200f"}
_TAGS = {chr(code) for code in range(0xE0020, 0xE0080)}  # spell the flags of regions
_KANA = ((0x3041, 0x30FF), (0x31F0, 0x31FF), (0xFF66, 0xFF9F))
_HANGUL = ((0x1100, 0x11FF), (0x3131, 0x318E), (0xAC00, 0xD7FF))
_HAN = ((0x2E80, 0x2FDF), (0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF))
_WIDE_SIGNS = (
    (0x3000, 0x3040),
    (0x3100, 0x312F),
    (0x3190, 0x31EF),
    (0x3200, 0x33FF),
    (0xFE30, 0xFE4F),
    (0xFF00, 0xFFEF),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One line of text as it was written, without line breaks; `rtl` when it runs from right to left."""

    text: str
    rtl: bool


class Coverage:
    """Knows which texts the fonts can draw without a single box."""

    def __init__(self, table: Path, spare: Callable[[], Sequence[frozenset[str]]] = tuple) -> None:
        """Read the table that was made with the fonts (fonts/README.md says how).

        `spare` answers what further fonts can draw; it is asked when an East Asian character is in none of ours.
        """
        rows = json.loads(table.read_text(encoding="utf-8"))
        self._scripts = tuple(frozenset(_characters(row["covers"])) for row in rows)
        self._spare = spare

    def draws(self, text: str) -> bool:
        """Whether each letter, together with the marks on it, has one font that holds all of it."""
        missing = [one for one in _clusters(text) if not any(one <= script for script in self._scripts)]
        if not all(is_east_asian(character) for one in missing for character in one):
            return False
        return not missing or all(any(one <= font for font in self._spare()) for one in missing)

    def east_asian(self) -> int:
        """How many Chinese, Japanese and Korean characters our own fonts can draw."""
        return sum(is_east_asian(character) for character in frozenset().union(*self._scripts))


def is_east_asian(character: str) -> bool:
    """Whether it is a Chinese, Japanese or Korean character, or a sign that is set as wide as one."""
    return _lies_in(character, *_HAN, *_KANA, *_HANGUL, *_WIDE_SIGNS)


def language_of(text: str) -> str:
    """The language whose letter shapes suit the text: "ja", "ko" or "zh"; "en" for every other script.

    Kana make Chinese characters Japanese; hangul make a text Korean.
    """
    for language, ranges in (("ja", _KANA), ("ko", _HANGUL), ("zh", _HAN)):
        if any(_lies_in(character, *ranges) for character in text):
            return language
    return "en"


def _lies_in(character: str, *ranges: tuple[int, int]) -> bool:
    return any(first <= ord(character) <= last for first, last in ranges)


def _characters(ranges: str) -> Iterator[str]:
    for part in ranges.split():
        first, _, last = part.partition("-")
        for code in range(int(first, 16), int(last or first, 16) + 1):
            yield chr(code)


def _clusters(text: str) -> Iterator[frozenset[str]]:
    """Each base character with the marks that sit on it, without what is never seen."""
    cluster: set[str] = set()
    for character in text:
        if character in _UNSEEN:
            continue
        if cluster and not unicodedata.category(character).startswith("M"):
            yield frozenset(cluster)
            cluster = set()
        cluster.add(character)
    if cluster:
        yield frozenset(cluster)


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """The lines of the text that hold something, tidied; an overlong text is cut between two words."""
    lines = (tidied(line) for line in _shortened(text).splitlines())
    return tuple(Paragraph(text=without_widow(line), rtl=runs_right_to_left(line)) for line in lines if line)


def without_widow(text: str) -> str:
    """The text with its last two words bound together where a short last one could be left alone on its line."""
    words = text.split(" ")
    if len(words) < 4 or len(words[-1]) > WIDOW or len(words[-2]) + len(words[-1]) > WIDOW_PAIR:
        return text
    return " ".join(words[:-1]) + "\u00a0" + words[-1]


def tidied(text: str) -> str:
    """The text in composed form, in one line, with single spaces and without invisible controls."""
    composed = unicodedata.normalize("NFC", " ".join(text.split()))
    seen = " ".join("".join(filter(_may_stay, composed)).split(" "))
    for loose in SPACE_MADE_FIRM:
        seen = seen.replace(loose, "\u00a0" + loose[1:])
    return seen.strip()


def _may_stay(character: str) -> bool:
    if character in _UNSEEN or character in _TAGS:
        return True
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs"}


def _shortened(text: str) -> str:
    if len(text) <= _MOST_CHARACTERS:
        return text
    whole_words = text[: _MOST_CHARACTERS + 1].rsplit(maxsplit=1)
    return whole_words[0] + ELLIPSIS if len(whole_words) == 2 else text


def runs_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction runs from right to left (Unicode bidi rules P2 and P3).

    API: https://www.unicode.org/reports/tr9/#P2 (read 2026-11)
    """
    directions = (unicodedata.bidirectional(character) for character in text)
    return next((found != "L" for found in directions if found in {"L", "R", "AL"}), False)


def initial(text: str) -> str:
    """The first letter or digit with its marks, as a capital; empty when the text has none."""
    start = next((place for place, character in enumerate(text) if character.isalnum()), None)
    if start is None:
        return ""
    end = start + 1
    while end < len(text) and unicodedata.category(text[end]).startswith("M"):
        end += 1
    return text[start:end].upper()
