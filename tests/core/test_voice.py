"""How somebody writes: measured, and found again in what was held back."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from core.voice import match, measure

AUTHORS: dict[str, list[str]] = tomllib.loads((Path(__file__).parent / "authors.toml").read_text(encoding="utf-8"))
HELD_BACK = [(name, place) for name, posts in AUTHORS.items() for place in range(len(posts))]


@pytest.mark.parametrize(("name", "place"), HELD_BACK)
def test_a_post_held_back_matches_its_author_better_than_any_other(name: str, place: int) -> None:
    text = AUTHORS[name][place]
    own = match(measure(post for number, post in enumerate(AUTHORS[name]) if number != place), text)
    others = {other: match(measure(posts), text) for other, posts in AUTHORS.items() if other != name}
    assert own > max(others.values()) + 5, (own, others)


def test_what_is_measured_is_what_a_person_would_count() -> None:
    traits = measure(AUTHORS["ana"])
    assert traits.samples == 6
    assert traits.usual["sentence"] == pytest.approx(5, abs=1)
    assert traits.usual["we"] > 0.8
    assert traits.usual["shouts"] == traits.usual["emoji"] == traits.usual["tags"] == 0
    assert "bread" not in traits.openings


def test_openings_and_favourites_are_those_that_come_again() -> None:
    traits = measure(["Good morning bakers, flour is here.", "Good morning again, more flour.", "Evening."])
    assert traits.openings == ("good morning",)
    assert set(traits.favourites) == {"morning", "flour"}


@pytest.mark.parametrize("text", ["", "🎉", "#only #tags", "https://example.org"])
def test_what_has_no_words_matches_nothing_and_is_no_sample(text: str) -> None:
    assert match(measure(AUTHORS["ana"]), text) == 0
    assert measure([text]).samples == 0
    assert match(measure([text]), "We bake.") == 0


def test_a_text_matches_itself_wholly() -> None:
    text = AUTHORS["dr_reed"][0]
    assert match(measure([text]), text) == 100
