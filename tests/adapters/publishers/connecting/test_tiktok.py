"""Connecting Tiktok accounts."""

from __future__ import annotations

import httpx
import pytest

from adapters.publishers.oauth import App
from adapters.publishers.tiktok.connect import tiktok_connector
from adapters.publishers.tiktok.rules import INBOX, MODE, RULES
from core.secret import Secret
from tests.adapters.publishers.conftest import Town
from tests.contracts.connector import ConnectorContract, Offers, Way
from tests.fakes.platform.consents import CLIENT_ID, CLIENT_SECRET
from tests.fakes.platform.dialects.tiktok import ENDS, LIVES, OPTIONS
from tests.fakes.platform.faults import Answer, Call, Fault


class TestConnectingTiktok(ConnectorContract):
    platform = RULES.platform
    can = frozenset({Offers.CONSENT, Offers.REFRESH, Offers.ROTATE, Offers.SCOPES, Offers.REVOKE})

    @pytest.fixture
    def way(self, land: Town, client: httpx.AsyncClient) -> Way:
        url = land.platform.url
        land.platform.at_the_browser("ana")
        connector = tiktok_connector(
            client=client,
            clock=land.clock,
            app=App(client_id=CLIENT_ID, client_secret=Secret(CLIENT_SECRET)),
            auth_url=f"{url}/www.tiktok.com",
            api_url=url,
        )
        return Way(
            connector=connector,
            platform=land.platform,
            clock=land.clock,
            client=client,
            account="ana",
            needed="video.upload",
            lives=LIVES,
            ends=ENDS,
        )

    async def test_the_end_of_the_permission_is_what_the_answer_says(self, way: Way) -> None:
        grant = await way.connected()
        assert grant.ends_at == way.clock.now() + ENDS

    async def test_who_the_creator_may_show_posts_to_is_kept_with_the_account(self, way: Way) -> None:
        (found,) = await way.connector.candidates(await way.connected())
        assert found.details == {"privacy_level_options": ",".join(OPTIONS)}

    async def test_without_the_right_to_post_directly_films_go_to_the_inbox(self, way: Way) -> None:
        grant = await way.connected()
        no_right = Fault(call=Call.STEP, answer=Answer.STATUS, status=401, reason="scope_not_authorized")
        way.platform.plan(grant.access.reveal(), Fault(call=Call.STEP, answer=Answer.TRUE), no_right)
        (found,) = await way.connector.candidates(grant)
        assert found.details == {MODE: INBOX}

    async def test_a_creator_who_posted_enough_today_is_connected_all_the_same(self, way: Way) -> None:
        grant = await way.connected()
        enough = Fault(call=Call.STEP, answer=Answer.STATUS, status=403, reason="spam_risk_too_many_posts")
        way.platform.plan(grant.access.reveal(), Fault(call=Call.STEP, answer=Answer.TRUE), enough)
        (found,) = await way.connector.candidates(grant)
        assert found.details == {}
