"""Which shapes a run of posts takes, and in which order."""

from __future__ import annotations

import hashlib

CORE = ("question", "tip", "behind the scenes")
OTHERS = ("short story", "list", "myth and fact", "this or that", "invitation", "challenge", "note")
PRACTICAL = "good to know"
SHAPES = (*CORE, *OTHERS)


def number(*parts: object) -> int:
    """Answer a number that is the same for the same parts, on every machine and in every run."""
    return int.from_bytes(hashlib.sha256("\x1f".join(map(str, parts)).encode("utf-8", "replace")).digest()[:8])


def shapes_for(count: int, *, seed: str, week: int, practical: bool) -> tuple[str, ...]:
    """Choose `count` shapes, all different as long as there are enough of them.

    `week` numbers the run: the next one takes other shapes. `practical` makes room for one post of plain news.
    """
    others = sorted(OTHERS, key=lambda shape: number(seed, shape))
    turn = (week * 3) % len(others)
    core = (*CORE, PRACTICAL) if practical else CORE
    ring = (*core, *others[turn:], *others[:turn])
    if count == 1:
        return (SHAPES[number(seed, week, "alone") % len(SHAPES)],)
    chosen: list[str] = []
    while len(chosen) < count:
        round_ = ring if not chosen else SHAPES
        part = round_[: count - len(chosen)]
        chosen += sorted(part, key=lambda shape: number(seed, week, len(chosen), shape))
    return tuple(chosen)
