"""Connecting Bluesky accounts by an app password."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from adapters.publishers.bluesky.connect import BlueskyConnector, lives_at
from adapters.publishers.bluesky.rules import RULES
from core.errors import Invalid
from tests.adapters.publishers.conftest import Town
from tests.contracts.connector import ConnectorContract, Offers, Way
from tests.fakes.platform.bluesky_sessions import PASSWORD
from tests.fakes.platform.stages import NEAR


class TestConnectingBluesky(ConnectorContract):
    """An app password is asked on our page; no consent is needed there."""

    platform = RULES.platform
    can = frozenset({Offers.REFRESH, Offers.ROTATE, Offers.REVOKE})

    @pytest.fixture
    def way(self, land: Town, client: httpx.AsyncClient) -> Way:
        return Way(
            connector=BlueskyConnector(client=client, clock=land.clock, judge=NEAR, home=land.platform.url),
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
    assert lives_at({"didDoc": document}) == server
