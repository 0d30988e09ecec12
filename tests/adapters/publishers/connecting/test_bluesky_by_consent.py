"""Connecting Bluesky accounts by a yes in the browser."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from adapters.judge import judge
from adapters.publishers.bluesky.client import SCOPES, Ourselves, client_id
from adapters.publishers.bluesky.connect import BlueskyConnector
from adapters.publishers.bluesky.rules import RULES
from core.connecting import Consent
from core.errors import Invalid, Reconnect, Rejected, Unavailable
from core.secret import KeyRing
from tests.adapters.publishers.conftest import Town
from tests.contracts.connector import REDIRECT, STATE, ConnectorContract, Offers, Way
from tests.core.hands import KEYS, HandClock
from tests.fakes.platform.bluesky_consent import ACCESS, LONG_REFRESH, SESSION
from tests.fakes.platform.stages import NEAR

PLATFORM = "bluesky"
US = Ourselves(keys=KEYS)
HERE = "http://127.0.0.1:8080/connect/callback"
RESOURCE, ISSUER = "/.well-known/oauth-protected-resource", "/.well-known/oauth-authorization-server"


@pytest.fixture
def way(land: Town, client: httpx.AsyncClient) -> Way:
    land.platform.at_the_browser("ana")
    land.platform.keep("clients", client_id(REDIRECT), US.document(REDIRECT))
    return Way(
        connector=BlueskyConnector(
            client=client,
            clock=land.clock,
            judge=NEAR,
            keys=KEYS,
            base_url="https://greenlight.example",
            home=land.platform.url,
            plc_url=land.platform.url,
            website=f"{land.platform.url}/sites/{{handle}}",
        ),
        platform=land.platform,
        clock=land.clock,
        client=client,
        account="ana",
        needed="transition:generic",
        answers={"handle": "@ana.bsky.social", "password": ""},
        lives=ACCESS,
        ends=LONG_REFRESH,
    )


class TestConnectingBlueskyByConsent(ConnectorContract):
    """The account's own server says who asks; its tokens are bound to a key of their own."""

    platform = RULES.platform
    can = frozenset(
        {Offers.CONSENT, Offers.PUSHED, Offers.PKCE, Offers.SCOPES, Offers.REFRESH, Offers.REVOKE},
    )

    async def test_the_grant_holds_what_later_calls_need_and_shows_none_of_it(self, way: Way) -> None:
        grant = await way.connected()
        assert (grant.extra["server"], grant.extra["id"]) == (way.platform.url, "did:plc:ana")
        assert grant.ends_at is None
        private = json.loads(grant.extra["key"])["d"]
        assert not any(secret in repr(grant) for secret in (private, grant.access.reveal(), grant.refresh.reveal()))

    async def test_a_refresh_token_that_is_used_again_ends_the_permission(self, way: Way) -> None:
        grant = await way.connected()
        newer = await way.connector.refresh(grant)
        assert newer.refresh.reveal() != grant.refresh.reveal()
        for one in (grant, newer):
            with pytest.raises(Reconnect):
                await way.connector.refresh(one)

    async def test_an_old_nonce_costs_one_more_request_and_nothing_else(self, way: Way) -> None:
        grant = await way.connected()
        for _ in range(3):
            way.clock.advance(timedelta(minutes=20))
            grant = await way.connector.refresh(grant)
            (found,) = await way.connector.candidates(grant)
            assert found.remote_id == "did:plc:ana"

    async def test_a_server_that_cannot_read_about_us_for_a_while_ends_nothing(self, way: Way) -> None:
        grant = await way.connected()
        way.platform.keep("clients", client_id(REDIRECT), None)
        with pytest.raises(Unavailable):
            await way.connector.refresh(grant)
        with pytest.raises(Invalid, match="could not read about us at"):
            await way.asked()
        way.platform.keep("clients", client_id(REDIRECT), US.document(REDIRECT))
        await way.connector.refresh(grant)


