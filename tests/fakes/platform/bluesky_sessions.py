"""Sessions of an AT Protocol server.

https://docs.bsky.app/docs/api/com-atproto-server-create-session and its neighbours (read 2026-11)
"""

from __future__ import annotations

import base64
import json
from datetime import timedelta

from tests.fakes.platform.bluesky_identity import HOME, OWN
from tests.fakes.platform.messages import Request, Response, only
from tests.fakes.platform.network import Member, Network

PASSWORD = "abcd-efgh-ijkl-mnop"
ACCESS, REFRESH = timedelta(hours=2), timedelta(days=90)
GRACE = timedelta(hours=2)  # https://github.com/bluesky-social/atproto/tree/main/packages/pds (read 2026-11)


def handle_of(member: Member) -> str:
    """The account's name."""
    return f"{member.name}.bsky.social"


def created(network: Network, request: Request) -> Response:
    """createSession: a name and an app password."""
    asked = request.json()
    only(asked, need={"identifier", "password"}, may={"authFactorToken"})
    name = asked["identifier"].removesuffix(HOME).removesuffix(OWN)
    if asked["password"] != PASSWORD or name == asked["identifier"]:
        return Response(
            status=401, body={"error": "AuthenticationRequired", "message": "Invalid identifier or password"}
        )
    return _session(network, name)


def refreshed(network: Network, request: Request) -> Response:
    """refreshSession: each use brings new tokens; used again, the one before brings its successor for a while."""
    consents, token = network.consents, request.bearer
    known = consents.refresh.get(token)
    if known is None or known[2] <= network.now():
        return Response(status=400, body={"error": "ExpiredToken", "message": "Token has been revoked"})
    answer = _session(network, known[0], refresh=consents.spent.get(token, ""))
    if token not in consents.spent:
        consents.spent[token] = answer.body["refreshJwt"]
        consents.refresh[token] = (known[0], (), min(known[2], network.now() + GRACE))
    return answer


def deleted(network: Network, request: Request) -> Response:
    """deleteSession: the refresh token ends; so does, here at once, the access token."""
    known = network.consents.refresh.pop(request.bearer, None)
    if known is None:
        return Response(status=400, body={"error": "ExpiredToken", "message": "Token has been revoked"})
    for token in [token for token, member in network.members.items() if member.name == known[0]]:
        del network.members[token]
    return Response(status=200, body=b"")


def _session(network: Network, name: str, *, refresh: str = "") -> Response:
    access = _jwt(network, "access", ACCESS)
    network.grant(access, name, ACCESS)
    if not refresh:
        refresh = _jwt(network, "refresh", REFRESH)
        network.consents.refresh[refresh] = (name, (), network.now() + REFRESH)
    body = {"did": f"did:plc:{name}", "handle": f"{name}.bsky.social", "accessJwt": access, "refreshJwt": refresh}
    return Response(status=200, body={**body, "active": True})


def _jwt(network: Network, kind: str, life: timedelta) -> str:
    claims = {"scope": f"com.atproto.{kind}", "exp": int((network.now() + life).timestamp())}
    middle = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return f"e30.{middle}.{network.consents.next(kind)}"
