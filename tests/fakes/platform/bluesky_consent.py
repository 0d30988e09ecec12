"""The authorization server of an AT Protocol server, https://atproto.com/specs/oauth (read 2026-11).

What a refresh token that is used again does, and how long everything lives, is that of
https://github.com/bluesky-social/atproto/tree/main/packages/oauth/oauth-provider (read 2026-11).
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from tests.fakes.platform import bluesky_clients as clients, proofs
from tests.fakes.platform.bluesky_clients import Client
from tests.fakes.platform.messages import Request, Response, Wrong, only
from tests.fakes.platform.network import Network

SCOPES = {"atproto", "transition:generic", "transition:email", "transition:chat.bsky"}
PUSHED, CODE, ACCESS = timedelta(minutes=5), timedelta(minutes=1), timedelta(hours=1)
SESSION = REFRESH = timedelta(days=14)
LONG_SESSION, LONG_REFRESH = timedelta(days=730), timedelta(days=91)


@dataclass(kw_only=True)
class Permission:
    """What one yes has opened. `signer` is the key that the client proved itself with; some prove nothing.

    It ends at `ends`, and sooner when nobody renews it until `idle`.
    """

    account: str
    client: str
    signer: str
    key: str
    scopes: str
    ends: datetime
    idle: datetime
    access: str = ""
    refresh: str = ""

    @property
    def whose(self) -> tuple[str, str, str]:
        return self.client, self.signer, self.key


def answered(network: Network, request: Request, here: str) -> Response | None:
    """The answer where the request is one of the authorization server's."""
    match request.method, request.path:
        case "GET", [".well-known", "oauth-protected-resource"]:
            return Response(status=200, body={"resource": here, "authorization_servers": [here]})
        case "GET", [".well-known", "oauth-authorization-server"]:
            return Response(status=200, body=_metadata(here))
        case "GET", ["oauth", "authorize"]:
            return _page(network, request, here)
        case "POST", ["oauth", "par" | "token" | "revoke"]:
            return _proved(network, request, here)
    return None


def shown(network: Network, request: Request) -> Response | None:
    """What is wrong with a token that is bound to a key and shown to the account's server; None where it is good."""
    token = request.headers["authorization"].removeprefix("DPoP ")
    key = proofs.holder(network, request, token=token)
    if key is None:
        return refused(network, 401, "use_dpop_nonce")
    if not key or network.member(token) is None:
        return refused(network, 401, "invalid_token")
    if network.drawer.get("bound", {}).get(token) != key:
        raise Wrong("a token shown by somebody who does not hold its key")
    return None


def with_nonce(network: Network, request: Request, response: Response) -> Response:
    """The answer with the newest nonce, where the request came with a proof."""
    if "dpop" in request.headers:
        response.headers["DPoP-Nonce"] = proofs.nonce_of(network)
    return response


def bind(network: Network, token: str, key: str) -> None:
    """From now on the token is good with proofs of that key only."""
    network.drawer.setdefault("bound", {})[token] = key


def _proved(network: Network, request: Request, here: str) -> Response:
    asked = request.form()
    key = proofs.holder(network, request)
    if not key:
        return refused(network, 400, "use_dpop_nonce" if key is None else "invalid_dpop_proof")
    name = asked.pop("client_id", "")
    client = clients.known(network, name)
    if client is None:
        return refused(network, 400, "invalid_client_metadata")
    signer = clients.signer(network, client, asked, here)
    if signer is None:
        return refused(network, 400, "invalid_client")
    return with_nonce(network, request, _served(network, request.path[-1], client, signer, asked, key))


def _served(network: Network, what: str, client: Client, signer: str, asked: dict[str, str], key: str) -> Response:
    if what == "par":
        return _pushed(network, client, signer, asked, key)
    if what == "revoke":
        only(asked, need={"token"}, may={"token_type_hint"})
        _end(network, next((one for one in _permissions(network) if asked["token"] in (one.access, one.refresh)), None))
        return Response(status=200)
    match asked.get("grant_type"):
        case "authorization_code":
            only(asked, need={"grant_type", "code", "redirect_uri", "code_verifier"})
            return _for_code(network, (client.name, signer, key), asked)
        case "refresh_token":
            only(asked, need={"grant_type", "refresh_token"})
            return _for_refresh(network, (client.name, signer, key), asked["refresh_token"])
    raise Wrong(f"grant_type {asked.get('grant_type')!r}")


def _pushed(network: Network, client: Client, signer: str, asked: dict[str, str], key: str) -> Response:
    pkce = {"code_challenge", "code_challenge_method"}
    only(asked, need={"response_type", "redirect_uri", "scope", "state"} | pkce, may={"login_hint"})
    challenges = network.drawer.setdefault("challenges", set())
    scopes = set(asked["scope"].split())
    if asked["response_type"] != "code" or asked["code_challenge_method"] != "S256":
        raise Wrong("another response type than code, or PKCE without S256")
    if not {"atproto"} <= scopes <= client.scopes & SCOPES:
        raise Wrong(f"the scopes {scopes}")
    if asked["redirect_uri"] not in client.redirects:
        return refused(network, 400, "invalid_request")
    if asked["code_challenge"] in challenges:
        raise Wrong("a challenge that was used before")
    challenges.add(asked["code_challenge"])
    name = f"urn:ietf:params:oauth:request_uri:{network.consents.next('req')}"
    network.drawer.setdefault("pushed", {})[name] = (client.name, signer, asked, key, network.now() + PUSHED)
    return Response(status=201, body={"request_uri": name, "expires_in": 299})


