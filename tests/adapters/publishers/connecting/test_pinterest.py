"""Connecting Pinterest accounts."""

from __future__ import annotations

import httpx
import pytest

from adapters.publishers.oauth import App
from adapters.publishers.pinterest.connect import pinterest_connector
from adapters.publishers.pinterest.rules import RULES
from core.secret import Secret
from tests.adapters.publishers.conftest import Town
from tests.contracts.connector import ConnectorContract, Offers, Way
from tests.fakes.platform.consents import CLIENT_ID, CLIENT_SECRET
from tests.fakes.platform.dialects.pinterest import ENDS, LIVES


class TestConnectingPinterest(ConnectorContract):
    platform = RULES.platform
    can = frozenset({Offers.CONSENT, Offers.REFRESH, Offers.ROTATE, Offers.SCOPES, Offers.SEVERAL})

    @pytest.fixture
    def way(self, land: Town, client: httpx.AsyncClient) -> Way:
        url = land.platform.url
        land.platform.at_the_browser("ana")
        connector = pinterest_connector(
            client=client,
            clock=land.clock,
            app=App(client_id=CLIENT_ID, client_secret=Secret(CLIENT_SECRET)),
            auth_url=f"{url}/www.pinterest.com",
            api_url=f"{url}/v5",
        )
        return Way(
            connector=connector,
            platform=land.platform,
            clock=land.clock,
            client=client,
            account="ana",
            needed="pins:write",
            lives=LIVES,
            ends=ENDS,
        )

    async def test_every_board_of_every_page_can_be_chosen(self, way: Way) -> None:
        bread, cakes = await way.connector.candidates(await way.connected())
        assert (bread.name, bread.kind, bread.details["board_id"]) == ("ana: Bread", "board", "5001")
        assert (cakes.name, cakes.details["board_id"]) == ("ana: Cakes", "5002")

    async def test_boards_of_one_person_are_renewed_together(self, way: Way) -> None:
        bread, cakes = await way.connector.candidates(await way.connected())
        assert bread.details["login"] == cakes.details["login"] != ""
