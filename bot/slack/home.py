"""The App Home: how things stand, what waits, and the way to everything else.

https://docs.slack.dev/surfaces/app-home (read 2026-11)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.cards.card import Card
from bot.cards.layout import lay_out
from bot.slack.blocks import CAN, Json, blocks_of, rich_text, split

MOST_BLOCKS = 100
_MORE = ("There is more than this page holds: /greenlight status and /greenlight pending list it all.",)
_STRANGER = (
    "Hello! I work for people who know each other, and I do not know you yet. If you are one of them, say /link slack "
    "in a chat that knows you, and then what it tells you here.",
)


def home(cards: Sequence[Card], files: Mapping[str, str]) -> Json:
    """The view of these cards one below the other, as many as it holds; for strangers the way in.

    `files` are Slack's names of their pictures by their hashes.
    """
    blocks: list[Json] = []
    for card in cards:
        pieces = [piece for message in lay_out(card, CAN) for piece in split(message)]
        fresh = [block for piece in pieces for block in blocks_of(piece, files)]
        if len(blocks) + len(fresh) + 2 > MOST_BLOCKS:
            blocks.append(rich_text(_MORE))
            break
        blocks += [*([{"type": "divider"}] if blocks else []), *fresh]
    return {"type": "home", "blocks": blocks or [rich_text(_STRANGER)]}
