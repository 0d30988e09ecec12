"""Connecting accounts on any Mastodon server."""

from __future__ import annotations

import httpx
import pytest

from adapters.publishers.mastodon.connect import MastodonConnector, server_of
from adapters.publishers.mastodon.rules import RULES
from core.errors import Invalid
from tests.adapters.publishers.conftest import Town
from tests.contracts.connector import ConnectorContract, Offers, Way
from tests.fakes.platform.stages import NEAR


class TestConnectingMastodon(ConnectorContract):
    """We register on the server first; tokens do not end there."""

    platform = RULES.platform
    can = frozenset({Offers.CONSENT, Offers.PKCE, Offers.SCOPES, Offers.REVOKE})

    @pytest.fixture
    def way(self, land: Town, client: httpx.AsyncClient) -> Way:
        land.platform.at_the_browser("ana")
        return Way(
            connector=MastodonConnector(
                client=client, clock=land.clock, judge=NEAR, website="https://greenlight.example"
            ),
            platform=land.platform,
            clock=land.clock,
            client=client,
            account="ana",
            needed="write:statuses",
            answers={"server": land.platform.url},
        )

    async def test_what_the_server_allows_is_kept_with_the_account(self, way: Way) -> None:
        (found,) = await way.connector.candidates(await way.connected())
        assert found.details == {"server": way.platform.url.removeprefix("http://"), "max_text": "500"}


@pytest.mark.parametrize(
    ("written", "server"),
    [
        ("mastodon.social", "https://mastodon.social"),
        ("https://Mastodon.Social/", "https://mastodon.social"),
        ("@ana@fosstodon.org", "https://fosstodon.org"),
        ("ana@fosstodon.org", "https://fosstodon.org"),
        ("https://fosstodon.org/@ana", "https://fosstodon.org"),
        (" chaos.social:8443 ", "https://chaos.social:8443"),
        ("http://127.0.0.1:3000/", "http://127.0.0.1:3000"),
    ],
)
def test_a_server_is_read_from_what_people_write(written: str, server: str) -> None:
    assert server_of(written) == server


@pytest.mark.parametrize(
    "written", ["", "mastodon", "http://mastodon.social", "ftp://mastodon.social", "a b.c", "@ana"]
)
def test_what_is_no_server_is_said(written: str) -> None:
    with pytest.raises(Invalid, match="server"):
        server_of(written)
