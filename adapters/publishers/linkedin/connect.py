"""Connects a LinkedIn profile, or the pages that somebody manages.

https://learn.microsoft.com/linkedin/shared/authentication/authorization-code-flow,
https://learn.microsoft.com/linkedin/shared/authentication/programmatic-refresh-tokens and
https://learn.microsoft.com/linkedin/marketing/community-management/organizations/organization-access-control-by-role
(read 2026-11). Most apps get a token of 60 days and nothing to renew it with. Pages need an app that LinkedIn has let
into its Community Management API; asking for their scopes with any other fails.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

import httpx

from adapters.publishers.linkedin.api import VERSION, Api
from adapters.publishers.linkedin.rules import RULES
from adapters.publishers.oauth import App, OAuth, Provider
from core.account import Grant, Platform
from core.clock import Clock
from core.connecting import Candidate, Consent, Question
from core.errors import Invalid, Problem, Unavailable

AUTH_URL = "https://www.linkedin.com"
API_URL = "https://api.linkedin.com"
OF_MEMBERS = ("openid", "profile", "w_member_social")
OF_PAGES = ("openid", "profile", "w_organization_social", "r_organization_social", "rw_organization_admin")
_AS_PAGES = {"as": "pages"}
_AT_ONCE = 20
_ROLES = ("ADMINISTRATOR", "CONTENT_ADMINISTRATOR")
"""Who may post: https://learn.microsoft.com/linkedin/marketing/community-management/shares/posts-api (read 2026-11)."""
_MOST_LISTS = 10  # ours: two hundred pages


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedinConnector:
    """Implements `core.connecting.Connector`."""

    client: httpx.AsyncClient
    clock: Clock
    app: App
    auth_url: str = AUTH_URL
    api_url: str = API_URL
    version: str = VERSION

    @property
    def platform(self) -> Platform:
        return RULES.platform

    @property
    def label(self) -> str:
        return RULES.label

    @property
    def questions(self) -> tuple[Question, ...]:
        pages = "Pages you manage, if LinkedIn has let your app into its Community Management API"
        return (Question(name="as", label="What is it?", choices=(("profile", "Your profile"), ("pages", pages))),)

    async def begin(self, answers: Mapping[str, str], *, state: str, redirect: str) -> Consent:
        """Lead to the consent page for the profile or the pages.

        Raises:
            Invalid: it is neither.
        """
        said = answers.get("as", "").strip().casefold()
        if said in ("", "profile"):
            return self._oauth(OF_MEMBERS).consent(state=state, redirect=redirect)
        if said in ("page", "pages"):
            consent = self._oauth(OF_PAGES).consent(state=state, redirect=redirect)
            return replace(consent, kept={**consent.kept, **_AS_PAGES})
        what = f"“{said[:40]}” cannot be connected there."
        raise Invalid(Problem(field="as", what=what, fix="Choose your profile or pages."))

    async def finish(self, came_back: Mapping[str, str], kept: Mapping[str, str], *, redirect: str) -> Grant:
        """The token of whoever said yes. What nothing renews is said to end, and is not tried to be renewed."""
        scopes, extra = (OF_PAGES, _AS_PAGES) if kept.get("as") else (OF_MEMBERS, {})
        grant = await self._oauth(scopes).exchange(came_back, kept, redirect=redirect)
        if not grant.refresh:
            grant = replace(grant, ends_at=grant.expires_at, expires_at=None)
        return replace(grant, extra=extra)

    async def candidates(self, grant: Grant) -> tuple[Candidate, ...]:
        """The member, or every page where they may post."""
        api = self._api(grant)
        me = await api.get("/v2/userinfo")
        if not me.get("sub"):
            raise Unavailable("unreadable_answer")
        if grant.extra.get("as"):
            return await _pages(api, str(me["sub"]))
        author = f"urn:li:person:{me['sub']}"
        known = replace(grant, extra={"author": author})
        return (Candidate(remote_id=author, name=str(me.get("name") or "LinkedIn profile"), grant=known),)

    async def refresh(self, grant: Grant) -> Grant:
        """Sixty days more, for apps that were given something to renew with; that ends a year after the consent."""
        return await self._oauth(OF_MEMBERS).refresh(grant)

    async def revoke(self, grant: Grant) -> bool:
        """Give the token back."""
        return await self._oauth(OF_MEMBERS).revoke(replace(grant, refresh=type(grant.refresh)("")))

    def _oauth(self, scopes: tuple[str, ...]) -> OAuth:
        provider = Provider(
            label=RULES.label,
            authorize_url=f"{self.auth_url}/oauth/v2/authorization",
            token_url=f"{self.auth_url}/oauth/v2/accessToken",
            revoke_url=f"{self.auth_url}/oauth/v2/revoke",
            scopes=scopes,
            needed=scopes[2:],
        )
        return OAuth(provider=provider, app=self.app, client=self.client, clock=self.clock)

    def _api(self, grant: Grant) -> Api:
        return Api(client=self.client, clock=self.clock, url=self.api_url, version=self.version, grant=grant)


async def _pages(api: Api, member: str) -> tuple[Candidate, ...]:
    """The pages where this member may post, with their names; all live by one permission."""
    urns = [*dict.fromkeys([urn for role in _ROLES for urn in await _pages_as(api, role)])]
    names: dict[str, Any] = {}
    numbers = [urn.rpartition(":")[2] for urn in urns]
    for at in range(0, len(numbers), _AT_ONCE):
        listed = ",".join(quote(one, safe="") for one in numbers[at : at + _AT_ONCE])
        names |= (await api.get(f"/rest/organizations?ids=List({listed})")).get("results") or {}
    return tuple(
        Candidate(
            remote_id=urn,
            name=str((names.get(number) or {}).get("localizedName") or f"page {number}"),
            grant=replace(api.grant, extra={"author": urn}),
            kind="page",
            details={"login": f"pages of {member}"},
        )
        for urn, number in zip(urns, numbers, strict=True)
    )


async def _pages_as(api: Api, role: str) -> list[str]:
    """The pages where the member has that role."""
    urns: list[str] = []
    for start in range(0, _MOST_LISTS * _AT_ONCE, _AT_ONCE):
        asked = f"q=roleAssignee&role={role}&state=APPROVED&count={_AT_ONCE}&start={start}"
        told = await api.get(f"/rest/organizationAcls?{asked}", finder=True)
        urns += [str(one.get("organization") or one.get("organizationTarget")) for one in told.get("elements") or ()]
        if not any(link.get("rel") == "next" for link in (told.get("paging") or {}).get("links") or ()):
            break
    return urns
