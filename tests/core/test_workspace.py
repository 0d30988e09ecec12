"""What each role may do."""

from __future__ import annotations

import pytest

from core.access import Actor, Right, must
from core.errors import NotAllowed
from core.workspace import Role
from tests.builders import NOON, a_member, a_workspace

MAY_DECIDE = {"owner", "approver"}
MAY_WRITE = {"owner", "approver", "writer"}


def acting_as(role: Role) -> Actor:
    return Actor(member=a_member(a_workspace(), role=role), door="web")


@pytest.mark.parametrize("role", Role)
def test_only_owners_and_approvers_decide(role: Role) -> None:
    if role in MAY_DECIDE:
        must(acting_as(role), Right.DECIDE)
    else:
        with pytest.raises(NotAllowed):
            must(acting_as(role), Right.DECIDE)


@pytest.mark.parametrize("role", Role)
def test_everybody_but_a_viewer_writes(role: Role) -> None:
    if role in MAY_WRITE:
        must(acting_as(role), Right.WRITE)
    else:
        with pytest.raises(NotAllowed):
            must(acting_as(role), Right.WRITE)


def test_a_deed_says_who_did_what_through_which_door() -> None:
    by = acting_as(Role.OWNER)
    deed = by.deed("approved", 36, NOON, detail="all of it")
    assert (deed.workspace_id, deed.member_id) == (by.member.workspace_id, by.member.id)
    assert (deed.what, deed.about, deed.door, deed.at, deed.detail) == ("approved", "10", "web", NOON, "all of it")
