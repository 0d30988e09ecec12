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
_TOGETHER = {
    "we": "we",
    "We": "We",
    "us": "us",
    "our": "our",
    "Our": "Our",
    "ours": "ours",
    "were": "we're",
    "Were": "We're",
}
_ALONE = {"we": "I", "We": "I", "us": "me", "our": "my", "Our": "My", "ours": "mine", "were": "I'm", "Were": "I'm"}
_ONE = {"is": "is", "it": "it", "It": "It", "look": "looks", "doesnt": "doesn't", "s": "s"}
_MANY = {"is": "are", "it": "them", "It": "They", "look": "look", "doesnt": "don't", "s": ""}


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


def known(always: Mapping[str, str], **values: str) -> Mapping[str, str]:
    """Answer the values of slots, without those nothing is known for."""
    return {**always, **{slot: value for slot, value in values.items() if value}}


def write(text: str, values: Mapping[str, str]) -> str:
    """Fill a line and capitalise what a slot left small at the start of a paragraph."""
    written = fill(text, values).strip()
    return written[:1].upper() + written[1:] if text.startswith(("{we}", "{us}", "{our}")) else written


def reads_well(text: str) -> bool:
    """Tell whether a text has no doubled word, doubled punctuation, empty bracket or stray blank."""
    return not _DOUBLED.search(text)


def echoes(line: str, topic: Topic) -> bool:
    """Tell whether a line with a slot says a word of the subject twice: "questions about tax questions", "your my"."""
    if "{x}" not in line and "{X}" not in line:
        return False
    if topic.name != topic.text and re.search(r"\b(?:your|more) \{x\}", line):
        return True
    roots = (word.casefold().rstrip("s") for word in topic.name.split() if len(word) > 3)
    return any(re.search(rf"(?<![\w{{]){re.escape(root)}s?(?!\w)", line, re.I) for root in roots)


def headline(text: str, *, about: str = "", given: str = "", instead: str = "") -> str:
    """Pick the words for the picture, at most 120 characters: the given ones, else the opening, else a sentence.

    `instead` says the same more briefly, for when the opening is too long. Of several sentences the one about the
    subject is taken.
    """
    opening = text.strip().split("\n")[0]
    if given and len(given) <= MAX_HEADLINE:
        return given
    if len(opening) <= MAX_HEADLINE and not opening.endswith(":") and any(char.isalnum() for char in opening):
        return opening
    if 0 < len(instead) <= MAX_HEADLINE and "\n" not in instead:
        return instead
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
