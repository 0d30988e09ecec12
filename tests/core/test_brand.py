"""What a brand may be called and how much it may say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.brand import MAX_INTERESTS, MAX_NAME, MAX_VOICE, Brand
from core.errors import Invalid, Problem
from core.ids import AccountId
from tests.builders import a_brand, a_workspace

BRAND = a_brand(a_workspace())


def problems(**changes: object) -> dict[str, Problem]:
    """What a brand with these values is refused for, by field."""
    with pytest.raises(Invalid) as refused:
        replace(BRAND, **changes)  # type: ignore[arg-type]  # wrong values are the point
    return {problem.field: problem for problem in refused.value.problems}


def test_a_brand_at_every_limit_is_fine() -> None:
    full = replace(BRAND, name="n" * MAX_NAME, voice="v" * MAX_VOICE, interests=("i",) * MAX_INTERESTS)
    assert isinstance(full, Brand)


@pytest.mark.parametrize(
    ("field", "value", "limit"),
    [
        ("name", "n" * (MAX_NAME + 1), MAX_NAME),
        ("voice", "v" * (MAX_VOICE + 1), MAX_VOICE),
        ("interests", ("i",) * (MAX_INTERESTS + 1), MAX_INTERESTS),
    ],
)
def test_one_more_than_the_limit_is_refused_with_both_numbers(field: str, value: object, limit: int) -> None:
    problem = problems(**{field: value})[field]
    assert (problem.limit, problem.actual) == (limit, limit + 1)
    assert problem.fix


@pytest.mark.parametrize(("field", "value"), [("name", " "), ("name", ""), ("slots", ()), ("zone", "Mars/Olympus")])
def test_what_is_missing_is_named(field: str, value: object) -> None:
    assert set(problems(**{field: value})) == {field}


def test_all_problems_are_told_at_once() -> None:
    found = problems(
        name="",
        voice="v" * (MAX_VOICE + 1),
        interests=("i",) * (MAX_INTERESTS + 1),
        slots=(),
        zone="Mars/Olympus",
    )
    assert set(found) == {"name", "voice", "interests", "slots", "zone"}


def test_a_brand_can_be_aimed_elsewhere() -> None:
    assert BRAND.aimed_at((AccountId(7),)) == replace(BRAND, targets=(AccountId(7),))
