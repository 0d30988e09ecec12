"""Connecting Youtube accounts."""

from __future__ import annotations

import httpx
import pytest

from adapters.publishers.oauth import App
from adapters.publishers.youtube.connect import youtube_connector
from adapters.publishers.youtube.rules import RULES
from core.secret import Secret
from tests.adapters.publishers.conftest import Town
from tests.contracts.connector import ConnectorContract, Offers, Way
from tests.fakes.platform.consents import CLIENT_ID, CLIENT_SECRET
from tests.fakes.platform.dialects.youtube import ENDS, LIVES


class TestConnectingYoutube(ConnectorContract):
    platform = RULES.platform
    can = frozenset({Offers.CONSENT, Offers.REFRESH, Offers.SCOPES, Offers.PKCE, Offers.REVOKE})

    @pytest.fixture
    def way(self, land: Town, client: httpx.AsyncClient) -> Way:
        url = land.platform.url
        land.platform.at_the_browser("ana")
        connector = youtube_connector(
            client=client,
            clock=land.clock,
            app=App(client_id=CLIENT_ID, client_secret=Secret(CLIENT_SECRET)),
            auth_url=f"{url}/accounts.google.com",
            token_url=f"{url}/oauth2.googleapis.com",
            api_url=url,
        )
        return Way(
            connector=connector,
            platform=land.platform,
            clock=land.clock,
            client=client,
            account="ana",
            needed="https://www.googleapis.com/auth/youtube.upload",
            lives=LIVES,
            ends=ENDS,
        )

    async def test_what_is_connected_is_the_channel(self, way: Way) -> None:
        (found,) = await way.connector.candidates(await way.connected())
        assert (found.remote_id, found.name) == ("UCana", "Channel of ana")

    async def test_who_has_no_channel_has_nothing_to_connect(self, way: Way) -> None:
        way.platform.at_the_browser("cem")
        assert await way.connector.candidates(await way.connected()) == ()
