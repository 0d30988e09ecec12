"""Cards as the Bot API takes them."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from bot.cards.card import Button, Tone
from bot.cards.press import Press
from bot.cards.text import Bold, Code, Deleted, Inserted, Italic, Link, Quote, Text
from bot.telegram.render import MAX_ENTITIES, is_public, keyboard_of, utf16, words_of

WORDS = st.text(max_size=30)
SPANS = st.one_of(WORDS, *(st.builds(kind, WORDS) for kind in (Bold, Italic, Code, Quote, Inserted, Deleted)))


def formed(text: Text) -> list[tuple[str, str]]:
    words = words_of(text)
    raw = words.text.encode("utf-16-le")
    return [
        (str(one.type), raw[one.offset * 2 : (one.offset + one.length) * 2].decode("utf-16-le"))
        for one in words.entities
    ]


def test_each_form_covers_its_words_also_behind_emoji() -> None:
    text: Text = ("🥐🥐 ", Bold("bread"), " and ", Link("a page", "https://example.org/x"), "\n", Quote("Out at six"))
    assert formed(text) == [("bold", "bread"), ("text_link", "a page"), ("blockquote", "Out at six")]
    assert words_of(text).text == "🥐🥐 bread and a page\nOut at six"


def test_a_long_quote_folds() -> None:
    assert [kind for kind, _ in formed((Quote("word " * 100),))] == ["expandable_blockquote"]


def test_what_was_taken_away_is_struck_through() -> None:
    assert formed((Deleted("old"), " ", Inserted("new"))) == [("strikethrough", "old"), ("underline", "new")]


def test_beyond_the_most_forms_what_was_taken_away_is_still_marked() -> None:
    words = words_of(tuple(Deleted("x") for _ in range(MAX_ENTITIES + 1)))
    assert (len(words.entities), words.text[-5:]) == (MAX_ENTITIES, "[-x-]")


@given(st.lists(SPANS, max_size=6).map(tuple))
def test_no_form_ever_reaches_beyond_the_text(text: Text) -> None:
    words = words_of(text)
    assert words.text == words.text.strip() or not words.text.strip()
    for one in words.entities:
        assert one.offset >= 0
        assert one.length > 0
        assert one.offset + one.length <= utf16(words.text)


@pytest.mark.parametrize(
    ("url", "public"),
    [
        ("https://example.org/a", True),
        ("http://127.0.0.1:8080/feeds/x", False),
        ("http://localhost:8080", False),
        ("http://[::1]/", False),
        ("javascript:alert(1)", False),
    ],
)
def test_only_addresses_that_others_can_reach_become_buttons(url: str, public: bool) -> None:
    assert is_public(url) is public
    assert (keyboard_of(((Button(label="Open", url=url),),)) is not None) is public


def test_the_colour_of_a_button_follows_its_tone_and_its_label_says_it_too() -> None:
    press = Press(verb="approve", target=7)
    keyboard = keyboard_of(((Button(label="Approve", press=press, tone=Tone.GOOD), Button(label="Skip", press=press)),))
    assert keyboard is not None
    approve, skip = keyboard.inline_keyboard[0]
    assert (approve.style, skip.style) == ("success", None)
    assert approve.callback_data == press.pack()