async def test_a_wrong_clock_is_named_and_ends_nothing(way: Way) -> None:
    late = replace(_connector(way), clock=HandClock(way.clock.now() - timedelta(hours=1)))
    with pytest.raises(Invalid, match="the clock of this machine"):
        await replace(way, connector=late).asked()
    grant = await way.connected()
    with pytest.raises(Unavailable):
        await late.refresh(grant)
    await way.connector.refresh(grant)


async def test_an_account_that_answers_as_another_is_not_connected(way: Way) -> None:
    grant = await way.connected()
    with pytest.raises(Rejected, match="another_account"):
        await way.connector.candidates(replace(grant, extra={**grant.extra, "id": "did:plc:ben"}))


@pytest.mark.parametrize("iss", ["https://evil.example", ""])
async def test_an_answer_of_another_issuer_is_not_looked_at(way: Way, iss: str) -> None:
    consent = await way.asked()
    back = await way.answered(consent)
    with pytest.raises(Invalid, match="from another server"):
        await way.connector.finish({**back, "iss": iss}, consent.kept, redirect=REDIRECT)
    await way.connector.finish(back, consent.kept, redirect=REDIRECT)


async def test_a_yes_of_somebody_else_connects_nothing(way: Way) -> None:
    way.platform.at_the_browser("ben")
    with pytest.raises(Invalid, match="as somebody else"):
        await way.connected()


@pytest.mark.parametrize(
    ("fields", "error"),
    [({"scope": None}, Invalid), ({"token_type": "Bearer"}, Rejected), ({"sub": None}, Invalid)],
)
async def test_tokens_that_are_not_what_was_asked_for_are_refused(
    way: Way, fields: dict[str, object], error: type[Exception]
) -> None:
    way.platform.twist("/oauth/token", **fields)
    with pytest.raises(error):
        await way.connected()
    way.platform.twist("/oauth/token")


@pytest.mark.parametrize(
    ("name", "did"), [("ana.bakery.example", "plc:ana"), ("did:plc:ana", "plc:ana"), ("did:web:localhost", "web:")]
)
async def test_people_are_found_by_every_kind_of_name(way: Way, name: str, did: str) -> None:
    port = urlsplit(way.platform.url).port
    connector = replace(_connector(way), judge=judge(_here, private=True))
    named = name if name != "did:web:localhost" else f"{name}%3A{port}"
    consent = await replace(way, connector=connector, answers={"handle": named, "password": ""}).asked()
    assert consent.kept["did"].startswith(f"did:{did}")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nobody.bsky.social", "Nobody is called nobody.bsky.social there."),
        ("shop.bakery.example", "Nobody is called shop.bakery.example there."),
        ("liar.bakery.example", "liar.bakery.example does not belong to the account"),
        ("evil.example/@169.254.169.254", "“169.254.169.254” is no server|is no name there"),
        ("a..b", "“a..b” is no name there."),
        ("did:key:z6Mk", "is nobody."),
    ],
)
async def test_who_is_nobody_is_said(way: Way, name: str, said: str) -> None:
    with pytest.raises(Invalid, match=said):
        await replace(way, answers={"handle": name, "password": ""}).asked()


PRIVATE = "https://169.254.169.254"


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/did:plc:ana", {"service": []}),
        ("/did:plc:ana", {"service": [{"id": "#atproto_pds", "serviceEndpoint": PRIVATE}]}),
        ("/did:plc:ana", {"id": "did:plc:ben"}),
        (RESOURCE, {"resource": "https://evil.example"}),
        (RESOURCE, {"authorization_servers": []}),
        (RESOURCE, {"authorization_servers": ["https://a.example", "https://b.example"]}),
        (RESOURCE, {"authorization_servers": ["https://a.example/path"]}),
        (RESOURCE, {"authorization_servers": [PRIVATE]}),
        (ISSUER, {"issuer": "https://evil.example"}),
        (ISSUER, {"authorization_endpoint": "javascript:alert(1)"}),
        (ISSUER, {"token_endpoint": "http://plain.example/token"}),
        (ISSUER, {"pushed_authorization_request_endpoint": None}),
        (ISSUER, {"code_challenge_methods_supported": ["plain"]}),
        (ISSUER, {"dpop_signing_alg_values_supported": None}),
        (ISSUER, {"scopes_supported": ["atproto"]}),
        (ISSUER, {"authorization_response_iss_parameter_supported": False}),
    ],
)
async def test_a_server_that_does_not_keep_to_the_protocol_is_not_asked(
    way: Way, path: str, fields: dict[str, object]
) -> None:
    way.platform.twist(path, **fields)
    with pytest.raises(Invalid):
        await way.asked()
    way.platform.twist(path)


