"""An authorization server as the standard has it: a consent page, codes that work once, tokens that end and rotate.

https://www.rfc-editor.org/rfc/rfc6749 and https://www.rfc-editor.org/rfc/rfc7636 (read 2026-11). What differs between
platforms stands in their `Terms`.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from tests.fakes.platform.consents import Code, Consents
from tests.fakes.platform.messages import Request, Response, Wrong, only
from tests.fakes.platform.network import Network


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How one platform does it. Lifetimes are in seconds, 0 for none; `more` are parameters its consent page may have.

    With `refreshes` a refresh token comes along, and with `rotates` each use brings another and ends the one before.
    With `token_by_get` tokens are asked for in the address; with `revoke_by_token` no app is asked who gives one back.
    """

    authorize: str
    token: str
    scopes: frozenset[str]
    revoke: str = ""
    joiner: str = " "
    pkce: bool = False
    basic: bool = False
    id_name: str = "client_id"
    secret_name: str = "client_secret"
    lives: int = 0
    refreshes: bool = False
    refresh_lives: int = 0
    refresh_lives_as: str = ""
    rotates: bool = False
    may: frozenset[str] = frozenset()
    tells_scope: bool = True
    token_by_get: bool = False
    revoke_by_token: bool = False


def served(network: Network, request: Request, terms: Terms) -> Response | None:
    """The answer where the request is for one of the server's addresses."""
    at = "/" + "/".join(request.path)
    if (request.method, at) == ("GET", terms.authorize):
        return _page(network, request, terms)
    if (request.method, at) == ("GET" if terms.token_by_get else "POST", terms.token):
        return _token(network, request, terms)
    if terms.revoke and (request.method, at) == ("POST", terms.revoke):
        return _revoke(network, request, terms)
    return None


def issued(network: Network, account: str, scopes: tuple[str, ...], terms: Terms) -> dict[str, object]:
    """Fresh tokens for that account, as the token endpoint words them."""
    consents: Consents = network.consents
    token = consents.next("access")
    consents.granted[token] = scopes
    network.grant(token, account, timedelta(seconds=terms.lives) if terms.lives else None)
    answer: dict[str, object] = {"access_token": token, "token_type": "Bearer"}
    if terms.tells_scope:
        answer["scope"] = terms.joiner.join(scopes)
    if terms.lives:
        answer["expires_in"] = terms.lives
    if terms.refreshes:
        refresh = consents.next("refresh")
        ends = network.now() + timedelta(seconds=terms.refresh_lives or 10**9)
        consents.refresh[refresh] = (account, scopes, ends)
        answer["refresh_token"] = refresh
        if terms.refresh_lives_as:
            answer[terms.refresh_lives_as] = terms.refresh_lives
    return answer


def _page(network: Network, request: Request, terms: Terms) -> Response:
    """The consent page: whoever sits there says yes or no at once."""
    asked, consents = request.queries(), network.consents
    pkce = {"code_challenge", "code_challenge_method"} if terms.pkce else set[str]()
    only(asked, need={terms.id_name, "response_type", "redirect_uri", "scope", "state"} | pkce, may=terms.may)
    known = consents.clients.get(asked[terms.id_name])
    if known is None or asked["response_type"] != "code":
        raise Wrong("unknown client, or another response type than code")
    if known[1] and asked["redirect_uri"] != known[1]:
        return Response(status=400, body=b"The redirect address is not the one of the app.")
    if terms.pkce and asked["code_challenge_method"] != "S256":
        raise Wrong("PKCE without S256")
    scopes = tuple(asked["scope"].split(terms.joiner))
    if strange := set(scopes) - terms.scopes:
        raise Wrong(f"unknown scopes {sorted(strange)}")
    back = {"state": asked["state"]}
    if consents.denies:
        back |= {"error": "access_denied", "error_description": "The person said no"}
    else:
        back["code"] = consents.next("code")
        consents.codes[back["code"]] = Code(
            account=consents.account,
            client=asked[terms.id_name],
            redirect=asked["redirect_uri"],
            scopes=tuple(one for one in scopes if one not in consents.without),
            challenge=asked.get("code_challenge", ""),
            until=network.now() + timedelta(minutes=1),
        )
    return Response(status=302, headers={"Location": f"{asked['redirect_uri']}?{urlencode(back)}"})


def _token(network: Network, request: Request, terms: Terms) -> Response:
    asked = request.queries() if terms.token_by_get else request.form()
    client = _client(network, request, asked, terms)
    if client is None:
        return _refused(401, "invalid_client")
    match asked.get("grant_type"):
        case "authorization_code":
            verifier = {"code_verifier"} if terms.pkce else set[str]()
            only(asked, need={"grant_type", "code", "redirect_uri"} | verifier)
            return _for_code(network, asked, client, terms)
        case "refresh_token" if terms.refreshes:
            only(asked, need={"grant_type", "refresh_token"})
            return _for_refresh(network, asked["refresh_token"], terms)
    raise Wrong(f"grant_type {asked.get('grant_type')!r}")


def _for_code(network: Network, asked: dict[str, str], client: str, terms: Terms) -> Response:
    code = network.consents.codes.pop(asked["code"], None)
    if code is None or code.until <= network.now() or (code.client, code.redirect) != (client, asked["redirect_uri"]):
        return _refused(400, "invalid_grant")
    if terms.pkce:
        digest = hashlib.sha256(asked["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != code.challenge:
            return _refused(400, "invalid_grant")
    return Response(status=200, body=issued(network, code.account, code.scopes, terms))


def _for_refresh(network: Network, token: str, terms: Terms) -> Response:
    consents = network.consents
    known = consents.refresh.get(token)
    if known is None or known[2] <= network.now():
        return _refused(400, "invalid_grant")
    account, scopes, _ = known
    answer = issued(network, account, scopes, terms)
    if terms.rotates:
        del consents.refresh[token]
    else:
        del consents.refresh[str(answer.pop("refresh_token"))]
        answer.pop(terms.refresh_lives_as, None)
    return Response(status=200, body=answer)


def _revoke(network: Network, request: Request, terms: Terms) -> Response:
    asked = request.form()
    if not terms.revoke_by_token and _client(network, request, asked, terms) is None:
        return _refused(403, "unauthorized_client")
    only(asked, need={"token"}, may={"token_type_hint"})
    network.members.pop(asked["token"], None)
    account = network.consents.refresh.pop(asked["token"], None)
    if account is not None:
        for token in [token for token, member in network.members.items() if member.name == account[0]]:
            del network.members[token]
    return Response(status=200)


def _client(network: Network, request: Request, asked: dict[str, str], terms: Terms) -> str | None:
    """Which app asks, if it is who it says; what proves it is taken out of `asked`."""
    if terms.basic:
        given = request.headers.get("authorization", "").removeprefix("Basic ")
        name, _, secret = base64.b64decode(given).decode().partition(":")
    else:
        name, secret = asked.pop(terms.id_name, ""), asked.pop(terms.secret_name, "")
    known = network.consents.clients.get(name)
    return name if known is not None and known[0] == secret else None


def _refused(status: int, error: str) -> Response:
    return Response(status=status, body={"error": error, "error_description": "See the documentation"})
