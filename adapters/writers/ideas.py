"""One idea in a person's words, made into a post without touching what it says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import product

from adapters.writers.hints import Wish
from adapters.writers.memory import sentences

MAX_IDEA = 1200
LONG_IDEA = 280
_ORDER = re.compile(
    r"^(?:(?:can|could) you )?(?:please )?(?:"
    r"(?:write|make|create|draft|do|generate)(?: me| us)?(?: an?| the| one)?(?: \w+)? ?(?:post|caption|something)?"
    r" (?:about|on|that says|saying|for)"
    r"|(?:an? |the )?post (?:about|on)"
    r"|(?:tell|let) (?:people|everyone|them|everybody|our followers)(?: know)?(?: that| about)?"
    r"|(?:announce|mention|say|share)(?: that)?"
    r"|schreib\w*(?: bitte)?(?: einen)? (?:post|beitrag) über|(?:écris|fais) un post sur"
    r"|escribe un post sobre|escreve um post sobre"
    r")\s*:?\s+",
    re.IGNORECASE,
)
_TAG = re.compile(r"(?<![\w&/])#(\w*[^\W\d_]\w*)")
_TAGS_AT_THE_END = re.compile(r"(?:\s*(?<![\w&/])#\w*[^\W\d_]\w*)+\s*$")


def tags_in(idea: str) -> tuple[str, ...]:
    """Answer the hashtags a person wrote into an idea, without `#`."""
    return tuple(_TAG.findall(idea))


def cleaned(idea: str) -> str:
    """Tidy an idea: no order to the writer in front, no control characters, a capital, an end.

    Hashtags at the end are taken off, inside the text they become words. Facts, names, numbers and links stay
    as they are. At most 1,200 characters, ended at a sentence.
    """
    kept = "".join(char for char in unicodedata.normalize("NFC", idea[:20_000]) if _kept(char))
    rows = [" ".join(row.split()) for row in kept.splitlines()]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(rows)).strip()
    text = _TAG.sub(r"\1", _TAGS_AT_THE_END.sub("", text))
    text = _without_order(text)
    text = " ".join(_calm(word) for word in text.split(" "))
    return _ended(_shortened(text)) if text else ""


def versions(idea: str, *, closers: tuple[str, ...], greetings: tuple[str, ...], wish: Wish) -> Iterator[str]:
    """Yield ever more ways to send the same idea out; the best ones come first and all differ."""
    bare = wish.length < 0 or len(idea) > LONG_IDEA
    if bare:
        yield idea
    openings = (*greetings, "") if wish.warmer else ("", *greetings)
    for opening, closer in product(openings, closers):
        yield "\n\n".join(part for part in (opening, idea, closer) if part)
    if not bare:
        yield idea
    for opening, first, second in product(greetings, closers, closers):
        if first != second:
            yield f"{opening}\n\n{idea}\n\n{first} {second}"


def _without_order(text: str) -> str:
    order = _ORDER.match(text)
    if not order:
        return text
    rest = text[order.end() :].strip()
    asked = order.group().lower().startswith(("can", "could"))
    return re.sub(r"\?+", ".", rest, count=1) if asked else rest


def _kept(char: str) -> bool:
    return char in "\n\u200d\u200c" or unicodedata.category(char)[0] != "C"


def _calm(word: str) -> str:
    if "://" in word:
        return word
    word = re.sub(r"[!?]{2,}", lambda run: "?" if "?" in run.group() else "!", word)
    word = re.sub(r"\.{2,}|…+\.*", "…", word)
    return re.sub(r"([,;:])[,;:.]+", r"\1", word)


def _shortened(text: str) -> str:
    if len(text) <= MAX_IDEA:
        return text
    kept = ""
    for sentence in sentences(text):
        if len(kept) + len(sentence) >= MAX_IDEA:
            break
        kept = f"{kept} {sentence}".strip()
    return kept or text[: MAX_IDEA - 1].rsplit(" ", 1)[0] + "…"


def _ended(text: str) -> str:
    first = text.split(" ", 1)[0]
    if first == first.lower() and "://" not in first:
        text = text[0].upper() + text[1:]
    trimmed = text.rstrip(" ,;:-–—")
    if "://" in trimmed.split()[-1:][0] if trimmed else False:
        return trimmed
    return f"{trimmed}." if trimmed and (trimmed[-1].isalnum() or trimmed[-1] in ")]”\"'’»%€$£") else trimmed
