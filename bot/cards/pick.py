"""Buttons to pick accounts by, a handful at a time."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.card import Button
from bot.cards.press import Press


def pick_rows(number: int, names: Sequence[str], *, begin: int, many: int) -> tuple[tuple[Button, ...], ...]:
    """A row for each name; the first is at `begin` of `many`, and the last row leads to those after them."""
    rows: list[tuple[Button, ...]] = [
        (Button(label=name, press=Press(verb="account", target=number, arg=str(at))),)
        for at, name in enumerate(names, start=begin)
    ]
    after = begin + len(names)
    if after < many:
        press = Press(verb="more_accounts", target=number, arg=str(after))
        rows.append((Button(label=f"{many - after} more", press=press),))
    return tuple(rows)
