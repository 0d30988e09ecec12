"""Meta's tokens of sixty days, as Instagram and Threads hand them out.

https://developers.facebook.com/docs/threads/get-started/long-lived-tokens (read 2026-11)
"""

from __future__ import annotations

from datetime import timedelta

from tests.fakes.platform.consents import CLIENT_SECRET
from tests.fakes.platform.graph import error
from tests.fakes.platform.messages import Request, Response, only
from tests.fakes.platform.network import Network

SHORT, LONG, YOUNG = timedelta(hours=1), timedelta(days=60), timedelta(hours=24)


def served_longer(network: Network, request: Request, host: str, prefix: str) -> Response | None:
    """The answer where a token of sixty days is asked for; grant types begin with `prefix`."""
    match request.method, request.path:
        case "GET", [at, "access_token"] if at == host:
            return _longer(network, request, f"{prefix}_exchange_token")
        case "GET", [at, "refresh_access_token"] if at == host:
            return _refreshed(network, request, f"{prefix}_refresh_token")
    return None


def _longer(network: Network, request: Request, grant_type: str) -> Response:
    asked = request.queries()
    only(asked, need={"grant_type", "client_secret", "access_token"})
    if (asked["grant_type"], asked["client_secret"]) != (grant_type, CLIENT_SECRET):
        return error(101)
    if asked["access_token"].startswith("long-"):
        return error(100)
    return _for(network, asked["access_token"])


def _refreshed(network: Network, request: Request, grant_type: str) -> Response:
    asked = request.queries()
    only(asked, need={"grant_type", "access_token"})
    if asked["grant_type"] != grant_type:
        return error(100)
    ends = network.ends.get(asked["access_token"])
    if ends is not None and ends - LONG + YOUNG > network.now():
        return error(100)
    return _for(network, asked["access_token"])


def _for(network: Network, token: str) -> Response:
    member = network.member(token)
    if member is None:
        return error(190, 463)
    longer = network.consents.next("long")
    network.grant(longer, member.name, LONG)
    network.consents.granted[longer] = network.consents.granted.get(token, ())
    lives = round(LONG.total_seconds())
    return Response(status=200, body={"access_token": longer, "token_type": "bearer", "expires_in": lives})
