"""Promises every connector keeps.

A platform's test class subclasses `ConnectorContract`, names its platform, says in `can` what the platform offers, and
gives a `way` fixture. The far side has an authorization server (`tests.fakes.platform.consent`) and a person at the
browser.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from typing import ClassVar, TypeVar
from urllib.parse import parse_qs, parse_qsl, urlsplit

import httpx
import pytest

from core.account import Grant, Platform
from core.connecting import Connector, Consent
from core.errors import Invalid, PortError, Reconnect, Unavailable
from core.secret import Secret
from tests.fakes.platform.clock import SharedClock
from tests.fakes.platform.running import RunningPlatform

REDIRECT = "https://greenlight.example/connect/callback"
STATE = "the-state-of-this-browser"


class Offers(StrEnum):
    """What a platform has beside the way in.

    REFRESH: tokens end and can be renewed. ROTATE: each renewal ends the refresh token before it. PKCE: the code is
    bound to a verifier. SCOPES: it tells what was allowed. REVOKE: the permission can be given back.
    SEVERAL: one permission may open several accounts. CONSENT: people say yes on a page of the platform's own.
    PUSHED: what is asked there is handed over before, and the address only names it.
    """

    REFRESH = "refresh"
    ROTATE = "rotate"
    PKCE = "pkce"
    SCOPES = "scopes"
    REVOKE = "revoke"
    SEVERAL = "several"
    CONSENT = "consent"
    PUSHED = "pushed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One connector with its far side. `account` sits at the browser, `answers` are what they are asked before.

    `needed` is a scope without which nothing works. Tokens end after `lives`, the permission after `ends`.
    """

    connector: Connector
    platform: RunningPlatform
    clock: SharedClock
    client: httpx.AsyncClient
    account: str
    needed: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    lives: timedelta = timedelta(0)
    ends: timedelta = timedelta(0)

    async def asked(self) -> Consent:
        """Sent to the consent page."""
        begun = await self.connector.begin(self.answers, state=STATE, redirect=REDIRECT)
        assert isinstance(begun, Consent)
        return begun

    async def answered(self, consent: Consent) -> dict[str, str]:
        """What the browser brings back from there."""
        there = await self.client.get(consent.address)
        assert there.status_code == 302, there.text
        back = there.headers["location"]
        assert back.startswith(f"{REDIRECT}?")
        return dict(parse_qsl(urlsplit(back).query))

    async def connected(self) -> Grant:
        """All the way, with a yes."""
        consent = await self.connector.begin(self.answers, state=STATE, redirect=REDIRECT)
        if isinstance(consent, Grant):
            return consent
        return await self.connector.finish(await self.answered(consent), consent.kept, redirect=REDIRECT)


Promise = TypeVar("Promise", bound=Callable[..., object])


def needs(*offers: Offers) -> Callable[[Promise], Promise]:
    """Say what a platform must offer for a promise to mean anything."""

    def mark(promise: Promise) -> Promise:
        promise.__dict__["needs"] = frozenset(offers)
        return promise

    return mark


