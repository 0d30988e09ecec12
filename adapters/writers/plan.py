"""Which shapes a run of posts takes, in which order, and which of them draw on the brand's sources."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from adapters.writers.material import Finding

Thing = TypeVar("Thing")

CORE = ("question", "tip", "behind the scenes")
OTHERS = ("short story", "list", "myth and fact", "this or that", "invitation", "challenge", "note")
PRACTICAL = "good to know"
SHAPES = (*CORE, *OTHERS)
WRITTEN_FIRST = (PRACTICAL, "list", "behind the scenes", "short story", "myth and fact")
GIVES_WAY = ("challenge", "note", "this or that", "invitation", "question", "tip", *WRITTEN_FIRST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """The shapes of a run of posts in order, and what those at some places draw on."""

    shapes: tuple[str, ...]
    findings: Mapping[int, Finding]

    def places(self) -> list[int]:
        """Answer the places in the order of writing: sources, then the shapes that suit the owner's sentences best."""
        ranks = {shape: rank for rank, shape in enumerate(WRITTEN_FIRST)}

        def rank(place: int) -> int:
            return -1 if place in self.findings else ranks.get(self.shapes[place], len(ranks))

        return sorted(range(len(self.shapes)), key=rank)


def number(*parts: object) -> int:
    """Answer a number that is the same for the same parts, on every machine and in every run."""
    return int.from_bytes(hashlib.sha256("\x1f".join(map(str, parts)).encode("utf-8", "replace")).digest()[:8])


def turned(things: Sequence[Thing], turn: int) -> tuple[Thing, ...]:
    """Answer the same things beginning at another one, so that they take turns."""
    start = turn % len(things) if things else 0
    return (*things[start:], *things[:start])


def shapes_for(count: int, *, seed: str, week: int, facts: bool) -> tuple[str, ...]:
    """Choose `count` shapes, all different as long as there are enough of them.

    `week` numbers the run: the next one takes other shapes. `facts` makes room for one post of plain news.
    """
    others = sorted(OTHERS, key=lambda shape: number(seed, shape))
    turn = (week * 3) % len(others)
    core = (*CORE, PRACTICAL) if facts else CORE
    ring = (*core, *others[turn:], *others[:turn])
    if count == 1:
        return (SHAPES[number(seed, week, "alone") % len(SHAPES)],)
    chosen: list[str] = []
    while len(chosen) < count:
        round_ = ring if not chosen else SHAPES
        part = round_[: count - len(chosen)]
        chosen += sorted(part, key=lambda shape: number(seed, week, len(chosen), shape))
    return tuple(chosen)


def with_sources(shapes: tuple[str, ...], studied: Iterable[tuple[Finding, ...]], most: int) -> Week:
    """Give up to `most` places to findings, one for each item, so that shapes still differ.

    A finding takes the place of its own shape, or of the shape that is missed least.
    """
    changed = list(shapes)
    taken: dict[int, Finding] = {}
    for findings in studied:
        if len(taken) >= most:
            break
        for finding in findings:
            place = _place_for(finding.shape, changed, taken)
            if place is not None:
                changed[place] = finding.shape
                taken[place] = finding
                break
    return Week(shapes=tuple(changed), findings=taken)


def _place_for(shape: str, shapes: list[str], taken: Mapping[int, Finding]) -> int | None:
    free = [place for place in range(len(shapes)) if place not in taken]
    same = [place for place in free if shapes[place] == shape]
    if same or not free or shape in shapes:
        return same[0] if same else None
    spaced = [place for place in free if not {place - 1, place + 1} & set(taken)] or free
    return min(spaced, key=lambda place: GIVES_WAY.index(shapes[place]) if shapes[place] in GIVES_WAY else 99)
