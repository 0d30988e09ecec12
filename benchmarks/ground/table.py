"""The results as a table of plain text."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.ground.results import Goal, Measure, Result, Spread

HEAD = ("what", "ours", "baseline", "ratio", "hold", "aim", "ok?")


def table(results: Sequence[Result]) -> str:
    """One line for each result, medians with (lowest to highest), and the notes below."""
    lines = [HEAD, *(_cells(number, result) for number, result in enumerate(results, start=1))]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    ruled = [lines[0], tuple("-" * width for width in widths), *lines[1:]]
    body = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in ruled]
    return "\n".join([*body, *_notes(results)])


def number(value: float) -> str:
    """Three digits that matter, never in powers of ten."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}" if abs(value) >= 0.001 else f"{value:.4f}"


def _cells(place: int, result: Result) -> tuple[str, ...]:
    goal = result.goal
    measured = [f"{_spread(values)} {result.unit}" if values else "" for values in (result.ours, result.baseline)]
    return (
        f"{place}. {result.what}",
        *measured,
        _verdict(result) if goal or result.baseline else "",
        _wanted(goal, goal.hold if goal else None),
        _wanted(goal, goal.aim if goal else None),
        _ok(result),
    )


def _spread(values: tuple[float, ...]) -> str:
    spread = Spread.of(values)
    if len(values) == 1:
        return number(spread.middle)
    return f"{number(spread.middle)} ({number(spread.low)} to {number(spread.high)})"


def _verdict(result: Result) -> str:
    unit = result.unit if result.goal and result.goal.measure is not Measure.RATIO else "x"
    sign = "+" if result.goal and result.goal.measure is Measure.ABOVE and result.verdict >= 0 else ""
    return f"{sign}{_spread(result.verdicts)} {unit}"


def _wanted(goal: Goal | None, wanted: float | None) -> str:
    if goal is None or wanted is None:
        return ""
    return f"{'≥' if goal.more_is_better else '≤'} {number(wanted)}"


def _ok(result: Result) -> str:
    if result.goal is None:
        return "(reported)"
    if not result.holds:
        return "MISSED"
    return "yes" if result.aims else "holds"


def _notes(results: Sequence[Result]) -> list[str]:
    lines = []
    for place, result in enumerate(results, start=1):
        said = (f"baseline: {result.against}",) if result.against else ()
        lines += [f"{f'{place}.' if first else '  ':4}{note}" for first, note in _marked((*said, *result.notes))]
    return ["", *lines] if lines else []


def _marked(notes: tuple[str, ...]) -> list[tuple[bool, str]]:
    return [(place == 0, note) for place, note in enumerate(notes)]
