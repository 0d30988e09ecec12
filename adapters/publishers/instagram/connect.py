"""Connects professional Instagram accounts, by Instagram's own login or through the Facebook pages they belong to.

https://developers.facebook.com/docs/instagram-platform/overview (read 2026-11). Only what came through Facebook can be
deleted from here, and its token does not end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import httpx

from adapters.publishers.facebook.login import API_URL as FACEBOOK_URL, AUTH_URL as FACEBOOK_AUTH_URL, FacebookLogin
from adapters.publishers.instagram.login import API_URL, AUTH_URL, TOKEN_URL, InstagramLogin
from adapters.publishers.instagram.rules import RULES
from adapters.publishers.oauth import App
from core.account import Grant, Platform
from core.clock import Clock
from core.connecting import Candidate, Consent, Question
from core.errors import Invalid, Problem, Reconnect, Rejected
from core.secret import Secret

NEEDED = ("instagram_basic", "instagram_content_publish", "pages_show_list", "pages_read_engagement")
SCOPES = (
    *NEEDED,
    "instagram_manage_comments",
    "instagram_manage_contents",
    "instagram_manage_insights",
    "business_management",
)
"""What is asked of Facebook; beside what is needed: the first comment, deleting, counts, and pages of a business."""

_ACCOUNT = "instagram_business_account"
_THROUGH_FACEBOOK = {"login": "facebook"}


@dataclass(frozen=True, slots=True, kw_only=True)
class InstagramConnector:
    """Implements `core.connecting.Connector`. With a `facebook` app people may choose between both logins."""

    client: httpx.AsyncClient
    clock: Clock
    app: App
    facebook: App | None = None
    auth_url: str = AUTH_URL
    token_url: str = TOKEN_URL
    api_url: str = API_URL
    facebook_auth_url: str = FACEBOOK_AUTH_URL
    facebook_url: str = FACEBOOK_URL

    @property
    def platform(self) -> Platform:
        return RULES.platform

    @property
    def label(self) -> str:
        return RULES.label

    @property
    def questions(self) -> tuple[Question, ...]:
        ways = (("instagram", "Instagram"), ("facebook", "Facebook, where the account belongs to a page of yours"))
        return (Question(name="login", label="Sign in with", choices=ways),) if self.facebook else ()

    async def begin(self, answers: Mapping[str, str], *, state: str, redirect: str) -> Consent:
        """Lead to the consent page of the login that was chosen.

        Raises:
            Invalid: there is no such login.
        """
        said = answers.get("login", "").strip()
        if not self.facebook or said.casefold() == "instagram":
            return self._own.consent(state=state, redirect=redirect)
        if said.casefold() == "facebook":
            consent = self._facebook.consent(state=state, redirect=redirect)
            return replace(consent, kept={**consent.kept, **_THROUGH_FACEBOOK})
        what = f"“{said[:40]}” is no way to sign in there."
        raise Invalid(Problem(field="login", what=what, fix="Choose Instagram or Facebook."))

    async def finish(self, came_back: Mapping[str, str], kept: Mapping[str, str], *, redirect: str) -> Grant:
        """The token of whoever said yes."""
        if _through_facebook(kept):
            grant = await self._facebook.exchange(came_back, kept, redirect=redirect)
            return replace(grant, extra=_THROUGH_FACEBOOK)
        return await self._own.exchange(came_back, kept, redirect=redirect)

    async def candidates(self, grant: Grant) -> tuple[Candidate, ...]:
        """The one account that said yes, or those that belong to the pages of the person who did.

        Raises:
            Invalid: none of them may be posted to.
        """
        if not _through_facebook(grant.extra):
            return (await self._own.candidate(grant),)
        pages = await self._facebook.pages(grant, f"{_ACCOUNT}{{id,username}}")
        found = tuple((page[_ACCOUNT], str(page["access_token"])) for page in pages if page.get(_ACCOUNT))
        if not found:
            what = "No professional Instagram account belongs to the pages that were allowed."
            fix = "Link it to a page of yours in Instagram's settings, then send /connect again."
            raise Invalid(Problem(field="connect", what=what, fix=fix))
        return tuple(
            Candidate(
                remote_id=str(one["id"]),
                name=f"@{one.get('username') or one['id']}",
                grant=Grant(access=Secret(token), extra={**_THROUGH_FACEBOOK, "id": str(one["id"])}),
            )
            for one, token in found
        )

    async def refresh(self, grant: Grant) -> Grant:
        """A newer token of Instagram's own login; that of a page does not end, and is never renewed."""
        if _through_facebook(grant.extra):
            raise Reconnect("token_expired")
        return await self._own.refresh(grant)

    async def revoke(self, grant: Grant) -> bool:
        """Give back what a person allowed at Facebook; the token of one account cannot be given back alone."""
        if not _through_facebook(grant.extra) or "id" in grant.extra:
            return False
        await self._facebook.revoke(grant)
        return True

    @property
    def _own(self) -> InstagramLogin:
        return InstagramLogin(
            client=self.client,
            clock=self.clock,
            app=self.app,
            auth_url=self.auth_url,
            token_url=self.token_url,
            api_url=self.api_url,
        )

    @property
    def _facebook(self) -> FacebookLogin:
        """Facebook's login.

        Raises:
            Rejected: there is no app for it any more.
        """
        if self.facebook is None:
            raise Rejected("app_unknown_there")
        return FacebookLogin(
            client=self.client,
            clock=self.clock,
            app=self.facebook,
            scopes=SCOPES,
            needed=NEEDED,
            auth_url=self.facebook_auth_url,
            api_url=self.facebook_url,
        )


def _through_facebook(extra: Mapping[str, str]) -> bool:
    return extra.get("login") == "facebook"
