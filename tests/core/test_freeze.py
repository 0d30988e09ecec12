"""An approval covers exact bytes: sealing them, letting them go, taking them back, and noticing every change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from core.account import Account
from core.digest import part_text, post_digest, verify
from core.freeze import breach, cancel, is_taken, plan, problems_of, recompose, schedule, seal, thaw
from core.moves import TAKEN, PartState, PostState
from core.payload import Payload
from core.post import Content, Post
from core.publication import Part, Publication
from core.queue import Claim
from core.secret import KeyRing
from tests.builders import (
    HOUR,
    NOON,
    a_brand,
    a_checkpoint,
    a_member,
    a_moment,
    a_post,
    a_workspace,
    an_account,
    an_approval,
)
from tests.core.hands import KEYS, CountedIds, Paper, paper_rules

WORKSPACE = a_workspace()
BRAND = a_brand(WORKSPACE)
PAPER = Paper()
PUBLISHERS = {PAPER.platform: PAPER}
OPEN = {PartState.PLANNED, PartState.FAILED, PartState.MISSED}


def the_post(*thread: str, text: str = "Bread is out.") -> Post:
    return a_post(BRAND, content=Content(text=text, hashtags=("Sourdough",), thread=thread))


def the_account() -> Account:
    return an_account(BRAND, "paper")


def planned(post: Post, account: Account) -> Publication:
    return plan(post, account, PUBLISHERS, CountedIds())


def with_states(publication: Publication, *states: PartState) -> Publication:
    parts = zip(publication.parts, states, strict=True)
    return replace(publication, parts=tuple(replace(part, state=state) for part, state in parts))


def states(publication: Publication) -> list[PartState]:
    return [part.state for part in publication.parts]


def recomposed(post: Post, publication: Publication, account: Account) -> Publication:
    return recompose(post, publication, account, PUBLISHERS, CountedIds())


def covered(part: Part, publication: Publication, post: Post, account: Account, keys: KeyRing = KEYS) -> bool:
    return verify(part_text(part, part.payload, publication, post, account), part.digest, keys)


def test_a_plan_has_one_part_for_each_piece_and_no_seal() -> None:
    post, account = the_post("Second", "Third"), the_account()
    publication = planned(post, account)
    assert (publication.post_id, publication.account_id) == (post.id, account.id)
    assert [part.payload for part in publication.parts] == list(PAPER.compose(post, account))
    assert [part.index for part in publication.parts] == [0, 1, 2]
    assert states(publication) == [PartState.PLANNED] * 3
    assert {part.digest for part in publication.parts} == {""}
    assert len({part.id for part in publication.parts}) == 3


def test_a_seal_is_over_each_open_part_by_itself() -> None:
    post, account = the_post("Second"), the_account()
    sealed = seal(post, planned(post, account), account, KEYS)
    assert all(covered(part, sealed, post, account) for part in sealed.parts)
    assert len({part.digest for part in sealed.parts}) == 2


@pytest.mark.parametrize("state", sorted(set(PartState) - OPEN))
def test_a_seal_leaves_alone_what_is_not_open(state: PartState) -> None:
    post, account = the_post(), the_account()
    publication = with_states(planned(post, account), state)
    assert seal(post, publication, account, KEYS) == publication


def test_the_first_open_part_gets_the_time_and_the_others_wait_for_it() -> None:
    post, account = the_post("Second", "Third"), the_account()
    scheduled = schedule(planned(post, account), post, not_before=NOON - HOUR)
    assert states(scheduled) == [PartState.SCHEDULED] * 3
    assert [part.fire_at for part in scheduled.parts] == [NOON, None, None]


def test_nothing_goes_before_the_undo_window_closes() -> None:
    post, account = the_post(), the_account()
    (part,) = schedule(planned(post, account), post, not_before=NOON + HOUR).parts
    assert part.fire_at == NOON + HOUR


def test_after_a_failure_the_rest_of_a_thread_is_scheduled_anew() -> None:
    post, account = the_post("Second", "Third"), the_account()
    publication = with_states(planned(post, account), PartState.LIVE, PartState.FAILED, PartState.PLANNED)
    live, failed, rest = publication.parts
    failed = replace(failed, failures=4, checkpoint=a_checkpoint(failed.id), check_at=NOON)
    again = schedule(replace(publication, parts=(live, failed, rest)), post, not_before=NOON)
    assert again.parts[0] == live
    assert again.parts[1] == replace(
        failed, state=PartState.SCHEDULED, failures=0, checkpoint=None, check_at=None, fire_at=NOON
    )
    assert again.parts[2].fire_at is None


@pytest.mark.parametrize("state", PartState)
def test_thawing_takes_back_only_what_nobody_has_claimed(state: PartState) -> None:
    post, account = the_post(), the_account()
    publication = with_states(seal(post, planned(post, account), account, KEYS), state)
    (part,) = thaw(publication).parts
    if state is PartState.SCHEDULED:
        assert (part.state, part.fire_at, part.digest) == (PartState.PLANNED, None, "")
    else:
        assert part == publication.parts[0]


@pytest.mark.parametrize("state", PartState)
def test_cancelling_ends_only_what_is_neither_live_nor_on_its_way(state: PartState) -> None:
    publication = with_states(planned(the_post(), the_account()), state)
    (part,) = cancel(publication).parts
    if state in OPEN | {PartState.SCHEDULED}:
        assert (part.state, part.fire_at) == (PartState.CANCELLED, None)
    else:
        assert part == publication.parts[0]


@pytest.mark.parametrize("state", PartState)
def test_a_publication_is_taken_while_the_publisher_has_a_part_of_it(state: PartState) -> None:
    publication = with_states(planned(the_post("Second"), the_account()), PartState.LIVE, state)
    assert is_taken((publication,)) is (state in TAKEN)


def test_changed_words_reach_every_open_part_and_break_its_seal() -> None:
    post, account = the_post("Second"), the_account()
    sealed = seal(post, planned(post, account), account, KEYS)
    after = recomposed(post.rewrite(Content(text="New", thread=("Newer",))), sealed, account)
    assert [(part.payload.text, part.digest) for part in after.parts] == [("New", ""), ("Newer", "")]
    assert [part.id for part in after.parts] == [part.id for part in sealed.parts]


def test_a_longer_thread_has_new_planned_parts() -> None:
    post, account = the_post(), the_account()
    after = recomposed(the_post("Second", "Third"), planned(post, account), account)
    assert [(part.index, part.state) for part in after.parts] == [(n, PartState.PLANNED) for n in range(3)]
    assert {part.publication_id for part in after.parts} == {after.id}


def test_a_shorter_thread_leaves_planned_parts_out() -> None:
    post, account = the_post("Second", "Third"), the_account()
    after = recomposed(the_post(), planned(post, account), account)
    assert [part.index for part in after.parts] == [0]


@pytest.mark.parametrize("state", [PartState.LIVE, PartState.CANCELLED, PartState.REMOVED])
def test_what_is_over_stays_as_it_was_when_the_words_change(state: PartState) -> None:
    post, account = the_post("Second"), the_account()
    publication = with_states(seal(post, planned(post, account), account, KEYS), state, PartState.FAILED)
    after = recomposed(post.rewrite(Content(text="New", thread=("Newer",))), publication, account)
    assert after.parts[0] == publication.parts[0]
    assert after.parts[1].payload.text == "Newer"


def test_a_live_part_stays_even_when_the_thread_has_become_shorter() -> None:
    post, account = the_post("Second", "Third"), the_account()
    publication = with_states(planned(post, account), PartState.LIVE, PartState.LIVE, PartState.FAILED)
    after = recomposed(the_post(), publication, account)
    assert after.parts[:2] == publication.parts[:2]


def test_a_failed_part_is_not_forgotten_when_the_thread_has_become_shorter() -> None:
    post, account = the_post("Second"), the_account()
    publication = with_states(planned(post, account), PartState.LIVE, PartState.FAILED)
    after = recomposed(the_post(), publication, account)
    assert [part.id for part in after.parts] == [part.id for part in publication.parts]
    assert after.parts[1].state in (PartState.FAILED, PartState.CANCELLED)


def test_a_publication_with_nothing_open_is_not_composed_again() -> None:
    post, account = the_post(), the_account()
    publication = with_states(planned(post, account), PartState.LIVE)
    assert recomposed(the_post("Second", text="New"), publication, account) == publication


def test_every_open_destination_is_checked_against_its_rules() -> None:
    narrow = Paper(rules=paper_rules(max_text=5, max_parts=1))
    post, account = the_post("Second"), the_account()
    publications = (plan(post, account, {narrow.platform: narrow}, CountedIds()),)
    found = problems_of(post, publications, {account.id: account}, {narrow.platform: narrow})
    assert {problem.field for problem in found} == {"text", "thread"}


def test_what_is_live_is_not_checked_any_more() -> None:
    narrow = Paper(rules=paper_rules(max_text=5))
    post, one, other = the_post(), the_account(), the_account()
    publishers = {narrow.platform: narrow}
    live = with_states(plan(post, one, publishers, CountedIds()), PartState.LIVE)
    short = the_post(text="Bread")
    publications = (live, plan(short, other, publishers, CountedIds()))
    assert problems_of(short, publications, {one.id: one, other.id: other}, publishers) == ()


def test_a_post_that_goes_nowhere_says_so() -> None:
    post, account = the_post(), the_account()
    live = with_states(planned(post, account), PartState.LIVE)
    for publications in ((), (live,)):
        (problem,) = problems_of(post, publications, {account.id: account}, PUBLISHERS)
        assert problem.field == "targets"


def a_claim() -> Claim:
    """An approved post with two destinations, claimed for the first; nothing is wrong with it."""
    post = the_post("Second")
    accounts = (the_account(), the_account())
    publications = tuple(seal(post, planned(post, account), account, KEYS) for account in accounts)
    digest = post_digest(tuple(part for one in publications for part in one.parts))
    first, *rest = (schedule(one, post, not_before=NOON) for one in publications)
    claimed = replace(first, parts=(first.parts[0].go(PartState.CLAIMED), *first.parts[1:]))
    return Claim(
        part=claimed.parts[0],
        publications=(claimed, *rest),
        post=post,
        account=accounts[0],
        workspace_id=WORKSPACE.id,
        approvals=(an_approval(post, a_member(WORKSPACE), digest=digest),),
    )


def found_wrong(claim: Claim, keys: KeyRing = KEYS) -> str:
    return breach(claim, PUBLISHERS, keys)


def drifted(claim: Claim) -> Claim:
    """The same seal, made when the zone had other rules."""
    moment = replace(claim.post.moment, local=claim.post.moment.local + HOUR)
    post = replace(claim.post, moment=moment)
    fresh = seal(post, replace(claim.publication, parts=(as_planned(claim.part),)), claim.account, KEYS)
    part = replace(fresh.parts[0], state=PartState.CLAIMED)
    return replace(claim, part=part, post=post, publications=(replace(fresh, parts=(part,)),))


def as_planned(part: Part) -> Part:
    return replace(part, state=PartState.PLANNED)


def with_payload(claim: Claim, payload: Payload) -> Claim:
    return replace(claim, part=replace(claim.part, payload=payload))


def rewritten(claim: Claim, content: Content) -> Claim:
    """Other words in the post than in the frozen payload, with no trace in state or revision."""
    return replace(claim, post=replace(claim.post, content=content))


def with_another_destination(claim: Claim) -> Claim:
    account = the_account()
    extra = seal(claim.post, planned(claim.post, account), account, KEYS)
    return replace(claim, publications=(*claim.publications, extra))


def resealed_sibling(claim: Claim) -> Claim:
    first, second = claim.publications
    part = replace(second.parts[0], digest="k1:other")
    return replace(claim, publications=(first, replace(second, parts=(part, *second.parts[1:]))))


BREACHES: dict[str, tuple[str, Callable[[Claim], Claim]]] = {
    "undone": ("not_approved", lambda claim: replace(claim, post=claim.post.void())),
    "skipped": ("not_approved", lambda claim: replace(claim, post=claim.post.skip())),
    "other bytes": ("seal_broken", lambda claim: with_payload(claim, Payload(text="Buy now!"))),
    "no seal": ("seal_broken", lambda claim: replace(claim, part=replace(claim.part, digest=""))),
    "forged seal": ("seal_broken", lambda claim: replace(claim, part=replace(claim.part, digest="k1:é"))),
    "seal of a sibling": (
        "seal_broken",
        lambda claim: replace(claim, part=replace(claim.part, digest=claim.publications[1].parts[0].digest)),
    ),
    "another account": (
        "seal_broken",
        lambda claim: replace(claim, account=replace(claim.account, remote_id="somebody-else")),
    ),
    "another time": (
        "seal_broken",
        lambda claim: replace(claim, post=replace(claim.post, moment=a_moment(NOON - HOUR))),
    ),
    "other words": ("content_changed", lambda claim: rewritten(claim, Content(text="Buy now!", thread=("Second",)))),
    "other zone rules": ("zone_changed", drifted),
    "approval voided": (
        "not_covered",
        lambda claim: replace(claim, approvals=tuple(replace(one, voided_at=NOON) for one in claim.approvals)),
    ),
    "nobody approved": ("not_covered", lambda claim: replace(claim, approvals=())),
    "another revision": ("not_covered", lambda claim: replace(claim, post=replace(claim.post, revision=2))),
    "another destination": ("not_covered", with_another_destination),
    "a sibling sealed anew": ("not_covered", resealed_sibling),
}


def test_nothing_is_wrong_with_what_was_approved() -> None:
    assert found_wrong(a_claim()) == ""


@pytest.mark.parametrize("what", BREACHES)
def test_whatever_changes_behind_the_approval_is_noticed(what: str) -> None:
    code, change = BREACHES[what]
    assert found_wrong(change(a_claim())) == code


def test_a_part_that_the_thread_no_longer_has_does_not_go_out() -> None:
    claim = a_claim()
    first = claim.publication
    second = replace(first.parts[1], state=PartState.CLAIMED)
    there = replace(first, parts=(first.parts[0], second))
    claim = replace(claim, part=second, publications=(there, *claim.publications[1:]))
    assert found_wrong(claim) == ""
    assert found_wrong(rewritten(claim, Content(text="Bread is out.", hashtags=("Sourdough",)))) == "content_changed"


def test_a_retired_key_no_longer_lets_it_out_and_a_rotated_one_does() -> None:
    other = b"2" * 32
    assert found_wrong(a_claim(), KeyRing(current="k2", keys={"k2": other})) == "seal_broken"
    assert found_wrong(a_claim(), KeyRing(current="k2", keys={"k2": other, **KEYS.keys})) == ""


@pytest.mark.parametrize("state", [PartState.LIVE, PartState.FAILED, PartState.CANCELLED, PartState.MISSED])
def test_what_became_of_the_other_destination_does_not_matter(state: PartState) -> None:
    claim = a_claim()
    first, second = claim.publications
    claim = replace(claim, publications=(first, with_states(second, state, PartState.SCHEDULED)))
    assert found_wrong(claim) == ""


def test_every_state_but_approved_is_no_approval() -> None:
    for state in sorted(set(PostState) - {PostState.APPROVED}):
        claim = a_claim()
        assert found_wrong(replace(claim, post=replace(claim.post, state=state))) == "not_approved"
