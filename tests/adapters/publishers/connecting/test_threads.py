"""Connecting Threads accounts."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

from adapters.publishers.oauth import App
from adapters.publishers.threads.connect import threads_connector
from adapters.publishers.threads.rules import RULES
from core.secret import Secret
from tests.adapters.publishers.conftest import Town
from tests.contracts.connector import ConnectorContract, Offers, Way
from tests.fakes.platform.consents import CLIENT_ID, CLIENT_SECRET
from tests.fakes.platform.long_token import LONG


class TestConnectingThreads(ConnectorContract):
    platform = RULES.platform
    can = frozenset({Offers.CONSENT, Offers.REFRESH, Offers.SCOPES})

    @pytest.fixture
    def way(self, land: Town, client: httpx.AsyncClient) -> Way:
        url = land.platform.url
        land.platform.at_the_browser("ana")
        connector = threads_connector(
            client=client,
            clock=land.clock,
            app=App(client_id=CLIENT_ID, client_secret=Secret(CLIENT_SECRET)),
            auth_url=f"{url}/threads.net",
            api_url=f"{url}/graph.threads.net",
        )
        return Way(
            connector=connector,
            platform=land.platform,
            clock=land.clock,
            client=client,
            account="ana",
            needed="threads_content_publish",
            lives=LONG,
        )

    async def test_what_is_connected_is_the_profile_that_posts(self, way: Way) -> None:
        (found,) = await way.connector.candidates(await way.connected())
        assert (found.remote_id, found.name, found.grant.extra) == ("ana", "@ana.bakes", {"id": "ana"})

    async def test_each_renewal_moves_the_end_of_the_permission(self, way: Way) -> None:
        (first,) = await way.connector.candidates(await way.connected())
        assert first.grant.ends_at == first.grant.expires_at
        way.clock.advance(timedelta(days=40))
        newer = await way.connector.refresh(first.grant)
        assert newer.ends_at == newer.expires_at == way.clock.now() + LONG
