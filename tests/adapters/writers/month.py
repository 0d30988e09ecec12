"""Four batches in a row, as a brand gets them week by week."""

from __future__ import annotations

from adapters.writers.offline import compose
from core.rules import Rules
from core.writing import Draft
from tests.adapters.writers.briefs import Told

WEEKS = 4


def month_of(told: Told, to: tuple[Rules, ...], *, weeks: int = WEEKS) -> tuple[Draft, ...]:
    """Draft seven days, so many times; each batch knows the common texts before it, and no item is offered twice."""
    drafts: list[Draft] = []
    for week in range(weeks):
        said = tuple(draft.text for draft in reversed(drafts))
        used = frozenset(draft.item for draft in drafts)
        drafts.extend(compose(told.brief(week=week, to=to, avoid=said, used=used)))
    return tuple(drafts)
