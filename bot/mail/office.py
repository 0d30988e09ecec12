"""The post office: letters of the outbox that go by mail, and a digest a day of what went out."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from itertools import groupby
from math import inf

from bot.cards.labels import count, day_time
from bot.cards.notices import notice_card
from bot.cards.post_card import snippet
from bot.cards.text import plain
from bot.mail.compose import Kind, Letter, compose
from bot.mail.stop import Stops
from bot.messenger import FIRST_RETRY, LONGEST_RETRY, LOOK_EVERY, Doorbell
from bot.views import account_label
from core.brand import Brand
from core.clock import Clock
from core.errors import NotFound, OutcomeUnknown, PortError, Rejected, Throttled
from core.ids import MemberId, decode, encode
from core.mail import Mail, Mailer
from core.moves import PartState
from core.notice import Letter as Waiting, Notice, Topic
from core.slot import moment_at, resolve
from core.store import PostFilter, Store, Transaction
from core.workspace import MailWishes, Member, Posted

log = logging.getLogger(__name__)

NAME = "mail"
DIGEST_AT = time(18, 0)
MOST_LINES = 30
LATEST = timedelta(days=3)
"""How long after its planned time a post may go out and still be told."""

_KINDS: Mapping[Topic, Kind] = {
    Topic.BATCH_READY: Kind.BATCH,
    Topic.POST_AGAIN: Kind.BATCH,
    Topic.BATCH_WAITS: Kind.REMINDER,
    Topic.YOUR_TURN: Kind.REMINDER,
    Topic.POST_LIVE: Kind.POSTED,
}
"""What a notice counts as; everything else is critical."""


@dataclass(frozen=True, slots=True)
class PostOffice:
    """One letter, one mail. A server that is down holds up no chat and no publication."""

    store: Store
    clock: Clock
    mailer: Mailer
    stops: Stops
    bell: Doorbell

    async def run(self, stop: asyncio.Event) -> None:
        """Deliver until `stop` is set."""
        looked = -inf
        with self.bell.heard() as next_ring:
            while not stop.is_set():
                now = self.clock.elapsed()
                look = now - looked >= LOOK_EVERY * 5
                looked = now if look else looked
                try:
                    await (self.deliver() if look else self._letters())
                except Exception:
                    log.exception("mail_failed")
                await next_ring(LOOK_EVERY * 5)

    async def deliver(self) -> None:
        """Send everything that waits now, and the digests that are due."""
        await self._letters()
        await self._digests()

    async def _letters(self) -> None:
        while True:
            async with self.store.read() as tx:
                letters = await tx.outbox.due(NAME, self.clock.now())
            for letter in letters:
                await self._letter(letter)
            if not letters:
                break

    async def verify(self, address: str, code: str) -> None:
        """Send the code that shows whose address it is. Raises the PortErrors."""
        lines = (
            f"Send me  /email confirm {code}  in the chat, and I will write to this address.",
            "It holds for a day. If you did not ask for it, do nothing.",
        )
        letter = Letter(title="Is this your address?", lines=lines)
        await self.mailer.send(compose(letter, to=address, key=f"verify-{code}", kind=Kind.VERIFY))

    async def _letter(self, waiting: Waiting) -> None:
        """Send one letter if it is wanted; what cannot be sent now is tried again later."""
        try:
            async with self.store.read() as tx:
                member = await tx.members.get(MemberId(decode(waiting.chat)))
                mail = await self._mail(tx, member, waiting)
            if mail is not None:
                await self.mailer.send(mail)
        except Throttled as error:
            await self._put_off(waiting, error.retry_at - self.clock.now())
            return
        except OutcomeUnknown as error:
            log.warning("mail_unknown letter=%s reason=%s", waiting.id, error.reason)
            if not waiting.attempts:  # once more at most: the same Message-ID lets mailboxes tell
                await self._put_off(waiting, LONGEST_RETRY)
                return
        except Rejected as error:
            log.warning("mail_refused letter=%s reason=%s", waiting.id, error.reason)
        except PortError as error:
            log.warning("mail_put_off letter=%s reason=%s", waiting.id, error.reason)
            await self._put_off(waiting, min(FIRST_RETRY * 2**waiting.attempts, LONGEST_RETRY))
            return
        except NotFound:
            log.info("mail_dropped letter=%s", waiting.id)
        async with self.store.begin() as tx:
            await tx.outbox.delivered(waiting)

    async def _put_off(self, waiting: Waiting, wait: timedelta) -> None:
        async with self.store.begin() as tx:
            await tx.outbox.put_off(waiting, self.clock.now() + wait)

    async def _mail(self, tx: Transaction, member: Member, waiting: Waiting) -> Mail | None:
        """The mail a letter becomes; None where this member does not want it."""
        notice = waiting.notice
        kind = _KINDS.get(notice.topic, Kind.CRITICAL)
        if notice.facts.get("late"):
            kind = Kind.CRITICAL
        if not member.email or not wants(member.mail, kind):
            return None
        letter = await self._written(tx, notice)
        key = f"letter-{encode(member.id)}-{waiting.id}"
        return compose(letter, to=member.email, key=key, kind=kind, stop_url=self.stops.url(member, kind))

    async def _written(self, tx: Transaction, notice: Notice) -> Letter:
        name = (await tx.brands.get(notice.brand_id)).name if notice.brand_id else ""
        if notice.topic in (Topic.BATCH_READY, Topic.BATCH_WAITS) and notice.batch_id:
            return await self._week(tx, notice, name)
        subject, label = name, ""
        if notice.post_id:
            subject = snippet(await tx.posts.get(notice.post_id))
            label = await account_label(tx, notice.post_id, notice.part_id or 0)
        card = notice_card(notice, subject, label=label)
        words = plain(card.body) if card else "Something happened. Please look."
        url = f"{self.stops.base_url}/card/post/{encode(notice.post_id)}" if notice.post_id else self.stops.base_url
        title = f"{name}: {subject}" if name and notice.post_id else subject or "Greenlight needs you"
        return Letter(title=title, lines=(words,), open_label="Open the card", open_url=url)

    async def _week(self, tx: Transaction, notice: Notice, name: str) -> Letter:
        posts = await tx.posts.find(PostFilter(batch_id=notice.batch_id, limit=MOST_LINES))
        waits = notice.topic is Topic.BATCH_WAITS
        title = (
            f"{name}: your week is still waiting" if waits else f"{name}: {count(len(posts), 'post')} for you to decide"
        )
        lines = [f"{day_time(post.moment.local)} – {snippet(post)}" for post in posts]
        url = f"{self.stops.base_url}/card/batch/{encode(notice.batch_id or 0)}"
        return Letter(title=title, lines=lines, open_label="Decide in the chat", open_url=url)

    async def _digests(self) -> None:
        """What went out: in one mail a day, or each in a mail of its own, as the member wishes."""
        waiting: list[tuple[Member, tuple[Letter, ...]]] = []
        async with self.store.read() as tx:
            readers = [one for one in await tx.members.with_mail() if wants_posted(one)]
            for workspace_id, members in groupby(readers, key=lambda one: one.workspace_id):
                brands = await tx.brands.of(workspace_id)
                due = [one for one in members if brands and self._is_time(one, brands[0])]
                waiting += [(one, await self._went_out(tx, one, brands)) for one in due]
        for member, letters in waiting:
            await self._tell(member, letters)

    def _is_time(self, member: Member, brand: Brand) -> bool:
        """At once, or when six in the evening of the brand has passed since the last digest."""
        last, now = member.mail.digest_at, self.clock.now()
        if member.mail.posted is Posted.EACH or last is None:
            return True
        today = moment_at(now, brand.zone).local.date()
        evenings = (resolve(datetime.combine(day, DIGEST_AT), brand.zone) for day in (today, today - timedelta(days=1)))
        return last < next(one.instant for one in evenings if one.instant <= now)

    async def _went_out(self, tx: Transaction, member: Member, brands: tuple[Brand, ...]) -> tuple[Letter, ...]:
        """A mail for each post that went live since the last one, or all of them in one."""
        now = self.clock.now()
        since = member.mail.digest_at or now - timedelta(days=1)
        lines = []
        for brand in brands:
            live = (PartState.LIVE,)
            wanted = PostFilter(
                brand_id=brand.id, part_states=live, since=since - LATEST, before=now + LATEST, limit=200
            )
            for post in await tx.posts.find(wanted):
                parts = [part for one in await tx.publications.of(post.id) for part in one.parts]
                fresh = [part for part in parts if part.live_at and since < part.live_at <= now]
                if fresh:
                    url = next((part.url for part in fresh if part.url), "")
                    lines.append(f"{brand.name}, {day_time(post.moment.local)} – {snippet(post)} {url}".rstrip())

        def letter(title: str, *said: str) -> Letter:
            return Letter(title=title, lines=said, open_label="Open Greenlight", open_url=self.stops.base_url)

        if member.mail.posted is Posted.EACH:
            return tuple(letter(f"It is out: {line.partition(' – ')[2].partition(' http')[0]}", line) for line in lines)
        return (letter(f"{count(len(lines), 'post')} went out", *lines[:MOST_LINES]),) if lines else ()

    async def _tell(self, member: Member, letters: tuple[Letter, ...]) -> None:
        now, stop_url = self.clock.now(), self.stops.url(member, Kind.POSTED)
        for number, letter in enumerate(letters):
            key = f"out-{encode(member.id)}-{now:%Y%m%d%H%M%S}-{number}"
            mail = compose(letter, to=member.email, key=key, kind=Kind.POSTED, stop_url=stop_url)
            try:
                await self.mailer.send(mail)
            except (Rejected, OutcomeUnknown) as error:
                log.warning("digest_lost member=%s reason=%s", member.id, error.reason)
            except PortError as error:
                log.info("digest_put_off member=%s reason=%s", member.id, error.reason)
                return
        if letters or member.mail.posted is Posted.DAILY:
            async with self.store.begin() as tx:
                fresh = await tx.members.get(member.id)
                await tx.members.save(replace(fresh, mail=replace(fresh.mail, digest_at=now)))


def wants(wishes: MailWishes, kind: Kind) -> bool:
    """Whether a member wants this kind as a mail of its own."""
    if not wishes.confirmed:
        return False
    match kind:
        case Kind.BATCH:
            return wishes.batch
        case Kind.REMINDER:
            return wishes.reminder
        case Kind.POSTED:
            return False  # said with everything else that went out
        case Kind.CRITICAL:
            return wishes.critical
        case Kind.VERIFY:
            return True


def wants_posted(member: Member) -> bool:
    """Whether a member wants to hear what went out."""
    return bool(member.email) and member.mail.confirmed and member.mail.posted is not Posted.OFF
