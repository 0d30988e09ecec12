"""Brings cards to people: new ones, letters from the outbox, and changed ones drawn again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from bot.cards.batch_card import batch_card
from bot.cards.card import Card
from bot.cards.notices import notice_card
from bot.cards.post_card import post_card, snippet
from bot.cards.status_card import status_card
from bot.front_end import CannotEdit, ChatGone, FrontEnd
from bot.views import account_label, batch_view, post_view, status_view
from core.desk import Desk
from core.errors import NotFound, PortError, Throttled
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


@dataclass(slots=True)
class Doorbell:
    """Wakes the messenger in this process; others notice within two seconds."""

    _event: asyncio.Event = field(default_factory=asyncio.Event)

    def ring(self) -> None:
        """Something was written that people should see."""
        self._event.set()

    async def wait(self, seconds: float) -> bool:
        """Return when it rings, or after that many seconds; True when it rang."""
        try:
            async with asyncio.timeout(seconds):
                return await self._event.wait()
        except TimeoutError:
            return False
        finally:
            self._event.clear()


@dataclass(frozen=True, slots=True)
class Messenger:
    """Sends and redraws through every front-end, each on its own: one that is down holds up no other."""

    store: Store
    desk: Desk
    front_ends: Mapping[str, FrontEnd]
    bell: Doorbell

    async def run(self, stop: asyncio.Event) -> None:
        """Deliver until `stop` is set. Status cards are looked at when the bell has rung, else now and then."""
        rang, looked = True, 0.0
        while not stop.is_set():
            now = self.desk.clock.elapsed()
            look = rang or now - looked >= STATUS_EVERY
            looked = now if look else looked
            try:
                await self.deliver(status=look)
            except Exception:
                log.exception("delivery_failed")
            rang = await self.bell.wait(LOOK_EVERY)

    async def deliver(self, *, status: bool = True) -> None:
        """Bring out everything that waits now; with `status` also what has changed on status cards."""
        for front_end in self.front_ends.values():
            while await self._letters(front_end):
                pass
            await self._redraws(front_end)
            if status:
                await self._statuses(front_end)

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

    async def _letters(self, front_end: FrontEnd) -> bool:
        """Deliver one round of letters; True when there may be more."""
        now = self.desk.clock.now()
        async with self.store.read() as tx:
            letters = await tx.outbox.due(front_end.name, now)
        for letter in letters:
            await self._letter(front_end, letter)
        return bool(letters)

    async def _letter(self, front_end: FrontEnd, letter: Letter) -> None:
        try:
            async with self.store.read() as tx:
                cards = await self._cards(tx, letter.notice)
            for card in cards:
                await self.send(front_end, letter.chat, card)
        except Throttled as error:
            await self._put_off(letter, error.retry_at - self.desk.clock.now())
            return
        except PortError as error:
            log.warning("letter_put_off letter=%s reason=%s", letter.id, error.reason)
            await self._put_off(letter, min(FIRST_RETRY * 2**letter.attempts, LONGEST_RETRY))
            return
        except (ChatGone, NotFound) as error:
            log.warning("letter_dropped letter=%s cause=%s", letter.id, type(error).__name__)
        async with self.store.begin() as tx:
            await tx.outbox.delivered(letter)

    async def _put_off(self, letter: Letter, wait: timedelta) -> None:
        async with self.store.begin() as tx:
            await tx.outbox.put_off(letter, self.desk.clock.now() + wait)

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
        async with self.store.read() as tx:
            stale = await tx.deliveries.stale(front_end.name)
        for delivery in sorted(stale, key=lambda one: one.kind != "batch"):
            try:
                card = await self.card_of(delivery.kind, delivery.subject)
            except NotFound:
                continue
            await self.redraw(front_end, delivery, card)

    async def _statuses(self, front_end: FrontEnd) -> None:
        """Draw those status cards again that would say something else now."""
        async with self.store.read() as tx:
            hanging = await tx.deliveries.live(front_end.name)
        for delivery in hanging:
            try:
                card = await self.card_of(STATUS, delivery.subject)
            except NotFound:
                continue
            if card.version != delivery.version:
                await self.redraw(front_end, delivery, card)

    async def redraw(self, front_end: FrontEnd, delivery: Delivery, card: Card) -> None:
        """Show the card where it hangs; where it cannot be changed any more, hang a new one."""
        messages = delivery.messages
        try:
            await front_end.edit(delivery.chat, delivery.messages, card, tab=delivery.tab)
        except CannotEdit:
            messages = await front_end.send(delivery.chat, card, tab=delivery.tab)
        except ChatGone:
            log.warning("card_unreachable delivery=%s", delivery.id)
        except PortError as error:
            log.warning("redraw_put_off delivery=%s reason=%s", delivery.id, error.reason)
            return
        async with self.store.begin() as tx:
            await tx.deliveries.save(replace(delivery, messages=messages, version=card.version))
