"""Text as a tree: how it reads without its form, and how it is cut."""

from __future__ import annotations

from hypothesis import given, strategies as st

from bot.cards.text import Bold, Bullets, Quote, Text, plain, shortened

SPANS = st.one_of(st.text(max_size=40), st.builds(Bold, st.text(max_size=40)), st.builds(Quote, st.text(max_size=40)))


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def test_quotes_and_lists_stand_on_lines_of_their_own() -> None:
    assert plain(("Said: ", Quote("Good morning"), "by Ana")) == "Said: \nGood morning\nby Ana"
    assert plain((Bullets((("one",), ("two",))),)) == "• one\n• two"
    assert plain(("Said\n\n", Quote("Good morning"), "\n\nby Ana")) == "Said\n\nGood morning\n\nby Ana"


def test_what_fits_stays_as_it_is() -> None:
    text: Text = (Bold("Seven"), " posts")
    assert shortened(text, 11) is text


def test_what_is_too_long_is_cut_at_a_word_and_keeps_its_form() -> None:
    assert shortened(("New: ", Bold("seven posts for you")), 18) == ("New: ", Bold("seven posts…"))


@given(st.lists(SPANS, max_size=5).map(tuple), st.integers(1, 60))
def test_a_cut_text_is_within_the_limit_however_it_is_counted(text: Text, longest: int) -> None:
    for measure in (len, utf16):
        short = shortened(text, longest, measure)
        assert measure(plain(short)) <= longest
        assert plain(short).removesuffix("…") == plain(text)[: len(plain(short).removesuffix("…"))]
