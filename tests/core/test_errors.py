"""The tree of errors is the one that is drawn."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from core import errors
from core.errors import GreenlightError, IllegalMove, Invalid, PortError, Problem, Throttled

LINE = re.compile(r"^(?P<indent>[│ ]*)[├└]── (?P<name>\w+) +(?P<meaning>.+)$")


def drawn() -> dict[str, str]:
    """Each class in the drawing with its parent."""
    parents = {"GreenlightError": "Exception"}
    above = ["GreenlightError"]
    for match in filter(None, map(LINE.match, (errors.__doc__ or "").splitlines())):
        depth = len(match["indent"]) // 4 + 1
        parents[match["name"]] = above[depth - 1]
        above[depth:] = [match["name"]]
    return parents


def written() -> dict[str, str]:
    """Each class in the module with its parent."""
    classes = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, Exception)]
    return {one.__name__: one.__bases__[0].__name__ for one in classes}


def test_the_drawing_and_the_classes_are_the_same_tree() -> None:
    assert drawn() == written()


def test_every_error_says_in_its_docstring_what_to_do_next() -> None:
    assert [name for name in written() if not (getattr(errors, name).__doc__ or "").strip()] == []


def test_an_illegal_move_carries_its_data() -> None:
    error = IllegalMove("post", "cancelled", "approved")
    assert (error.noun, error.have, error.want) == ("post", "cancelled", "approved")
    assert str(error) == "a post that is cancelled cannot become approved"


def test_invalid_input_carries_every_problem() -> None:
    one = Problem(field="text", what="It is too long.", fix="Please shorten it.", limit=10, actual=12)
    two = Problem(field="media", what="A picture is missing.")
    error = Invalid(one, two)
    assert error.problems == (one, two)
    assert str(error) == "It is too long. Please shorten it. A picture is missing."


@pytest.mark.parametrize("kind", [kind for kind in PortError.__subclasses__() if kind is not Throttled])
def test_a_port_error_carries_a_reason_and_may_have_none(kind: type[PortError]) -> None:
    assert kind("quota").reason == "quota"
    assert kind().reason == ""
    assert isinstance(kind(), GreenlightError)


def test_throttled_says_when_it_is_allowed_again() -> None:
    at = datetime(2026, 11, 21, tzinfo=UTC)
    assert Throttled("slow", retry_at=at).retry_at == at
