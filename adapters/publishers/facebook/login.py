"""Signing in with Facebook: for pages, and for the Instagram accounts behind them.

https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow (read 2026-11). A person's token is
exchanged for one that lives about sixty days; the tokens of pages that are made from that one do not end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import httpx

from adapters.publishers.graph import VERSION, Graph, listed, part
from adapters.publishers.oauth import App, OAuth, Provider
from core.account import Grant
from core.clock import Clock
from core.connecting import Consent
from core.errors import Invalid, Problem, Reconnect, Rejected

AUTH_URL = "https://www.facebook.com"
API_URL = "https://graph.facebook.com"
_TASK = "CREATE_CONTENT"  # https://developers.facebook.com/documentation/pages-api/posts (read 2026-11)
_NAMED = 3  # ours
_LISTED = "100"  # https://developers.facebook.com/docs/graph-api/results (read 2026-11)


@dataclass(frozen=True, slots=True, kw_only=True)
class FacebookLogin:
    """One app's way to the pages of whoever says yes. `needed` are those of the `scopes` that nothing works without."""

    client: httpx.AsyncClient
    clock: Clock
    app: App
    scopes: tuple[str, ...]
    needed: tuple[str, ...]
    auth_url: str = AUTH_URL
    api_url: str = API_URL

    def consent(self, *, state: str, redirect: str) -> Consent:
        """Where the person says yes."""
        return self._oauth().consent(state=state, redirect=redirect)

    async def exchange(self, came_back: Mapping[str, str], kept: Mapping[str, str], *, redirect: str) -> Grant:
        """The person's own token, the one that lives long.

        Raises:
            Invalid: they said no, or unticked what is needed.
        """
        oauth = self._oauth()
        short = await oauth.exchange(came_back, kept, redirect=redirect)
        grant = oauth.grant_of(await oauth.ask("fb_exchange_token", fb_exchange_token=short.access.reveal()))
        told = listed(await self._graph(grant).get("/me/permissions", {}))
        oauth.check_granted([str(one.get("permission")) for one in told if one.get("status") == "granted"])
        return replace(grant, ends_at=grant.expires_at)

    async def pages(self, grant: Grant, *more: str) -> tuple[dict[str, Any], ...]:
        """The pages this person may post to, with `id`, `name`, `access_token` and these fields; first their own.

        Raises:
            Invalid: they have allowed none, or may post to none of them.
        """
        graph, fields = self._graph(grant), ("id", "name", "access_token", *more)
        found = await _every(graph, "/me/accounts", *fields, "tasks")
        for business in await _every_shown(graph, "/me/businesses", "id"):
            for edge in ("owned_pages", "client_pages"):
                found += await _every_shown(graph, f"/{business.get('id')}/{edge}", *fields)
        pages: dict[str, dict[str, Any]] = {}
        for page in found:
            pages.setdefault(str(page.get("id")), page)
        if not pages:
            what = "Facebook lets apps post to pages only, and no page was allowed."
            raise Invalid(Problem(field="connect", what=what, fix="Send /connect again and tick a page of yours."))
        open_ones = tuple(page for page in pages.values() if _may_post(page))
        if not open_ones:
            names = ", ".join(str(page.get("name")) for page in [*pages.values()][:_NAMED])
            fix = "Ask an admin of the page to let you create content there, then send /connect again."
            raise Invalid(Problem(field="connect", what=f"You may not post to {names}.", fix=fix))
        return open_ones

    async def revoke(self, grant: Grant) -> None:
        """Give the permission of this person back, and with it the tokens of all their pages.

        API: https://developers.facebook.com/docs/graph-api/reference/user/permissions/ (read 2026-11)
        """
        graph = self._graph(grant)
        try:
            graph.checked(await graph.send("DELETE", f"{graph.url}/me/permissions"), visible=False)
        except Reconnect:
            return  # it is gone already

    def _oauth(self) -> OAuth:
        provider = Provider(
            label="Facebook",
            authorize_url=f"{self.auth_url}/{VERSION}/dialog/oauth",
            token_url=f"{self.api_url}/{VERSION}/oauth/access_token",
            token_by_get=True,
            scopes=self.scopes,
            needed=self.needed,
            joiner=",",
        )
        return OAuth(provider=provider, app=self.app, client=self.client, clock=self.clock)

    def _graph(self, grant: Grant) -> Graph:
        url = f"{self.api_url}/{VERSION}"
        return Graph(client=self.client, clock=self.clock, url=url, token=grant.access, account="me")


def _may_post(page: Mapping[str, Any]) -> bool:
    """Whether the person may; the pages of a business do not tell."""
    tasks = page.get("tasks")
    return bool(page.get("access_token")) and (tasks is None or _TASK in tasks)


async def _every(graph: Graph, path: str, *fields: str) -> list[dict[str, Any]]:
    """A whole list; the address of its next part is not followed, since it would carry the token."""
    query = {"fields": ",".join(fields), "limit": _LISTED}
    found: list[dict[str, Any]] = []
    while True:
        answer = await graph.get(path, query)
        found += listed(answer)
        paging = part(answer, "paging")
        after = part(paging, "cursors").get("after")
        if not paging.get("next") or not after or after == query.get("after"):
            return found
        query["after"] = str(after)


async def _every_shown(graph: Graph, path: str, *fields: str) -> list[dict[str, Any]]:
    """The same; empty where the person did not allow to see it."""
    try:
        return await _every(graph, path, *fields)
    except (Reconnect, Rejected):
        return []
