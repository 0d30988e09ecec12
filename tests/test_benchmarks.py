"""The yardsticks are all listed, and what is made of their numbers is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.__main__ import ROWS
from benchmarks.ground.results import Goal, Measure, Result, Spread
from benchmarks.ground.rounds import in_turns
from benchmarks.ground.table import number, table

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


def a_result(
    goal: Goal | None, *, ours: tuple[float, ...] = (2, 9, 4), baseline: tuple[float, ...] = (4, 3, 8)
) -> Result:
    """Rounds whose ratios are 0.5, 3 and 0.5."""
    return Result(what="bread", unit="loaves", ours=ours, against="the mill", baseline=baseline, goal=goal)


def test_every_yardstick_is_listed() -> None:
    there = {file.stem for file in BENCHMARKS.glob("*.py")} - {"__init__", "__main__"}

    assert there == set(ROWS)


def test_a_spread_is_the_middle_between_the_lowest_and_the_highest() -> None:
    assert Spread.of((5, 1, 2)) == Spread(low=1, middle=2, high=5)
    assert Spread.of((1, 2)).middle == 1.5


@pytest.mark.parametrize(("measure", "verdict"), [(Measure.RATIO, 0.5), (Measure.ABOVE, -2), (Measure.ALONE, 4)])
def test_a_verdict_is_the_median_of_the_rounds_each_compared_with_its_own_baseline(
    measure: Measure, verdict: float
) -> None:
    assert a_result(Goal(hold=1, measure=measure)).verdict == verdict


@pytest.mark.parametrize(
    ("goal", "holds", "aims"),
    [
        (Goal(hold=0.5, aim=0.4), True, False),
        (Goal(hold=0.6, aim=0.5), True, True),
        (Goal(hold=0.4, aim=0.3), False, False),
        (Goal(hold=0.4, aim=0.5, more_is_better=True), True, True),
        (Goal(hold=0.4, aim=0.6, more_is_better=True), True, False),
        (Goal(hold=0.6, aim=0.7, more_is_better=True), False, False),
        (Goal(hold=0.5), True, True),
    ],
)
def test_a_goal_holds_up_to_its_limit(goal: Goal, holds: bool, aims: bool) -> None:
    result = a_result(goal)

    assert (result.holds, result.aims) == (holds, aims)


def test_what_has_no_goal_is_only_reported() -> None:
    assert "(reported)" in table([a_result(None)])


def test_a_missed_goal_stands_out_in_the_table() -> None:
    assert "MISSED" in table([a_result(Goal(hold=0.1))])


async def test_both_sides_are_measured_in_turns() -> None:
    order: list[str] = []

    async def ours() -> float:
        order.append("A")
        return 1

    async def baseline() -> float:
        order.append("B")
        return 2

    assert await in_turns(3, ours, baseline) == ((1, 1, 1), (2, 2, 2))
    assert order == ["A", "B"] * 3


def test_numbers_are_written_with_three_digits_that_matter() -> None:
    assert [number(one) for one in (12345.6, 123.4, 12.34, 1.234, 0.01234, 0.00001)] == [
        "12,346",
        "123",
        "12.3",
        "1.23",
        "0.0123",
        "0.0000",
    ]
