"""What happened how often, and what never did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from core.rules import Recovery
from tests.chaos.plan import PAIRS, POINTS, Blow, Plan
from tests.chaos.verdict import Verdict

LARGE = 3 * len(PAIRS)
"""Seeds from which on every pair of point and blow must have occurred."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One seed, in what can travel between processes."""

    seed: int
    database: str
    recovery: str
    weather: str
    struck: tuple[tuple[str, str], ...]
    outcome: str
    wrong: tuple[str, ...]
    window: tuple[str, ...]

    @staticmethod
    def of(plan: Plan, struck: Iterable[tuple[str, Blow]], verdict: Verdict) -> Result:
        """Put together what is worth counting."""
        return Result(
            seed=plan.seed,
            database=plan.database,
            recovery=plan.recovery,
            weather=", ".join(weather.name for weather in plan.weather),
            struck=tuple((point, blow.value) for point, blow in struck),
            outcome=verdict.outcome,
            wrong=verdict.wrong,
            window=verdict.window,
        )


@dataclass(slots=True)
class Tally:
    """Counts over all seeds."""

    results: int = 0
    wrong: list[Result] = field(default_factory=list)
    outcomes: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    struck: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)

    def add(self, result: Result) -> None:
        """Count one seed."""
        self.results += 1
        self.outcomes[result.database, result.recovery, result.outcome] += 1
        for point, blow in result.struck:
            self.struck[point, blow, result.recovery, result.outcome] += 1
        if result.wrong:
            self.wrong.append(result)

    @property
    def windows(self) -> int:
        """Seeds in which a process frozen at the socket acted after all others had concluded."""
        return sum(times for (_, _, outcome), times in self.outcomes.items() if outcome == "window")

    def missing(self) -> dict[str, list[str]]:
        """What never fell on a point, for each point that something did not fall on."""
        seen = {(point, blow) for point, blow, _, _ in self.struck}
        missing: dict[str, list[str]] = {}
        for point, blow in PAIRS:
            if (point, blow) not in seen:
                missing.setdefault(point, []).append(blow)
        return missing

    def table(self) -> str:
        """One line for each pair that occurred: how each class ended, how often."""
        lines = []
        for point in POINTS:
            for blow in Blow:
                ends = [
                    f"{recovery} "
                    + ", ".join(f"{outcome} {times}" for outcome, times in self._ends(point, blow, recovery))
                    for recovery in Recovery
                    if self._ends(point, blow, recovery)
                ]
                if ends:
                    lines.append(f"{point:<24} {blow:<20} {'; '.join(ends)}")
        return "\n".join(lines)

    def summary(self) -> str:
        """One line for each database and class."""
        lines = []
        for database, recovery in sorted({(database, recovery) for database, recovery, _ in self.outcomes}):
            ends = {end: times for (d, r, end), times in self.outcomes.items() if (d, r) == (database, recovery)}
            told = ", ".join(f"{end} {ends[end]}" for end in sorted(ends))
            lines.append(f"{database:<9} {recovery:<12} {told}")
        return "\n".join(lines)

    def _ends(self, point: str, blow: str, recovery: str) -> list[tuple[str, int]]:
        found = {
            outcome: times for (p, b, r, outcome), times in self.struck.items() if (p, b, r) == (point, blow, recovery)
        }
        return sorted(found.items())
