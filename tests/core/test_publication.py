"""How far a publication has come, told by its Parts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.errors import IllegalMove
from core.moves import SETTLED, PartState
from core.publication import Publication
from tests.builders import a_brand, a_post, a_publication, a_workspace, an_account

BRAND = a_brand(a_workspace())
LIVE, FAILED, SCHEDULED = PartState.LIVE, PartState.FAILED, PartState.SCHEDULED


def with_states(*states: PartState) -> Publication:
    publication = a_publication(a_post(BRAND), an_account(BRAND), parts=len(states))
    parts = zip(publication.parts, states, strict=True)
    return replace(publication, parts=tuple(replace(part, state=state) for part, state in parts))


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ((LIVE,), LIVE),
        ((LIVE, LIVE), LIVE),
        ((LIVE, SCHEDULED), SCHEDULED),
        ((FAILED, SCHEDULED), FAILED),
        ((LIVE, FAILED, SCHEDULED), FAILED),
    ],
)
def test_a_publication_stands_where_its_first_unfinished_part_stands(
    states: tuple[PartState, ...], expected: PartState
) -> None:
    assert with_states(*states).state is expected


@pytest.mark.parametrize("state", PartState)
def test_a_publication_is_settled_when_nothing_more_happens_by_itself(state: PartState) -> None:
    assert with_states(LIVE, state).settled is (state in SETTLED)


def test_a_publication_is_seen_where_its_first_part_is() -> None:
    publication = with_states(LIVE, LIVE)
    one, two = publication.parts
    assert publication.url == ""
    seen = replace(publication, parts=(one, replace(two, url="https://paper.example/2")))
    assert seen.url == "https://paper.example/2"
    assert replace(seen, parts=(replace(one, url="https://paper.example/1"), seen.parts[1])).url.endswith("/1")


def test_a_part_goes_only_where_the_table_lets_it_and_forgets_the_old_reason() -> None:
    (part,) = with_states(SCHEDULED).parts
    part = replace(part, reason="throttled")
    claimed = part.go(PartState.CLAIMED)
    assert (claimed.state, claimed.reason) == (PartState.CLAIMED, "")
    assert claimed.go(PartState.FAILED, reason="rejected").reason == "rejected"
    with pytest.raises(IllegalMove):
        part.go(PartState.LIVE)
