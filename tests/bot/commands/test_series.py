"""How /repeat is read."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.commands.series import Wish, read_wish
from core.errors import Invalid
from core.series import Rhythm

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "wish"),
    [
        ("every week", Wish(rhythm=Rhythm.WEEKLY)),
        ("Every Friday 6 times", Wish(rhythm=Rhythm.WEEKLY, weekday=4, times=6)),
        ("every two weeks", Wish(rhythm=Rhythm.FORTNIGHTLY)),
        ("every month until 2027-06-01", Wish(rhythm=Rhythm.MONTHLY, until=date(2027, 6, 1))),
        ("every weekday three times", Wish(rhythm=Rhythm.WEEKDAYS, times=3)),
        ("every day", Wish(rhythm=Rhythm.DAILY)),
    ],
)
def test_plain_words_say_how_often(typed: str, wish: Wish) -> None:
    assert read_wish(typed, NOW, "Europe/Lisbon") == wish


@pytest.mark.parametrize(
    "typed", ["", "now and then", "every blue moon", "every week nope times", "every week until soon"]
)
def test_anything_else_is_refused_with_examples(typed: str) -> None:
    with pytest.raises(Invalid, match="Try: every week"):
        read_wish(typed, NOW, "Europe/Lisbon")
