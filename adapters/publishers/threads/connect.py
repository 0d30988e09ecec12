"""Connects a Threads profile.

https://developers.facebook.com/docs/threads/get-started/get-access-tokens-and-permissions (read 2026-11)
"""

from __future__ import annotations

from dataclasses import replace

import httpx

from adapters.publishers.by_consent import ByConsent
from adapters.publishers.graph import Graph, told
from adapters.publishers.long_token import LongToken
from adapters.publishers.oauth import App, OAuth, Provider
from adapters.publishers.threads.rules import RULES
from core.account import Grant
from core.clock import Clock
from core.connecting import Candidate, Connector
from core.secret import Secret

AUTH_URL = "https://threads.net"
API_URL = "https://graph.threads.net"
NEEDED = ("threads_basic", "threads_content_publish")
SCOPES = (*NEEDED, "threads_read_replies", "threads_manage_replies", "threads_delete", "threads_manage_insights")
"""Beside what is needed: posts below a post and finding them again, taking posts down, and counts."""


def threads_connector(
    *, client: httpx.AsyncClient, clock: Clock, app: App, auth_url: str = AUTH_URL, api_url: str = API_URL
) -> Connector:
    """The way to the profile of whoever says yes."""
    provider = Provider(
        label=RULES.label,
        authorize_url=f"{auth_url}/oauth/authorize",
        token_url=f"{api_url}/oauth/access_token",
        scopes=SCOPES,
        needed=NEEDED,
        joiner=",",
    )
    nobody = Graph(client=client, clock=clock, url=f"{api_url}/v1.0", token=Secret(""), account="me")

    async def profile(grant: Grant) -> tuple[Candidate, ...]:
        me = await replace(nobody, token=grant.access).get("/me", {"fields": "id,username"})
        number = told(me, "id")
        name = f"@{me.get('username') or number}"
        return (Candidate(remote_id=number, name=name, grant=replace(grant, extra={"id": number})),)

    oauth = OAuth(provider=provider, app=app, client=client, clock=clock)
    tokens = LongToken(oauth=oauth, graph=nobody, url=api_url, prefix="th", inspects=True)
    return ByConsent(rules=RULES, tokens=tokens, who=profile)
