"""The calendar of a brand: which posts and which free slots lie on which day of its own zone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core.account import Account
from core.brand import Brand
from core.ids import AccountId, PostId
from core.moves import PartState, PostState
from core.pictures import CalendarDay, CalendarEntry, CalendarSheet, Tint
from core.post import Post
from core.publication import Publication
from core.slot import Moment, moment_at, resolve, slots_between

WEEK = 7
SHOWN = tuple(state for state in PostState if state is not PostState.CANCELLED)
LONGEST_BEGINNING = 80

Legend = tuple[tuple[Tint, str, str], ...]
TintOf = Callable[[Post, tuple[Publication, ...]], Tint]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The days a calendar shows: a week from Monday to Sunday, or a month."""

    first: date
    last: date

    @staticmethod
    def week_of(day: date) -> Span:
        """The week that day lies in."""
        monday = day - timedelta(days=day.weekday())
        return Span(first=monday, last=monday + timedelta(days=WEEK - 1))

    @staticmethod
    def month_of(day: date) -> Span:
        """The month that day lies in."""
        return Span(first=day.replace(day=1), last=_next_month(day) - timedelta(days=1))

    @property
    def is_week(self) -> bool:
        """True for a week, false for a month."""
        return self.days == WEEK

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def earlier(self) -> Span:
        """The week or month before."""
        return self._around(self.first - timedelta(days=1))

    def later(self) -> Span:
        """The week or month after."""
        return self._around(self.last + timedelta(days=1))

    def _around(self, day: date) -> Span:
        return Span.week_of(day) if self.is_week else Span.month_of(day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A post in its place: the wall clock of the brand's zone, where it goes, how it begins."""

    post: Post
    publications: tuple[Publication, ...]
    at: datetime
    platforms: tuple[str, ...]
    beginning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day: its posts and the slots nothing is planned for, each in order of time."""

    day: date
    planned: tuple[Planned, ...] = ()
    free: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """What a brand plans on each day of a span; `today` is the day it is there now."""

    brand: Brand
    span: Span
    today: date
    days: tuple[Day, ...]


def bounds(span: Span, zone: str) -> tuple[datetime, datetime]:
    """The instants at which the first day begins and the last one has ended."""
    after = span.last + timedelta(days=1)
    return (
        resolve(datetime.combine(span.first, time()), zone).instant,
        resolve(datetime.combine(after, time()), zone).instant,
    )


def calendar_of(
    brand: Brand,
    span: Span,
    now: datetime,
    posts: tuple[Post, ...],
    publications: tuple[Publication, ...],
    accounts: Mapping[AccountId, Account],
) -> Calendar:
    """Put every post that is not cancelled, and every free slot still ahead, on its day."""
    shown = [post for post in posts if post.state in SHOWN]
    of_post: dict[PostId, list[Publication]] = {post.id: [] for post in posts}
    for publication in publications:
        of_post[publication.post_id].append(publication)
    taken = {post.moment.instant for post in shown}
    free = [
        slot
        for slot in slots_between(brand.slots, span.first, span.days, brand.zone)
        if slot.instant > now and slot.instant not in taken
    ]
    planned = [_planned(post, tuple(of_post[post.id]), accounts, brand.zone) for post in shown]
    planned.sort(key=lambda one: (one.post.moment.instant, one.post.id))
    return Calendar(
        brand=brand,
        span=span,
        today=moment_at(now, brand.zone).local.date(),
        days=tuple(_day(span.first + timedelta(days=offset), planned, free) for offset in range(span.days)),
    )


def sheet_of(calendar: Calendar, title: str, legend: Legend, tint_of: TintOf) -> CalendarSheet:
    """The calendar, ready to be drawn: whole weeks, and of the legend what occurs in them."""
    marks = {tint: mark for tint, mark, _ in legend}
    days = [_drawn(day, marks, tint_of) for day in calendar.days]
    tints = {entry.tint for day in days for entry in day.entries}
    before, after = days[0].day.weekday(), WEEK - 1 - days[-1].day.weekday()
    return CalendarSheet(
        title=title,
        brand=calendar.brand.name,
        today=calendar.today,
        days=(
            *(_outside(days[0].day - timedelta(days=gap)) for gap in range(before, 0, -1)),
            *days,
            *(_outside(days[-1].day + timedelta(days=gap)) for gap in range(1, after + 1)),
        ),
        legend=tuple(line for line in legend if line[0] in tints),
    )


def _day(day: date, planned: list[Planned], free: list[Moment]) -> Day:
    return Day(
        day=day,
        planned=tuple(one for one in planned if one.at.date() == day),
        free=tuple(slot.local for slot in free if slot.local.date() == day),
    )


def _planned(
    post: Post, publications: tuple[Publication, ...], accounts: Mapping[AccountId, Account], zone: str
) -> Planned:
    meant = (one for one in publications if one.state is not PartState.CANCELLED)
    return Planned(
        post=post,
        publications=publications,
        at=moment_at(post.moment.instant, zone).local,
        platforms=tuple(dict.fromkeys(accounts[one.account_id].platform for one in meant)),
        beginning=_beginning(post.content.text),
    )


def _drawn(day: Day, marks: Mapping[Tint, str], tint_of: TintOf) -> CalendarDay:
    def entry(one: Planned) -> CalendarEntry:
        tint = tint_of(one.post, one.publications)
        return CalendarEntry(
            clock=f"{one.at:%H:%M}", tint=tint, mark=marks[tint], text=one.beginning, platforms=one.platforms
        )

    return CalendarDay(
        day=day.day,
        entries=tuple(entry(one) for one in day.planned),
        free=tuple(f"{at:%H:%M}" for at in day.free),
    )


def _outside(day: date) -> CalendarDay:
    return CalendarDay(day=day, outside=True)


def _beginning(text: str) -> str:
    """How a text begins, in one line and in whole words."""
    words = " ".join(text.split())
    if len(words) <= LONGEST_BEGINNING:
        return words
    short = words[:LONGEST_BEGINNING]
    return (short[: short.rfind(" ")] if " " in short else short) + "…"


def _next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)
