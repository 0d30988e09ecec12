"""The line bank: whole posts with slots, one file per language, kept in `lines/`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from adapters.writers.memory import plain

LANGUAGES = ("en", "de", "es", "fr", "pt")
_SLOT = re.compile(r"\{(\w+)\}")
_MANDATORY = frozenset({"x", "X", "y", "Y", "brand", "fact"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One post with slots, for subjects of `kinds` (all, when empty) but never of `unfit` ones.

    `anchor` is its longest fixed run of words, by which an earlier use is recognised.
    """

    shape: str
    text: str
    kinds: frozenset[str]
    unfit: frozenset[str]
    playful: bool
    gentle: bool
    headline: str
    slots: frozenset[str]
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bank:
    """All lines of one language, and the small phrases around them."""

    language: str
    lines: tuple[Line, ...]
    topics: tuple[str, ...]
    tags: tuple[str, ...]
    shape_tags: Mapping[str, str]
    greetings: tuple[str, ...]
    closers: tuple[str, ...]
    fact_starts: tuple[str, ...]


@cache
def bank_for(language: str) -> Bank:
    """Answer the bank of a language tag such as `de` or `pt-BR`; English where there is none."""
    primary = language.strip().replace("_", "-").split("-")[0].lower()
    return _load(primary if primary in LANGUAGES else "en")


@cache
def _load(language: str) -> Bank:
    data = tomllib.loads(_read(f"{language}.toml"))
    spaced = _french_spaces if language == "fr" else str
    return Bank(
        language=language,
        lines=tuple(_line(row, spaced) for row in data["line"]),
        topics=tuple(data["topics"]),
        tags=tuple(data["tags"]),
        shape_tags=data["shape_tags"],
        greetings=tuple(data["greetings"]),
        closers=tuple(spaced(text) for text in data["closers"]),
        fact_starts=tuple(data["facts"]["starts"]),
    )


def _line(row: Mapping[str, object], spaced: Callable[[str], str]) -> Line:
    text = spaced(str(row["text"]))
    return Line(
        shape=str(row["shape"]),
        text=text,
        kinds=_kinds(row.get("for")),
        unfit=_kinds(row.get("except")),
        playful=row.get("mood") == "playful",
        gentle=row.get("gentle") is True,
        headline=str(row.get("headline", "")),
        slots=frozenset(_SLOT.findall(text)),
        anchor=max((plain(part) for part in re.split(r"\{\w+\}", text)), key=len),
    )


def _french_spaces(text: str) -> str:
    return re.sub(r" (?=[?!:;»])|(?<=«) ", "\u202f", text)


def _kinds(value: object) -> frozenset[str]:
    return frozenset(str(kind) for kind in value) if isinstance(value, list) else frozenset()


def needs(line: Line) -> frozenset[str]:
    """Answer the slots a line cannot do without: subjects, brand, fact."""
    return frozenset(slot.lower() for slot in line.slots & _MANDATORY)


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put values into slots in a single pass, so that braces inside a value stay text."""
    return _SLOT.sub(lambda match: values[match.group(1)], text)


@cache
def words(name: str) -> frozenset[str]:
    """Answer a word list of `lines/kinds.toml`."""
    return frozenset(tomllib.loads(_read("kinds.toml"))[name])


@cache
def emoji_for(word: str) -> str:
    """Answer the emoji that pictures a word, or nothing."""
    return str(tomllib.loads(_read("kinds.toml"))["emoji"].get(word, ""))


def _read(name: str) -> str:
    return files("adapters.writers").joinpath("lines", name).read_text(encoding="utf-8")
