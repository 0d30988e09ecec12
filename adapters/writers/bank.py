"""The line bank: whole posts with slots, kept in `lines/`, one or more files for each language."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from adapters.writers.memory import plain
from adapters.writers.script import PIECES

LANGUAGES = ("en", "de", "es", "fr", "pt")
_SLOT = re.compile(r"\{(\w+)\}")
_MANDATORY = frozenset({"x", "X", "y", "Y", "brand", "fact", "facts", "place", "trade", "quote", "title", "reply"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One post with slots, for subjects of `kinds` (all, when empty) but never of `unfit` ones.

    `pieces` are its words by the names of a script: the text itself, and what other platforms make of it.
    `of` names the kinds of fact it may quote (all, when empty). `anchor` is the longest fixed run of words of the
    text, by which an earlier use is recognised.
    """

    shape: str
    pieces: Mapping[str, str]
    kinds: frozenset[str]
    unfit: frozenset[str]
    of: frozenset[str]
    playful: bool
    gentle: bool
    headline: str
    slots: frozenset[str]
    anchor: str

    @property
    def text(self) -> str:
        """The post itself, with slots."""
        return self.pieces["text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bank:
    """All lines of one language, and the small phrases around them.

    Of `openers`, `leads` and `calls` there are enough that four weeks of daily posts take each at most once.
    """

    language: str
    lines: tuple[Line, ...]
    topics: tuple[str, ...]
    tags: tuple[str, ...]
    shape_tags: Mapping[str, str]
    greetings: tuple[str, ...]
    closers: tuple[str, ...]
    openers: tuple[str, ...]
    leads: tuple[str, ...]
    calls: tuple[str, ...]
    fact_starts: tuple[str, ...]


@cache
def bank_for(language: str) -> Bank:
    """Answer the bank of a language tag such as `de` or `pt-BR`; English where there is none."""
    primary = language.strip().replace("_", "-").split("-")[0].lower()
    return _load(primary if primary in LANGUAGES else "en")


@cache
def _load(language: str) -> Bank:
    names = sorted(path.name for path in files("adapters.writers").joinpath("lines").iterdir())
    loaded = {name: tomllib.loads(_read(name)) for name in names if name.split(".")[0] == language}
    data = loaded[f"{language}.toml"]
    spaced = _french_spaces if language == "fr" else str
    rows = [row for part in loaded.values() for row in part["line"]]
    return Bank(
        language=language,
        lines=tuple(_line(row, spaced) for row in rows),
        topics=tuple(data["topics"]),
        tags=tuple(data["tags"]),
        shape_tags=data["shape_tags"],
        greetings=tuple(data["greetings"]),
        closers=tuple(spaced(text) for text in data["closers"]),
        openers=tuple(spaced(text) for text in data["openers"]),
        leads=tuple(spaced(text) for text in data["leads"]),
        calls=tuple(spaced(text) for text in data["calls"]),
        fact_starts=tuple(data["facts"]["starts"]),
    )


def _line(row: Mapping[str, object], spaced: Callable[[str], str]) -> Line:
    pieces = {piece: spaced(str(row[piece]).strip()) for piece in PIECES if row.get(piece)}
    return Line(
        shape=str(row["shape"]),
        pieces=pieces,
        kinds=_names(row.get("for")),
        unfit=_names(row.get("except")),
        of=_names(row.get("of")),
        playful=row.get("mood") == "playful",
        gentle=row.get("gentle") is True,
        headline=str(row.get("headline", "")),
        slots=frozenset(_SLOT.findall(pieces["text"])),
        anchor=max((plain(part) for part in _SLOT.split(pieces["text"])[::2]), key=len),
    )


def _french_spaces(text: str) -> str:
    return re.sub(r" (?=[?!:;»])|(?<=«) ", "\u202f", text)


def _names(value: object) -> frozenset[str]:
    return frozenset(str(name) for name in value) if isinstance(value, list) else frozenset()


def needs(line: Line) -> frozenset[str]:
    """Answer the slots a line cannot do without: subjects, brand, fact, what a source says."""
    return frozenset(slot.lower() for slot in line.slots & _MANDATORY)


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put values into slots in a single pass, so that braces inside a value stay text.

    Empty when one of the values is missing.
    """
    if any(slot not in values for slot in _SLOT.findall(text)):
        return ""
    return _SLOT.sub(lambda match: values[match.group(1)], text)


@cache
def words(name: str) -> frozenset[str]:
    """Answer a word list of `lines/kinds.toml`."""
    return frozenset(_kinds()[name])


@cache
def emoji_for(word: str) -> str:
    """Answer the emoji that pictures a word, or nothing."""
    return str(_kinds()["emoji"].get(word, ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """A field of work: the words that name it, a subject everybody in it can talk about, its hashtags."""

    name: str
    words: frozenset[str]
    subject: str
    tags: tuple[str, ...]


@cache
def trades() -> tuple[Trade, ...]:
    """Answer the fields of work the English lines know something about."""
    return tuple(
        Trade(name=name, words=frozenset(row["words"]), subject=str(row["subject"]), tags=tuple(row["tags"]))
        for name, row in _kinds()["trade"].items()
    )


@cache
def tongues() -> Mapping[str, frozenset[str]]:
    """Answer the small words by which a language is recognised, by language."""
    return {language: frozenset(small) for language, small in _kinds()["tongue"].items()}


@cache
def _kinds() -> Mapping[str, dict[str, dict[str, list[str]]]]:
    return tomllib.loads(_read("kinds.toml"))


def _read(name: str) -> str:
    return files("adapters.writers").joinpath("lines", name).read_text(encoding="utf-8")
