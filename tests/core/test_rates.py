"""Five tiers, each for one person, and each answer says when it frees up."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.errors import TooOften
from core.rates import LIMITS, Limit, Rates, Tier
from tests.core.hands import HandClock

SECOND = timedelta(seconds=1)
THREE = {tier: Limit(times=3, per=timedelta(seconds=30)) for tier in Tier}


def test_every_tier_has_a_limit() -> None:
    assert set(LIMITS) == set(Tier)


@pytest.mark.parametrize("tier", Tier)
def test_the_limit_passes_and_one_more_does_not(tier: Tier) -> None:
    clock, rates = HandClock(), Rates()
    for _ in range(LIMITS[tier].times):
        rates.take(1, tier, clock)
    with pytest.raises(TooOften) as caught:
        rates.take(1, tier, clock)
    assert caught.value.tier == tier
    assert timedelta(0) < caught.value.wait <= LIMITS[tier].per


def test_it_frees_up_exactly_when_it_said() -> None:
    clock, rates = HandClock(), Rates(THREE)
    for _ in range(3):
        rates.take(1, Tier.AI, clock)
    with pytest.raises(TooOften) as caught:
        rates.take(1, Tier.AI, clock)
    assert caught.value.wait == 10 * SECOND
    clock.advance(9 * SECOND)
    with pytest.raises(TooOften):
        rates.take(1, Tier.AI, clock)
    clock.advance(SECOND)
    rates.take(1, Tier.AI, clock)


def test_a_refusal_costs_nothing() -> None:
    clock, rates = HandClock(), Rates(THREE)
    for _ in range(3):
        rates.take(1, Tier.AI, clock)
    for _ in range(5):
        with pytest.raises(TooOften):
            rates.take(1, Tier.AI, clock)
    clock.advance(10 * SECOND)
    rates.take(1, Tier.AI, clock)


def test_people_and_tiers_are_counted_apart() -> None:
    clock, rates = HandClock(), Rates(THREE)
    for _ in range(3):
        rates.take(1, Tier.AI, clock)
    rates.take(2, Tier.AI, clock)
    rates.take(1, Tier.POST, clock)


def test_a_jump_of_the_wall_clock_frees_nothing() -> None:
    clock, rates = HandClock(), Rates(THREE)
    for _ in range(3):
        rates.take(1, Tier.AI, clock)
    clock.jump(timedelta(days=1))
    with pytest.raises(TooOften):
        rates.take(1, Tier.AI, clock)
