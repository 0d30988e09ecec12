"""Measuring in turns, so that both sides of a comparison see the same machine."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

Sample = Callable[[], Awaitable[float]]


async def in_turns(rounds: int, ours: Sample, baseline: Sample) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Take one sample of each in every round: A B A B …"""
    first, second = [], []
    for _ in range(rounds):
        first.append(await ours())
        second.append(await baseline())
    return tuple(first), tuple(second)
