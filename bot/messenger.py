"""Brings cards to people: new ones, letters from the outbox, and changed ones drawn again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Generic, TypeVar

from bot.cards.batch_card import batch_card
from bot.cards.card import Card, say
from bot.cards.notices import notice_card
from bot.cards.post_card import post_card, snippet
from bot.cards.status_card import status_card
from bot.front_end import CannotEdit, ChatGone, FrontEnd
from bot.views import account_label, batch_view, post_view, status_view
from core.desk import Desk
from core.errors import NotFound, PortError, Rejected, Throttled
from core.ids import BatchId, BrandId, DeliveryId, PostId
from core.notice import Letter, Notice, Topic
from core.store import PostFilter, Store, Transaction
from core.talk import Delivery

log = logging.getLogger(__name__)

LOOK_EVERY = 2.0
FIRST_RETRY = timedelta(seconds=5)
LONGEST_RETRY = timedelta(minutes=15)
MOST_CARDS = 50
STATUS_EVERY = 30.0
"""Seconds between two looks at a status card when nothing happened in this process."""

QUESTION, STATUS, BRAND, DIFF = "question", "status", "brand", "diff"
DRAWN_AGAIN = ("post", "batch", STATUS)
REMEMBERED = (*DRAWN_AGAIN, QUESTION, BRAND, DIFF)
_About = TypeVar("_About")
_Made = TypeVar("_Made")
_REFUSED = "This chat did not take one of my cards. /pending and /posts list everything; other chats show it."


@dataclass(slots=True)
class Doorbell:
    """Wakes those who wait in this process; other processes notice within two seconds."""

    _waiting: set[asyncio.Event] = field(default_factory=set)

    def ring(self) -> None:
        """Something was written that people should see."""
        for event in self._waiting:
            event.set()

    @contextmanager
    def heard(self) -> Iterator[Callable[[float], Awaitable[bool]]]:
        """A way to wait, in seconds, for the next ring: True when it rang since the last wait. No ring is missed."""
        event = asyncio.Event()
        self._waiting.add(event)

        async def wait(seconds: float) -> bool:
            try:
                async with asyncio.timeout(seconds):
                    return await event.wait()
            except TimeoutError:
                return False
            finally:
                event.clear()

        try:
            yield wait
        finally:
            self._waiting.discard(event)


class _Once(Generic[_About, _Made]):
    """Makes a thing for the first of several chats that show it; the others of the round get the same.

    What changes meanwhile leaves the cards behind, and the next round draws them again.
    """

    def __init__(self, make: Callable[[_About], Awaitable[_Made]]) -> None:
        self._make = make
        self._made: dict[str, asyncio.Future[_Made]] = {}

    async def of(self, about: _About, key: str) -> _Made:
        """What is made of it; the same for the same key, and the same error."""
        if key not in self._made:
            self._made[key] = asyncio.ensure_future(self._make(about))
        return await asyncio.shield(self._made[key])


@dataclass(frozen=True, slots=True)
class Messenger:
    """Sends and redraws through every front-end, each on its own: one that is down holds up no other."""

    store: Store
    desk: Desk
    front_ends: Mapping[str, FrontEnd]
    bell: Doorbell

    async def run(self, stop: asyncio.Event) -> None:
        """Deliver until `stop` is set: letters and changes of each front-end side by side, so that none waits long."""
        async with asyncio.TaskGroup() as group:
            for front_end in self.front_ends.values():
                group.create_task(self._run_letters(front_end, stop))
                group.create_task(self._run_redraws(front_end, stop))

    async def _run_letters(self, front_end: FrontEnd, stop: asyncio.Event) -> None:
        with self.bell.heard() as next_ring:
            while not stop.is_set():
                await logged(self._all_letters(front_end))
                await next_ring(LOOK_EVERY)

    async def _run_redraws(self, front_end: FrontEnd, stop: asyncio.Event) -> None:
        """Status cards are looked at when the bell has rung, else now and then."""
        rang, looked = True, 0.0
        with self.bell.heard() as next_ring:
            while not stop.is_set():
                now = self.desk.clock.elapsed()
                look = rang or now - looked >= STATUS_EVERY
                looked = now if look else looked
                await logged(self._redraws(front_end))
                if look:
                    await logged(self._statuses(front_end))
                rang = await next_ring(LOOK_EVERY)

    async def deliver(self) -> None:
        """Bring out everything that waits now."""
        for front_end in self.front_ends.values():
            await self._all_letters(front_end)
            await self._redraws(front_end)
            await self._statuses(front_end)

    async def redraws(self, front_end: str) -> None:
        """Draw again what shows an older version in that front-end."""
        await self._redraws(self.front_ends[front_end])

    async def send(self, front_end: FrontEnd, chat: str, card: Card, *, only: str = "") -> None:
        """Send one card. Those one can reply to are remembered; posts, batches and how things stand are redrawn.

        Of the status cards in a chat the newest stays up to date, of the questions of a form the one that waits.
        """
        messages = await front_end.send(chat, card, only=only)
        if card.kind in REMEMBERED:
            delivery = Delivery(
                id=DeliveryId(self.desk.ids.new()),
                front_end=front_end.name,
                chat=chat,
                kind=card.kind,
                subject=card.subject,
                messages=messages,
                version=card.version,
            )
            async with self.store.begin() as tx:
                if card.kind in (QUESTION, STATUS):
                    for older in await tx.deliveries.of(card.kind, card.subject):
                        if (older.front_end, older.chat) == (front_end.name, chat):
                            await tx.deliveries.forget(older)
                await tx.deliveries.save(delivery)

    async def card_of(self, kind: str, subject: int) -> Card:
        """The present card of a post, a batch or how a brand stands. Raises NotFound."""
        async with self.store.read() as tx:
            if kind == STATUS:
                return status_card(await status_view(tx, BrandId(subject), self.desk))
            if kind == "batch":
                return batch_card(await batch_view(tx, BatchId(subject), self.desk))
            return post_card(await post_view(tx, PostId(subject), self.desk))

    async def _all_letters(self, front_end: FrontEnd) -> None:
        while await self._letters(front_end):
            pass

    async def _letters(self, front_end: FrontEnd) -> bool:
        """Deliver one round, a letter for each chat, side by side; True when there may be more."""
        async with self.store.read() as tx:
            letters = await tx.outbox.due(front_end.name, self.desk.clock.now())
        cards = _Once(self._cards_of)
        async with asyncio.TaskGroup() as group:
            for letter in letters:
                group.create_task(self._letter(front_end, letter, cards))
        return bool(letters)

    async def _cards_of(self, letter: Letter) -> tuple[Card, ...]:
        async with self.store.read() as tx:
            return await self._cards(tx, letter.notice)

    async def _letter(self, front_end: FrontEnd, letter: Letter, cards: _Once[Letter, tuple[Card, ...]]) -> None:
        """Send its cards; those that arrived in an earlier try are not sent again."""
        sent = letter.sent
        try:
            for card in (await cards.of(letter, repr(letter.notice)))[sent:]:
                await self._send_or_say(front_end, letter.chat, card)
                sent += 1
        except Throttled as error:
            await self._put_off(letter, error.retry_at - self.desk.clock.now(), sent)
            return
        except PortError as error:
            log.warning("letter_put_off letter=%s reason=%s", letter.id, error.reason)
            await self._put_off(letter, min(FIRST_RETRY * 2**letter.attempts, LONGEST_RETRY), sent)
            return
        except (ChatGone, NotFound) as error:
            log.warning("letter_dropped letter=%s cause=%s", letter.id, type(error).__name__)
        async with self.store.begin() as tx:
            await tx.outbox.delivered(letter)

    async def _send_or_say(self, front_end: FrontEnd, chat: str, card: Card) -> None:
        """Send a card; one that this chat will never take is named there, so that those behind it arrive."""
        try:
            await self.send(front_end, chat, card)
        except Rejected as error:
            log.error("card_refused chat=%s kind=%s subject=%s reason=%s", chat, card.kind, card.subject, error.reason)
            await front_end.send(chat, say(_REFUSED))

    async def _put_off(self, letter: Letter, wait: timedelta, sent: int) -> None:
        async with self.store.begin() as tx:
            await tx.outbox.put_off(letter, self.desk.clock.now() + wait, sent=sent)

    async def _cards(self, tx: Transaction, notice: Notice) -> tuple[Card, ...]:
        """The cards a notice becomes: its sentence, then what it is about."""
        if notice.topic is Topic.BATCH_READY and notice.batch_id:
            posts = await tx.posts.find(PostFilter(batch_id=notice.batch_id, limit=MOST_CARDS))
            views = [post_card(await post_view(tx, post.id, self.desk)) for post in posts]
            return (batch_card(await batch_view(tx, notice.batch_id, self.desk)), *views)
        subject, label = "", ""
        if notice.brand_id:
            subject = (await tx.brands.get(notice.brand_id)).name
        if notice.post_id:
            subject = snippet(await tx.posts.get(notice.post_id))
            label = await account_label(tx, notice.post_id, notice.part_id or 0)
        words = notice_card(notice, subject, label=label)
        about: tuple[Card, ...] = ()
        if notice.post_id and int(notice.facts.get("count", "1")) == 1:
            about = (post_card(await post_view(tx, notice.post_id, self.desk)),)
        elif notice.batch_id and notice.topic is Topic.BATCH_WAITS:
            about = (batch_card(await batch_view(tx, notice.batch_id, self.desk)),)
        return (words, *about) if words else about

    async def _redraws(self, front_end: FrontEnd) -> None:
        """Draw what shows an older version again: chats side by side, in each the header of a week first."""
        async with self.store.read() as tx:
            stale = await tx.deliveries.stale(front_end.name)
        chats: dict[str, list[Delivery]] = {}
        for delivery in sorted(stale, key=lambda one: one.kind != "batch"):
            chats.setdefault(delivery.chat, []).append(delivery)
        cards = _Once(self._card_of)
        async with asyncio.TaskGroup() as group:
            for deliveries in chats.values():
                group.create_task(self._redraw_all(front_end, deliveries, cards))

    async def _card_of(self, delivery: Delivery) -> Card:
        return await self.card_of(delivery.kind, delivery.subject)

    async def _redraw_all(
        self, front_end: FrontEnd, deliveries: Sequence[Delivery], cards: _Once[Delivery, Card]
    ) -> None:
        for delivery in deliveries:
            with suppress(NotFound):
                card = await cards.of(delivery, f"{delivery.kind} {delivery.subject}")
                await self.redraw(front_end, delivery, card)

    async def _statuses(self, front_end: FrontEnd) -> None:
        """Draw those status cards again that would say something else now."""
        async with self.store.read() as tx:
            hanging = await tx.deliveries.live(front_end.name)
        for delivery in hanging:
            with suppress(NotFound):
                card = await self.card_of(STATUS, delivery.subject)
                if card.version != delivery.version:
                    await self.redraw(front_end, delivery, card)

    async def redraw(self, front_end: FrontEnd, delivery: Delivery, card: Card) -> None:
        """Show the card where it hangs; where it cannot be changed any more, hang a new one."""
        try:
            messages = await self._shown(front_end, delivery, card)
        except ChatGone:
            log.info("card_unreachable delivery=%s", delivery.id)
            messages = delivery.messages
        except Rejected as error:
            log.error("redraw_refused delivery=%s reason=%s", delivery.id, error.reason)
            messages = delivery.messages
        except PortError as error:
            log.warning("redraw_put_off delivery=%s reason=%s", delivery.id, error.reason)
            return
        shown = replace(delivery, messages=messages, version=card.version)
        async with self.store.begin() as tx:
            await (tx.deliveries.drawn(shown) if messages == delivery.messages else tx.deliveries.save(shown))

    async def _shown(self, front_end: FrontEnd, delivery: Delivery, card: Card) -> tuple[str, ...]:
        try:
            await front_end.edit(delivery.chat, delivery.messages, card, tab=delivery.tab)
        except CannotEdit:
            return await front_end.send(delivery.chat, card, tab=delivery.tab)
        return delivery.messages


async def logged(work: Awaitable[object]) -> None:
    """A fault of ours in one round ends that round and no more."""
    try:
        await work
    except Exception:
        log.exception("delivery_failed")
