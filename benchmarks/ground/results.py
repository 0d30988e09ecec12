"""What was measured, against what, and whether it is good enough. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from statistics import median


class Measure(StrEnum):
    """How one round is judged: ours divided by the baseline, ours above the baseline, or ours by itself."""

    RATIO = "x"
    ABOVE = "above"
    ALONE = "alone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What has to hold, and what we aim at where there is more to wish for."""

    hold: float
    aim: float | None = None
    more_is_better: bool = False
    measure: Measure = Measure.RATIO

    def reached(self, value: float, wanted: float | None) -> bool:
        """True when the value is at least, or at most, the wanted one."""
        if wanted is None:
            return True
        return value >= wanted if self.more_is_better else value <= wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """The middle of several rounds, with the lowest and the highest."""

    low: float
    middle: float
    high: float

    @staticmethod
    def of(values: tuple[float, ...]) -> Spread:
        """The spread of at least one value."""
        return Spread(low=min(values), middle=median(values), high=max(values))


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One line of the table: `ours` and `baseline` hold one value for each round, in `unit`, in the same order.

    A result without a goal is only reported. A measure that stands alone has no baseline.
    """

    what: str
    unit: str
    ours: tuple[float, ...]
    against: str = ""
    baseline: tuple[float, ...] = ()
    goal: Goal | None = None
    notes: tuple[str, ...] = ()

    @property
    def verdicts(self) -> tuple[float, ...]:
        """What each round says: the two halves of a round ran one after the other, so they saw the same load."""
        measure = self.goal.measure if self.goal else Measure.RATIO
        if measure is Measure.ALONE or not self.baseline:
            return self.ours
        pairs = zip(self.ours, self.baseline, strict=True)
        if measure is Measure.ABOVE:
            return tuple(ours - baseline for ours, baseline in pairs)
        return tuple(ours / baseline for ours, baseline in pairs)

    @property
    def verdict(self) -> float:
        """The middle of what the rounds say."""
        return median(self.verdicts)

    @property
    def holds(self) -> bool:
        """False when a goal is missed."""
        return self.goal is None or self.goal.reached(self.verdict, self.goal.hold)

    @property
    def aims(self) -> bool:
        """True when it is as good as we wish."""
        return self.goal is None or (self.holds and self.goal.reached(self.verdict, self.goal.aim))
