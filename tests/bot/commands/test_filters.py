"""What people say to narrow a list down, and what it comes to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from adapters.publishers.demo.publish import RULES as DEMO
from adapters.publishers.feed.publish import RULES as FEED
from bot.cards.press import Press
from bot.commands.filters import ORDERS, SPANS, STATES, Filters, bounds, read_filters
from core.account import Platform
from core.errors import Invalid
from core.ids import BrandId
from core.moves import PartState

LINKEDIN = replace(FEED, platform=Platform("linkedin"), label="LinkedIn")
LONG = replace(FEED, platform=Platform("telegram-channel"), label="Telegram channel")
RULES = {one.platform: one for one in (FEED, DEMO, LINKEDIN, LONG)}
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)  # a Saturday


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("", Filters()),
        ("failed linkedin week", Filters(state="failed", platform="linkedin", span="week")),
        ("Week, LinkedIn, FAILED", Filters(state="failed", platform="linkedin", span="week")),
        ("next week", Filters(span="next-week")),
        ("local feed last  week oldest", Filters(platform="feed", span="last-week", order="oldest")),
        ("telegram channel this month", Filters(platform="telegram-channel", span="month")),
        ("live live", Filters(state="live")),
    ],
)
def test_filters_are_read_in_any_order(said: str, meant: Filters) -> None:
    assert read_filters(said, RULES) == meant


def test_every_combination_fits_on_a_button_and_is_read_back() -> None:
    for state in STATES:
        for platform in ("", *RULES):
            for span in ("", *SPANS):
                for order in ("", *ORDERS):
                    filters = Filters(state=state, platform=platform, span=span, order=order)
                    press = Press(verb="page", target=999, arg=filters.pack())
                    assert read_filters(press.arg, RULES) == filters


def test_an_unknown_word_is_refused_in_a_sentence_that_lists_the_known_ones() -> None:
    with pytest.raises(Invalid) as refused:
        read_filters("failed someday", RULES)
    words = str(refused.value)
    assert "“someday”" in words
    assert all(known in words for known in ("pending", "linkedin", "next week", "oldest"))


def test_two_states_exclude_each_other() -> None:
    with pytest.raises(Invalid, match="“live” and “failed” do not go together"):
        read_filters("live failed", RULES)


@pytest.mark.parametrize(
    ("span", "first", "after"),
    [
        ("today", "2026-11-21", "2026-11-22"),
        ("tomorrow", "2026-11-22", "2026-11-23"),
        ("week", "2026-11-16", "2026-11-23"),
        ("next-week", "2026-11-23", "2026-11-30"),
        ("last-week", "2026-11-09", "2026-11-16"),
        ("month", "2026-11-01", "2026-12-01"),
    ],
)
def test_days_begin_and_end_on_the_wall_of_the_brand(span: str, first: str, after: str) -> None:
    assert bounds(span, NOON, "Asia/Tokyo") == tuple(
        datetime.fromisoformat(f"{day}T00:00:00+09:00") for day in (first, after)
    )


def test_filters_say_which_posts_are_meant_and_what_the_list_is_called() -> None:
    filters = Filters(state="failed", platform="linkedin", span="week", order="oldest")

    wanted = filters.wanted(BrandId(7), NOON, "UTC")

    assert (wanted.brand_id, wanted.platform, wanted.part_states) == (7, "linkedin", (PartState.FAILED,))
    assert not wanted.newest_first
    assert filters.title(RULES) == "Failed · LinkedIn · this week · oldest first"