class ConnectorContract:
    """What connecting relies on."""

    platform: ClassVar[Platform]
    can: ClassVar[frozenset[Offers]]

    def __init_subclass__(cls) -> None:
        for name, promise in vars(ConnectorContract).items():
            if not getattr(promise, "needs", frozenset()) <= cls.can:
                setattr(cls, name, None)

    def test_it_says_what_it_is_called(self, way: Way) -> None:
        assert way.connector.platform == self.platform
        assert way.connector.label
        assert {one.name for one in way.connector.questions} == set(way.answers)

    @needs(Offers.CONSENT)
    async def test_the_consent_page_is_asked_for_the_exact_way_back_with_our_state(self, way: Way) -> None:
        asked = parse_qs(urlsplit((await way.asked()).address).query)
        if Offers.PUSHED in self.can:
            assert set(asked) == {"client_id", "request_uri"}
        else:
            assert (asked["state"], asked["redirect_uri"]) == ([STATE], [REDIRECT])
        assert (await way.answered(await way.asked()))["state"] == STATE

    async def test_a_yes_opens_the_account_of_whoever_said_it(self, way: Way) -> None:
        grant = await way.connected()
        (found, *_) = await way.connector.candidates(grant)
        assert way.account in found.remote_id or way.account in found.name
        assert found.grant.access

    @needs(Offers.CONSENT)
    async def test_a_code_works_once(self, way: Way) -> None:
        consent = await way.asked()
        back = await way.answered(consent)
        await way.connector.finish(back, consent.kept, redirect=REDIRECT)
        with pytest.raises(PortError):
            await way.connector.finish(back, consent.kept, redirect=REDIRECT)

    @needs(Offers.CONSENT)
    async def test_a_no_is_said_in_words(self, way: Way) -> None:
        way.platform.at_the_browser(way.account, denies=True)
        consent = await way.asked()
        back = await way.answered(consent)
        with pytest.raises(Invalid, match="declined at"):
            await way.connector.finish(back, consent.kept, redirect=REDIRECT)

    @needs(Offers.CONSENT, Offers.SCOPES)
    async def test_too_little_allowed_is_said_in_words(self, way: Way) -> None:
        way.platform.at_the_browser(way.account, without=(way.needed,))
        consent = await way.asked()
        back = await way.answered(consent)
        with pytest.raises(Invalid, match=way.needed):
            await way.connector.finish(back, consent.kept, redirect=REDIRECT)

    @needs(Offers.CONSENT, Offers.PKCE)
    async def test_a_stolen_code_is_worth_nothing(self, way: Way) -> None:
        mine, theirs = await way.asked(), await way.asked()
        back = await way.answered(mine)
        with pytest.raises(PortError):
            await way.connector.finish(back, {**mine.kept, "verifier": theirs.kept["verifier"]}, redirect=REDIRECT)

    async def test_a_worthless_token_asks_for_a_new_connection(self, way: Way) -> None:
        grant = replace(await way.connected(), access=Secret("made-up"))
        with pytest.raises(Reconnect):
            await way.connector.candidates(grant)

    async def test_what_cannot_be_reached_is_unavailable(self, way: Way) -> None:
        grant = await way.connected()
        way.platform.shut()
        try:
            with pytest.raises(Unavailable):
                await way.connector.candidates(grant)
        finally:
            way.platform.open()

    @needs(Offers.REFRESH)
    async def test_tokens_are_renewed_before_and_after_they_ended(self, way: Way) -> None:
        (first, *_) = await way.connector.candidates(await way.connected())
        assert first.grant.expires_at == way.clock.now() + way.lives
        way.clock.advance(way.lives * 2 / 3)  # when the product does it; some platforms refuse to do it sooner
        newer = await way.connector.refresh(first.grant)
        assert newer.access.reveal() != first.grant.access.reveal()
        assert newer.extra == first.grant.extra
        (again, *_) = await way.connector.candidates(newer)
        assert again.remote_id == first.remote_id

    @needs(Offers.REFRESH, Offers.ROTATE)
    async def test_a_refresh_token_that_was_used_is_gone(self, way: Way) -> None:
        grant = await way.connected()
        newer = await way.connector.refresh(grant)
        assert newer.refresh.reveal() != grant.refresh.reveal()
        with pytest.raises(Reconnect):
            await way.connector.refresh(grant)
        await way.connector.refresh(newer)

    @needs(Offers.REFRESH)
    async def test_a_permission_that_ended_has_to_be_given_anew(self, way: Way) -> None:
        grant = await way.connected()
        way.clock.advance((way.ends or way.lives) + timedelta(seconds=1))
        with pytest.raises(Reconnect):
            await way.connector.refresh(grant)

    @needs(Offers.REVOKE)
    async def test_a_permission_that_was_given_back_opens_nothing(self, way: Way) -> None:
        grant = await way.connected()
        assert await way.connector.revoke(grant)
        with pytest.raises(Reconnect):
            await way.connector.candidates(grant)
        await way.connector.revoke(grant)

    async def test_it_says_when_the_permission_cannot_be_given_back(self, way: Way) -> None:
        grant = await way.connected()
        assert await way.connector.revoke(grant) is (Offers.REVOKE in self.can)

    @needs(Offers.SEVERAL)
    async def test_every_account_that_may_be_chosen_has_tokens_of_its_own(self, way: Way) -> None:
        found = await way.connector.candidates(await way.connected())
        assert len({one.remote_id for one in found}) == len(found) > 1
        assert all(one.name and one.grant.access for one in found)

    @needs(Offers.CONSENT)
    async def test_nothing_secret_is_said_when_it_fails(self, way: Way, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.DEBUG)
        consent = await way.asked()
        back = {**await way.answered(consent), "code": "a-code-nobody-may-see"}
        with pytest.raises((PortError, Invalid)) as caught:
            await way.connector.finish(back, consent.kept, redirect=REDIRECT)
        said = f"{caught.value!r} {caught.value.__cause__!r} {caplog.text} {consent!r}"
        secrets = ["a-code-nobody-may-see", *(value for name, value in consent.kept.items() if name != "server")]
        assert not any(secret in said for secret in secrets if len(secret) > 6 and secret not in consent.address)
