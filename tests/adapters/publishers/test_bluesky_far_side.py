"""The far side of Bluesky's consent is not blind: no proof that is none gets past it."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from adapters.clock import SystemClock
from core.rules import Recovery
from tests.fakes.platform.running import MANNERS, RunningPlatform, running_platform

TOKEN, KEY, OTHER = "bound", ECKey.generate_key("P-256"), ECKey.generate_key("P-256")
SESSION = "/xrpc/com.atproto.server.getSession"
PUBLIC = KEY.as_dict(private=False)


@pytest.fixture(scope="module")
def server() -> Iterator[RunningPlatform]:
    with running_platform(dialect="bluesky") as running:
        running.join("ana", TOKEN, MANNERS[Recovery.CONDITIONAL])
        running.keep("bound", TOKEN, KEY.thumbprint())
        yield running


def a_proof(server: RunningPlatform, *, head: dict[str, Any] | None = None, key: ECKey = KEY, **changes: object) -> str:
    """A proof for the session call with these claims in place of the true ones; None leaves one out."""
    claims: dict[str, object] = {
        "jti": secrets.token_urlsafe(16),
        "htm": "GET",
        "htu": f"{server.url}{SESSION}",
        "iat": int(SystemClock().now().timestamp()),
        "ath": base64.urlsafe_b64encode(hashlib.sha256(TOKEN.encode()).digest()).rstrip(b"=").decode(),
        **changes,
    }
    header = {"typ": "dpop+jwt", "alg": "ES256", "jwk": PUBLIC, **(head or {})}
    return jwt.encode(header, {name: value for name, value in claims.items() if value is not None}, key)


async def asked(server: RunningPlatform, client: httpx.AsyncClient, proof: str, scheme: str = "DPoP") -> httpx.Response:
    headers = {"Authorization": f"{scheme} {TOKEN}", **({"DPoP": proof} if proof else {})}
    return await client.get(f"{server.url}{SESSION}", headers=headers)


async def nonce(server: RunningPlatform, client: httpx.AsyncClient) -> str:
    answer = await asked(server, client, a_proof(server))
    assert (answer.status_code, answer.json()["error"]) == (401, "use_dpop_nonce")
    return str(answer.headers["DPoP-Nonce"])


async def test_a_true_proof_opens_once(server: RunningPlatform, client: httpx.AsyncClient) -> None:
    proof = a_proof(server, nonce=await nonce(server, client))
    assert (await asked(server, client, proof)).status_code == 200
    assert (await asked(server, client, proof)).status_code == 418


@pytest.mark.parametrize(
    "changes",
    [
        {"htm": "POST"},
        {"htu": "http://127.0.0.1:1/xrpc/com.atproto.server.getSession"},
        {"ath": None},
        {"ath": "another"},
        {"jti": "short"},
        {"more": "claims"},
        {"head": {"typ": "jwt"}},
        {"head": {"jwk": KEY.as_dict(private=True)}},
        {"key": OTHER},
        {"key": OTHER, "head": {"jwk": OTHER.as_dict(private=False)}},
    ],
)
async def test_what_is_no_proof_of_this_request_is_wrong(
    server: RunningPlatform, client: httpx.AsyncClient, changes: dict[str, Any]
) -> None:
    proof = a_proof(server, nonce=await nonce(server, client), **changes)
    assert (await asked(server, client, proof)).status_code == 418


async def test_a_bound_token_is_worth_nothing_without_its_proof_of_now(
    server: RunningPlatform, client: httpx.AsyncClient
) -> None:
    assert (await asked(server, client, "", "Bearer")).status_code == 418
    assert (await asked(server, client, "")).status_code == 418
    for proof in (a_proof(server, nonce="made-up"), a_proof(server, nonce=await nonce(server, client), iat=0)):
        assert (await asked(server, client, proof)).status_code == 401


@pytest.mark.parametrize("path", ["par", "token", "revoke"])
async def test_what_nobody_documented_is_wrong_there(
    server: RunningPlatform, client: httpx.AsyncClient, path: str
) -> None:
    here = f"{server.url}/oauth/{path}"
    proof = a_proof(server, htm="POST", htu=here, ath=None, nonce=await nonce(server, client))
    name = "http://localhost?redirect_uri=http%3A%2F%2F127.0.0.1%2F&scope=atproto"
    answer = await client.post(here, data={"client_id": name, "unknown": "field"}, headers={"DPoP": proof})
    assert answer.status_code == 418
