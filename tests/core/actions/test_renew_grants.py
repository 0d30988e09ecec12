"""Permissions stay alive: renewed ahead of their end, once for each account, and stored before they are used."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from adapters.vault import AesVault
from core.account import Account, Grant, Health, Platform
from core.actions.renew_grants import LOGIN, NEAR, RenewGrants
from core.actions.warn_of_ends import STAGES, WarnOfEnds
from core.connecting import Candidate, Consent, Question
from core.errors import OutcomeUnknown, PortError, Reconnect, Unavailable
from core.ids import AccountId
from core.notice import Topic
from core.secret import KeyRing, Secret
from tests.builders import fresh_id
from tests.core.scene import Scene

HOUR = timedelta(hours=1)
LIFE = timedelta(hours=2)


@dataclass(slots=True)
class PaperConnector:
    """Renews rotating tokens: the newest refresh token works, every other is gone. `trouble` is raised instead."""

    scene: Scene
    platform: Platform
    label: str = "Paper"
    questions: tuple[Question, ...] = ()
    newest: str = "r0"
    asked: int = 0
    trouble: PortError | None = None
    gate: asyncio.Event | None = None
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def refresh(self, grant: Grant) -> Grant:
        self.asked += 1
        self.arrived.set()
        if self.gate is not None:
            await self.gate.wait()
        if self.trouble is not None:
            raise self.trouble
        if grant.refresh.reveal() != self.newest:
            raise Reconnect("token_refused")
        self.newest = f"r{self.asked}"
        return Grant(
            access=Secret(f"a{self.asked}"),
            refresh=Secret(self.newest),
            expires_at=self.scene.clock.now() + LIFE,
            extra=grant.extra,
        )

    async def begin(self, answers: Mapping[str, str], *, state: str, redirect: str) -> Consent | Grant:
        raise NotImplementedError

    async def finish(self, came_back: Mapping[str, str], kept: Mapping[str, str], *, redirect: str) -> Grant:
        raise NotImplementedError

    async def candidates(self, grant: Grant) -> tuple[Candidate, ...]:
        raise NotImplementedError

    async def revoke(self, grant: Grant) -> bool:
        raise NotImplementedError


VAULT = AesVault(KeyRing(current="k", keys={"k": bytes(32)}))


async def connected(scene: Scene, *, login: str = "") -> Account:
    """An account whose tokens end in two hours."""
    account = replace(
        scene.account,
        id=AccountId(fresh_id()),
        remote_id=f"r{fresh_id()}",
        details={LOGIN: login} if login else {},
    )
    grant = Grant(access=Secret("a0"), refresh=Secret("r0"), expires_at=scene.clock.now() + LIFE, extra={"id": "7"})
    account = account.opened_by(grant, VAULT.seal(grant, account.row), scene.clock.now())
    async with scene.store.begin() as tx:
        await tx.accounts.add(account)
    return account


def renewing(scene: Scene, connector: PaperConnector) -> RenewGrants:
    """As one process would do it."""
    return RenewGrants(scene.store, scene.clock, scene.desk.ids, VAULT, {connector.platform: connector})


def a_connector(scene: Scene) -> PaperConnector:
    return PaperConnector(scene, scene.account.platform)


def opened(account: Account) -> Grant:
    assert account.grant is not None
    return VAULT.open(account.grant, account.row)


async def stored(scene: Scene, account: Account) -> Account:
    async with scene.store.read() as tx:
        return await tx.accounts.get(account.id)


async def test_tokens_are_renewed_when_a_third_of_their_life_is_left(scene: Scene) -> None:
    account, connector = await connected(scene), a_connector(scene)
    renew = renewing(scene, connector)
    scene.clock.advance(LIFE * 2 / 3 - timedelta(seconds=1))
    assert await renew() == 0
    scene.clock.advance(timedelta(seconds=1))
    assert await renew() == 1
    assert await renew() == 0
    fresh = await stored(scene, account)
    grant = opened(fresh)
    assert (grant.access.reveal(), grant.extra) == ("a1", {"id": "7"})
    assert fresh.refresh_at == scene.clock.now() + LIFE * 2 / 3


async def test_what_is_used_is_what_is_stored(scene: Scene) -> None:
    account, connector = await connected(scene), a_connector(scene)
    scene.clock.advance(LIFE - NEAR + timedelta(seconds=1))
    grant = await renewing(scene, connector).open(account)
    fresh = await stored(scene, account)
    assert opened(fresh) == grant
    assert (await renewing(scene, connector).open(account)) == grant  # an older picture of the account opens it too
    assert connector.asked == 1


async def test_many_who_need_it_at_once_ask_once(scene: Scene) -> None:
    account, connector = await connected(scene), a_connector(scene)
    connector.gate = asyncio.Event()
    scene.clock.advance(LIFE)
    processes = [renewing(scene, connector) for _ in range(8)]
    waiting = [asyncio.ensure_future(one.open(account)) for one in processes]
    await connector.arrived.wait()
    connector.gate.set()
    grants = await asyncio.gather(*waiting)
    assert connector.asked == 1
    assert {grant.access.reveal() for grant in grants} == {"a1"}


async def test_a_permission_that_is_gone_is_said_once_and_stops_asking(scene: Scene) -> None:
    account, connector = await connected(scene), a_connector(scene)
    connector.newest = "somebody else's"
    scene.clock.advance(LIFE)
    renew = renewing(scene, connector)
    with pytest.raises(Reconnect):
        await renew.open(account)
    assert (await stored(scene, account)).health is Health.BROKEN
    assert await renew() == 0
    assert connector.asked == 1
    told = [one for one in await scene.told() if one.topic is Topic.ACCOUNT_BROKEN]
    assert [one.facts["account"] for one in told] == [str(account.id)]


@pytest.mark.parametrize("trouble", [Unavailable("refused"), OutcomeUnknown("timeout")])
async def test_what_could_not_be_asked_is_asked_again(scene: Scene, trouble: PortError) -> None:
    account, connector = await connected(scene), a_connector(scene)
    connector.trouble = trouble
    scene.clock.advance(LIFE)
    renew = renewing(scene, connector)
    with pytest.raises(Unavailable):
        await renew.open(account)
    assert (await stored(scene, account)).health is Health.OK
    connector.trouble = None
    assert await renew() == 1


async def test_accounts_of_one_login_get_the_same_newer_tokens(scene: Scene) -> None:
    boards = [await connected(scene, login="ana") for _ in range(3)]
    alone, connector = await connected(scene, login="ben"), a_connector(scene)
    scene.clock.advance(LIFE)
    renew = renewing(scene, connector)
    assert (await renew.open(boards[1])).access.reveal() == "a1"
    for board in boards:
        assert (await renew.open(board)).access.reveal() == "a1"
    assert connector.asked == 1
    assert opened(await stored(scene, alone)).access.reveal() == "a0"


async def test_an_account_that_was_let_go_meanwhile_stays_let_go(scene: Scene) -> None:
    account, connector = await connected(scene), a_connector(scene)
    connector.gate = asyncio.Event()
    scene.clock.advance(LIFE)
    asking = asyncio.ensure_future(renewing(scene, connector).open(account))
    await connector.arrived.wait()
    async with scene.store.begin() as tx:
        await tx.accounts.save(replace(account, grant=None, health=Health.DISCONNECTED, refresh_at=None))
    connector.gate.set()
    await asking
    assert (await stored(scene, account)).grant is None


async def test_people_are_warned_three_times_before_a_permission_ends(scene: Scene) -> None:
    account = await connected(scene)
    ends = scene.clock.now() + timedelta(days=20)
    async with scene.store.begin() as tx:
        await tx.accounts.save(replace(account, ends_at=ends, refresh_at=None))
    warn = WarnOfEnds(scene.store, scene.clock)
    seen = []
    for _ in range(20 * 24 + 2):
        if await warn():
            seen.append(ends - scene.clock.now())
        scene.clock.advance(HOUR)
    assert seen == list(STAGES)


async def test_a_new_permission_is_warned_of_anew(scene: Scene) -> None:
    account = await connected(scene)
    now = scene.clock.now()
    old = replace(account, ends_at=now + timedelta(days=2), warned=2)
    grant = Grant(access=Secret("a"), ends_at=now + timedelta(days=60))
    assert old.opened_by(grant, VAULT.seal(grant, account.row), now).warned == 0
    same = Grant(access=Secret("a"), ends_at=old.ends_at)
    assert old.opened_by(same, VAULT.seal(same, account.row), now).warned == 2
