"""When a yes is enough, and whose is awaited."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from core.account import Platform
from core.approval import ANYONE, Approval, Policy, Standing, Step, Subject, Voice, voices
from core.workspace import Away, Member, Role
from tests.builders import HOUR, MINUTE, NOON, a_brand, a_member, a_post, a_workspace, an_approval

WORKSPACE = a_workspace()
BRAND = a_brand(WORKSPACE)
POST = a_post(BRAND, revision=2)
ANA, OLA = (a_member(WORKSPACE, name) for name in ("Ana", "Ola"))
BEN, CLEO = (a_member(WORKSPACE, name, role=Role.APPROVER) for name in ("Ben", "Cleo"))
VERA = a_member(WORKSPACE, "Vera", role=Role.VIEWER)
TEAM = (ANA, BEN, CLEO, OLA, VERA)
LINKEDIN, FEED = Platform("linkedin"), Platform("feed")
SUBJECT = Subject(revision=2, digest="d", author=CLEO.id, platforms=frozenset({FEED}))

TWO = Policy(steps=(Step(needs=2),))
TWO_OF_THREE = Policy(steps=(Step(needs=2, members=(ANA.id, BEN.id, CLEO.id)),))
IN_TURN = Policy(steps=(Step(role=Role.APPROVER), Step(role=Role.OWNER)))
NAMED = Policy(steps=(Step(members=(BEN.id,)), Step(members=(ANA.id, OLA.id))))
OTHERS = Policy(not_author=True)
LINKED = Policy(stricter={LINKEDIN: 2})


def yes(*members: Member, digest: str = "d") -> tuple[Approval, ...]:
    """What they said, one after the other."""
    return tuple(
        an_approval(POST, member, digest=digest, at=NOON + number * MINUTE) for number, member in enumerate(members)
    )


def standing(policy: Policy, *members: Member, subject: Subject = SUBJECT) -> Standing:
    return policy.standing(yes(*members), subject)


def names(policy: Policy, *said: Member, subject: Subject = SUBJECT) -> list[str]:
    """Those who are awaited after that."""
    return [one.name for one in policy.awaited(standing(policy, *said, subject=subject), subject, TEAM, BRAND.id)]


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        (ANYONE, (ANA,)),
        (ANYONE, (BEN,)),
        (TWO, (ANA, BEN)),
        (TWO_OF_THREE, (BEN, CLEO)),
        (TWO_OF_THREE, (OLA, ANA, BEN)),
        (IN_TURN, (BEN, ANA)),
        (IN_TURN, (CLEO, OLA)),
        (NAMED, (BEN, OLA)),
        (OTHERS, (CLEO, BEN)),
        (LINKED, (ANA,)),
    ],
)
def test_that_is_enough(policy: Policy, said: tuple[Member, ...]) -> None:
    assert standing(policy, *said).enough


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        (ANYONE, ()),
        (TWO, (ANA,)),
        (TWO, (ANA, ANA)),
        (TWO_OF_THREE, (ANA, OLA)),
        (IN_TURN, (BEN,)),
        (IN_TURN, (BEN, CLEO)),
        (IN_TURN, (ANA, BEN)),
        (NAMED, (CLEO, ANA)),
        (NAMED, (ANA, BEN)),
        (OTHERS, (CLEO,)),
    ],
)
def test_that_is_not_enough(policy: Policy, said: tuple[Member, ...]) -> None:
    assert not standing(policy, *said).enough


@pytest.mark.parametrize("policy", [ANYONE, TWO, TWO_OF_THREE, IN_TURN, NAMED, OTHERS, LINKED])
@pytest.mark.parametrize(
    "spoilt",
    [
        lambda one: replace(one, voided_at=NOON),
        lambda one: replace(one, revision=1),
        lambda one: replace(one, revision=3),
        lambda one: replace(one, digest="other bytes"),
        lambda one: replace(one, digest=""),
    ],
    ids=["voided", "older revision", "newer revision", "other bytes", "no bytes"],
)
def test_a_yes_to_something_else_counts_nowhere(policy: Policy, spoilt: Callable[[Approval], Approval]) -> None:
    given = tuple(map(spoilt, yes(BEN, ANA, CLEO, OLA)))
    assert policy.standing(given, SUBJECT).counted == ()
    assert policy.standing((*given, *yes(BEN, ANA)), SUBJECT).enough


def test_a_platform_can_ask_for_more_people() -> None:
    both = replace(SUBJECT, platforms=frozenset({FEED, LINKEDIN}))
    assert not standing(LINKED, ANA, subject=both).enough
    assert standing(LINKED, ANA, BEN, subject=both).enough
    assert standing(replace(IN_TURN, stricter={LINKEDIN: 2}), BEN, ANA, subject=both).enough
    three = replace(IN_TURN, stricter={LINKEDIN: 3})
    assert not standing(three, BEN, ANA, subject=both).enough
    assert standing(three, BEN, ANA, CLEO, subject=both).enough


def test_those_are_awaited_whose_yes_would_count_now() -> None:
    assert names(ANYONE) == ["Ana", "Ben", "Cleo", "Ola"]
    assert names(TWO, BEN) == ["Ana", "Cleo", "Ola"]
    assert names(TWO_OF_THREE, BEN) == ["Ana", "Cleo"]
    assert names(IN_TURN) == ["Ben", "Cleo"]
    assert names(IN_TURN, BEN) == ["Ana", "Ola"]
    assert names(OTHERS) == ["Ana", "Ben", "Ola"]
    assert names(NAMED, BEN, ANA) == []


def test_a_deputy_speaks_for_whoever_is_away_and_once() -> None:
    later = NOON + HOUR
    team = (replace(ANA, away=Away(until=later, deputy=BEN.id)), BEN, CLEO)
    assert voices(BEN, team, BRAND.id, NOON) == (
        Voice(member_id=BEN.id, role=Role.APPROVER),
        Voice(member_id=ANA.id, role=Role.OWNER),
    )
    assert voices(BEN, team, BRAND.id, later) == (Voice(member_id=BEN.id, role=Role.APPROVER),)
    assert len(voices(CLEO, team, BRAND.id, NOON)) == 1


def test_one_person_is_one_yes_also_for_two() -> None:
    (own,) = yes(BEN)
    for_ana = replace(own, instead_of=ANA.id, role=Role.OWNER)
    assert not TWO.standing((own, for_ana), SUBJECT).enough
    assert not TWO.standing((for_ana, *yes(ANA)), SUBJECT).enough
    assert TWO.standing((for_ana, *yes(CLEO)), SUBJECT).enough
    assert not IN_TURN.standing((own, for_ana), SUBJECT).enough
    assert IN_TURN.standing((*yes(CLEO), for_ana), SUBJECT).enough


def test_an_author_who_is_away_is_not_stood_in_for() -> None:
    (own,) = yes(BEN)
    assert not OTHERS.standing((replace(own, instead_of=CLEO.id),), SUBJECT).enough


def test_a_role_in_the_brand_decides_who_is_awaited() -> None:
    team = (ANA, replace(BEN, brand_roles={BRAND.id: Role.VIEWER}), replace(VERA, brand_roles={BRAND.id: Role.OWNER}))
    awaited = ANYONE.awaited(standing(ANYONE), SUBJECT, team, BRAND.id)
    assert [one.name for one in awaited] == ["Ana", "Vera"]


def test_a_yes_from_before_roles_were_recorded_counts_where_no_role_is_asked_for() -> None:
    old = replace(yes(ANA)[0], role=None)
    assert ANYONE.standing((old,), SUBJECT).enough
    assert not Policy(steps=(Step(role=Role.OWNER),)).standing((old,), SUBJECT).enough
