"""Interests as a person typed them, turned into subjects that fit into a sentence."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from adapters.writers.bank import trades, words

_PARTS = re.compile(r"[,;:|/\\\n\r\t•·.!?…]+|\s[-–—]+\s|(?<=\S)(?=[<>\[\]{}])|[<>\[\]{}]+")
_LEADING = re.compile(
    r"^(?:(?:i|we) (?:really )?(?:love|like|enjoy|care about)|all about|anything about|everything about|"
    r"all things|love of|love for|your)\s+",
    re.IGNORECASE,
)
_OURS = re.compile(r"^(my|our|the|an?)\s+(?=\S)", re.IGNORECASE)
_HEAD_ENDS_AT = frozenset(["of", "for", "in", "with", "on", "at", "from", "by", "to", "about", "without", "near"])
_KINDS = ("care", "taste", "doing", "things", "time", "work", "living")
_JOINING = frozenset({"and", "&"})
MAX_WORDS = 5
MAX_CHARS = 40
MAX_TOPICS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A subject: `text` fits inside a sentence, `start` at its beginning.

    `kinds` says what sort of thing it is, for choosing lines: one sort of `lines/kinds.toml`, its trade if it has
    one, and "own" and "place" for "our street" or "the sea". `own` is false for a stand-in, `guessed` true for a
    subject the owner did not name but speaks of.
    """

    text: str
    start: str
    kinds: frozenset[str]
    plural: bool
    own: bool = True
    guessed: bool = False

    @property
    def name(self) -> str:
        """The subject without "our" or an article, as a hashtag names it."""
        return _OURS.sub("", self.text)


def topics_of(interests: Iterable[str], *, names: str, keep_case: bool, alone: bool = False) -> tuple[Topic, ...]:
    """Read interests as subjects, at most 12, in order, without repeats.

    What cannot stand inside a sentence (whole sentences, commands, very long words) is left out.
    `names` is text in which a capital inside a sentence marks a proper name; `keep_case` leaves capitals alone.
    "Our street" stays "our street", or "my street" for somebody who works `alone`.
    """
    phrases: dict[str, str] = {}
    for interest in interests:
        for part in _PARTS.split(unicodedata.normalize("NFC", interest[:600])):
            phrase = _phrase(part, "my" if alone else "our")
            if phrase:
                phrases.setdefault(phrase.casefold(), phrase)
    kept = list(phrases.values())[:MAX_TOPICS]
    capitals_mean_names = any(_OURS.sub("", phrase)[0].islower() for phrase in kept)
    proper = _proper_names(names)
    return tuple(
        topic(phrase if keep_case else _lowered(phrase, proper, common_only=capitals_mean_names)) for phrase in kept
    )


def topic(phrase: str, *, own: bool = True, guessed: bool = False) -> Topic:
    """Make a subject of a phrase that is fit to stand in a sentence."""
    parts = phrase.split()
    first = parts[0]
    start = phrase if first != first.lower() else phrase[0].upper() + phrase[1:]
    bare = _OURS.sub("", phrase).split()
    kinds = {_kind(_head(bare), name=_is_name(bare)), trade_in(bare)}
    if first.casefold() in {"a", "an"}:
        kinds = {"any"}
    elif len(bare) < len(parts):
        kinds |= {"own"}
        kinds |= {"place"} if _head(bare) in words("place") else set()
    return Topic(
        text=phrase, start=start, kinds=frozenset(kinds - {""}), plural=_plural(bare), own=own, guessed=guessed
    )


def trade_in(parts: list[str]) -> str:
    """Answer the trade a phrase names with its head, or with another word when the head says little; else nothing."""
    head = _head(parts)
    asked = [head, *(word.casefold() for word in parts)] if head in words("soft") else [head]
    return next((trade.name for word in asked for trade in trades() if word in trade.words), "")


def spoken_of(text: str) -> tuple[Topic, ...]:
    """Answer what a text in English is plainly about: the subject of the one trade whose words it uses most."""
    said = Counter(text.casefold().replace("’", "'").split())
    hits = {
        trade.subject: sum(said[word] + said[f"{word}."] + said[f"{word},"] for word in trade.words)
        for trade in trades()
    }
    first, second = sorted(hits.values(), reverse=True)[:2]
    return tuple(topic(subject, guessed=True) for subject, count in hits.items() if count == first > max(second, 1))


def _phrase(part: str, ours: str) -> str:
    kept = "".join(char if _readable(char) else " " for char in part)
    phrase = _LEADING.sub("", " ".join(kept.split())).strip(" -'’&+")
    bare = _OURS.sub("", phrase)
    parts = bare.split()
    folded = [word.casefold().replace("’", "'") for word in parts]
    sound = (
        0 < len(parts) <= MAX_WORDS
        and 2 <= len(bare) <= MAX_CHARS
        and any(char.isalpha() for char in bare)
        and not any(unicodedata.category(word[0]) == "Mn" for word in parts)
        and not words("sentence_like") & set(folded)
        and not any(one == two for one, two in pairwise(folded))
    )
    if not sound:
        return ""
    first = phrase.split()[0].casefold()
    return bare if bare == phrase else f"{ours if first in {'my', 'our'} else first} {bare}"


def _readable(char: str) -> bool:
    return unicodedata.category(char) in {"Ll", "Lu", "Lt", "Lo", "Lm", "Mn", "Mc", "Nd"} or char in "&'’-+"


def _proper_names(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"(?<=[a-zà-ÿ,] )[A-ZÀ-Þ]\w+", text[:5000]))


def _lowered(phrase: str, proper: frozenset[str], *, common_only: bool) -> str:
    return " ".join(
        word if common_only and not _is_common(word) else _lowered_word(word, proper) for word in phrase.split()
    )


def _is_common(word: str) -> bool:
    low = word.lower()
    return any(low in words(kind) for kind in (*_KINDS, "soft")) or any(low in trade.words for trade in trades())


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
