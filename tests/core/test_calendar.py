"""Which posts and free slots lie on which day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, strategies as st

from core.brand import Brand
from core.calendar import SHOWN, Calendar, Span, bounds, calendar_of, sheet_of
from core.moves import PartState, PostState
from core.pictures import Tint
from core.post import Post
from core.publication import Publication
from core.slot import Slot, resolve
from tests.builders import a_brand, a_post, a_publication, a_workspace, an_account

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
WEEK = Span.week_of(date(2026, 11, 25))
LEGEND = tuple((tint, tint.value[0], tint.value) for tint in Tint)
DAYS_OF_CHANGE = (date(2026, 3, 29), date(2026, 10, 25))  # in the European Union
ZONES = ("Europe/Lisbon", "Asia/Tokyo", "America/Los_Angeles", "America/Havana", "Pacific/Apia")


def tint_of(post: Post, publications: tuple[Publication, ...]) -> Tint:
    return Tint.WAIT if post.state is PostState.PENDING else Tint.QUIET


def placed(brand: Brand, posts: tuple[Post, ...] = (), *, span: Span = WEEK, now: datetime = NOW) -> Calendar:
    return calendar_of(brand, span, now, posts, (), {})


def wall(text: str) -> datetime:
    """A time as the clock on the wall shows it."""
    return datetime.fromisoformat(text)


def brand_with(*clocks: str, zone: str = "UTC") -> Brand:
    return replace(
        a_brand(a_workspace(), zone=zone), slots=tuple(Slot(at=time.fromisoformat(clock)) for clock in clocks)
    )


def test_a_week_runs_from_monday_to_sunday_and_a_month_to_its_last_day() -> None:
    assert Span.week_of(date(2026, 11, 29)) == Span(first=date(2026, 11, 23), last=date(2026, 11, 29))
    assert Span.month_of(date(2028, 2, 10)) == Span(first=date(2028, 2, 1), last=date(2028, 2, 29))
    assert Span.month_of(date(2026, 12, 31)).later() == Span.month_of(date(2027, 1, 1))


@given(st.dates(date(2001, 1, 1), date(2099, 12, 31)), st.sampled_from([Span.week_of, Span.month_of]))
def test_spans_follow_each_other_without_a_gap(day: date, of: Callable[[date], Span]) -> None:
    span = of(day)
    assert day in span
    assert span.later().first == span.last + timedelta(days=1)
    assert span.later().earlier() == span
    assert span.is_week is (of(day) == Span.week_of(day))


@pytest.mark.parametrize("day", DAYS_OF_CHANGE)
def test_a_week_with_a_change_of_clocks_ends_where_the_next_begins(day: date) -> None:
    span = Span.week_of(day)
    since, before = bounds(span, "Europe/Lisbon")
    assert before - since != timedelta(days=7)
    assert before == bounds(span.later(), "Europe/Lisbon")[0]


def test_a_post_lies_on_the_day_of_the_brands_own_zone() -> None:
    brand = brand_with("09:00", zone="Asia/Tokyo")
    late = a_post(brand, instant=datetime(2026, 11, 24, 23, 30, tzinfo=UTC))
    days = {day.day: day.planned for day in placed(brand, (late,)).days}
    assert [one.at for one in days[date(2026, 11, 25)]] == [wall("2026-11-25 08:30")]


def test_a_slot_is_free_when_it_lies_ahead_and_nothing_is_planned_for_it() -> None:
    brand = brand_with("09:00", "18:00")
    taken = a_post(brand, instant=datetime(2026, 11, 27, 18, 0, tzinfo=UTC))
    free = [at for day in placed(brand, (taken,)).days for at in day.free]
    assert free == [
        wall("2026-11-25 18:00"),
        wall("2026-11-26 09:00"),
        wall("2026-11-26 18:00"),
        wall("2026-11-27 09:00"),
        wall("2026-11-28 09:00"),
        wall("2026-11-28 18:00"),
        wall("2026-11-29 09:00"),
        wall("2026-11-29 18:00"),
    ]


def test_a_slot_in_the_hour_that_is_skipped_is_free_an_hour_later() -> None:
    brand = brand_with("01:30", zone="Europe/Lisbon")
    span = Span.week_of(DAYS_OF_CHANGE[0])
    free = placed(brand, span=span, now=bounds(span, brand.zone)[0]).days[-1].free
    assert free == (wall("2026-03-29 02:30"),)
    post = a_post(brand, instant=resolve(wall("2026-03-29 01:30"), brand.zone).instant)
    assert placed(brand, (post,), span=span, now=bounds(span, brand.zone)[0]).days[-1].free == ()


def test_a_cancelled_post_leaves_its_slot_free() -> None:
    brand = brand_with("09:00")
    gone = a_post(brand, state=PostState.CANCELLED, instant=datetime(2026, 11, 27, 9, 0, tzinfo=UTC))
    day = placed(brand, (gone,)).days[4]
    assert (day.planned, day.free) == ((), (wall("2026-11-27 09:00"),))


def test_a_post_goes_to_the_platforms_that_were_not_taken_out() -> None:
    brand = brand_with("09:00")
    post = a_post(brand, instant=NOW)
    feed, other, out = (an_account(brand, name) for name in ("feed", "linkedin", "x"))
    publications = (
        a_publication(post, feed),
        a_publication(post, other),
        a_publication(post, an_account(brand, "feed")),
        a_publication(post, out, state=PartState.CANCELLED),
    )
    accounts = {one.account_id: feed for one in publications} | {one.id: one for one in (feed, other, out)}
    shown = calendar_of(brand, WEEK, NOW, (post,), publications, accounts)
    assert [one.platforms for one in shown.days[2].planned] == [("feed", "linkedin")]


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("  Bread\nis  out. ", "Bread is out."),
        ("Bread " * 20, "Bread " * 12 + "Bread…"),
        ("W" * 100, "W" * 80 + "…"),
    ],
)
def test_the_beginning_of_a_post_ends_with_a_whole_word(text: str, begins: str) -> None:
    brand = brand_with("09:00")
    shown = placed(brand, (a_post(brand, text=text, instant=NOW),))
    assert shown.days[2].planned[0].beginning == begins


def test_a_month_is_filled_up_to_whole_weeks() -> None:
    sheet = sheet_of(placed(brand_with("09:00"), span=Span.month_of(NOW.date())), "November 2026", LEGEND, tint_of)
    assert (sheet.days[0].day, sheet.days[-1].day, len(sheet.days)) == (date(2026, 10, 26), date(2026, 12, 6), 42)
    assert [day.day.day for day in sheet.days if not day.outside] == list(range(1, 31))


@given(
    zone=st.sampled_from(ZONES),
    span=st.builds(
        lambda day, of: of(day),
        st.dates(date(2026, 1, 1), date(2027, 12, 31)),
        st.sampled_from([Span.week_of, Span.month_of]),
    ),
    minutes=st.lists(st.integers(-60 * 24 * 10, 60 * 24 * 40), max_size=20),
    states=st.lists(st.sampled_from(PostState), min_size=20, max_size=20),
    now=st.integers(-60 * 24 * 10, 60 * 24 * 40),
)
def test_every_post_of_the_span_is_in_the_picture_exactly_once(
    zone: str, span: Span, minutes: list[int], states: list[PostState], now: int
) -> None:
    brand = brand_with("09:00", "23:45", zone=zone)
    since, before = bounds(span, zone)
    posts = tuple(
        replace(a_post(brand, instant=since + timedelta(minutes=minute), text=f"Loaf {number}"), state=state)
        for number, (minute, state) in enumerate(zip(minutes, states, strict=False))
    )
    shown = placed(brand, posts, span=span, now=since + timedelta(minutes=now))
    sheet = sheet_of(shown, "these days", LEGEND, tint_of)

    wanted = {post.id for post in posts if since <= post.moment.instant < before and post.state in SHOWN}
    rows = [(day.day, one) for day in shown.days for one in day.planned]
    assert sorted(one.post.id for _, one in rows) == sorted(wanted)
    entries = [(day.day, entry) for day in sheet.days for entry in day.entries]
    assert [(day, f"{one.at:%H:%M}", one.beginning, tint_of(one.post, ())) for day, one in rows] == [
        (day, entry.clock, entry.text, entry.tint) for day, entry in entries
    ]
    assert {tint for tint, _, _ in sheet.legend} == {entry.tint for _, entry in entries}
    assert [day.day for day in sheet.days] == [
        sheet.days[0].day + timedelta(days=offset) for offset in range(len(sheet.days))
    ]
    assert (sheet.days[0].day.weekday(), len(sheet.days) % 7) == (0, 0)
