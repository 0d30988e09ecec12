"""The difference a change made, as people read it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, strategies as st

from bot.cards.diff import diff_card
from bot.cards.post_card import PostView
from bot.cards.text import Deleted, Inserted, Text, plain
from bot.cards.word_diff import diff
from core.account import Platform
from core.ids import AccountId
from core.moves import PartState, PostState
from core.post import Content, Post, Variant
from core.rules import Rules
from tests.builders import NOON, a_brand, a_moment, a_post, a_publication, a_workspace, an_account, some_media
from tests.core.hands import Paper, paper_rules

BRAND = a_brand(a_workspace())
ACCOUNT = an_account(BRAND, "paper")
X, LINKEDIN = Platform("x"), Platform("linkedin")


def rules(platform: Platform, label: str, max_text: int) -> Rules:
    return replace(paper_rules(max_text=max_text), platform=platform, label=label)


def seen(post: Post) -> PostView:
    """A card's view of the post, with one connected account and two platforms that are only written for."""
    paper = Paper()
    return PostView(
        post=post,
        brand=replace(BRAND, written_for=(LINKEDIN, X)),
        publications=(a_publication(post, ACCOUNT, state=PartState.PLANNED),),
        accounts={AccountId(ACCOUNT.id): ACCOUNT},
        publishers={paper.platform: paper},
        rules={X: rules(X, "X", 40), LINKEDIN: rules(LINKEDIN, "LinkedIn", 3000)},
        approvers=(),
        now=NOON,
    )


def shown(before: Content, after: Content) -> str:
    """The body and the footer of the card of that change."""
    was = a_post(BRAND, state=PostState.PENDING, content=before, instant=NOON + timedelta(days=1))
    card = diff_card(was, seen(was.rewrite(after)))
    return f"{plain(card.body)}\n--\n{plain(card.footer)}"


def test_words_that_stay_surround_those_that_go_and_come() -> None:
    assert diff("Bread is out at seven.", "Bread is out at half past six.") == (
        "Bread is out at ",
        Deleted("seven."),
        Inserted("half past six."),
    )


def test_neighbouring_changes_are_read_as_one() -> None:
    assert diff("one two three four five six", "one TWO THREE four five six") == (
        "one ",
        Deleted("two three"),
        Inserted("TWO THREE"),
        " four five six",
    )


def test_long_stretches_that_stayed_are_shortened() -> None:
    many = " ".join(f"w{number}" for number in range(60))

    assert plain(diff(f"{many} old {many}", f"{many} new {many}")) == (
        "…w55 w56 w57 w58 w59 [-old-]new w0 w1 w2 w3 w4…"
    )


def test_a_text_with_little_in_common_is_shown_as_a_whole() -> None:
    assert diff("The oven is on.", "Closed on Sunday, sorry!") == (
        Deleted("The oven is on."),
        "\n",
        Inserted("Closed on Sunday, sorry!"),
    )


WORDS = st.lists(st.sampled_from(["bread", "rye", "oven", "\n", "seven"]), max_size=30).map(" ".join)


@given(old=WORDS, new=WORDS)
def test_whatever_is_new_is_shown_and_nothing_else_is_marked_so(old: str, new: str) -> None:
    spans: Text = diff(old, new)

    inserted = " ".join(span.text for span in spans if isinstance(span, Inserted)).split()
    assert all(word in new.split() for word in inserted)
    assert set(new.split()) - set(old.split()) <= set(inserted)
    if new == old:
        assert not any(isinstance(span, Inserted | Deleted) for span in spans)


def test_a_new_text_everywhere_counts_for_every_destination_and_marks_where_it_is_too_long() -> None:
    before = Content(text="The oven is on.", variants={"x": Variant(text="Oven on.")})
    after = Content(text="The oven is on, and the bread comes out at seven.")

    said = shown(before, after)

    assert said.startswith("Everywhere:\nThe oven is ")
    assert said.endswith("Bakery feed 49/500 · LinkedIn 49/3000 · ⚠️ X 49/40")


def test_a_change_on_one_platform_names_it() -> None:
    before = Content(text="The oven is on.", variants={"x": Variant(text="Oven on.")})
    after = replace(before, variants={"x": Variant(text="Oven off.")})

    assert shown(before, after).startswith("On X only:\nOven [-on.-]off.")


def test_a_platform_that_kept_its_words_is_named() -> None:
    before = Content(text="One. Two.", variants={"x": Variant(text="One only.")})

    assert shown(before, replace(before, text="One.")).startswith("Everywhere but on X:")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            Content(text="Bread", hashtags=("A", "B", "C")),
            Content(text="Bread", hashtags=("A",)),
            "Hashtags: #A[- #B #C-]",
        ),
        (Content(text="Bread"), Content(text="Bread", hashtags=("A",)), "Hashtags: #A"),
        (
            Content(text="Bread", variants={"x": Variant(text="Bread", hashtags=("A", "B"))}),
            Content(text="Bread", variants={"x": Variant(text="Bread", hashtags=("A",))}),
            "Hashtags on X: #A[- #B-]",
        ),
        (Content(text="Bread", link="https://a.example"), Content(text="Bread"), "Link: [-https://a.example-] "),
        (Content(text="Bread"), Content(text="Bread", link="https://b.example"), "Link: https://b.example"),
        (Content(text="Bread", media=(some_media(),)), Content(text="Bread"), "The picture is another one now."),
        (Content(text="Bread", thread=("One",)), Content(text="Bread", thread=("Two",)), "Below it:\n[-One-]\nTwo"),
    ],
)
def test_every_field_that_changed_is_shown(before: Content, after: Content, said: str) -> None:
    assert shown(before, after).split("\n--\n")[0] == said


def test_a_new_time_is_shown_beside_the_old_one_and_counts_are_left_out() -> None:
    was = a_post(BRAND, state=PostState.PENDING, instant=NOON + timedelta(days=1))

    card = diff_card(was, seen(was.reschedule(a_moment(NOON + timedelta(days=2)))))

    assert plain(card.body) == "🗓️ [-Sun 22 Nov, 12:00-] → Mon 23 Nov, 12:00, in 2 d"
    assert card.footer == ()


def test_a_picture_that_shows_a_line_which_went_is_named() -> None:
    before = Content(text="The oven is on. Come in.", headline="The oven is on", media=(some_media(),))

    assert shown(before, replace(before, text="Come in.")).endswith("The picture still says “The oven is on”.")
    assert "picture" not in shown(before, replace(before, text="The oven is on."))


def test_keep_puts_the_buttons_away() -> None:
    was = a_post(BRAND, state=PostState.PENDING, instant=NOON + timedelta(days=1))
    now = was.rewrite(Content(text="New"))

    assert [button.label for row in diff_card(was, seen(now)).buttons for button in row] == ["Keep", "Back"]
    kept = diff_card(was, seen(now), kept=True)
    assert kept.buttons == ()
    assert plain(kept.footer).endswith("✔ Kept.")


def test_a_lost_approval_is_said() -> None:
    was = a_post(BRAND, instant=NOON + timedelta(days=1))

    card = diff_card(was, seen(was.rewrite(Content(text="New"))), voided=True)

    assert plain(card.footer).startswith("It was approved before, so it waits for you again.")
