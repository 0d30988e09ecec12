"""Connecting LinkedIn profiles and pages."""

from __future__ import annotations

import httpx
import pytest

from adapters.publishers.linkedin.connect import LinkedinConnector
from adapters.publishers.linkedin.rules import RULES
from adapters.publishers.oauth import App
from core.errors import Invalid, Reconnect
from core.secret import Secret
from tests.adapters.publishers.conftest import Town
from tests.contracts.connector import REDIRECT, STATE, ConnectorContract, Offers, Way
from tests.fakes.platform.consents import CLIENT_ID, CLIENT_SECRET
from tests.fakes.platform.dialects.linkedin import LIVES


def a_way(land: Town, client: httpx.AsyncClient, kind: str, needed: str) -> Way:
    land.platform.at_the_browser("ana")
    return Way(
        connector=LinkedinConnector(
            client=client,
            clock=land.clock,
            app=App(client_id=CLIENT_ID, client_secret=Secret(CLIENT_SECRET)),
            auth_url=f"{land.platform.url}/www.linkedin.com",
            api_url=land.platform.url,
        ),
        platform=land.platform,
        clock=land.clock,
        client=client,
        account="ana" if kind == "profile" else "page1",
        needed=needed,
        answers={"as": kind},
    )


class TestConnectingAProfile(ConnectorContract):
    platform = RULES.platform
    can = frozenset({Offers.CONSENT, Offers.SCOPES, Offers.REVOKE})

    @pytest.fixture
    def way(self, land: Town, client: httpx.AsyncClient) -> Way:
        return a_way(land, client, "profile", "w_member_social")

    async def test_what_nothing_renews_is_said_to_end_and_is_not_renewed(self, way: Way) -> None:
        (found,) = await way.connector.candidates(await way.connected())
        assert found.grant.expires_at is None
        assert found.grant.ends_at == way.clock.now() + LIVES
        assert found.grant.extra == {"author": "urn:li:person:ana"}
        with pytest.raises(Reconnect, match="token_expired"):
            await way.connector.refresh(found.grant)

    async def test_anything_else_cannot_be_connected(self, way: Way) -> None:
        with pytest.raises(Invalid, match="Choose your profile or pages"):
            await way.connector.begin({"as": "my cat"}, state=STATE, redirect=REDIRECT)


class TestConnectingPages(ConnectorContract):
    platform = RULES.platform
    can = frozenset({Offers.CONSENT, Offers.SCOPES, Offers.REVOKE, Offers.SEVERAL})

    @pytest.fixture
    def way(self, land: Town, client: httpx.AsyncClient) -> Way:
        return a_way(land, client, "pages", "w_organization_social")

    async def test_every_page_that_is_managed_can_be_chosen(self, way: Way) -> None:
        one, two, edited = await way.connector.candidates(await way.connected())
        assert (one.name, one.kind, one.grant.extra) == (
            "Name of page1",
            "page",
            {"author": "urn:li:organization:page1"},
        )
        assert (two.remote_id, edited.remote_id) == ("urn:li:organization:page2", "urn:li:organization:page3")
        assert one.details["login"] == two.details["login"]

    async def test_who_manages_no_page_has_nothing_to_connect(self, way: Way) -> None:
        way.platform.at_the_browser("cem")
        assert await way.connector.candidates(await way.connected()) == ()
