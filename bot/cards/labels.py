"""Words for times and spans."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta


def in_words(span: timedelta) -> str:
    """A span as people say it: "in 2 h 30 min", "5 min ago"."""
    seconds = round(span.total_seconds())
    minutes, hours, days = abs(seconds) // 60, abs(seconds) // 3600, abs(seconds) // 86400
    if abs(seconds) < 60:
        size = f"{abs(seconds)} s"
    elif hours == 0:
        size = f"{minutes} min"
    elif days == 0:
        size = f"{hours} h {minutes % 60} min" if minutes % 60 else f"{hours} h"
    else:
        rest = hours % 24
        size = f"{days} d {rest} h" if rest and days < 3 else f"{days} d"
    return f"in {size}" if seconds >= 0 else f"{size} ago"


def day(moment: date) -> str:
    """A day as "Mon 24 Nov"."""
    return f"{moment:%a} {moment.day} {moment:%b}"


def day_time(moment: datetime) -> str:
    """A wall-clock time as "Mon 24 Nov, 09:00"."""
    return f"{day(moment)}, {moment:%H:%M}"


def count(number: int, noun: str) -> str:
    """A number with its noun: "1 post", "7 posts"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def named(names: Sequence[str], link: str = "and", most: int = 4) -> str:
    """Names as people list them: "X", "X and Threads", "X, Threads, Bluesky and 3 more"; `link` may be "or"."""
    shown = list(names) if len(names) <= most else [*names[: most - 1], f"{len(names) - most + 1} more"]
    return f" {link} ".join(piece for piece in (", ".join(shown[:-1]), *shown[-1:]) if piece)
