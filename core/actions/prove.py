"""A code from an app before much happens at once: asked of those who wish to be asked."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field, replace
from datetime import timedelta
from urllib.parse import quote

from core.access import Actor
from core.account import Grant
from core.clock import Clock, Ids
from core.errors import Invalid, Problem, Reconnect
from core.factor import Factor, row_of
from core.ids import MemberId
from core.ports import Vault
from core.rates import Rates, Tier
from core.secret import Secret
from core.store import Store, Transaction
from core.ticket import hashed
from core.totp import step_matching
from core.workspace import Member

CODE = "code"
LASTS = timedelta(minutes=10)
_PURPOSE = "secret"
_BYTES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """What an authenticator app needs: the secret in base32, and the same as an address that opens the app."""

    secret: str
    address: str


@dataclass(frozen=True, slots=True)
class Prove:
    """Secrets are sealed and shown once, on a page of their own; a code counts once, also within its half minute."""

    store: Store
    clock: Clock
    ids: Ids
    vault: Vault
    rates: Rates = field(default_factory=Rates)

    async def enrol(self, *, by: Actor) -> str:
        """Make a new secret and answer the token of the page that shows it, once, for ten minutes.

        Raises:
            Invalid: one is in use already.
        """
        token = self.ids.token()
        secret = hashlib.sha256(self.ids.token().encode()).digest()[:_BYTES]
        sealed = self.vault.seal(Grant(access=Secret(base64.b32encode(secret).decode())), row_of(by.member.id))
        async with self.store.begin() as tx:
            if (await tx.members.get(by.member.id)).guarded:
                what = "Codes are on already."
                raise Invalid(Problem(field=CODE, what=what, fix="/confirm off and a code switches them off."))
            await tx.factors.save(Factor(member_id=by.member.id, sealed=sealed))
            until = self.clock.now() + LASTS
            await tx.tickets.add(hashed(token), _PURPOSE, str(by.member.id), until, member_id=by.member.id)
        return token

    async def reveal(self, token: str) -> Enrolment | None:
        """The secret behind a token, the first time it is asked for; None when it was used or is too old."""
        async with self.store.begin() as tx:
            value = await tx.tickets.use(hashed(token), _PURPOSE, self.clock.now())
            if value is None:
                return None
            member = await tx.members.get(MemberId(int(value)))
            factor = await tx.factors.get(member.id)
        if factor is None:
            return None
        secret = self.vault.open(factor.sealed, row_of(member.id)).access.reveal()
        label = quote(f"Greenlight:{member.name}")
        return Enrolment(secret=secret, address=f"otpauth://totp/{label}?secret={secret}&issuer=Greenlight")

    async def switch_on(self, code: str, *, by: Actor) -> Member:
        """From now on codes are asked for: this one shows that the app has the secret. Raises Invalid."""
        return await self._switch(code, by, on=True)

    async def switch_off(self, code: str, *, by: Actor) -> Member:
        """Codes are asked for no more. Raises Invalid without a good one."""
        return await self._switch(code, by, on=False)

    async def check(self, tx: Transaction, code: str, *, by: Actor) -> None:
        """Spend a code of this member, as part of what it is for; nothing is asked of those who did not wish it.

        Raises:
            Invalid: it is wrong, was used already, or is missing.
        """
        if by.member.guarded:
            await self._spend(tx, code, by)

    async def _switch(self, code: str, by: Actor, *, on: bool) -> Member:
        async with self.store.begin() as tx:
            await self._spend(tx, code, by)
            member = replace(await tx.members.get(by.member.id), guarded=on)
            await tx.members.save(member)
            if not on:
                await tx.factors.remove(by.member.id)
            what = "switched_codes_on" if on else "switched_codes_off"
            await tx.audit.append(by.deed(what, by.member.id, self.clock.now()))
        return member

    async def _spend(self, tx: Transaction, code: str, by: Actor) -> None:
        self.rates.take(by.member.id, Tier.CONNECT, self.clock)
        factor = await tx.factors.get(by.member.id)
        if factor is None:
            raise Invalid(Problem(field=CODE, what="There is no app with codes yet.", fix="/confirm on sets it up."))
        try:
            secret = base64.b32decode(self.vault.open(factor.sealed, row_of(by.member.id)).access.reveal())
        except Reconnect as error:
            what = "The key that opens your secret is gone."
            raise Invalid(Problem(field=CODE, what=what, fix="Ask an owner to invite you anew.")) from error
        step = step_matching(secret, "".join(code.split()), self.clock.now())
        if step is None:
            raise Invalid(Problem(field=CODE, what="That code is wrong or too old.", fix="Send the one shown now."))
        if not await tx.factors.spend(by.member.id, step):
            raise Invalid(Problem(field=CODE, what="That code was used already.", fix="Wait for the next one."))
