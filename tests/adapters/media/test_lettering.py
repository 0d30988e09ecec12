"""Text prepared for setting."""

from __future__ import annotations

import pytest

from adapters.media.engine import FONTS
from adapters.media.lettering import Coverage, initial, paragraphs, runs_right_to_left, tidied


@pytest.fixture(scope="module")
def coverage() -> Coverage:
    return Coverage(FONTS / "coverage.json")


@pytest.mark.parametrize("text", ["", "Plain.", "Ἀθῆναι", "N̈", "‎left", "می‌خواهم", "क्ष", "👩🏽‍🚀", "5 € ≤ 6 £"])
def test_texts_the_fonts_hold_are_drawn(coverage: Coverage, text: str) -> None:
    assert coverage.draws(text)


@pytest.mark.parametrize("text", ["\U00020000", "ก", "\ue000", "\U000e0001", "面\u064b", "e\u064b", "\ud800"])
def test_a_letter_or_a_pair_without_one_font_is_not_drawn(coverage: Coverage, text: str) -> None:
    assert not coverage.draws(text)


@pytest.mark.parametrize(
    ("written", "set_as"),
    [
        ("  two \t words ", "two words"),
        ("e\u0301", "é"),
        ("soft\u00adhyphen", "softhyphen"),
        ("\u202eevil\u202c", "evil"),
        ("one — two", "one\u00a0— two"),
        ("déjà vu !", "déjà vu\u00a0!"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\x00", ""),
    ],
)
def test_text_is_tidied_but_says_the_same(written: str, set_as: str) -> None:
    assert tidied(written) == set_as


@pytest.mark.parametrize(
    ("text", "rtl"),
    [
        ("word", False),
        ("שלום", True),
        ("مرحبا Mira", True),
        ("Mira مرحبا", False),
        ("2026 — سلام", True),
        ("42!", False),
    ],
)
def test_the_first_letter_with_a_direction_decides(text: str, rtl: bool) -> None:
    assert runs_right_to_left(text) is rtl


def test_each_line_is_a_paragraph_with_its_own_direction_and_empty_lines_vanish() -> None:
    found = [(paragraph.text, paragraph.rtl) for paragraph in paragraphs("One\r\n\n  \nسلام\u2028Three")]
    assert found == [("One", False), ("سلام", True), ("Three", False)]


def test_a_book_is_cut_between_two_words() -> None:
    (paragraph,) = paragraphs("word " * 10_000)
    assert paragraph.text.endswith("word…")
    assert set(paragraph.text.removesuffix("…").split()) == {"word"}


@pytest.mark.parametrize(
    ("brand", "letter"),
    [("mira", "M"), ("« élan »", "É"), ("हिन्दी", "हि"), ("خبز", "خ"), ("3 Bears", "3"), ("🥐", ""), ("", "")],
)
def test_the_initial_is_the_first_letter_with_its_marks(brand: str, letter: str) -> None:
    assert initial(brand) == letter
