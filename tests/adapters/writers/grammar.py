"""What an editor would mark in a draft, found by rules."""

from __future__ import annotations

import re
from collections.abc import Iterator

from adapters.writers.memory import sentences
from adapters.writers.phrasing import reads_well

_AN_BEFORE = re.compile(r"^(?:hour|honest|honou?r|heir)", re.I)
_A_BEFORE = re.compile(r"^(?:eu|ew|uni(?!n|m)|us[aeu]|ut[eio]|one\b|once|u[bk]i)", re.I)
_INITIALS = re.compile(r"^[A-Z]{2,}s?$")
_NEVER_AGREE = re.compile(
    r"\b(?:it|he|she|this|that one) (?:are|have|do|don't)\b|(?<!of )\b(?:they|we|you) (?:is|has|was|doesn't|does)\b"
    r"|\bI (?:is|are|has|does|doesn't)\b|(?<!of )\b(?:them|us|me) (?:is|are|was|were)\b|\bwe am\b"
    r"|\b(?:the|a|an) (?:the|a|an|my|our)\b"
    r"|\bmore (?:my|our)\b|\b(?:my|our) (?:my|our)\b|\bof of\b|\bto to\b|\byour (?:my|our)\b",
)


def complaints(text: str, *, language: str = "en") -> tuple[str, ...]:
    """Answer what is wrong with a text, each with the words it is about."""
    return tuple(_everywhere(text, language)) + (tuple(_in_english(text)) if language == "en" else ())


def _everywhere(text: str, language: str) -> Iterator[str]:
    if not reads_well(text):
        yield f"doubled word or punctuation: {text!r}"
    for match in re.finditer(r"[{}<>\[\]]|%s|\$\{", text):
        yield f"left over: {match.group()!r}"
    for match in re.finditer(r"[  ]+[.,](?:\s|$)" + ("" if language == "fr" else r"|[  \u202f][!?;:](?:\s|$)"), text):
        yield f"space before {match.group()!r}"
    for one, two in (("“", "”"), ("«", "»"), ("(", ")")):
        if language != "de" and text.count(one) != text.count(two):
            yield f"unbalanced {one}{two}"
    if language == "de" and text.count("„") != text.count("“"):
        yield "unbalanced „“"
    if text.count('"') % 2:
        yield "unbalanced straight quotes"
    for sentence in sentences(text):
        first = next((word for word in re.findall(r"[\w'’-]+", sentence.lstrip("•0123456789. "))), "")
        if first and first[0].isalpha() and first[0] != first[0].upper() and first == first.lower():
            yield f"small first letter: {sentence!r}"
    if text != text.strip() or "  " in text or "\n\n\n" in text:
        yield "stray blanks"


def _in_english(text: str) -> Iterator[str]:
    for match in re.finditer(r"(?<![\w.'’])(an?|An?)\s+[“(]?([A-Za-z][\w-]*)", text):
        article, word = match.groups()
        if word != "is" and article.lower() != _article(word):
            yield f"article: {match.group()!r}"
    for match in _NEVER_AGREE.finditer(text):
        yield f"agreement: {match.group()!r}"


def _article(word: str) -> str:
    if _INITIALS.match(word):
        return "an" if word[0] in "AEFHILMNORSX" else "a"
    if _AN_BEFORE.match(word):
        return "an"
    return "an" if word[0].lower() in "aeiou" and not _A_BEFORE.match(word) else "a"
