"""New words hold where a person means them to hold, and nowhere else."""

from __future__ import annotations

from core.post import Content, Variant
from core.rewording import Spread, has_own_words, reword
from tests.builders import some_media

TALL = some_media("tall")
WIDE = some_media("wide")
POST = Content(
    text="Rolls for €4 on Sunday.",
    hashtags=("Bread",),
    media=(WIDE,),
    variants={
        "linkedin": Variant(text="On Sunday our rolls are €4. Come in.", hashtags=("Bread", "Lisbon")),
        "x": Variant(text="Warm rolls, every day", hashtags=()),
        "instagram": Variant(text="Rolls for €4 on Sunday.", hashtags=("Bread",), media=(TALL,)),
    },
)


def said(content: Content) -> dict[str, str]:
    return {name: content.for_platform(name).text for name in ("feed", "linkedin", "x", "instagram")}


def test_a_correction_of_the_common_words_follows_wherever_they_stand() -> None:
    content = reword(POST, "feed", "Rolls for €5 on Sunday.", ("Bread",), Spread.SAME)
    assert said(content) == {
        "feed": "Rolls for €5 on Sunday.",
        "linkedin": "On Sunday our rolls are €5. Come in.",
        "x": "Warm rolls, every day",
        "instagram": "Rolls for €5 on Sunday.",
    }


def test_a_correction_made_on_one_destination_follows_back_to_the_common_words() -> None:
    content = reword(POST, "linkedin", "On Sunday our rolls are €5. Come in.", ("Bread",), Spread.SAME)
    assert said(content)["feed"] == said(content)["instagram"] == "Rolls for €5 on Sunday."
    assert content.for_platform("linkedin").hashtags == ("Bread",)


def test_a_change_for_one_destination_leaves_every_other_word() -> None:
    content = reword(POST, "instagram", "Only here.", ("Here",), Spread.HERE)
    assert said(content) == said(POST) | {"instagram": "Only here."}
    assert content.for_platform("instagram").media == (TALL,)
    assert (content.text, content.hashtags) == (POST.text, POST.hashtags)


def test_a_destination_without_words_of_its_own_gets_some() -> None:
    content = reword(POST, "facebook", "Only here.", (), Spread.HERE)
    assert content.for_platform("facebook").text == "Only here."
    assert content.for_platform("facebook").media == (WIDE,)
    assert said(content) == said(POST)


def test_words_for_everybody_end_all_other_words_but_keep_the_pictures() -> None:
    content = reword(POST, "x", "Closed today.", ("Bread",), Spread.ALL)
    assert set(said(content).values()) == {"Closed today."}
    assert not any(has_own_words(content, name) for name in ("feed", "linkedin", "x", "instagram"))
    assert content.for_platform("instagram").media == (TALL,)
    assert set(content.variants) == {"instagram"}


def test_a_copy_of_the_common_words_follows_also_a_rewrite() -> None:
    content = reword(POST, "feed", "Something else entirely.", (), Spread.SAME)
    assert said(content)["instagram"] == "Something else entirely."
    assert content.for_platform("instagram").hashtags == ()
    assert said(content)["linkedin"] == said(POST)["linkedin"]


def test_words_that_became_the_common_ones_are_no_words_of_their_own() -> None:
    content = reword(POST, "x", POST.text, POST.hashtags, Spread.HERE)
    assert not has_own_words(content, "x")
    assert "x" not in content.variants
