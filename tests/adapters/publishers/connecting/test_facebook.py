"""Connecting Facebook pages."""

from __future__ import annotations

import httpx
import pytest

from adapters.publishers.facebook.connect import FacebookConnector
from adapters.publishers.facebook.publish import FacebookPublisher
from adapters.publishers.facebook.rules import RULES
from adapters.publishers.oauth import App
from core.errors import Invalid, Reconnect
from core.payload import Checkpoint, Live, Payload
from core.secret import Secret
from tests.adapters.publishers.conftest import Town
from tests.contracts.connector import ConnectorContract, Offers, Way
from tests.fakes.blobs import MemoryBlobs
from tests.fakes.platform.consents import CLIENT_ID, CLIENT_SECRET
from tests.fakes.platform.facebook_login import LONG


class TestConnectingFacebook(ConnectorContract):
    """One yes opens several pages, each by a token of its own that does not end."""

    platform = RULES.platform
    can = frozenset({Offers.CONSENT, Offers.SCOPES, Offers.REVOKE, Offers.SEVERAL})

    @pytest.fixture
    def way(self, land: Town, client: httpx.AsyncClient) -> Way:
        land.platform.at_the_browser("ana")
        return Way(
            connector=FacebookConnector(
                client=client,
                clock=land.clock,
                app=App(client_id=CLIENT_ID, client_secret=Secret(CLIENT_SECRET)),
                auth_url=f"{land.platform.url}/www.facebook.com",
                api_url=f"{land.platform.url}/graph.facebook.com",
            ),
            platform=land.platform,
            clock=land.clock,
            client=client,
            account="ana",
            needed="pages_manage_posts",
        )

    async def test_only_pages_that_may_be_posted_to_can_be_chosen(self, way: Way) -> None:
        bread, cakes = await way.connector.candidates(await way.connected())
        assert [(one.remote_id, one.name, one.kind) for one in (bread, cakes)] == [
            ("1001", "ana bread", "page"),
            ("1002", "ana cakes", "page"),
        ]
        assert bread.grant.access.reveal() != cakes.grant.access.reveal()
        assert (bread.grant.extra, bread.grant.expires_at, bread.grant.ends_at) == ({"id": "1001"}, None, None)

    async def test_the_person_s_token_ends_in_sixty_days_and_that_of_a_page_does_not(self, way: Way) -> None:
        person = await way.connected()
        assert person.expires_at == person.ends_at == way.clock.now() + LONG
        (bread, *_) = await way.connector.candidates(person)
        way.clock.advance(LONG)
        with pytest.raises(Reconnect):
            await way.connector.candidates(person)
        publisher = FacebookPublisher(
            client=way.client,
            blobs=MemoryBlobs(),
            clock=way.clock,
            api_url=f"{way.platform.url}/graph.facebook.com/v26.0",
        )
        live = await publisher.reveal(Payload(text="Fresh bread"), Checkpoint(key="k1"), bread.grant)
        assert isinstance(live, Live)
        assert [post.id for post in way.platform.ledger("1001")] == [live.remote_id]
        with pytest.raises(Reconnect):
            await way.connector.refresh(bread.grant)

    @pytest.mark.parametrize(("person", "said"), [("ben", "may not post to ben club"), ("cem", "no page was allowed")])
    async def test_why_there_is_nothing_to_choose_is_said(self, way: Way, person: str, said: str) -> None:
        way.platform.at_the_browser(person)
        with pytest.raises(Invalid, match=said):
            await way.connector.candidates(await way.connected())

    async def test_a_long_list_of_pages_is_read_to_its_end(self, way: Way) -> None:
        way.platform.at_the_browser("dora")
        assert len(await way.connector.candidates(await way.connected())) == 120

    @pytest.mark.parametrize(
        ("without", "pages"),
        [((), ["eva bread", "eva chain", "eva client"]), (("business_management",), ["eva bread"])],
    )
    async def test_pages_of_a_business_are_there_if_it_may_be_seen(
        self, way: Way, without: tuple[str, ...], pages: list[str]
    ) -> None:
        way.platform.at_the_browser("eva", without=without)
        assert [one.name for one in await way.connector.candidates(await way.connected())] == pages

    async def test_letting_one_page_go_leaves_the_others(self, way: Way) -> None:
        person = await way.connected()
        (bread, cakes) = await way.connector.candidates(person)
        await way.connector.revoke(bread.grant)
        assert await way.connector.candidates(person) == (bread, cakes)