async def test_no_address_of_theirs_leads_into_our_own_network(way: Way) -> None:
    way.platform.twist(ISSUER, pushed_authorization_request_endpoint=f"{PRIVATE}/par")
    with pytest.raises(Rejected, match="private_address"):
        await way.asked()
    way.platform.twist(ISSUER, token_endpoint=f"{PRIVATE}/token")
    consent = await way.asked()
    with pytest.raises(Rejected, match="private_address"):
        await way.connector.finish(await way.answered(consent), consent.kept, redirect=REDIRECT)
    way.platform.twist(ISSUER)


async def test_where_nobody_can_be_sent_back_to_an_app_password_is_asked_for(way: Way) -> None:
    near = replace(_connector(way), base_url="http://192.168.1.5:8080")
    assert [one.optional for one in near.questions] == [False, False]
    with pytest.raises(Invalid, match="no app password"):
        await near.begin(way.answers, state=STATE, redirect="http://192.168.1.5:8080/connect/callback")


@pytest.mark.parametrize(
    ("redirect", "name"),
    [
        ("https://greenlight.example/connect/callback", "https://greenlight.example/oauth/client-metadata.json"),
        ("https://greenlight.example:8443/connect/callback", ""),  # a name with a port is no name
        ("http://greenlight.example/connect/callback", ""),
        ("http://localhost:8080/connect/callback", ""),
    ],
)
def test_we_are_known_by_an_address_of_the_open_web(redirect: str, name: str) -> None:
    assert client_id(redirect) == name


async def test_on_this_machine_a_permission_lasts_two_weeks(way: Way) -> None:
    consent = await _connector(way).begin(way.answers, state=STATE, redirect=HERE)
    assert isinstance(consent, Consent)
    there = await way.client.get(consent.address)
    back = dict(parse_qsl(urlsplit(there.headers["location"]).query))
    grant = await way.connector.finish(back, consent.kept, redirect=HERE)
    assert grant.ends_at == way.clock.now() + SESSION
    for _ in range(2):
        way.clock.advance(SESSION / 2 - timedelta(seconds=1))
        grant = await way.connector.refresh(grant)
    way.clock.advance(timedelta(seconds=2))
    with pytest.raises(Reconnect):
        await way.connector.refresh(grant)


async def test_a_permission_lives_on_with_the_key_it_was_given_to(way: Way) -> None:
    grant = await way.connected()
    ring = KeyRing(current="new", keys={"new": b"2" * 32, **KEYS.keys})
    way.platform.keep("clients", client_id(REDIRECT), Ourselves(keys=ring).document(REDIRECT))
    grant = await replace(_connector(way), keys=ring).refresh(grant)
    gone = KeyRing(current="new", keys={"new": b"2" * 32})
    way.platform.keep("clients", client_id(REDIRECT), Ourselves(keys=gone).document(REDIRECT))
    with pytest.raises(Reconnect):
        await replace(_connector(way), keys=ring).refresh(grant)


def test_on_this_machine_our_name_says_where_people_come_back_to() -> None:
    name = urlsplit(client_id(HERE))
    assert (name.scheme, name.netloc, name.path) == ("http", "localhost", "")
    asked = {"redirect_uri": HERE, "scope": " ".join(SCOPES)}
    assert dict(parse_qsl(name.query)) == asked


def _connector(way: Way) -> BlueskyConnector:
    assert isinstance(way.connector, BlueskyConnector)
    return way.connector


async def _here(host: str, port: int) -> tuple[str, ...]:
    return ("127.0.0.1",)
