"""What a person sees at a glance, where a chat has a place for that: how each brand stands, and what waits."""

from __future__ import annotations

from bot.cards.batch_card import batch_card
from bot.cards.calendar_card import LEGEND, calendar_card, tint_of, title_of
from bot.cards.card import Card
from bot.cards.status_card import status_card
from bot.views import batch_view, status_view
from core.access import Actor
from core.actions.show_calendar import ShowCalendar
from core.brand import Brand
from core.calendar import Span
from core.desk import Desk
from core.moves import PostState
from core.slot import moment_at
from core.store import PostFilter, Store

MOST_BRANDS = 5


async def dashboard(
    store: Store, desk: Desk, show_calendar: ShowCalendar, front_end: str, person: str
) -> tuple[Card, ...]:
    """The cards of that person there, those of the first brand first, which also shows its week; none for strangers."""
    cards: list[Card] = []
    first: Brand | None = None
    async with store.read() as tx:
        member = await tx.members.identify(front_end, person)
        if member is None:
            return ()
        for brand in (await tx.brands.of(member.workspace_id))[:MOST_BRANDS]:
            first = first or brand
            cards.append(status_card(await status_view(tx, brand.id, desk)))
            waiting = await tx.posts.find(PostFilter(brand_id=brand.id, states=(PostState.PENDING,), limit=1))
            if waiting and waiting[0].batch_id is not None:
                cards.append(batch_card(await batch_view(tx, waiting[0].batch_id, desk)))
    if first is not None:
        cards.insert(1, await _week(desk, show_calendar, first, Actor(member=member, door=front_end)))
    return tuple(cards)


async def _week(desk: Desk, show_calendar: ShowCalendar, brand: Brand, by: Actor) -> Card:
    """What is planned from today's Monday on."""
    span = Span.week_of(moment_at(desk.clock.now(), brand.zone).local.date())
    shown, pictures = await show_calendar(brand.id, span, title=title_of(span), legend=LEGEND, tint_of=tint_of, by=by)
    return calendar_card(shown, pictures)
