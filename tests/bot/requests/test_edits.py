"""Changes of the content: each does what was asked everywhere, and touches nothing else."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from bot.requests.edits import (
    MOST_TAGS,
    AddHashtags,
    AddLink,
    Drop,
    Edit,
    FewerHashtags,
    NewText,
    NoEmoji,
    NoHashtags,
    RemoveLink,
    Replace,
    Several,
    Shorter,
)
from core.errors import Invalid
from core.payload import Media
from core.post import Content, Variant
from core.sentences import Unit

OF_WORDS: tuple[Edit, ...] = (
    NoEmoji(),
    Shorter(),
    Replace("bread", "rye"),
    *(Drop(unit, first=first) for unit in Unit for first in (False, True)),
    NewText("Something else."),
)
OF_TAGS: tuple[Edit, ...] = (FewerHashtags(), NoHashtags(), NoHashtags(("Bread",)), AddHashtags(("Rye", "Bread")))
OF_LINK: tuple[Edit, ...] = (AddLink("https://example.com/new"),)

SAID = st.lists(
    st.sampled_from(
        ["Warm bread.", "bread", "Is it rye?", "☕", "🥐 ", "👩🏽‍🍳", "\n", "\n\n", " ", "e.g. one", "Well…"]
    ),
    max_size=9,
).map("".join)
TAGS = st.lists(st.sampled_from(["Bread", "bread", "Rye", "Café", "SlowMornings"]), unique=True, max_size=5).map(tuple)
PICTURES = st.lists(
    st.builds(Media, sha256=st.just("a" * 64), mime=st.just("image/png"), size=st.integers(1, 9)), max_size=2
)
VARIANTS = st.builds(Variant, text=SAID, hashtags=TAGS, media=PICTURES.map(tuple))
CONTENTS = st.builds(
    Content,
    text=SAID,
    hashtags=TAGS,
    headline=SAID,
    points=st.lists(SAID, max_size=2).map(tuple),
    link=st.sampled_from(["", "https://example.com/a"]),
    media=PICTURES.map(tuple),
    thread=st.lists(SAID, max_size=2).map(tuple),
    variants=st.dictionaries(st.sampled_from(["x", "linkedin", "instagram"]), VARIANTS, max_size=3),
)
PLATFORMS = ("x", "linkedin", "instagram", "facebook")


def after(edit: Edit, content: Content) -> Content:
    """The content after the edit, or as it was when the edit is refused."""
    try:
        return edit.on(content)
    except Invalid:
        return content


def besides_words(content: Content) -> object:
    own = tuple((name, content.for_platform(name).hashtags, content.for_platform(name).media) for name in PLATFORMS)
    return content.hashtags, content.headline, content.points, content.link, content.media, own


def besides_tags(content: Content) -> object:
    own = tuple((name, content.for_platform(name).text, content.for_platform(name).media) for name in PLATFORMS)
    return content.text, content.headline, content.points, content.link, content.media, content.thread, own


@given(content=CONTENTS, edit=st.sampled_from(OF_WORDS))
def test_a_change_of_words_touches_no_hashtag_no_picture_and_no_link(content: Content, edit: Edit) -> None:
    assert besides_words(after(edit, content)) == besides_words(content)


@given(content=CONTENTS, edit=st.sampled_from(OF_TAGS))
def test_a_change_of_hashtags_touches_nothing_else(content: Content, edit: Edit) -> None:
    assert besides_tags(after(edit, content)) == besides_tags(content)


@given(content=CONTENTS, edit=st.sampled_from(OF_LINK))
def test_a_change_of_the_link_touches_nothing_else(content: Content, edit: Edit) -> None:
    assert replace(after(edit, content), link=content.link) == content


@given(content=CONTENTS, edit=st.sampled_from((*OF_WORDS, *OF_TAGS, *OF_LINK, RemoveLink())))
def test_no_edit_leaves_a_text_empty(content: Content, edit: Edit) -> None:
    changed = after(edit, content)

    assert changed.text.strip() or not content.text.strip()


@given(text=SAID)
def test_a_shorter_text_is_made_of_whole_sentences_of_the_old_one(text: str) -> None:
    changed = after(Shorter(), Content(text=text)).text

    assert all(piece.strip() in text for piece in re.split(r"(?<=[.!?…])\s+|\n", changed))
    assert changed == text or len(changed) < len(text.strip())


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Warm bread ☕.", "Warm bread."),
        ("☕ Warm bread", "Warm bread"),
        ("Warm ☕ bread", "Warm bread"),
        ("Warm☕bread", "Warmbread"),
        ("Warm ☕ 🥐 bread", "Warm bread"),
        ("One\n\n🥐 ☕\n\nTwo", "One\n\nTwo"),
        ("One\n☕\nTwo", "One\nTwo"),
        ("Family 👩‍👩‍👧‍👦, flags 🇵🇹🇩🇪, skin 👋🏽 and England 🏴󠁧󠁢󠁥󠁮󠁧󠁿!", "Family, flags, skin and England!"),
        ("Keys 1️⃣ 2️⃣ #️⃣ go, 12 # stay", "Keys go, 12 # stay"),
        ("A heart ❤️‍🔥 and ❤ and a pilot 👩🏾‍✈️.", "A heart and and a pilot."),
        ("(☕) and “🥐 rye”", "() and “rye”"),
        ("Arrows → stay, © and ™ and № too, 5 °C, ½", "Arrows → stay, © and ™ and № too, 5 °C, ½"),
        ("• one\n• two", "• one\n• two"),
        ("Two  spaces stay", "Two  spaces stay"),
    ],
)
def test_emoji_leave_no_trace(text: str, left: str) -> None:
    assert after(NoEmoji(), Content(text=text)).text == left


def test_a_text_of_emoji_only_is_not_emptied() -> None:
    with pytest.raises(Invalid, match="Nothing would be left"):
        NoEmoji().on(Content(text="☕🥐"))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("One is here. Two is here. Three is here.", "One is here. Two is here."),
        ("Title\n\n• one\n• two\n• three\n• four", "Title\n\n• one\n• two"),
        ("The oven is on. It is warm. The bread is out. Will you come?", "The oven is on. Will you come?"),
        ("We open at 9 a.m. every day, e.g. today. Then we bake.", "We open at 9 a.m. every day, e.g. today."),
        ("It costs 3.50 euros. Half of that on Mondays.", "It costs 3.50 euros."),
    ],
)
def test_shorter_drops_whole_sentences_from_the_end_and_keeps_a_closing_question(text: str, left: str) -> None:
    assert Shorter().on(Content(text=text)).text == left


@pytest.mark.parametrize("text", ["One sentence only", "We open at 9 a.m. today.", "Warm bread. Will you come?"])
def test_a_text_that_cannot_be_shortened_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="no sentence I could leave out"):
        Shorter().on(Content(text=text))


def test_every_destination_is_shortened_by_its_own_sentences() -> None:
    own = Variant(text="Long. Longer. Longest of all.", hashtags=("Bread",))
    changed = Shorter().on(Content(text="One only.", variants={"x": own}))

    assert changed.text == "One only."
    assert changed.for_platform("x").text == "Long. Longer."


@pytest.mark.parametrize(("count", "left"), [(1, 0), (2, 1), (3, 2), (4, 2), (5, 3), (30, 15)])
def test_fewer_hashtags_keeps_the_first_half(count: int, left: int) -> None:
    tags = tuple(f"tag{number}" for number in range(count))

    assert FewerHashtags().on(Content(text="Bread", hashtags=tags)).hashtags == tags[:left]


def test_too_many_hashtags_are_refused() -> None:
    with pytest.raises(Invalid, match="31 hashtags; 30 is the limit"):
        AddHashtags(tuple(f"tag{number}" for number in range(MOST_TAGS + 1))).on(Content(text="Bread"))


def test_a_correction_sent_as_the_whole_text_follows_the_words_and_leaves_other_words_alone() -> None:
    before = Content(
        text="The oven is open until six. Come and warm your hands.",
        variants={
            "linkedin": Variant(text="A warm place. The oven is open until six. Who comes?", hashtags=("a",)),
            "x": Variant(text="Warm hands tonight?"),
        },
    )
    after = NewText("The oven is open until seven. Come and warm your hands.").on(before)
    assert after.text == "The oven is open until seven. Come and warm your hands."
    assert after.variants["linkedin"].text == "A warm place. The oven is open until seven. Who comes?"
    assert after.variants["linkedin"].hashtags == ("a",)
    assert after.variants["x"] == before.variants["x"]


def test_new_text_goes_everywhere_and_leaves_pictures_and_hashtags_of_each_platform() -> None:
    square = (Media(sha256="b" * 64, mime="image/png", size=9),)
    before = Content(
        text="Old",
        hashtags=("Bread",),
        variants={"x": Variant(text="Older", hashtags=("X",)), "linkedin": Variant(text="Oldest", media=square)},
    )

    changed = NewText("New").on(before)

    assert changed.text == "New"
    assert changed.for_platform("x") == Variant(text="New", hashtags=("X",))
    assert changed.for_platform("linkedin") == Variant(text="New", media=square)
    assert changed.for_platform("facebook") == Variant(text="New", hashtags=("Bread",))


def test_new_text_for_one_platform_leaves_the_others_alone() -> None:
    before = Content(text="Old", variants={"x": Variant(text="Older"), "linkedin": Variant(text="Oldest")})

    changed = NewText("New", only="x").on(before)

    assert changed == replace(before, variants={**before.variants, "x": Variant(text="New")})


def test_words_are_replaced_as_whole_words_and_only_then_without_regard_to_case() -> None:
    assert Replace("rye", "oat").on(Content(text="Rye and rye, not ryegrass")).text == "Rye and oat, not ryegrass"
    assert Replace("RYE", "oat").on(Content(text="Rye and rye")).text == "oat and oat"
    assert Replace("a+b", r"\1").on(Content(text="is a+b here")).text == r"is \1 here"


def test_without_a_link_the_addresses_in_the_words_go() -> None:
    assert RemoveLink().on(Content(text="See https://example.com/a?b=1. Bye")).text == "See. Bye"
    assert RemoveLink().on(Content(text="See https://a.example", link="https://b.example")).link == ""


def test_several_changes_are_made_one_after_the_other_or_none() -> None:
    both = Several((NoEmoji(), FewerHashtags()))

    assert both.on(Content(text="Bread ☕", hashtags=("A", "B"))) == Content(text="Bread", hashtags=("A",))
    with pytest.raises(Invalid):
        both.on(Content(text="Bread ☕"))
