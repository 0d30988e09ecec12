"""Cuts a text at its own seams: paragraphs, lines, sentences. What is kept stays as it was, letter for letter."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from itertools import pairwise

KEPT = 2 / 3
"""What is left of a text that was made shorter, at most."""

_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)")
_LINK = re.compile(r"https?://\S+")
_SHORT = re.compile(
    r"(?:\b(?:e\.g|i\.e|mr|mrs|ms|dr|st|no|vs|approx|a\.m|p\.m|z\.b|bzw|ca|nr|sr|sra)|\b[a-z])\.$", re.I
)


class Unit(StrEnum):
    """What a text is counted in."""

    SENTENCE = "sentence"
    LINE = "line"
    PARAGRAPH = "paragraph"


def pieces(text: str, unit: Unit) -> list[str]:
    """The text cut into its units, each with the space behind it; joined they are the text again."""
    match unit:
        case Unit.PARAGRAPH:
            seams = [one.end() for one in re.finditer(r"\n[ \t]*\n\s*", text)]
        case Unit.LINE:
            seams = [one.end() for one in re.finditer(r"\n\s*", text)]
        case Unit.SENTENCE:
            seams = sorted({one.end() for one in re.finditer(r"\n\s*", text)} | set(_sentence_seams(text)))
    edges = [0, *seams, len(text)]
    return [piece for start, end in pairwise(edges) if (piece := text[start:end]).strip()]


def without(text: str, unit: Unit, *, first: bool) -> str:
    """The text without its first or last unit; as it was when it has only one."""
    parts = pieces(text, unit)
    if len(parts) < 2:
        return text
    return "".join(parts[1:] if first else parts[:-1]).strip()


def shorter(text: str) -> str:
    """The text without its last sentences, down to two thirds; the first stays, and a question it closes with.

    As it was when nothing can go.
    """
    parts = pieces(text, Unit.SENTENCE)
    if not parts:
        return text
    closing = parts[1:][-1:] if parts[-1].rstrip("\"'”’»)] \n").endswith("?") else []
    body = parts[: len(parts) - len(closing)]
    longest = len(text.strip()) * KEPT
    while len(body) > 1:
        body = body[:-1]
        if len(_joined(body, closing)) <= longest:
            break
    return _joined(body, closing) if len(body) + len(closing) < len(parts) else text


def fitted(text: str, fits: Callable[[str], bool]) -> str:
    """The text without as many of its last sentences as it takes to fit; addresses stay. Cut at a word if need be."""
    if fits(whole := text.strip()):
        return whole
    parts = pieces(text, Unit.SENTENCE)
    for kept in range(len(parts) - 1, 0, -1):
        short = "".join(parts[:kept]).strip()
        lost = [link for link in _LINK.findall("".join(parts[kept:])) if link not in short]
        if fits(said := "\n\n".join((short, *lost))):
            return said
    first = parts[0].split() if parts else []
    for kept in range(len(first) - 1, 0, -1):
        if fits(said := " ".join(first[:kept]).rstrip(",;:—–-") + "…"):
            return said
    return text


def _joined(body: list[str], closing: list[str]) -> str:
    return "".join((*body, *closing)).strip()


def _sentence_seams(text: str) -> list[int]:
    found = []
    for end in _END.finditer(text):
        behind = re.compile(r"\s*").match(text, end.end())
        start = behind.end() if behind else end.end()
        if not _SHORT.search(text[: end.end()]) and not text[start : start + 1].islower():
            found.append(start)
    return found
