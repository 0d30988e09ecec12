"""What sounds made is taken out, and nothing else is touched."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from adapters.writers.lexicons import LANGUAGES, lexicon_for
from core.human import Lexicon, human_content, humanised
from core.post import Content, Variant

EN = lexicon_for("en")
MORE = (
    *("bread", "not", "8–14", " — ", "!", "!!", ". ", ", ", "\n\n", "#very", "https://a.example/very"),
    *("“very good”", "We", "@leverage", "the", "…", "?"),
)
BITS = st.sampled_from([*EN.swaps, *EN.intensifiers, *EN.openings, *MORE])
"""Pieces of text with a bit of everything."""


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Exciting news! We bake at night.", "We bake at night."),
        ("We are thrilled to announce that our oven is back.", "Our oven is back."),
        ("We leverage a plethora of flours.", "We use many flours."),
        ("Leverage it.", "Use it."),
        ("It is very good bread.", "It is good bread."),
        ("Simply come by.", "Come by."),
        ("It is not very good.", "It is not very good."),
        ("Really? Yes.", "Really? Yes."),
        ("Fresh! Warm! Yours!", "Fresh! Warm. Yours."),
        ("Wow!!!", "Wow!"),
        ("Bread — warm — is back.", "Bread, warm, is back."),
        ("Bread — warm.", "Bread — warm."),
        ("Open 8–14. – Ana\n– item", "Open 8–14. – Ana\n– item"),
        (
            "She said “it is very good”, see https://a.example/leverage",
            "She said “it is very good”, see https://a.example/leverage",
        ),
        ("Are you ready to bake?", "Are you ready to bake?"),
        ("Exciting news!", "Exciting news!"),
        ("Exciting news: https://a.example", "Exciting news: https://a.example"),
    ],
)
def test_a_text_is_left_as_a_person_would(said: str, left: str) -> None:
    assert humanised(said, EN).text == left


def test_what_was_taken_out_is_named_as_it_stood_there() -> None:
    cleaned = humanised("It is very very good — really — so leverage it!", EN)
    assert cleaned.text == "It is good, really, so use it!"
    assert cleaned.found == ("very", "leverage", "—")


@given(st.lists(BITS, max_size=12).map(" ".join))
def test_doing_it_again_changes_nothing_more_and_something_is_always_left(text: str) -> None:
    once = humanised(text, EN)
    assert humanised(once.text, EN) == humanised(once.text, EN).__class__(text=once.text)
    assert bool(once.text.strip()) == bool(text.strip())
    for kept in ("https://a.example/very", "“very good”", "@leverage", "#very"):
        assert once.text.count(kept) == text.count(kept)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_lexicon_never_answers_what_it_takes_out(language: str) -> None:
    lexicon = lexicon_for(language)
    for old, new in lexicon.swaps.items():
        assert new
        assert old == old.lower()
        assert humanised(f"a {new} b", lexicon).found == (), new
    assert all(one == one.lower() for one in (*lexicon.openings, *lexicon.intensifiers))


@pytest.mark.parametrize(
    ("language", "said", "left"),
    [
        ("de", "Stell dir vor: Wir backen bahnbrechende Brote.", "Wir backen neue Brote."),
        ("fr", "C'est vraiment bon.", "C'est bon."),
        ("es", "Es realmente bueno.", "Es bueno."),
        ("pt", "É realmente bom.", "É bom."),
        ("tr", "Bu gerçekten güzel.", "Bu güzel."),
        ("xx", "It is very good!!", "It is very good!"),
    ],
)
def test_each_language_has_words_of_its_own(language: str, said: str, left: str) -> None:
    assert humanised(said, lexicon_for(language)).text == left


def test_every_destination_and_stuffed_hashtags_are_mended_too() -> None:
    content = Content(
        text="It is very good.",
        hashtags=("a1", "b2", "c3", "d4", "e5", "f6"),
        thread=("We leverage it.",),
        variants={"x": Variant(text="Truly good.", hashtags=("a1",))},
    )
    after, found = human_content(content, EN)
    assert after.text == "It is good."
    assert after.hashtags == ("a1", "b2", "c3", "d4", "e5")
    assert after.thread == ("We use it.",)
    assert after.variants["x"].text == "Good."
    assert found == ("very", "#f6", "leverage", "Truly")


def test_nothing_found_changes_nothing() -> None:
    content = Content(text="We bake at night.", hashtags=("Bread",))
    assert human_content(content, Lexicon()) == (content, ())
