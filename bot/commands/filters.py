"""Reads what a list of posts is to be narrowed down to, from a person's words or a button's argument."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from core.account import Platform
from core.errors import Invalid, Problem
from core.ids import BrandId
from core.moves import PartState, PostState
from core.rules import Rules
from core.slot import resolve, zone_named
from core.store import PostFilter

STATES: Mapping[str, tuple[str, PostFilter]] = {
    "all": ("All posts", PostFilter(newest_first=True)),
    "pending": ("Waiting for a decision", PostFilter(states=(PostState.PENDING,))),
    "queue": ("Going out next", PostFilter(states=(PostState.APPROVED,), part_states=(PartState.SCHEDULED,))),
    "live": ("Live", PostFilter(part_states=(PartState.LIVE,), newest_first=True)),
    "failed": ("Failed", PostFilter(part_states=(PartState.FAILED,), newest_first=True)),
    "missed": ("Missed their time", PostFilter(part_states=(PartState.MISSED,))),
    "ask": ("Waiting for your answer", PostFilter(part_states=(PartState.ASK,))),
    "checking": ("Being looked at", PostFilter(part_states=(PartState.CHECKING,))),
    "approved": ("Approved", PostFilter(states=(PostState.APPROVED,))),
    "skipped": ("Skipped", PostFilter(states=(PostState.SKIPPED,), newest_first=True)),
    "cancelled": ("Cancelled", PostFilter(states=(PostState.CANCELLED,), newest_first=True)),
    "lapsed": ("Not decided in time", PostFilter(states=(PostState.LAPSED,), newest_first=True)),
}
SPANS = ("today", "tomorrow", "week", "next-week", "last-week", "month")
ORDERS = ("newest", "oldest")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What to list; an empty field does not restrict. `span` counts days as the brand's wall does."""

    state: str = "all"
    platform: str = ""
    span: str = ""
    order: str = ""

    def pack(self) -> str:
        """The filters as a button carries them: "failed.linkedin.week"."""
        return ".".join(word for word in (self.state, self.platform, self.span, self.order) if word)

    def title(self, rules: Mapping[Platform, Rules]) -> str:
        """The filters as a heading: "Failed · LinkedIn · this week"."""
        platform = _label(rules[Platform(self.platform)]) if self.platform else ""
        span = {"week": "this week", "month": "this month"}.get(self.span, self.span.replace("-", " "))
        order = f"{self.order} first" if self.order else ""
        return " · ".join(word for word in (STATES[self.state][0], platform, span, order) if word)

    def wanted(self, brand_id: BrandId, now: datetime, zone: str) -> PostFilter:
        """The posts that are meant."""
        _, base = STATES[self.state]
        since, before = bounds(self.span, now, zone) if self.span else (None, None)
        return replace(
            base,
            brand_id=brand_id,
            platform=Platform(self.platform) if self.platform else None,
            since=since,
            before=before,
            newest_first=self.order == "newest" if self.order else base.newest_first,
        )


def read_filters(text: str, rules: Mapping[Platform, Rules]) -> Filters:
    """The filters in these words, in any order: a state, a platform by name or label, a span of days, an order.

    Raises:
        Invalid: a word is none of them, or two of them exclude each other.
    """
    read: dict[str, str] = {}
    for word in _words(text, rules):
        field = _field(word, rules)
        if read.get(field, word) != word:
            what = f"“{read[field]}” and “{word}” do not go together."
            raise Invalid(Problem(field="filter", what=what, fix="Please name one of them."))
        read[field] = word
    return Filters(**read)


def bounds(span: str, now: datetime, zone: str) -> tuple[datetime, datetime]:
    """The first instant of a span of days and the first one after it, as the wall clock of `zone` counts days."""
    today = now.astimezone(zone_named(zone)).date()
    monday = today - timedelta(days=today.weekday())
    first_of_month = today.replace(day=1)
    days = {
        "today": (today, today + timedelta(days=1)),
        "tomorrow": (today + timedelta(days=1), today + timedelta(days=2)),
        "week": (monday, monday + timedelta(days=7)),
        "next-week": (monday + timedelta(days=7), monday + timedelta(days=14)),
        "last-week": (monday - timedelta(days=7), monday),
        "month": (first_of_month, (first_of_month + timedelta(days=32)).replace(day=1)),
    }
    first, after = (resolve(datetime.combine(day, time()), zone).instant for day in days[span])
    return first, after


def _words(text: str, rules: Mapping[Platform, Rules]) -> list[str]:
    """The words of a person or a button, with labels of platforms and spans of two words as one word each."""
    said = text.casefold()
    labels = {_label(one).casefold(): name for name, one in rules.items()}
    for label in sorted(labels, key=len, reverse=True):
        said = re.sub(rf"(?<!\w){re.escape(label)}(?!\w)", labels[label], said)
    said = re.sub(r"\b(next|last)\s+week\b", r"\1-week", said)
    said = re.sub(r"\bthis\s+(week|month)\b", r"\1", said)
    return [word for word in re.split(r"[\s,.;]+", said) if word]


def _label(rules: Rules) -> str:
    """The label of a platform without what is said of it in brackets."""
    return rules.label.partition(" (")[0]


def _field(word: str, rules: Mapping[Platform, Rules]) -> str:
    if word in STATES:
        return "state"
    if word in rules:
        return "platform"
    if word in SPANS:
        return "span"
    if word in ORDERS:
        return "order"
    spans = ", ".join(span.replace("-", " ") for span in SPANS)
    fix = f"Try {', '.join(STATES)}; {', '.join(rules)}; {spans}; {' or '.join(ORDERS)}."
    raise Invalid(Problem(field="filter", what=f"I do not know “{word[:40]}”.", fix=fix))
