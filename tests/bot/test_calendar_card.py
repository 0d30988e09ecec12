"""What the calendar says in words, and which days its words name."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.cards.calendar_card import LEGEND, calendar_card, press_for, tint_of, title_of
from bot.cards.card import Card
from bot.cards.layout import words
from bot.cards.progress import badge_of
from bot.commands.calendar import read_span
from core.calendar import Span, calendar_of
from core.errors import Invalid
from core.moves import PartState, PostState
from core.pictures import Tint
from core.post import Post
from tests.builders import a_brand, a_post, a_publication, a_workspace, an_account

TODAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
ONE_MESSAGE = 2000
BRAND = a_brand(a_workspace(), zone="UTC")


def a_card(*posts: Post, span: Span, now: datetime = NOW) -> Card:
    return calendar_card(calendar_of(BRAND, span, now, posts, (), {}), ())


def daily(month: int, *, each: int = 1, text: str = "A crust that sings") -> tuple[Post, ...]:
    """That many posts on each day of a month of 2026."""
    first = datetime(2026, month, 1, tzinfo=UTC)
    return tuple(
        a_post(BRAND, state=PostState.PENDING, text=text, instant=first + timedelta(days=day, hours=9 + hour))
        for day in range(Span.month_of(first.date()).days)
        for hour in range(each)
    )


@pytest.mark.parametrize(
    ("span", "title"),
    [
        (Span.week_of(TODAY), "23 to 29 November 2026"),
        (Span.week_of(date(2026, 12, 1)), "30 November to 6 December 2026"),
        (Span.week_of(date(2026, 12, 31)), "28 December 2026 to 3 January 2027"),
        (Span.month_of(TODAY), "November 2026"),
    ],
)
def test_days_are_named_as_people_write_them(span: Span, title: str) -> None:
    assert title_of(span) == title


@pytest.mark.parametrize(
    ("words", "span"),
    [
        ("", Span.week_of(TODAY)),
        ("week", Span.week_of(TODAY)),
        ("Next", Span.week_of(date(2026, 12, 2))),
        ("last", Span.week_of(date(2026, 11, 18))),
        ("2026-12-07", Span.week_of(date(2026, 12, 7))),
        ("week 2026-12-09", Span.week_of(date(2026, 12, 7))),
        ("month", Span.month_of(TODAY)),
        ("month next", Span.month_of(date(2026, 12, 1))),
        ("month 2027-02", Span.month_of(date(2027, 2, 1))),
        ("month 2027-02-14", Span.month_of(date(2027, 2, 1))),
    ],
)
def test_a_span_is_read_from_plain_words(words: str, span: Span) -> None:
    assert read_span(words, TODAY) == span


@pytest.mark.parametrize("words", ["soon", "week 2026-02-30", "month 26", "next week now", "1999-12-31", "2101-01-01"])
def test_what_names_no_days_is_refused_with_examples(words: str) -> None:
    with pytest.raises(Invalid, match="Try /calendar"):
        read_span(words, TODAY)


@pytest.mark.parametrize("span", [Span.week_of(TODAY), Span.month_of(TODAY)])
def test_a_button_carries_the_days_it_shows(span: Span) -> None:
    press = press_for(BRAND.id, span)
    assert read_span(press.arg.replace(".", " "), date(2001, 1, 1)) == span
    assert press.target == BRAND.id


@pytest.mark.parametrize("state", PostState)
def test_every_state_of_a_post_has_a_colour_in_the_legend(state: PostState) -> None:
    assert tint_of(a_post(BRAND, state=state), ()) in {tint for tint, _, _ in LEGEND}


@pytest.mark.parametrize("state", PartState)
def test_only_what_is_live_has_the_colour_of_live(state: PartState) -> None:
    post, account = a_post(BRAND), an_account(BRAND)
    tint = tint_of(post, (a_publication(post, account, state=state),))
    assert (tint is Tint.LIVE) is (state is PartState.LIVE)


def test_every_colour_has_a_mark_and_a_word_of_its_own() -> None:
    assert len({mark for _, mark, _ in LEGEND}) == len({word for _, _, word in LEGEND}) == len(Tint)


def test_a_row_says_in_words_what_the_picture_says_in_colours() -> None:
    post = a_post(BRAND, state=PostState.SKIPPED, text="Never mind the rye", instant=NOW)
    row = a_card(post, span=Span.week_of(TODAY)).rows[0]
    assert (row.mark, row.label, row.text) == (
        badge_of(post, ()).mark,
        "Today, 12:00",
        ("Skipped: Never mind the rye",),
    )


def test_a_month_with_a_post_a_day_fits_whole_into_one_message() -> None:
    card = a_card(*daily(12), span=Span.month_of(date(2026, 12, 1)))
    assert len(card.rows) == 31
    assert card.footer == ()
    assert len(words(card)) <= ONE_MESSAGE


@pytest.mark.parametrize("each", [2, 3, 9])
def test_a_fuller_month_says_how_many_it_leaves_out(each: int) -> None:
    posts = daily(12, each=each)
    card = a_card(*posts, span=Span.month_of(date(2026, 12, 1)))
    assert len(words(card)) <= ONE_MESSAGE
    left_out = len(posts) - len(card.rows)
    assert f"And {left_out} more: /calendar week" in words(card)


def test_a_day_too_full_for_one_message_begins_with_its_first_post() -> None:
    posts = tuple(
        a_post(BRAND, state=PostState.PENDING, text="Word " * 30, instant=NOW + timedelta(minutes=minute))
        for minute in range(60)
    )
    card = a_card(*posts, span=Span.week_of(TODAY))
    assert card.rows[0].label == "Today, 12:00"
    assert len(words(card)) <= ONE_MESSAGE


def test_an_empty_past_week_says_so() -> None:
    card = a_card(span=Span.week_of(date(2026, 11, 4)))
    assert card.body == ("Nothing is planned here.",)
    assert [button.label for row in card.buttons for button in row] == ["‹ Earlier", "Later ›", "Month", "Today"]
