"""Palettes made from any two colours."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings, strategies as st

from adapters.media.colour import BLACK, WHITE, Colour, contrast, reaching, stronger
from adapters.media.palette import Palette, derived, ours, palette_for, veiled
from core.pictures import Style

NEEDED = 4.5
Anytime = settings(deadline=None)
COLOURS = st.builds(Colour, *[st.integers(0, 255)] * 3)
SOME = [Colour.read(code) for code in ("#000000", "#ffffff", "#777777", "#ffcc00", "#0c7a4b", "#ff0000", "#0000ff")]


def weakest(palette: Palette) -> float:
    """The lowest contrast of any words to any ground they can stand on."""
    words, grounds = (palette.ink, palette.soft, palette.accent), (palette.paper, palette.shade)
    return min(contrast(palette.on_deep, palette.deep), *(contrast(*pair) for pair in product(words, grounds)))


@given(ground=COLOURS, accent=COLOURS)
@Anytime
def test_any_two_colours_become_a_palette_in_which_every_word_can_be_read(ground: Colour, accent: Colour) -> None:
    palette = derived(ground, accent)
    assert palette.paper == ground
    assert weakest(palette) >= NEEDED
    assert weakest(veiled(palette)) >= NEEDED


@pytest.mark.parametrize(("ground", "accent"), list(product(SOME, SOME)))
def test_hard_pairs_become_a_palette_too(ground: Colour, accent: Colour) -> None:
    assert weakest(derived(ground, accent)) >= NEEDED


@given(colour=COLOURS, seed=st.integers(0, 10))
@Anytime
def test_one_colour_is_enough(colour: Colour, seed: int) -> None:
    assert weakest(palette_for(Style(ground=str(colour)), seed)) >= NEEDED
    assert weakest(palette_for(Style(accent=str(colour)), seed)) >= NEEDED


@pytest.mark.parametrize("number", range(len(ours())))
def test_our_own_palettes_can_be_read(number: int) -> None:
    assert weakest(ours()[number]) >= NEEDED


@given(ground=COLOURS, accent=COLOURS)
@Anytime
def test_an_accent_that_can_be_read_is_left_as_it_is(ground: Colour, accent: Colour) -> None:
    palette = derived(ground, accent)
    if min(contrast(accent, palette.paper), contrast(accent, palette.shade)) >= 4.6:
        assert palette.accent == palette.mark == accent


@given(colour=COLOURS)
@Anytime
def test_a_shape_in_the_accent_can_be_seen(colour: Colour) -> None:
    for ground in SOME:
        assert contrast(derived(ground, colour).mark, ground) >= 1.3


@given(colour=COLOURS)
@Anytime
def test_a_colour_survives_the_way_through_its_tone(colour: Colour) -> None:
    again = colour.tone().colour()
    pairs = zip((colour.red, colour.green, colour.blue), (again.red, again.green, again.blue), strict=True)
    assert all(abs(before - after) <= 1 for before, after in pairs)


@given(colour=COLOURS)
@Anytime
def test_black_or_white_can_be_read_on_everything(colour: Colour) -> None:
    assert contrast(stronger(colour), colour) >= NEEDED


def test_a_colour_moves_only_as_far_as_it_must() -> None:
    yellow = Colour.read("#ffcc00")
    moved = reaching(4.5, yellow, WHITE)
    assert 4.5 <= contrast(moved, WHITE) < 4.7
    assert abs(moved.tone().hue - yellow.tone().hue) < 0.05
    assert reaching(4.5, yellow, BLACK) == yellow
