"""Signing in with Instagram itself. "cleo" is answered in a list, as some copies of the documentation have it.

https://developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login/business-login (read 2026-11)
"paul" has a personal account.
"""

from __future__ import annotations

from datetime import timedelta

from tests.fakes.platform.consent import Terms, served
from tests.fakes.platform.consents import CLIENT_SECRET
from tests.fakes.platform.graph import error
from tests.fakes.platform.messages import Request, Response, Wrong, only
from tests.fakes.platform.network import Member, Network

HOST = "graph.instagram.com"
SHORT, LONG, YOUNG = timedelta(hours=1), timedelta(days=60), timedelta(hours=24)
TERMS = Terms(
    authorize="/www.instagram.com/oauth/authorize",
    token="/api.instagram.com/oauth/access_token",
    scopes=frozenset(
        {
            "instagram_business_basic",
            "instagram_business_content_publish",
            "instagram_business_manage_comments",
        }
    ),
    joiner=",",
    lives=round(SHORT.total_seconds()),
    may=frozenset({"enable_fb_login"}),
)


def open_to_all(network: Network, request: Request) -> Response | None:
    """The consent page, a token of an hour for its code, and the longer ones."""
    match request.method, request.path:
        case "GET", ["graph.instagram.com", "access_token"]:
            return _longer(network, request)
        case "GET", ["graph.instagram.com", "refresh_access_token"]:
            return _refreshed(network, request)
    answer = served(network, request, TERMS)
    if answer is None or answer.status == 302:
        return answer
    if answer.status != 200:
        refused = {"error_type": "OAuthException", "code": 400, "error_message": "Invalid authorization code"}
        return Response(status=400, body=refused)
    token, scopes = answer.body["access_token"], answer.body["scope"]
    name = network.members[token].name
    if name == "cleo":
        one = {"access_token": token, "user_id": name, "permissions": scopes}
        return Response(status=200, body={"data": [one]})
    return Response(status=200, body={"access_token": token, "user_id": name, "permissions": scopes.split(",")})


def told(member: Member, request: Request) -> Response:
    """Who somebody is; `id` means them to this app alone."""
    asked = request.queries()
    only(asked, need={"fields"})
    kind = "PERSONAL" if member.name == "paul" else "BUSINESS"
    known = {"user_id": member.name, "username": member.name, "account_type": kind}
    if strange := set(asked["fields"].split(",")) - known.keys():
        raise Wrong(f"fields {sorted(strange)}")
    return Response(status=200, body={**known, "id": f"scoped-{member.name}"})


def _longer(network: Network, request: Request) -> Response:
    asked = request.queries()
    only(asked, need={"grant_type", "client_secret", "access_token"})
    if (asked["grant_type"], asked["client_secret"]) != ("ig_exchange_token", CLIENT_SECRET):
        return error(101)
    if asked["access_token"].startswith("long-"):
        return error(100)
    return _for(network, asked["access_token"])


def _refreshed(network: Network, request: Request) -> Response:
    asked = request.queries()
    only(asked, need={"grant_type", "access_token"})
    if asked["grant_type"] != "ig_refresh_token":
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
    lives = round(LONG.total_seconds())
    return Response(status=200, body={"access_token": longer, "token_type": "bearer", "expires_in": lives})