def _page(network: Network, request: Request, here: str) -> Response:
    """The consent page: whoever sits there says yes or no at once."""
    asked, consents = request.queries(), network.consents
    only(asked, need={"client_id", "request_uri"})
    client, signer, pushed, key, until = network.drawer.get("pushed", {}).pop(
        asked["request_uri"], ("", "", {}, "", network.now())
    )
    if client != asked["client_id"] or until <= network.now():
        return Response(status=400, body=b"This request is unknown or too old.")
    back = {"iss": here, "state": pushed["state"]}
    if consents.denies:
        back["error"] = "access_denied"
    else:
        back["code"] = consents.next("code")
        scopes = " ".join(one for one in pushed["scope"].split() if one not in consents.without)
        permission = Permission(
            account=consents.account,
            client=client,
            signer=signer,
            key=key,
            scopes=scopes,
            ends=network.now() + (LONG_SESSION if signer else SESSION),
            idle=network.now() + CODE,
        )
        codes = network.drawer.setdefault("codes", {})
        codes[back["code"]] = (permission, pushed, network.now() + CODE)
    return Response(status=302, headers={"Location": f"{pushed['redirect_uri']}?{urlencode(back)}"})


def _for_code(network: Network, whose: tuple[str, str, str], asked: dict[str, str]) -> Response:
    permission, pushed, until = network.drawer.get("codes", {}).pop(asked["code"], (None, {}, network.now()))
    if permission is None or until <= network.now():
        return refused(network, 400, "invalid_grant")
    if permission.whose != whose or pushed["redirect_uri"] != asked["redirect_uri"]:
        return refused(network, 400, "invalid_grant")
    digest = hashlib.sha256(asked["code_verifier"].encode()).digest()
    if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != pushed["code_challenge"]:
        return refused(network, 400, "invalid_grant")
    _permissions(network).append(permission)
    return _issued(network, permission)


def _for_refresh(network: Network, whose: tuple[str, str, str], token: str) -> Response:
    """Each use brings another token; one that is used again ends the permission."""
    spent = network.consents.spent.get(token)
    found = next((one for one in _permissions(network) if one.refresh == (spent or token)), None)
    if found is None or spent or min(found.ends, found.idle) <= network.now() or found.whose != whose:
        _end(network, found)
        return refused(network, 400, "invalid_grant")
    network.members.pop(found.access, None)
    before = found.refresh
    answer = _issued(network, found)
    spent_before = [old for old, now in network.consents.spent.items() if now == before]
    network.consents.spent.update(dict.fromkeys([before, *spent_before], found.refresh))
    return answer


def _issued(network: Network, permission: Permission) -> Response:
    permission.access, permission.refresh = network.consents.next("tok"), network.consents.next("ref")
    permission.idle = network.now() + (LONG_REFRESH if permission.signer else REFRESH)
    network.grant(permission.access, permission.account, ACCESS)
    bind(network, permission.access, permission.key)
    body = {
        "access_token": permission.access,
        "token_type": "DPoP",
        "expires_in": int(ACCESS.total_seconds()),
        "refresh_token": permission.refresh,
        "scope": permission.scopes,
        "sub": f"did:plc:{permission.account}",
    }
    return Response(status=200, body=body)


def _end(network: Network, permission: Permission | None) -> None:
    if permission is not None:
        network.members.pop(permission.access, None)
        _permissions(network).remove(permission)


def _permissions(network: Network) -> list[Permission]:
    kept: list[Permission] = network.drawer.setdefault("permissions", [])
    return kept


def _metadata(here: str) -> dict[str, Any]:
    return {
        "issuer": here,
        "authorization_endpoint": f"{here}/oauth/authorize",
        "token_endpoint": f"{here}/oauth/token",
        "revocation_endpoint": f"{here}/oauth/revoke",
        "pushed_authorization_request_endpoint": f"{here}/oauth/par",
        "require_pushed_authorization_requests": True,
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["none", "private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": ["ES256"],
        "dpop_signing_alg_values_supported": ["ES256"],
        "scopes_supported": sorted(SCOPES),
        "authorization_response_iss_parameter_supported": True,
        "client_id_metadata_document_supported": True,
    }


def refused(network: Network, status: int, error: str) -> Response:
    """A refusal as the standards word it."""
    headers = {"DPoP-Nonce": proofs.nonce_of(network)}
    if status == 401:
        headers["WWW-Authenticate"] = f'DPoP algs="ES256", error="{error}", error_description="Words"'
    return Response(
        status=status, body={"error": error, "error_description": "Words that promise nothing"}, headers=headers
    )
