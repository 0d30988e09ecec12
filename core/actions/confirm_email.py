"""Whose address is it? Nothing but the question itself is sent to one that nobody confirmed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import timedelta

from core.access import Actor
from core.clock import Clock, Ids
from core.errors import Invalid, Problem
from core.ids import ChatId, encode
from core.rates import Rates, Tier
from core.store import Store
from core.workspace import Chat, MailWishes, Member

MAIL = "mail"
LASTS = timedelta(days=1)
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_LENGTH = 8


@dataclass(frozen=True, slots=True)
class ConfirmEmail:
    """Keeps an address, and opens it as a place to write to once its owner has answered."""

    store: Store
    clock: Clock
    ids: Ids
    rates: Rates = field(default_factory=Rates)

    async def ask(self, address: str, *, by: Actor) -> str:
        """Keep the address, unconfirmed, and answer the code to send there; an empty address forgets the old one.

        Raises:
            Invalid: the address belongs to another member.
        """
        self.rates.take(by.member.id, Tier.CONNECT, self.clock)
        code = self._code()
        async with self.store.begin() as tx:
            member = await tx.members.get(by.member.id)
            await tx.members.save(replace(member, email=address, mail=replace(member.mail, confirmed=False)))
            await tx.tickets.end(member.id, MAIL)
            known = await tx.chats.find(MAIL, encode(member.id))
            if known is not None:
                await tx.chats.remove(known.id)
            if address:
                until = self.clock.now() + LASTS
                await tx.tickets.add(_hash(member, code), MAIL, address, until, member_id=member.id)
            await tx.audit.append(by.deed("changed_email", member.id, self.clock.now()))
        return code

    async def __call__(self, code: str, *, by: Actor) -> Member:
        """The code came back: write to the address from now on.

        Raises:
            Invalid: the code is wrong, used or too old.
        """
        self.rates.take(by.member.id, Tier.CONNECT, self.clock)
        async with self.store.begin() as tx:
            member = await tx.members.get(by.member.id)
            address = await tx.tickets.use(_hash(member, code), MAIL, self.clock.now())
            if not address or address != member.email:
                what = "That code is wrong, used or too old."
                raise Invalid(Problem(field="code", what=what, fix="Send /email and your address for a new one."))
            confirmed = replace(member, mail=replace(member.mail, confirmed=True, digest_at=self.clock.now()))
            await tx.members.save(confirmed)
            if await tx.chats.find(MAIL, encode(member.id)) is None:
                made = ChatId(self.ids.new())
                await tx.chats.add(
                    Chat(id=made, workspace_id=member.workspace_id, front_end=MAIL, remote_id=encode(member.id))
                )
            await tx.audit.append(by.deed("confirmed_email", member.id, self.clock.now()))
        return confirmed

    async def wish(self, wishes: MailWishes, *, by: Actor) -> Member:
        """Keep what a member wants by mail."""
        async with self.store.begin() as tx:
            member = await tx.members.get(by.member.id)
            changed = replace(member, mail=replace(wishes, confirmed=member.mail.confirmed))
            await tx.members.save(changed)
        return changed

    def _code(self) -> str:
        token = self.ids.token().encode()
        return "".join(_LETTERS[byte % len(_LETTERS)] for byte in hashlib.sha256(token).digest()[:_LENGTH])


def _hash(member: Member, code: str) -> str:
    return hashlib.sha256(f"{member.id} {code.strip().lower()}".encode()).hexdigest()
