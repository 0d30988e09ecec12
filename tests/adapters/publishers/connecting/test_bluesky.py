"""Connecting Bluesky accounts by an app password."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from adapters.publishers.bluesky.connect import BlueskyConnector
from adapters.publishers.bluesky.identity import lives_at
from adapters.publishers.bluesky.rules import RULES
from core.errors import Invalid, Reconnect
from tests.adapters.publishers.conftest import Town
from tests.contracts.connector import ConnectorContract, Offers, Way
from tests.core.hands import KEYS
from tests.fakes.platform.bluesky_sessions import GRACE, PASSWORD
from tests.fakes.platform.stages import NEAR


@pytest.fixture
def connector(land: Town, client: httpx.AsyncClient) -> BlueskyConnector:
    """One that knows no server but the far side's."""
    return BlueskyConnector(
        client=client,
        clock=land.clock,
        judge=NEAR,
        keys=KEYS,
        base_url="https://greenlight.example",
        home=land.platform.url,
        plc_url=land.platform.url,
        website=f"{land.platform.url}/sites/{{handle}}",
    )


class TestConnectingBluesky(ConnectorContract):
    """An app password is asked on our page; no consent is needed there."""

    platform = RULES.platform
    can = frozenset({Offers.REFRESH, Offers.REVOKE})

    @pytest.fixture
    def way(self, land: Town, client: httpx.AsyncClient, connector: BlueskyConnector) -> Way:
        return Way(
            connector=connector,
            platform=land.platform,
            clock=land.clock,
            client=client,
            account="ana",
            answers={"handle": "@ana.bsky.social", "password": PASSWORD},
            lives=timedelta(hours=2),
            ends=timedelta(days=90),
        )

    async def test_the_grant_opens_the_account_for_posting(self, way: Way) -> None:
        grant = await way.connected()
        assert grant.extra == {"server": way.platform.url, "id": "did:plc:ana"}
        assert grant.ends_at == way.clock.now().replace(microsecond=0) + timedelta(days=90)

    async def test_a_renewal_whose_answer_got_lost_brings_the_same_again_for_a_while(self, way: Way) -> None:
        grant = await way.connected()
        newer, again = await way.connector.refresh(grant), await way.connector.refresh(grant)
        assert newer.refresh.reveal() == again.refresh.reveal() != grant.refresh.reveal()
        way.clock.advance(GRACE)
        with pytest.raises(Reconnect):
            await way.connector.refresh(grant)
        await way.connector.refresh(newer)

    async def test_a_name_of_one_s_own_finds_its_server(self, way: Way) -> None:
        """Another home knows nothing of it: the name's website says whose it is, and the account where it lives."""
        assert isinstance(way.connector, BlueskyConnector)
        far = replace(way.connector, home="http://127.0.0.1:9")
        own = replace(way, connector=far, answers={"handle": "ana.bakery.example", "password": PASSWORD})
        assert (await own.connected()).extra == {"server": way.platform.url, "id": "did:plc:ana"}

    @pytest.mark.parametrize(
        ("handle", "password", "said"),
        [
            ("", PASSWORD, "What are you called there?"),
            ("ana", PASSWORD, "“ana” is no name there."),
            ("ana.example@http://pds.example", PASSWORD, "“http://pds.example” is no server."),
            ("ana.example@ftp://pds.example", PASSWORD, "“ftp://pds.example” is no server."),
            ("ana.bsky.social", "my own password", "That is no app password."),
            ("ana.bsky.social", "zzzz-zzzz-zzzz-zzzz", "do not belong together"),
            ("ana.example.org", PASSWORD, "do not belong together"),
        ],
    )
    async def test_what_is_wrong_is_said_and_no_password_quoted(
        self, way: Way, handle: str, password: str, said: str
    ) -> None:
        wrong = replace(way, answers={"handle": handle, "password": password})
        with pytest.raises(Invalid, match=said) as caught:
            await wrong.connected()
        assert password not in f"{caught.value!r} {caught.value}"


@pytest.mark.parametrize(
    ("document", "server"),
    [
        ("a text", ""),
        ({"service": "a text"}, ""),
        ({"service": ["a text"]}, ""),
        ({"service": [{"id": "#atproto_pds", "serviceEndpoint": "http://pds.example"}]}, ""),
        ({"service": [{"id": "#atproto_pds", "serviceEndpoint": "https://pds.example/"}]}, "https://pds.example"),
    ],
)
def test_only_a_server_that_is_one_is_taken_from_an_account_s_document(document: object, server: str) -> None:
    assert lives_at(document) == server
