"""The App Home: how things stand, what waits, and the way to everything else.

https://docs.slack.dev/surfaces/app-home (read 2026-11)
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.card import Card
from bot.cards.layout import lay_out
from bot.slack.blocks import CAN, Json, blocks_of, rich_text

MOST_BLOCKS = 100
_STRANGER = (
    "Hello! I work for people who know each other, and I do not know you yet. If you are one of them, say /link slack "
    "in a chat that knows you, and then what it tells you here.",
)


def home(cards: Sequence[Card]) -> Json:
    """The view of these cards one below the other; for strangers the way in."""
    blocks: list[Json] = []
    for card in cards:
        (message, *_) = lay_out(card, CAN)
        blocks += [*([{"type": "divider"}] if blocks else []), *blocks_of(message, {})]
    return {"type": "home", "blocks": blocks[:MOST_BLOCKS] or [rich_text(_STRANGER)]}
