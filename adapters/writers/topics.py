"""Interests as a person typed them, turned into subjects that fit into a sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from adapters.writers.bank import words

_PARTS = re.compile(r"[,;:|/\\\n\r\t•·.!?…]+|\s[-–—]+\s|(?<=\S)(?=[<>\[\]{}])|[<>\[\]{}]+")
_LEADING = re.compile(
    r"^(?:(?:i|we) (?:really )?(?:love|like|enjoy|care about)|all about|anything about|everything about|"
    r"all things|love of|love for|my|our|your|an?)\s+",
    re.IGNORECASE,
)
_HEAD_ENDS_AT = frozenset(["of", "for", "in", "with", "on", "at", "from", "by", "to", "about", "without", "near"])
_KINDS = ("care", "taste", "doing", "things", "time", "work", "living")
_JOINING = frozenset({"and", "&"})
MAX_WORDS = 5
MAX_CHARS = 40
MAX_TOPICS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A subject: `text` fits inside a sentence, `start` at its beginning. `own` is false for a stand-in."""

    text: str
    start: str
    kind: str
    plural: bool
    own: bool = True

    @property
    def head(self) -> str:
        """The word that says what it is: "bread" in "sourdough bread"."""
        return _head(self.text.split())


def topics_of(interests: Iterable[str], *, names: str, keep_case: bool) -> tuple[Topic, ...]:
    """Read interests as subjects, at most 12, in order, without repeats.

    What cannot stand inside a sentence (whole sentences, commands, very long words) is left out.
    `names` is text in which a capital inside a sentence marks a proper name; `keep_case` leaves capitals alone.
    """
    phrases: dict[str, str] = {}
    for interest in interests:
        for part in _PARTS.split(unicodedata.normalize("NFC", interest[:600])):
            phrase = _phrase(part)
            if phrase:
                phrases.setdefault(phrase.casefold(), phrase)
    kept = list(phrases.values())[:MAX_TOPICS]
    capitals_mean_names = any(phrase[0].islower() for phrase in kept)
    proper = _proper_names(names)
    return tuple(
        topic(phrase if keep_case else _lowered(phrase, proper, common_only=capitals_mean_names)) for phrase in kept
    )


def topic(phrase: str, *, own: bool = True) -> Topic:
    """Make a subject of a phrase that is fit to stand in a sentence."""
    parts = phrase.split()
    first = parts[0]
    start = phrase if first != first.lower() else phrase[0].upper() + phrase[1:]
    return Topic(
        text=phrase, start=start, kind=_kind(_head(parts), name=_is_name(parts)), plural=_plural(parts), own=own
    )


def _phrase(part: str) -> str:
    kept = "".join(char if _readable(char) else " " for char in part)
    phrase = _LEADING.sub("", " ".join(kept.split())).strip(" -'’&+")
    parts = phrase.split()
    folded = [word.casefold().replace("’", "'") for word in parts]
    sound = (
        0 < len(parts) <= MAX_WORDS
        and 2 <= len(phrase) <= MAX_CHARS
        and any(char.isalpha() for char in phrase)
        and not any(unicodedata.category(word[0]) == "Mn" for word in parts)
        and not words("sentence_like") & set(folded)
        and not any(one == two for one, two in pairwise(folded))
    )
    return phrase if sound else ""


def _readable(char: str) -> bool:
    return unicodedata.category(char) in {"Ll", "Lu", "Lt", "Lo", "Lm", "Mn", "Mc", "Nd"} or char in "&'’-+"


def _proper_names(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"(?<=[a-zà-ÿ,] )[A-ZÀ-Þ]\w+", text[:5000]))


def _lowered(phrase: str, proper: frozenset[str], *, common_only: bool) -> str:
    return " ".join(
        word if common_only and not _is_common(word) else _lowered_word(word, proper) for word in phrase.split()
    )


def _is_common(word: str) -> bool:
    return any(word.lower() in words(kind) for kind in _KINDS)


def _lowered_word(word: str, proper: frozenset[str]) -> str:
    shouted = word.isupper() and len(word) > 4
    title = word[:1].isupper() and word[1:].islower()
    if word in proper or word in words("names") or not (shouted or title):
        return word
    return word.lower()


def _head(parts: list[str]) -> str:
    ends = [at for at, word in enumerate(parts) if at and word.casefold() in _HEAD_ENDS_AT]
    return parts[(ends[0] if ends else len(parts)) - 1].casefold()


def _is_name(parts: list[str]) -> bool:
    return all(part[:1].isupper() and part[1:].islower() for part in parts)


def _kind(head: str, *, name: bool) -> str:
    for kind in _KINDS:
        if head in words(kind):
            return kind
    if name:
        return "name"
    return "doing" if head.endswith("ing") and len(head) > 5 and head not in words("not_doing") else "any"


def _plural(parts: list[str]) -> bool:
    head = _head(parts)
    if head in words("plural") or _JOINING & set(parts[1:-1]):
        return True
    if head in words("singular") or head.endswith(("ss", "us", "is", "'s", "’s")):
        return False
    return head.isascii() and head.endswith("s") and len(head) > 3
