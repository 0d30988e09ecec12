"""Text as a tree: no markup strings, so nothing to escape and nothing to inject."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
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

_WORDS = Bold | Italic | Code | Quote | Inserted


def plain(text: Text) -> str:
    """The text without its form, for front-ends and places that know none."""
    return "".join(words for _, words in flow(text))


def flow(text: Text) -> Iterator[tuple[Span, str]]:
    """Each span with its words, and the line breaks that set quotes and lists apart as spans of their own."""
    at_line_start, after_block = True, False
    for span in text:
        words, block = _plain(span), isinstance(span, Quote | Bullets)
        if not words:
            continue
        if (block and not at_line_start) or (after_block and not words.startswith("\n")):
            yield "\n", "\n"
        yield span, words
        at_line_start, after_block = words.endswith("\n"), block


def shortened(text: Text, longest: int, measure: Callable[[str], int] = len) -> Text:
    """The text if `measure` finds it within `longest`, else cut at a line or word and ended with an ellipsis."""
    whole = plain(text)
    if measure(whole) <= longest:
        return text
    at = bisect_right(range(len(whole)), longest - measure("…"), key=lambda end: measure(whole[:end])) - 1
    nice = max(whole.rfind("\n", at // 2, at), whole.rfind(" ", at // 2, at))
    left, kept = nice if nice > 0 else at, list[Span]()
    for span, words in flow(text):
        if len(words) >= left:
            head = f"{words[:left]}…"
            return (*kept, replace(span, text=head) if isinstance(span, _WORDS) else head)
        kept.append(span)
        left -= len(words)
    return tuple(kept)


def cut(text: str, longest: int) -> str:
    """The text in at most `longest` characters, cut at a line or word."""
    return plain(shortened((text,), longest))


def clock_words(when: When) -> str:
    """The instant as people of that zone read it: "Tue 24 Nov, 09:00"."""
    wall = when.instant.astimezone(ZoneInfo(when.zone))
    return f"{wall:%a} {wall.day} {wall:%b}, {wall:%H:%M}"


def _plain(span: Span) -> str:
    match span:
        case str():
            return span
        case Bullets(items):
            return "\n".join(f"• {plain(item)}" for item in items)
        case Mention(name):
            return f"@{name}"
        case Link(text, url):
            return text if text == url else f"{text} ({url})"
        case When():
            return clock_words(span)
        case Until(_, text):
            return text
        case Bold(text) | Italic(text) | Code(text) | Quote(text) | Inserted(text):
            return text
        case Deleted(text):
            return f"[-{text}-]"
