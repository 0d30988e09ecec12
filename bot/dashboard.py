"""What a person sees at a glance, where a chat has a place for that: how each brand stands, and what waits."""

from __future__ import annotations

from bot.cards.batch_card import batch_card
from bot.cards.card import Card
from bot.cards.status_card import status_card
from bot.views import batch_view, status_view
from core.desk import Desk
from core.moves import PostState
from core.store import PostFilter, Store

MOST_BRANDS = 5


async def dashboard(store: Store, desk: Desk, front_end: str, person: str) -> tuple[Card, ...]:
    """The cards of that person there, those of the first brand first; nothing for strangers."""
    cards: list[Card] = []
    async with store.read() as tx:
        member = await tx.members.identify(front_end, person)
        if member is None:
            return ()
        for brand in (await tx.brands.of(member.workspace_id))[:MOST_BRANDS]:
            cards.append(status_card(await status_view(tx, brand.id, desk)))
            waiting = await tx.posts.find(PostFilter(brand_id=brand.id, states=(PostState.PENDING,), limit=1))
            if waiting and waiting[0].batch_id is not None:
                cards.append(batch_card(await batch_view(tx, waiting[0].batch_id, desk)))
    return tuple(cards)
