"""Connect an account: a link for one person, a consent at the platform, and the way back.

Everything in between is a ticket: good once, for ten minutes, bound to the member and the brand it was made for.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from core.access import Actor, Right, brand_for
from core.account import Grant, Platform, SealedGrant
from core.actions.connect_account import ConnectAccount
from core.actions.pick_account import PickAccount
from core.actions.prove import Prove
from core.brand import Brand
from core.clock import Clock, Ids
from core.connecting import Candidate, Connector, Consent, Question
from core.errors import Invalid, NotFound, PortError, Problem
from core.ids import AccountId, BrandId, MemberId
from core.notice import Notice, Topic
from core.ports import Vault
from core.rates import Rates, Tier
from core.store import Store, Transaction
from core.ticket import hashed

LASTS = timedelta(minutes=10)
_LINK, _STATE = "connect", "consent"
_AGAIN = "Send /connect again for a new link."


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a link is for.

    `front_end` and `chat` are where it was asked for, and where the person goes back to.
    """

    platform: Platform
    label: str
    brand: str
    questions: tuple[Question, ...]
    answers: Mapping[str, str]
    front_end: str
    chat: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How it ended: what is connected now, and how many accounts there are to pick from in the chat."""

    wish: Wish
    connected: tuple[str, ...]
    to_pick: int = 0


class Failed(Invalid):
    """It did not work; `wish` says where the person wants to go back to."""

    def __init__(self, wish: Wish, *problems: Problem) -> None:
        super().__init__(*problems)
        self.wish = wish


@dataclass(frozen=True, slots=True)
class Connect:
    """The steps in order: `link`, `opened`, `send`, `finish`; of several accounts people pick in the chat then."""

    store: Store
    clock: Clock
    ids: Ids
    vault: Vault
    rates: Rates
    prove: Prove
    connectors: Mapping[Platform, Connector]
    connect_account: ConnectAccount
    pick_account: PickAccount

    async def link(
        self,
        brand_id: BrandId,
        platform: Platform,
        *,
        chat: str,
        by: Actor,
        answers: Mapping[str, str] | None = None,
        account_id: AccountId | None = None,
        code: str = "",
    ) -> str:
        """The token of a page from which this person goes to the platform.

        Raises:
            NotAllowed, NotFound: this person may not, or there is no such brand or account here.
            Invalid: a code is asked of this person, and this is none.
            TooOften: that was a lot at once.
        """
        connector = self._of(platform)
        self.rates.take(by.member.id, Tier.CONNECT, self.clock)
        token = self.ids.token()
        async with self.store.begin() as tx:
            brand = await brand_for(tx, brand_id, by, may=Right.DECIDE)
            await self.prove.check(tx, code, by=by)
            if account_id is not None and (await tx.accounts.get(account_id)).brand_id != brand_id:
                raise NotFound("account")
            wish = {
                "platform": connector.platform,
                "brand": brand.id,
                "member": by.member.id,
                "door": by.door,
                "chat": chat,
                "answers": dict(answers or {}),
                "account": account_id or 0,
            }
            until = self.clock.now() + LASTS
            await tx.tickets.add(hashed(token), _LINK, json.dumps(wish), until, member_id=by.member.id)
        return token

    async def opened(self, token: str) -> Wish | None:
        """What a link is for, without using it up; None when it was used or is too old."""
        async with self.store.read() as tx:
            value = await tx.tickets.read(hashed(token), _LINK, self.clock.now())
            return await self._wish(tx, json.loads(value)) if value else None

    async def send(self, token: str, answers: Mapping[str, str], *, redirect: str) -> tuple[str, str] | Outcome:
        """Use the link: the address of the consent page and the state that the browser keeps, or the end already.

        Raises:
            NotFound: the link was used or is too old.
            Invalid: an answer cannot be used; the link stays good.
            Failed: the platform cannot be asked now, or refuses.
        """
        async with self.store.read() as tx:
            value = await tx.tickets.read(hashed(token), _LINK, self.clock.now())
            if value is None:
                raise NotFound("link")
            about = json.loads(value)
            wish = await self._wish(tx, about)
        state = self.ids.token()
        try:
            begun = await self._of(wish.platform).begin(answers, state=state, redirect=redirect)
        except PortError as error:
            raise Failed(wish, _trouble(wish.label, error)) from error
        async with self.store.begin() as tx:
            if await tx.tickets.use(hashed(token), _LINK, self.clock.now()) is None:
                raise NotFound("link")
            if isinstance(begun, Consent):
                sealed = self.vault.seal(Grant(extra=begun.kept), f"consent {hashed(state)}")
                kept = json.dumps({**about, "key": sealed.key, "box": sealed.box.hex()})
                until = self.clock.now() + LASTS
                await tx.tickets.add(hashed(state), _STATE, kept, until, member_id=MemberId(about["member"]))
        if isinstance(begun, Consent):
            return begun.address, state
        return await self._arrived(about, wish, begun)

    async def finish(self, came_back: Mapping[str, str], kept: str, *, redirect: str) -> Outcome:
        """The person is back from the platform; `kept` is the state that this browser has.

        Raises:
            NotFound: it began in another browser, was used already, or is too old.
            Failed: they declined, allowed too little or came back as somebody else, or the platform refuses.
        """
        state = came_back.get("state", "")
        if not state or not hmac.compare_digest(state.encode(), kept.encode()):
            raise NotFound("state")
        async with self.store.begin() as tx:
            value = await tx.tickets.use(hashed(state), _STATE, self.clock.now())
            if value is None:
                raise NotFound("state")
            about = json.loads(value)
            wish = await self._wish(tx, about)
        sealed = _sealed(about)
        secrets = self.vault.open(sealed, f"consent {hashed(state)}").extra
        try:
            grant = await self._of(wish.platform).finish(came_back, secrets, redirect=redirect)
        except Invalid as error:
            await self._tell_failure(about, wish, error.problems[0])
            raise Failed(wish, *error.problems) from error
        except PortError as error:
            problem = _trouble(wish.label, error)
            await self._tell_failure(about, wish, problem)
            raise Failed(wish, problem) from error
        return await self._arrived(about, wish, grant)

    async def _arrived(self, about: dict[str, Any], wish: Wish, grant: Grant) -> Outcome:
        """We have a grant: see whose it is."""
        try:
            found = await self._of(wish.platform).candidates(grant)
        except (PortError, Invalid) as error:
            problem = error.problems[0] if isinstance(error, Invalid) else _trouble(wish.label, error)
            await self._tell_failure(about, wish, problem)
            raise Failed(wish, problem) from error
        by = await self._actor(about)
        if about["account"]:
            found = await self._only_the_same(about, wish, found)
        if not found:
            what = f"There is no account at {wish.label} that this permission may post to."
            problem = Problem(field="connect", what=what, fix="Look whether you manage one, then /connect again.")
            await self._tell_failure(about, wish, problem)
            raise Failed(wish, problem)
        if len(found) > 1:
            names = await self.pick_account.ask(about, wish.label, found)
            await self._tell(about, Topic.PICK_ACCOUNT, names)
            return Outcome(wish=wish, connected=(), to_pick=len(found))
        account = await self.connect_account.candidate(BrandId(about["brand"]), wish.platform, found[0], by=by)
        await self._tell(about, Topic.CONNECTED, {"who": by.member.name, "name": account.name, "label": wish.label})
        return Outcome(wish=wish, connected=(account.name,))

    async def _only_the_same(
        self, about: dict[str, Any], wish: Wish, found: tuple[Candidate, ...]
    ) -> tuple[Candidate, ...]:
        async with self.store.read() as tx:
            account = await tx.accounts.get(AccountId(about["account"]))
        same = tuple(one for one in found if one.remote_id == account.remote_id)
        if not same:
            names = ", ".join(one.name for one in found) or "nobody"
            problem = Problem(
                field="connect",
                what=f"You allowed it as {names}, but this connection belongs to {account.name}.",
                fix=f"Sign out at {wish.label}, then connect again as {account.name}; or /connect it as a new account.",
            )
            await self._tell_failure(about, wish, problem)
            raise Failed(wish, problem)
        return same

    async def _tell_failure(self, about: dict[str, Any], wish: Wish, problem: Problem) -> None:
        await self._tell(about, Topic.NOT_CONNECTED, {"label": wish.label, "why": problem.sentence()})

    async def _tell(self, about: dict[str, Any], topic: Topic, facts: Mapping[str, str]) -> None:
        """All chats hear of a new account; what concerns only the person who asked goes to them."""
        member_id = None if topic is Topic.CONNECTED else MemberId(about["member"])
        async with self.store.begin() as tx:
            brand = await tx.brands.get(BrandId(about["brand"]))
            notice = Notice(
                topic=topic,
                workspace_id=brand.workspace_id,
                at=self.clock.now(),
                brand_id=brand.id,
                member_id=member_id,
                facts=facts,
            )
            await tx.outbox.tell(notice)

    async def _actor(self, about: dict[str, Any]) -> Actor:
        async with self.store.read() as tx:
            return Actor(member=await tx.members.get(MemberId(about["member"])), door=about["door"])

    async def _wish(self, tx: Transaction, about: dict[str, Any]) -> Wish:
        brand: Brand = await tx.brands.get(BrandId(about["brand"]))
        connector = self._of(Platform(about["platform"]))
        return Wish(
            platform=connector.platform,
            label=connector.label,
            brand=brand.name,
            questions=connector.questions,
            answers=about["answers"],
            front_end=about["door"],
            chat=about["chat"],
        )

    def _of(self, platform: Platform) -> Connector:
        connector = self.connectors.get(platform)
        if connector is None:
            raise NotFound("platform")
        return connector


def _trouble(label: str, error: PortError) -> Problem:
    what = {
        "Rejected": f"{label} refused it ({error.reason}).",
        "Reconnect": f"{label} refused it ({error.reason}).",
        "Throttled": f"{label} asks for patience.",
        "OutcomeUnknown": f"{label} did not answer, and what it was asked for works only once.",
    }.get(type(error).__name__, f"{label} could not be reached.")
    return Problem(field="connect", what=what, fix=_AGAIN)


def _sealed(kept: Mapping[str, Any]) -> SealedGrant:
    return SealedGrant(key=kept["key"], box=bytes.fromhex(kept["box"]))
