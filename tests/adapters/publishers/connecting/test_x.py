"""Connecting X accounts."""

from __future__ import annotations

import httpx
import pytest

from adapters.publishers.oauth import App
from adapters.publishers.x.connect import x_connector
from adapters.publishers.x.rules import RULES
from core.secret import Secret
from tests.adapters.publishers.conftest import Town
from tests.contracts.connector import ConnectorContract, Offers, Way
from tests.fakes.platform.consents import CLIENT_ID, CLIENT_SECRET
from tests.fakes.platform.dialects.x import ENDS, LIVES


class TestConnectingX(ConnectorContract):
    platform = RULES.platform
    can = frozenset({Offers.CONSENT, Offers.REFRESH, Offers.ROTATE, Offers.PKCE, Offers.SCOPES, Offers.REVOKE})

    @pytest.fixture
    def way(self, land: Town, client: httpx.AsyncClient) -> Way:
        url = land.platform.url
        land.platform.at_the_browser("ana")
        connector = x_connector(
            client=client,
            clock=land.clock,
            app=App(client_id=CLIENT_ID, client_secret=Secret(CLIENT_SECRET)),
            auth_url=f"{url}/x.com",
            api_url=url,
        )
        return Way(
            connector=connector,
            platform=land.platform,
            clock=land.clock,
            client=client,
            account="ana",
            needed="tweet.write",
            lives=LIVES,
            ends=ENDS,
        )

    async def test_what_is_connected_is_known_by_number_and_name(self, way: Way) -> None:
        (found,) = await way.connector.candidates(await way.connected())
        assert (found.remote_id, found.name) == ("ana", "@ana_x")
        assert found.grant.extra == {"id": "ana", "username": "ana_x"}
