"""Connects a YouTube channel through Google's consent page.

https://developers.google.com/identity/protocols/oauth2/web-server and
https://developers.google.com/youtube/v3/docs/channels/list (read 2026-11). Google hands out a token that renews the
others only when it is asked for `offline` access with a fresh consent; an app in "Testing" loses it after 7 days.
"""

from __future__ import annotations

import httpx

from adapters.publishers.by_consent import ByConsent
from adapters.publishers.oauth import App, OAuth, Pkce, Provider
from adapters.publishers.youtube.api import Api
from adapters.publishers.youtube.rules import RULES
from core.account import Grant
from core.clock import Clock
from core.connecting import Candidate, Connector

AUTH_URL = "https://accounts.google.com"
TOKEN_URL = "https://oauth2.googleapis.com"
API_URL = "https://www.googleapis.com"
_SCOPE = "https://www.googleapis.com/auth/youtube"
SCOPES = (f"{_SCOPE}.upload", f"{_SCOPE}.readonly", f"{_SCOPE}.force-ssl")
"""To upload, to find what was uploaded, and to take it down."""


def youtube_connector(
    *,
    client: httpx.AsyncClient,
    clock: Clock,
    app: App,
    auth_url: str = AUTH_URL,
    token_url: str = TOKEN_URL,
    api_url: str = API_URL,
) -> Connector:
    """The way to a channel of whoever says yes."""
    provider = Provider(
        label=RULES.label,
        authorize_url=f"{auth_url}/o/oauth2/v2/auth",
        token_url=f"{token_url}/token",
        revoke_url=f"{token_url}/revoke",
        revoke_by_token=True,
        scopes=SCOPES,
        needed=SCOPES[:2],
        pkce=Pkce.S256,
        more={"access_type": "offline", "prompt": "consent"},
    )

    async def channels(grant: Grant) -> tuple[Candidate, ...]:
        found = await Api(client=client, clock=clock, url=api_url, grant=grant).get(
            "/channels", part="snippet", mine="true"
        )
        return tuple(
            Candidate(remote_id=str(one["id"]), name=str(one["snippet"]["title"]), grant=grant)
            for one in found.get("items") or ()
        )

    tokens = OAuth(provider=provider, app=app, client=client, clock=clock)
    return ByConsent(rules=RULES, tokens=tokens, who=channels)
