"""What a yes and a change do to everything that hangs on a post."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from core.access import Actor
from core.desk import Desk, Sheet, approved, changed
from core.digest import part_text, verify
from core.errors import IllegalMove, Invalid
from core.freeze import plan
from core.moves import TAKEN, PartState, PostState
from core.post import Content, Post
from core.publication import Publication
from tests.builders import NOON, a_brand, a_member, a_post, a_workspace, an_account
from tests.core.hands import KEYS, HandClock, Paper, a_desk, paper_rules

WORKSPACE = a_workspace()
BRAND = a_brand(WORKSPACE)
ANA = Actor(member=a_member(WORKSPACE), door="web")
SOON = NOON + timedelta(minutes=1)


def a_sheet(desk: Desk, *, state: PostState = PostState.PENDING, destinations: int = 2) -> Sheet:
    post = a_post(BRAND, state=state, content=Content(text="Bread is out.", thread=("Second",)))
    accounts = [an_account(BRAND, "paper") for _ in range(destinations)]
    return Sheet(
        post=post,
        brand=BRAND,
        publications=tuple(plan(post, account, desk.publishers, desk.ids) for account in accounts),
        accounts={account.id: account for account in accounts},
        approvals=(),
    )


def yes(sheet: Sheet, desk: Desk) -> Sheet:
    after, _ = approved(sheet, ANA, desk, not_before=NOON)
    return after


def test_a_yes_seals_and_schedules_every_destination() -> None:
    desk = a_desk()
    sheet = a_sheet(desk)
    after, approval = approved(sheet, ANA, desk, not_before=SOON)
    assert after.post.state is PostState.APPROVED
    assert after.post.approved_at == NOON
    for publication in after.publications:
        account = after.accounts[publication.account_id]
        assert [part.state for part in publication.parts] == [PartState.SCHEDULED] * 2
        assert [part.fire_at for part in publication.parts] == [SOON, None]
        for part in publication.parts:
            assert verify(part_text(part, part.payload, publication, after.post, account), part.digest, KEYS)
    assert (approval.member_id, approval.revision, approval.door) == (ANA.member.id, sheet.post.revision, "web")
    assert after.approvals == (approval,)


@pytest.mark.parametrize("state", sorted(set(PostState) - {PostState.PENDING}))
def test_only_a_waiting_post_can_be_approved(state: PostState) -> None:
    desk = a_desk()
    with pytest.raises(IllegalMove):
        yes(a_sheet(desk, state=state), desk)


def test_a_post_whose_time_has_passed_is_not_approved() -> None:
    desk = a_desk(clock=HandClock(NOON + timedelta(seconds=1)))
    with pytest.raises(Invalid) as refused:
        yes(a_sheet(desk), desk)
    assert [problem.field for problem in refused.value.problems] == ["passed"]


def test_a_post_can_be_approved_in_its_very_second() -> None:
    desk = a_desk(clock=HandClock(NOON + timedelta(milliseconds=900)))
    assert yes(a_sheet(desk), desk).post.state is PostState.APPROVED


def test_a_post_that_breaks_a_rule_is_not_approved() -> None:
    desk = a_desk(Paper(rules=paper_rules(max_text=3)))
    with pytest.raises(Invalid) as refused:
        yes(a_sheet(desk), desk)
    assert len(refused.value.problems) == 4


def test_a_post_without_a_destination_is_not_approved() -> None:
    desk = a_desk()
    with pytest.raises(Invalid):
        yes(a_sheet(desk, destinations=0), desk)


def test_a_yes_covers_the_words_of_this_moment_not_those_that_were_planned() -> None:
    desk = a_desk()
    sheet = a_sheet(desk)
    newer = replace(sheet, post=sheet.post.rewrite(Content(text="Newer")))
    after = yes(newer, desk)
    assert {part.payload.text for publication in after.publications for part in publication.parts} == {"Newer"}


def test_a_change_takes_everything_back_and_breaks_every_seal() -> None:
    desk = a_desk()
    sheet = yes(a_sheet(desk), desk)
    post = sheet.post.rewrite(Content(text="Newer", thread=("Second",)))
    after = changed(sheet, post, desk)
    assert after.post == post
    for publication in after.publications:
        assert [(part.state, part.digest) for part in publication.parts] == [(PartState.PLANNED, "")] * 2
        assert publication.parts[0].payload.text == "Newer"


def taken(sheet: Sheet, state: PartState) -> Sheet:
    first, *rest = sheet.publications
    part = replace(first.parts[0], state=state)
    publications: tuple[Publication, ...] = (replace(first, parts=(part, *first.parts[1:])), *rest)
    return replace(sheet, publications=publications)


@pytest.mark.parametrize("state", sorted(TAKEN))
def test_what_the_publisher_has_can_no_longer_be_changed(state: PartState) -> None:
    desk = a_desk()
    sheet = taken(yes(a_sheet(desk), desk), state)
    change: Post = sheet.post.rewrite(Content(text="Newer"))
    with pytest.raises(IllegalMove):
        changed(sheet, change, desk)


def test_what_is_live_stays_and_the_rest_can_be_approved_again() -> None:
    desk = a_desk()
    sheet = taken(yes(a_sheet(desk), desk), PartState.LIVE)
    live = sheet.publications[0].parts[0]
    again = yes(changed(sheet, sheet.post.rewrite(Content(text="Newer", thread=("Second",))), desk), desk)
    assert again.publications[0].parts[0] == live
    assert again.publications[1].parts[0].payload.text == "Newer"
    assert again.publications[0].parts[1].fire_at == NOON
