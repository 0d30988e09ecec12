"""Connecting professional Instagram accounts, by either login."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from adapters.publishers.graph import Graph
from adapters.publishers.instagram.connect import InstagramConnector
from adapters.publishers.instagram.rules import RULES
from adapters.publishers.oauth import App
from core.connecting import Consent
from core.errors import Invalid, Reconnect, Rejected
from core.secret import Secret
from tests.adapters.publishers.conftest import Town
from tests.contracts.connector import REDIRECT, ConnectorContract, Offers, Way
from tests.fakes.platform.consents import CLIENT_ID, CLIENT_SECRET
from tests.fakes.platform.dialects.instagram import MEDIA_FIELDS
from tests.fakes.platform.long_token import LONG

OURS, NOT_THERE = App(client_id=CLIENT_ID, client_secret=Secret(CLIENT_SECRET)), App(client_id="an-app-elsewhere")


@pytest.fixture
def connector(land: Town, client: httpx.AsyncClient) -> InstagramConnector:
    url = land.platform.url
    return InstagramConnector(
        client=client,
        clock=land.clock,
        app=OURS,
        auth_url=f"{url}/www.instagram.com",
        token_url=f"{url}/api.instagram.com",
        api_url=f"{url}/graph.instagram.com",
        facebook_auth_url=f"{url}/www.facebook.com",
        facebook_url=f"{url}/graph.facebook.com",
    )


class TestConnectingInstagram(ConnectorContract):
    """Instagram's own login: one account, whose token is renewed by itself."""

    platform = RULES.platform
    can = frozenset({Offers.CONSENT, Offers.REFRESH, Offers.SCOPES})

    @pytest.fixture
    def way(self, land: Town, client: httpx.AsyncClient, connector: InstagramConnector) -> Way:
        land.platform.at_the_browser("ana")
        return Way(
            connector=connector,
            platform=land.platform,
            clock=land.clock,
            client=client,
            account="ana",
            needed="instagram_business_content_publish",
            lives=LONG,
        )

    async def test_what_is_connected_is_the_account_that_posts(self, way: Way) -> None:
        (found,) = await way.connector.candidates(await way.connected())
        assert (found.remote_id, found.name, found.kind, found.grant.extra) == ("ana", "@ana", "", {"id": "ana"})

    async def test_each_renewal_moves_the_end_of_the_permission(self, way: Way) -> None:
        (first,) = await way.connector.candidates(await way.connected())
        assert first.grant.ends_at == first.grant.expires_at
        way.clock.advance(timedelta(days=40))
        newer = await way.connector.refresh(first.grant)
        assert newer.ends_at == newer.expires_at == way.clock.now() + LONG

    async def test_a_token_is_not_renewed_on_its_first_day(self, way: Way) -> None:
        with pytest.raises(Rejected):
            await way.connector.refresh(await way.connected())

    async def test_tokens_in_a_list_and_a_code_with_its_tail_are_understood(self, way: Way) -> None:
        way.platform.at_the_browser("cleo")
        consent = await way.asked()
        back = await way.answered(consent)
        grant = await way.connector.finish({**back, "code": f"{back['code']}#_"}, consent.kept, redirect=REDIRECT)
        (found,) = await way.connector.candidates(grant)
        assert found.name == "@cleo"

    async def test_a_personal_account_is_told_what_to_do(self, way: Way) -> None:
        way.platform.at_the_browser("paul")
        with pytest.raises(Invalid, match="@paul is a personal account"):
            await way.connector.candidates(await way.connected())

    async def test_there_is_no_way_to_give_the_permission_back(self, way: Way) -> None:
        (found,) = await way.connector.candidates(await way.connected())
        await way.connector.revoke(found.grant)
        assert await way.connector.candidates(found.grant) == (found,)


class TestConnectingInstagramThroughFacebook(ConnectorContract):
    """Facebook's login: the accounts behind a person's pages, each opened by the token of its page."""

    platform = RULES.platform
    can = frozenset({Offers.CONSENT, Offers.SCOPES, Offers.REVOKE, Offers.SEVERAL})

    @pytest.fixture
    def way(self, land: Town, client: httpx.AsyncClient, connector: InstagramConnector) -> Way:
        land.platform.at_the_browser("ana")
        return Way(
            connector=replace(connector, app=NOT_THERE, facebook=OURS),
            platform=land.platform,
            clock=land.clock,
            client=client,
            account="ana",
            needed="instagram_content_publish",
            answers={"login": "Facebook"},
        )

    async def test_the_account_behind_a_page_is_opened_by_the_page(
        self, way: Way, connector: InstagramConnector
    ) -> None:
        bread, cakes = await way.connector.candidates(await way.connected())
        assert [(one.remote_id, one.name) for one in (bread, cakes)] == [
            ("17001", "@ana.bread"),
            ("17002", "@ana.cakes"),
        ]
        assert (bread.grant.extra, bread.grant.ends_at) == ({"login": "facebook", "id": "17001"}, None)
        way.clock.advance(timedelta(days=100))
        graph = Graph(
            client=way.client,
            clock=way.clock,
            url=f"{connector.facebook_url}/v26.0",
            token=bread.grant.access,
            account=bread.remote_id,
        )
        assert await graph.get(f"/{bread.remote_id}/media", {"fields": MEDIA_FIELDS, "limit": "1"}) == {"data": []}
        with pytest.raises(Reconnect):
            await way.connector.refresh(bread.grant)

    @pytest.mark.parametrize(
        ("person", "said"),
        [
            ("dora", "No professional Instagram account belongs"),
            ("ben", "may not post to ben club"),
            ("cem", "no page was allowed"),
        ],
    )
    async def test_why_there_is_nothing_to_choose_is_said(self, way: Way, person: str, said: str) -> None:
        way.platform.at_the_browser(person)
        with pytest.raises(Invalid, match=said):
            await way.connector.candidates(await way.connected())

    async def test_letting_one_account_go_leaves_the_others(self, way: Way) -> None:
        person = await way.connected()
        (bread, cakes) = await way.connector.candidates(person)
        await way.connector.revoke(bread.grant)
        assert await way.connector.candidates(person) == (bread, cakes)

    async def test_instagram_s_own_login_can_be_chosen_too(self, way: Way) -> None:
        consent = await way.connector.begin({"login": " instagram "}, state="s", redirect=REDIRECT)
        assert isinstance(consent, Consent)
        assert "www.instagram.com" in consent.address
        with pytest.raises(Invalid, match="Instagram or Facebook"):
            await way.connector.begin({"login": "myspace"}, state="s", redirect=REDIRECT)

    async def test_without_an_app_at_facebook_there_is_nothing_to_choose(
        self, way: Way, connector: InstagramConnector
    ) -> None:
        assert connector.questions == ()
        with pytest.raises(Rejected, match="app_unknown_there"):
            await connector.candidates(await way.connected())
