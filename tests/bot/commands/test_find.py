"""The line that shows what was found."""

from __future__ import annotations

import pytest

from bot.cards.text import Bold, plain
from bot.commands.find import AROUND, excerpt
from core.post import Content, Variant

LONG = "We open early. " * 12 + "Then there is coffee cake for all of you. " + "And more of it. " * 12


def test_every_hit_stands_out() -> None:
    line = excerpt(Content(text="Coffee, then cake, then coffee."), ("coffee", "cake"))

    assert [span for span in line if isinstance(span, Bold)] == [Bold("Coffee"), Bold("cake"), Bold("coffee")]
    assert plain(line) == "Coffee, then cake, then coffee."


def test_a_long_text_is_cut_at_words_around_the_hit() -> None:
    line = plain(excerpt(Content(text=LONG), ("coffee", "cake")))

    assert "coffee cake for all" in line
    assert line.startswith(("…We open early.", "…open early.", "…early."))
    assert line.endswith("…")
    assert len(line) <= AROUND + 2


@pytest.mark.parametrize(
    "content",
    [
        Content(text="Bread.", thread=("And coffee.",)),
        Content(text="Bread.", variants={"x": Variant(text="Coffee!")}),
    ],
)
def test_a_hit_elsewhere_in_the_post_is_shown(content: Content) -> None:
    assert any(isinstance(span, Bold) for span in excerpt(content, ("coffee",)))


def test_a_text_without_spaces_is_cut_in_front_of_the_hit() -> None:
    line = excerpt(Content(text="面" * 200 + "咖啡" + "面" * 200), ("咖啡",))

    assert Bold("咖啡") in line
    assert len(plain(line)) <= AROUND + 2


def test_what_looks_like_a_pattern_is_searched_as_it_is() -> None:
    assert Bold("(50%)") in excerpt(Content(text="Bread (50%) off."), ("(50%)",))
