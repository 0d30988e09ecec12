"""What was said before: the sentences and runs of words of earlier posts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+")
_BREAK = re.compile(r"(?<=[.!?…])[”\"»]?\s+|\n+")
_ABBREVIATION = re.compile(r"\b(?:[A-Za-zÀ-ÿ]|Mr|Mrs|Ms|Dr|St|No|Nr|Tel|ca|etc|vs|approx|bzw|usw|Sr|Sra)\.$")


def plain(text: str) -> str:
    """Answer the letters and digits of a text in lower case, words parted by one space."""
    return " ".join(_WORD.findall(text.casefold()))


def sentences(text: str) -> tuple[str, ...]:
    """Split a text into sentences; a line break always ends one, an abbreviation's full stop never does."""
    found: list[str] = []
    start = 0
    for match in _BREAK.finditer(text):
        if "\n" not in match.group() and _ABBREVIATION.search(text[start : match.start()]):
            continue
        found.append(text[start : match.start()] + match.group().strip())
        start = match.end()
    found.append(text[start:])
    return tuple(part.strip() for part in found if plain(part))


@dataclass(frozen=True, slots=True)
class Memory:
    """Earlier texts, made ready for asking.

    `said` holds plain sentences, `texts` whole plain texts, `stream` all of them in one row, newest first.
    """

    said: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()
    stream: str = ""

    @classmethod
    def of(cls, texts: Iterable[str]) -> Memory:
        """Remember these texts, given newest first."""
        kept = tuple(texts)
        flat = tuple(plain(text) for text in kept)
        said = frozenset(plain(sentence) for text in kept for sentence in sentences(text))
        return cls(said, frozenset(flat), " | ".join(f" {text} " for text in flat))

    def also(self, text: str, *others: str) -> Memory:
        """Answer this memory with one more text in it, the newest, and with what its variants say besides."""
        flat = plain(text)
        said = self.said | {plain(sentence) for words in (text, *others) for sentence in sentences(words)}
        return Memory(said, self.texts | {flat}, f" {flat}  | {self.stream}")

    def holds(self, words: str) -> bool:
        """Tell whether a run of words, already plain, was used before."""
        return f" {words} " in self.stream

    def nearness(self, words: str) -> int:
        """Answer 0 for words never used, else a number that is greater the more recently they were used."""
        place = self.stream.find(f" {words} ")
        return 0 if place < 0 else len(self.stream) - place

    def knows(self, text: str) -> bool:
        """Tell whether exactly this text was used before."""
        return plain(text) in self.texts

    def repeats(self, *texts: str) -> int:
        """Count the sentences of texts that were said before."""
        return sum(plain(sentence) in self.said for text in texts for sentence in sentences(text))
