"""Text as a tree: no markup strings, so nothing to escape and nothing to inject."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Bold:
    """Stands out."""

    text: str


@dataclass(frozen=True, slots=True)
class Italic:
    """Said with a lean."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """To be typed or copied as it is."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere; only http and https addresses are rendered as links."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's own words, shown apart. Line breaks are kept."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list, one line each."""

    items: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A person by name."""

    name: str


@dataclass(frozen=True, slots=True)
class When:
    """An instant, shown as the wall clock of `zone` ("Tue 24 Nov, 09:00")."""

    instant: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class Until:
    """How long it is until an instant, or since; `text` says so as of the moment the card was drawn."""

    instant: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Inserted:
    """New words in a comparison."""

    text: str


@dataclass(frozen=True, slots=True)
class Deleted:
    """Old words in a comparison."""

    text: str


Span = str | Bold | Italic | Code | Link | Quote | Bullets | Mention | When | Until | Inserted | Deleted
Text = tuple[Span, ...]


def plain(text: Text) -> str:
    """The text without its form, for front-ends and places that know none."""
    return "".join(_plain(span) for span in text)


def clock_words(when: When) -> str:
    """The instant as people of that zone read it: "Tue 24 Nov, 09:00"."""
    wall = when.instant.astimezone(ZoneInfo(when.zone))
    return f"{wall:%a} {wall.day} {wall:%b}, {wall:%H:%M}"


def _plain(span: Span) -> str:
    match span:
        case str():
            return span
        case Bullets(items):
            return "".join(f"\n• {plain(item)}" for item in items) + "\n"
        case Mention(name):
            return f"@{name}"
        case Quote(text):
            return f"\n{text}\n"
        case Link(text, url):
            return text if text == url else f"{text} ({url})"
        case When():
            return clock_words(span)
        case Until(_, text):
            return text
        case Bold(text) | Italic(text) | Code(text) | Inserted(text):
            return text
        case Deleted(text):
            return f"[-{text}-]"
