"""What an authorization server of the AT Protocol reads about its clients, and how they prove who they are.

https://atproto.com/specs/oauth#clients (read 2026-11). A test keeps under `clients` what would be fetched.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.fakes.platform import proofs
from tests.fakes.platform.messages import Wrong, only
from tests.fakes.platform.network import Network

KIND = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
YOUNG = 60  # seconds


@dataclass(frozen=True, kw_only=True)
class Client:
    """Where its people may be sent back to, what it may ask for, and the keys it proves itself with, if it does."""

    name: str
    redirects: list[str]
    scopes: set[str]
    keys: dict[str, dict[str, str]] = field(default_factory=dict)


def known(network: Network, name: str) -> Client | None:
    """The client of that name; None where nothing can be read about it.

    Raises:
        Wrong: what can be read is not what the protocol allows.
    """
    if urlsplit(name).scheme == "http":
        return _local(name)
    document = network.drawer.get("clients", {}).get(name)
    if document is None:
        return None
    only(
        document,
        need={"client_id", "redirect_uris", "grant_types", "response_types", "scope", "dpop_bound_access_tokens"},
        may={
            *("client_name", "client_uri", "application_type"),
            *("token_endpoint_auth_method", "token_endpoint_auth_signing_alg", "jwks"),
        },
    )
    kept_to = (
        urlsplit(name).port is None
        and document["client_id"] == name
        and name.startswith(document["client_uri"])
        and document["dpop_bound_access_tokens"] is True
        and set(document["grant_types"]) == {"authorization_code", "refresh_token"}
        and document["response_types"] == ["code"]
        and document["token_endpoint_auth_method"] == "private_key_jwt"
        and document["token_endpoint_auth_signing_alg"] == "ES256"
    )
    keys = {one["kid"]: one for one in document["jwks"]["keys"]}
    if not kept_to or not keys or any("d" in one for one in keys.values()):
        raise Wrong(f"the client {document}")
    return Client(name=name, redirects=document["redirect_uris"], scopes=set(document["scope"].split()), keys=keys)


def signer(network: Network, client: Client, asked: dict[str, str], here: str) -> str | None:
    """The key that the client has proved itself with, empty where it need not; None where it has left its keys.

    What proves it is taken out of `asked`.

    Raises:
        Wrong: it is no proof.
    """
    if not client.keys:
        return ""
    kind, assertion = asked.pop("client_assertion_type", ""), asked.pop("client_assertion", "")
    if kind != KIND:
        raise Wrong("a client that does not prove who it is")
    head: dict[str, Any] = proofs.head_of(assertion)
    only(head, need={"alg", "kid"}, may={"typ"})
    if head["kid"] not in client.keys:
        return None
    claims = proofs.verified(assertion, client.keys[head["kid"]])
    only(claims, need={"iss", "sub", "aud", "jti", "iat", "exp"})
    now, seen = network.now().timestamp(), network.drawer.setdefault("assertions", set())
    if head["alg"] != "ES256" or (claims["iss"], claims["sub"], claims["aud"]) != (client.name, client.name, here):
        raise Wrong(f"a client that proves {claims}")
    if not claims["iat"] <= now < claims["exp"] <= claims["iat"] + YOUNG or claims["jti"] in seen:
        raise Wrong("a proof of another time, or one that was shown before")
    seen.add(claims["jti"])
    return str(head["kid"])


def _local(name: str) -> Client:
    """A client of somebody's own machine, whose name says it all."""
    at = urlsplit(name)
    said = parse_qsl(at.query, strict_parsing=True)
    if at.netloc != "localhost" or at.path not in ("", "/") or {one for one, _ in said} - {"redirect_uri", "scope"}:
        raise Wrong(f"the client {name}")
    redirects = [value for key, value in said if key == "redirect_uri"]
    if any(urlsplit(one).hostname not in ("127.0.0.1", "::1") for one in redirects):
        raise Wrong("a client of this machine that comes back to another")
    return Client(name=name, redirects=redirects, scopes=set(dict(said)["scope"].split()))
