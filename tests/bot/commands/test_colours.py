"""Colours as people type them."""

from __future__ import annotations

import pytest

from bot.commands.colours import NAMES, colour_name, read_colour
from core.errors import Invalid
from core.look import Look


@pytest.mark.parametrize(
    ("typed", "colour"),
    [
        ("", ""),
        ("  ", ""),
        ("#0C7A4B", "#0c7a4b"),
        ("0c7a4b", "#0c7a4b"),
        ("#fb0", "#ffbb00"),
        ("Navy", "#14213d"),
        ("forest-green", "#1f5132"),
        ("Dark  Green", "#1f5132"),
        ("gray", "#6b7280"),
    ],
)
def test_a_colour_is_read_by_name_or_number(typed: str, colour: str) -> None:
    assert read_colour(typed, "ground") == colour


@pytest.mark.parametrize("typed", ["blueish", "#12", "#12345", "#gggggg", "rgb(1,2,3)"])
def test_what_is_no_colour_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(Invalid, match="#0c7a4b") as refused:
        read_colour(typed, "accent")
    assert refused.value.problems[0].field == "accent"


def test_every_name_is_a_colour_a_look_can_have_and_is_said_back() -> None:
    for name, colour in NAMES.items():
        assert Look(ground=colour).ground == colour
        assert colour_name(colour) == f"{name} ({colour})"
    assert colour_name("#0c7a4b") == "#0c7a4b"
