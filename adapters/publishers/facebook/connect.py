"""Connects the Facebook pages of whoever says yes, each with a token of its own.

https://developers.facebook.com/documentation/pages-api (read 2026-11). A page's token does not end by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import httpx

from adapters.publishers.facebook.login import API_URL, AUTH_URL, FacebookLogin
from adapters.publishers.facebook.rules import RULES
from adapters.publishers.oauth import App
from core.account import Grant, Platform
from core.clock import Clock
from core.connecting import Candidate, Consent, Question
from core.errors import Reconnect
from core.secret import Secret

NEEDED = ("pages_show_list", "pages_read_engagement", "pages_manage_posts")
SCOPES = (*NEEDED, "pages_manage_engagement", "read_insights", "business_management")
"""Beside what is needed: the first comment, counts, and pages that belong to a business."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FacebookConnector:
    """Implements `core.connecting.Connector`."""

    client: httpx.AsyncClient
    clock: Clock
    app: App
    auth_url: str = AUTH_URL
    api_url: str = API_URL

    @property
    def platform(self) -> Platform:
        return RULES.platform

    @property
    def label(self) -> str:
        return RULES.label

    @property
    def questions(self) -> tuple[Question, ...]:
        return ()

    async def begin(self, answers: Mapping[str, str], *, state: str, redirect: str) -> Consent:
        """Lead to Facebook's consent page."""
        return self._login.consent(state=state, redirect=redirect)

    async def finish(self, came_back: Mapping[str, str], kept: Mapping[str, str], *, redirect: str) -> Grant:
        """The token of the person, from which those of the pages are made."""
        return await self._login.exchange(came_back, kept, redirect=redirect)

    async def candidates(self, grant: Grant) -> tuple[Candidate, ...]:
        """The pages that the person has allowed and may post to.

        Raises:
            Invalid: there are none.
        """
        return tuple(
            Candidate(
                remote_id=str(page["id"]),
                name=str(page.get("name") or page["id"]),
                kind="page",
                grant=Grant(access=Secret(str(page["access_token"])), extra={"id": str(page["id"])}),
            )
            for page in await self._login.pages(grant)
        )

    async def refresh(self, grant: Grant) -> Grant:
        """A page's token does not end there; one that is refused has to be given anew."""
        raise Reconnect("token_expired")

    async def revoke(self, grant: Grant) -> bool:
        """Give a person's permission back. A page has none of its own: its person's opens their other pages too."""
        if "id" in grant.extra:
            return False
        await self._login.revoke(grant)
        return True

    @property
    def _login(self) -> FacebookLogin:
        return FacebookLogin(
            client=self.client,
            clock=self.clock,
            app=self.app,
            scopes=SCOPES,
            needed=NEEDED,
            auth_url=self.auth_url,
            api_url=self.api_url,
        )
