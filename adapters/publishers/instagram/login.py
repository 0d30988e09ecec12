"""Instagram's own login: no Facebook page is needed, and the token is renewed by itself.

https://developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login/business-login (read 2026-11)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import httpx

from adapters.publishers.graph import VERSION, Graph, told
from adapters.publishers.long_token import LongToken
from adapters.publishers.oauth import App, OAuth, Provider
from core.account import Grant
from core.clock import Clock
from core.connecting import Candidate, Consent
from core.errors import Invalid, Problem

AUTH_URL = "https://www.instagram.com"
TOKEN_URL = "https://api.instagram.com"
API_URL = "https://graph.instagram.com"
NEEDED = ("instagram_business_basic", "instagram_business_content_publish")
SCOPES = (*NEEDED, "instagram_business_manage_comments", "instagram_business_manage_insights")
"""Beside what is needed: the first comment, and counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InstagramLogin:
    """One app's way to the professional account of whoever says yes."""

    client: httpx.AsyncClient
    clock: Clock
    app: App
    auth_url: str = AUTH_URL
    token_url: str = TOKEN_URL
    api_url: str = API_URL

    def consent(self, *, state: str, redirect: str) -> Consent:
        """Where the person says yes."""
        return self._oauth.consent(state=state, redirect=redirect)

    async def exchange(self, came_back: Mapping[str, str], kept: Mapping[str, str], *, redirect: str) -> Grant:
        """A token that lives sixty days."""
        return await self._token(Grant()).exchange(came_back, kept, redirect=redirect)

    async def refresh(self, grant: Grant) -> Grant:
        """Sixty days more."""
        return await self._token(grant).refresh(grant)

    async def candidate(self, grant: Grant) -> Candidate:
        """The account that said yes.

        Raises:
            Invalid: it is a personal one.
        """
        me = await self._graph(grant).get("/me", {"fields": "user_id,username,account_type"})
        number = told(me, "user_id")
        name = f"@{me.get('username') or number}"
        if me.get("account_type") == "PERSONAL":
            fix = "Make it a professional account in Instagram's settings, then send /connect again."
            what = f"{name} is a personal account, and Instagram lets apps post to professional ones only."
            raise Invalid(Problem(field="connect", what=what, fix=fix))
        return Candidate(remote_id=number, name=name, grant=replace(grant, extra={"id": number}))

    def _token(self, grant: Grant) -> LongToken:
        return LongToken(oauth=self._oauth, graph=self._graph(grant), url=self.api_url, prefix="ig")

    @property
    def _oauth(self) -> OAuth:
        provider = Provider(
            label="Instagram",
            authorize_url=f"{self.auth_url}/oauth/authorize",
            token_url=f"{self.token_url}/oauth/access_token",
            granted_name="permissions",
            scopes=SCOPES,
            needed=NEEDED,
            joiner=",",
            more={"enable_fb_login": "0"},
        )
        return OAuth(provider=provider, app=self.app, client=self.client, clock=self.clock)

    def _graph(self, grant: Grant) -> Graph:
        url = f"{self.api_url}/{VERSION}"
        return Graph(client=self.client, clock=self.clock, url=url, token=grant.access, account="me")
