"""When a yes is enough."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.approval import ONE_APPROVER, Approval, Policy
from tests.builders import NOON, a_brand, a_member, a_post, a_workspace, an_approval

WORKSPACE = a_workspace()
ANA, BEN = a_member(WORKSPACE, "Ana"), a_member(WORKSPACE, "Ben")
POST = a_post(a_brand(WORKSPACE), revision=2)
TWO = Policy(approvers=2)


def said_yes(policy: Policy, *approvals: Approval) -> bool:
    return policy.satisfied(approvals, revision=2, digest="d")


def yes(digest: str = "d", *, by: object = ANA) -> Approval:
    return an_approval(POST, BEN if by is BEN else ANA, digest=digest)


def test_one_yes_is_enough_where_one_is_asked_for() -> None:
    assert said_yes(ONE_APPROVER, yes())


def test_no_yes_is_never_enough() -> None:
    assert not said_yes(ONE_APPROVER)


def test_two_people_are_two() -> None:
    assert said_yes(TWO, yes(), yes(by=BEN))


def test_one_person_twice_is_one() -> None:
    assert not said_yes(TWO, yes(), yes())


@pytest.mark.parametrize(
    "worthless",
    [
        replace(yes(), voided_at=NOON),
        replace(yes(), revision=1),
        replace(yes(), revision=3),
        yes("other bytes"),
        yes(""),
    ],
    ids=["voided", "older revision", "newer revision", "other bytes", "no bytes"],
)
def test_a_yes_to_something_else_does_not_count(worthless: Approval) -> None:
    assert not said_yes(ONE_APPROVER, worthless)
    assert not said_yes(TWO, worthless, yes(by=BEN))
    assert said_yes(ONE_APPROVER, worthless, yes())
