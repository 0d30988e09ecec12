"""The table of prices, as it came with this version."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources

from core.money import DOLLAR, Price, Prices


@cache
def prices() -> Prices:
    """The table; it is read when it is first needed."""
    with resources.files(__package__).joinpath("prices.toml").open("rb") as file:
        rows = tomllib.load(file)["price"]
    return Prices(
        tuple(
            Price(
                provider=row["provider"],
                model=row["model"],
                input=_micros(row["input"]),
                output=_micros(row["output"]),
                cached=_micros(row["cached"]) if "cached" in row else None,
                since=row.get("since", date.min),
                until=row.get("until"),
            )
            for row in rows
        )
    )


def _micros(dollars: str) -> int:
    return int(Decimal(dollars) * DOLLAR)
