"""Prices: data with dates, never a guess."""

from __future__ import annotations

from datetime import date

from adapters.prices import prices
from core.money import Price, Prices, Usage


def test_of_several_prices_the_longest_name_and_the_day_count() -> None:
    """Far sides answer dated names, and prices change."""
    usage = Usage(input_tokens=1_000_000, cached_tokens=500_000, output_tokens=1_000_000)
    old = Price(provider="openai", model="writer-1", input=10, output=20, cached=2, until=date(2027, 1, 1))
    new = Price(provider="openai", model="writer-1", input=20, output=40, since=date(2027, 1, 1))
    small = Price(provider="openai", model="writer-1-small", input=1, output=1)
    table = Prices((small, new, old))
    assert table.cost("openai", "writer-1-2026-11-01", usage, date(2026, 12, 31)) == 5 + 1 + 20
    assert table.cost("openai", "writer-1", usage, date(2027, 1, 1)) == 60
    assert table.cost("openai", "writer-1-small-2026-11-01", usage, date(2026, 12, 31)) == 2
    assert table.cost("openai", "other", usage, date(2026, 12, 31)) is None
    assert table.cost("openai", "writer-1-image", usage, date(2026, 12, 31)) is None


def test_a_part_of_a_micro_is_rounded_up() -> None:
    price = Price(provider="openai", model="", input=1, output=0)
    assert price.of(Usage(input_tokens=1)) == 1
    assert price.of(Usage()) == 0


def test_the_table_knows_what_is_set_by_default_and_no_unknown_model() -> None:
    usage, day = Usage(input_tokens=1_000_000, output_tokens=1_000_000), date(2026, 11, 27)
    assert prices().cost("openai", "gpt-6-luna", usage, day) == 600_000
    assert prices().cost("gemini", "gemini-3.5-flash-lite", usage, day) == 2_800_000
    assert prices().cost("compatible", "llama3.3", usage, day) == 0
    assert prices().cost("openai", "gpt-9", usage, day) is None
