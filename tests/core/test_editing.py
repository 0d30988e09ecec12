"""A small correction follows the same words; anything unclear is left alone and told."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from core.editing import carry, carry_tags, left_behind

COMMON = "Fresh rolls for €4 on Sunday. Come by at 9:00!"


@pytest.mark.parametrize(
    ("after", "into", "becomes"),
    [
        # a price, a time, a word
        (
            "Fresh rolls for €5 on Sunday. Come by at 9:00!",
            "Rolls: €4. See you at 9:00.",
            "Rolls: €5. See you at 9:00.",
        ),
        ("Fresh rolls for €4.50 on Sunday. Come by at 9:00!", "Only €4!", "Only €4.50!"),
        ("Fresh rolls for €4 on Monday. Come by at 9:30!", "Sunday, 9:00", "Monday, 9:30"),
        # the same words in every place the other text has them
        ("Fresh buns for €4 on Sunday. Come by at 9:00!", "For you: rolls", "For you: buns"),
        # words put in and taken out
        ("Fresh rolls for €4 on Sunday. Come by not at 9:00!", "Come by at noon", "Come by not at noon"),
        ("Fresh rolls on Sunday. Come by at 9:00!", "Fresh rolls for €4 on Sunday", "Fresh rolls on Sunday"),
        ("Fresh rolls for €4 on Sunday.", "Hi. Come by at 9:00! Bye.", "Hi. Bye."),
        # a number follows even where the words around it do not
        ("Fresh rolls for €5 each Sunday. Come by at 9:00!", "Just €4.", "Just €5."),
    ],
)
def test_a_correction_follows_the_same_words(after: str, into: str, becomes: str) -> None:
    assert carry(COMMON, after, into) == becomes


@pytest.mark.parametrize(
    ("before", "after", "into"),
    [
        # a part of a longer number or word is another word
        ("Rolls for 4 euros today", "Rolls for 5 euros today", "Rolls for 4.50 euros, 14 kinds"),
        ("Our rolls are warm today", "Our buns are warm today", "We sell scrolls"),
        # two places, and nothing tells which is meant
        ("We open at 9 and bake", "We open at 8 and bake", "9 rolls, 9 buns"),
        # the same number stays elsewhere in the text
        ("4 rolls for 4 euros", "4 rolls for 5 euros", "4 rolls"),
        # a sentence that was added is no correction
        ("Fresh rolls today.", "Fresh rolls today. Bring a friend and a bag along.", "Come today. See you."),
        # a rewrite
        ("Fresh rolls for €4 on Sunday", "We are closed for the whole week", "Fresh rolls for €4 on Sunday!"),
        ("Fresh rolls today", "Fresh rolls today", "Anything"),
    ],
)
def test_what_is_unclear_stays_as_it_is(before: str, after: str, into: str) -> None:
    assert carry(before, after, into) == into


def test_neighbours_tell_which_of_two_places_is_meant() -> None:
    before, after = "4 rolls for 4 euros", "4 rolls for 5 euros"
    assert carry(before, after, "Take 4 rolls for 4 euros home") == "Take 4 rolls for 5 euros home"


def test_one_word_that_became_two_different_ones_follows_neither() -> None:
    assert carry("€4 rolls, then €4 buns", "€5 rolls, then €6 buns", "All €4 each, €4!") == "All €4 each, €4!"


def test_words_left_behind_are_told() -> None:
    after = "Fresh rolls for €5 on Monday. Come by at 9:00!"
    assert left_behind(COMMON, after, "€4 on Sunday at 9:00, for you") == ("€4", "Sunday")
    assert left_behind(COMMON, after, "€5 on Monday") == ()


def test_of_a_rewrite_only_numbers_are_told() -> None:
    assert left_behind(COMMON, "We are closed, sorry.", "Rolls for €4 on Sunday") == ("€4",)


@pytest.mark.parametrize(
    ("before", "after", "into", "becomes"),
    [
        (("Bread", "Lisbon"), ("Rolls", "Lisbon"), ("Bread", "Sunday"), ("Rolls", "Sunday")),
        (("Bread", "Lisbon"), ("Lisbon",), ("Bread", "Sunday"), ("Sunday",)),
        (("Bread",), ("Bread", "Lisbon"), ("Sunday",), ("Sunday",)),
        (("Bread", "Lisbon"), ("Lisbon", "Bread"), ("Bread", "Sunday"), ("Bread", "Sunday")),
        (("Bread",), ("Rolls",), ("Bread",), ("Rolls",)),
        (("Bread",), ("Rolls",), ("Bread", "Rolls"), ("Rolls",)),
    ],
)
def test_hashtags_are_exchanged_and_taken_out_but_not_added(
    before: tuple[str, ...], after: tuple[str, ...], into: tuple[str, ...], becomes: tuple[str, ...]
) -> None:
    assert carry_tags(before, after, into) == becomes


sentences = st.lists(st.sampled_from(["rolls", "€4", "4", "on", "Sunday", ".", "\n", "👋", "9:00", "nao", "não"])).map(
    " ".join
)


@settings(deadline=None)
@given(before=sentences, after=sentences)
def test_the_same_words_always_follow(before: str, after: str) -> None:
    assert carry(before, after, before) == after


@settings(deadline=None)
@given(before=sentences, after=sentences, into=sentences)
def test_only_words_of_the_edit_ever_change(before: str, after: str, into: str) -> None:
    carried = carry(before, after, into)
    assert set(carried.split()) <= set(into.split()) | set(after.split())
    assert carry(before, before, into) == into


def test_a_very_long_text_is_carried_quickly() -> None:
    long = "word and word " * 1400
    assert carry(f"{long}€4", f"{long}€5", "Only €4") == "Only €5"
    assert carry(long, "other or other " * 1400, "Only €4") == "Only €4"
