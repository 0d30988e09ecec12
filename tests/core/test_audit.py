"""The chain of deeds shows where somebody touched it."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta

import pytest
from hypothesis import given, strategies as st

from core.audit import GENESIS, AuditEntry, Deed, first_broken, link
from core.ids import MemberId, WorkspaceId
from core.slot import zone_named
from tests.builders import a_deed, a_member, a_workspace

WORKSPACE = a_workspace()
ANA = a_member(WORKSPACE)
LENGTH = 6


def a_chain(length: int = LENGTH) -> tuple[AuditEntry, ...]:
    entries: list[AuditEntry] = []
    for number in range(1, length + 1):
        deed = a_deed(WORKSPACE, f"deed_{number}", member=ANA if number % 2 else None)
        entries.append(link(deed, number, entries[-1].seal if entries else GENESIS))
    return tuple(entries)


def altered(deed: Deed) -> dict[str, Deed]:
    """The deed with each field changed by itself."""
    return {
        "workspace_id": replace(deed, workspace_id=WorkspaceId(deed.workspace_id + 1)),
        "member_id": replace(deed, member_id=None if deed.member_id else MemberId(1)),
        "what": replace(deed, what="something_else"),
        "about": replace(deed, about="zz"),
        "door": replace(deed, door="telegram"),
        "at": replace(deed, at=deed.at + timedelta(microseconds=1)),
        "detail": replace(deed, detail="more"),
    }


def test_a_chain_that_nobody_touched_is_whole() -> None:
    assert first_broken(()) is None
    assert first_broken(a_chain()) is None


@pytest.mark.parametrize("what", [field.name for field in fields(Deed)])
@pytest.mark.parametrize("number", range(LENGTH))
def test_an_altered_deed_is_found(number: int, what: str) -> None:
    chain = a_chain()
    forged = replace(chain[number], deed=altered(chain[number].deed)[what])
    assert first_broken((*chain[:number], forged, *chain[number + 1 :])) == forged


@pytest.mark.parametrize("number", range(LENGTH))
def test_an_altered_deed_with_a_seal_of_its_own_breaks_the_entry_after_it(number: int) -> None:
    chain = a_chain()
    old = chain[number]
    forged = link(replace(old.deed, what="something_else"), old.number, old.previous)
    after = chain[number + 1 :]
    assert first_broken((*chain[:number], forged, *after)) == (after[0] if after else None)


@pytest.mark.parametrize("number", range(LENGTH - 1))
def test_a_deleted_deed_is_found_at_the_one_that_follows(number: int) -> None:
    chain = a_chain()
    assert first_broken((*chain[:number], *chain[number + 1 :])) == chain[number + 1]


@given(st.permutations(range(LENGTH)))
def test_moved_deeds_are_found(order: list[int]) -> None:
    chain = a_chain()
    moved = tuple(chain[number] for number in order)
    expected = next((chain[number] for place, number in enumerate(order) if place != number), None)
    assert first_broken(moved) == expected


@pytest.mark.parametrize("number", range(LENGTH))
def test_a_deed_told_twice_is_found(number: int) -> None:
    chain = a_chain()
    assert first_broken((*chain[: number + 1], *chain[number:])) == chain[number]


def test_a_deed_slipped_in_is_found() -> None:
    chain = a_chain()
    extra = link(a_deed(WORKSPACE, "slipped_in"), 4, chain[2].seal)
    assert first_broken((*chain[:3], extra, *chain[3:])) == chain[3]


def test_a_chain_of_another_workspace_does_not_continue_this_one() -> None:
    chain, other = a_chain(), a_chain()
    assert first_broken((*chain[:3], *other[3:])) == other[3]


def test_fields_do_not_run_into_each_other() -> None:
    deed = a_deed(WORKSPACE)
    one = link(replace(deed, door="web", detail="x"), 1, GENESIS)
    other = link(replace(deed, door="webx", detail=""), 1, GENESIS)
    assert one.seal != other.seal


def test_the_same_instant_written_in_another_zone_has_the_same_seal() -> None:
    deed = a_deed(WORKSPACE)
    tokyo = replace(deed, at=deed.at.astimezone(zone_named("Asia/Tokyo")))
    assert link(deed, 1, GENESIS).seal == link(tokyo, 1, GENESIS).seal
