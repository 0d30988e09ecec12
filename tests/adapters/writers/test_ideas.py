"""An idea in a person's words (`/new`): tidied, never changed."""

from __future__ import annotations

import pytest

from adapters.writers.ideas import cleaned
from adapters.writers.offline import compose
from tests.contracts.writer import a_brief


@pytest.mark.parametrize(
    ("idea", "text"),
    [
        ("new autumn menu", "New autumn menu."),
        ("Please write a post about our new candles!!!", "Our new candles!"),
        ("tell people that we're closed on Monday", "We're closed on Monday."),
        ("Sale: 20% off, until 30.11. #sale #candles", "Sale: 20% off, until 30.11."),
        ("See https://example.org/a?b=1", "See https://example.org/a?b=1"),
        ("iPhone repair in 20 minutes", "iPhone repair in 20 minutes."),
    ],
)
def test_an_idea_is_tidied_and_nothing_else(idea: str, text: str) -> None:
    assert cleaned(idea) == text
    assert text in compose(a_brief(count=1, idea=idea))[0].text


def test_a_hashtag_in_an_idea_becomes_a_hashtag() -> None:
    (draft,) = compose(a_brief(count=1, idea="New candles are here #SootFree"))
    assert "SootFree" in draft.hashtags
    assert "#" not in draft.text
