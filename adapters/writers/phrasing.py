"""Lines made into text: grammar that follows the subject and the speaker, and a last look at how it reads."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from adapters.writers.bank import fill
from adapters.writers.memory import sentences
from adapters.writers.topics import Topic

MAX_HEADLINE = 120
MAX_BRAND = 40
_DOUBLED = re.compile(
    r"\b(\w+)\s+\1\b|[.!?,;:]{2,}|…[.!?,;:]|[.!?,;:]…|\(\s*\)|[“\"]\s*[”\"]|[ \t]{2,}|[ \t][.,;:!](?:\s|$)",
    re.I,
)
_TOGETHER = {"we": "we", "We": "We", "us": "us", "our": "our", "Our": "Our"}
_ALONE = {"we": "I", "We": "I", "us": "me", "our": "my", "Our": "My"}
_ONE = {"is": "is", "it": "it", "It": "It", "look": "looks", "doesnt": "doesn't"}
_MANY = {"is": "are", "it": "them", "It": "They", "look": "look", "doesnt": "don't"}


def speaker(*, alone: bool) -> Mapping[str, str]:
    """Answer the words a brand uses for itself."""
    return _ALONE if alone else _TOGETHER


def grammar(topic: Topic) -> Mapping[str, str]:
    """Answer the words that follow the number of a subject."""
    return _MANY if topic.plural else _ONE


def brand_name(name: str) -> str:
    """Answer a brand name fit to stand in a sentence, or nothing when there is none."""
    kept = "".join(char if _printable(char) else " " for char in unicodedata.normalize("NFC", name[:400]))
    tidy = " ".join(kept.split()).strip(" .!?,;:…-–—'’&+/")
    return tidy if len(tidy) <= MAX_BRAND and any(char.isalnum() for char in tidy) else ""


def _printable(char: str) -> bool:
    return unicodedata.category(char)[0] in "LMN" or char in " &'’-+./"


def write(text: str, values: Mapping[str, str]) -> str:
    """Fill a line and capitalise what a slot left small at the start of a paragraph."""
    written = fill(text, values).strip()
    return written[:1].upper() + written[1:] if text.startswith(("{we}", "{us}", "{our}")) else written


def reads_well(text: str) -> bool:
    """Tell whether a text has no doubled word, doubled punctuation, empty bracket or stray blank."""
    return not _DOUBLED.search(text)


def headline(text: str, *, about: str = "", given: str = "") -> str:
    """Pick the sentence for the picture, at most 120 characters: the given one, else one about the subject."""
    if given and len(given) <= MAX_HEADLINE:
        return given
    parts = [part.lstrip("•0123456789. ").rstrip(":").rstrip() for part in sentences(text)]
    parts = [part for part in parts if any(char.isalnum() for char in part)] or [text.strip()]
    telling = [part for part in parts if about and about.casefold() in part.casefold()]
    fitting = [part for part in (*telling, *parts) if len(part) <= MAX_HEADLINE]
    return (fitting or [cut(parts[0], MAX_HEADLINE)])[0]


def cut(text: str, limit: int) -> str:
    """Shorten a text to a limit at a word's end, with an ellipsis."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    return f"{head[: head.rfind(' ')] if ' ' in head[limit // 2 :] else head}…".replace(",…", "…")
