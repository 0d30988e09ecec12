"""What people decide about a post, intent by intent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from core.errors import IllegalMove
from core.moves import PostState
from core.post import Content, Post, Variant
from tests.builders import NOON, a_brand, a_moment, a_post, a_workspace, some_media

BRAND = a_brand(a_workspace())
LATER = a_moment(NOON + timedelta(days=1))
NEW = Content(text="Other words")

DECISIONS: dict[str, tuple[Callable[[Post], Post], set[str], str]] = {
    "submit": (Post.submit, {"drafting"}, "pending"),
    "approve": (lambda post: post.approve(at=NOON), {"pending"}, "approved"),
    "void": (Post.void, {"approved"}, "pending"),
    "skip": (Post.skip, {"pending", "approved"}, "skipped"),
    "cancel": (Post.cancel, {"pending", "approved"}, "cancelled"),
    "lapse": (Post.lapse, {"pending"}, "lapsed"),
    "reopen": (Post.reopen, {"skipped", "lapsed"}, "pending"),
}
CHANGES: dict[str, Callable[[Post], Post]] = {
    "rewrite": lambda post: post.rewrite(NEW),
    "reschedule": lambda post: post.reschedule(LATER),
}


def in_state(state: PostState) -> Post:
    return a_post(BRAND, state=state, revision=3, version=7)


@pytest.mark.parametrize("state", PostState)
@pytest.mark.parametrize("name", DECISIONS)
def test_a_decision_is_taken_only_where_it_means_something(name: str, state: PostState) -> None:
    decide, allowed, to = DECISIONS[name]
    post = in_state(state)
    if state in allowed:
        assert decide(post).state == to
    else:
        with pytest.raises(IllegalMove):
            decide(post)


@pytest.mark.parametrize("name", DECISIONS)
def test_a_decision_grows_the_version_and_leaves_the_revision(name: str) -> None:
    decide, allowed, _ = DECISIONS[name]
    for state in allowed:
        after = decide(in_state(PostState(state)))
        assert (after.revision, after.version) == (3, 8)


@pytest.mark.parametrize("name", DECISIONS)
def test_only_an_approved_post_says_when_it_was_approved(name: str) -> None:
    decide, allowed, _ = DECISIONS[name]
    for state in allowed:
        after = decide(in_state(PostState(state)))
        assert (after.approved_at is not None) is (after.state is PostState.APPROVED)


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("state", [PostState.PENDING, PostState.APPROVED, PostState.SKIPPED, PostState.LAPSED])
def test_a_change_is_the_next_revision_and_waits_for_a_decision(name: str, state: PostState) -> None:
    after = CHANGES[name](in_state(state))
    assert (after.state, after.revision, after.approved_at) == (PostState.PENDING, 4, None)
    assert after.version > 7


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("state", [PostState.DRAFTING, PostState.CANCELLED])
def test_what_is_not_on_the_table_cannot_be_changed(name: str, state: PostState) -> None:
    with pytest.raises(IllegalMove):
        CHANGES[name](in_state(state))


def test_rewriting_changes_the_words_and_keeps_the_time() -> None:
    post = in_state(PostState.PENDING)
    after = post.rewrite(NEW)
    assert (after.content, after.moment, after.origin) == (NEW, post.moment, post.origin)


def test_rewriting_by_another_hand_says_so() -> None:
    assert in_state(PostState.PENDING).rewrite(NEW, origin="written by Ana").origin == "written by Ana"


def test_rescheduling_changes_the_time_and_keeps_the_words() -> None:
    post = in_state(PostState.PENDING)
    after = post.reschedule(LATER)
    assert (after.content, after.moment) == (post.content, LATER)


def test_a_touched_post_shows_a_newer_version_and_is_otherwise_the_same() -> None:
    post = in_state(PostState.APPROVED)
    assert post.touched() == replace(post, version=8)


def test_no_decision_changes_the_post_it_was_made_on() -> None:
    post = in_state(PostState.PENDING)
    before = replace(post)
    for change in (Post.skip, Post.cancel, Post.lapse, *CHANGES.values()):
        change(post)
    assert post == before


def test_a_platform_gets_its_own_words_or_the_common_ones() -> None:
    own = Variant(text="Short", hashtags=("one",))
    content = Content(text="Common", hashtags=("two",), variants={"paper": own})
    assert content.for_platform("paper") == own
    assert content.for_platform("feed") == Variant(text="Common", hashtags=("two",))


def test_peoples_own_pictures_take_the_place_of_drawn_ones_everywhere() -> None:
    drawn, wide, photo = some_media(), some_media(), some_media()
    plain = Variant(text="Common", media=(wide,))
    own = Variant(text="Short", media=(wide,))
    content = Content(text="Common", media=(drawn,), drawn=7, photo=drawn, variants={"x": plain, "paper": own})

    shown = content.with_pictures(photo)

    assert (shown.media, shown.drawn, shown.photo) == ((photo,), None, None)
    assert shown.variants == {"paper": Variant(text="Short")}
    assert shown.for_platform("x").media == shown.for_platform("paper").media == (photo,)
