"""Signing in with Instagram itself. "cleo" is answered in a list, as some copies of the documentation have it.

https://developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login/business-login (read 2026-11)
"paul" has a personal account.
"""

from __future__ import annotations

from tests.fakes.platform.consent import Terms, served
from tests.fakes.platform.long_token import SHORT, served_longer
from tests.fakes.platform.messages import Request, Response, Wrong, only
from tests.fakes.platform.network import Member, Network

HOST = "graph.instagram.com"
TERMS = Terms(
    authorize="/www.instagram.com/oauth/authorize",
    token="/api.instagram.com/oauth/access_token",
    scopes=frozenset(
        {
            "instagram_business_basic",
            "instagram_business_content_publish",
            "instagram_business_manage_comments",
            "instagram_business_manage_insights",
        }
    ),
    joiner=",",
    lives=round(SHORT.total_seconds()),
    may=frozenset({"enable_fb_login"}),
)


def open_to_all(network: Network, request: Request) -> Response | None:
    """The consent page, a token of an hour for its code, and the longer ones."""
    if (longer := served_longer(network, request, HOST, "ig")) is not None:
        return longer
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
