"""Connects an X account.

https://docs.x.com/fundamentals/authentication/oauth-2-0/authorization-code (read 2026-11). A code lives for 30
seconds. Every renewal brings a new refresh token; using an old one again ends them all.
"""

from __future__ import annotations

from dataclasses import replace

import httpx

from adapters.publishers.by_consent import ByConsent
from adapters.publishers.oauth import App, ClientKind, OAuth, Pkce, Provider
from adapters.publishers.x.api import Api
from adapters.publishers.x.rules import RULES
from core.account import Grant
from core.clock import Clock
from core.connecting import Candidate, Connector
from core.errors import Unavailable

AUTH_URL = "https://x.com"
API_URL = "https://api.x.com"
SCOPES = ("tweet.read", "tweet.write", "users.read", "media.write", "offline.access")


def x_connector(
    *, client: httpx.AsyncClient, clock: Clock, app: App, auth_url: str = AUTH_URL, api_url: str = API_URL
) -> Connector:
    """The way to the account of whoever says yes."""
    provider = Provider(
        label=RULES.label,
        authorize_url=f"{auth_url}/i/oauth2/authorize",
        token_url=f"{api_url}/2/oauth2/token",
        revoke_url=f"{api_url}/2/oauth2/revoke",
        scopes=SCOPES,
        needed=SCOPES,
        pkce=Pkce.S256,
        client=ClientKind.BASIC,
    )

    async def owner(grant: Grant) -> tuple[Candidate, ...]:
        me = (await Api(client=client, clock=clock, url=api_url, grant=grant).get("/2/users/me", {})).get("data")
        if not isinstance(me, dict) or not me.get("id"):
            raise Unavailable("unreadable_answer")
        number, username = str(me["id"]), str(me.get("username") or me["id"])
        known = replace(grant, extra={"id": number, "username": username})
        return (Candidate(remote_id=number, name=f"@{username}", grant=known),)

    tokens = OAuth(provider=provider, app=app, client=client, clock=clock)
    return ByConsent(rules=RULES, tokens=tokens, who=owner)
