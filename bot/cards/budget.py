"""Amounts of money in words, and what can be done when a budget is used up."""

from __future__ import annotations

from bot.cards.card import Button, Tone
from bot.cards.press import Press
from core.money import DOLLAR


def dollars(micros: int) -> str:
    """An amount as people read it; what is less than a cent is not called nothing."""
    if 0 < micros < DOLLAR // 100:
        return f"${micros / DOLLAR:.4f}"
    return f"${micros / DOLLAR:,.2f}"


def budget_buttons(brand_id: int, cap: int) -> tuple[Button, ...]:
    """What can be done when the month's budget is used up."""
    more = max(cap * 2, DOLLAR)
    raised = Press(verb="raisecap", target=brand_id, arg=str(more))
    return (
        Button(label=f"Raise to {dollars(more)}", press=raised, tone=Tone.GOOD),
        Button(label="Stay offline", press=Press(verb="staycap", target=brand_id)),
    )
