"""Meta's tokens of sixty days: had for one of an hour, and renewed by themselves while they live.

https://developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login/business-login and
https://developers.facebook.com/docs/threads/get-started/long-lived-tokens (read 2026-11).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from adapters.http import exchange
from adapters.publishers.graph import Graph, part, told
from adapters.publishers.oauth import OAuth
from core.account import Grant
from core.connecting import Consent
from core.errors import PortError


@dataclass(frozen=True, slots=True, kw_only=True)
class LongToken:
    """What one platform calls its grant types begins with `prefix`; `url` is its API without a version.

    With `inspects` the platform is asked what the token may do, for it does not say so when it hands it out.
    """

    oauth: OAuth
    graph: Graph
    url: str
    prefix: str
    inspects: bool = False

    def consent(self, *, state: str, redirect: str) -> Consent:
        """Where the person says yes."""
        return self.oauth.consent(state=state, redirect=redirect)

    async def exchange(self, came_back: Mapping[str, str], kept: Mapping[str, str], *, redirect: str) -> Grant:
        """A token that lives sixty days, for the one of an hour that the code is worth."""
        clean = {name: value.removesuffix("#_") for name, value in came_back.items()}
        short = await self.oauth.exchange(clean, kept, redirect=redirect)
        secret = self.oauth.app.client_secret.reveal()
        asked = {"grant_type": f"{self.prefix}_exchange_token", "client_secret": secret}
        longer = await self._longer(short, "access_token", asked)
        if self.inspects:
            await self._check(longer)
        return longer

    async def refresh(self, grant: Grant) -> Grant:
        """Sixty days more. The token must be a day old and not have ended; the old one goes on until it ends."""
        return await self._longer(grant, "refresh_access_token", {"grant_type": f"{self.prefix}_refresh_token"})

    async def revoke(self, grant: Grant) -> bool:
        """There is no address for it: people remove the app in their settings."""
        return False

    async def _check(self, grant: Grant) -> None:
        """Be content with what the token may do; where that is not told, it is believed.

        Raises:
            Invalid: what posting needs was not allowed.
        """
        token = grant.access.reveal()
        try:
            asked = {"input_token": token, "access_token": token}
            about = part(await replace(self.graph, token=grant.access).get("/debug_token", asked), "data")
        except PortError:
            return
        scopes = about.get("scopes")
        if isinstance(scopes, list) and scopes:
            self.oauth.check_granted([str(one) for one in scopes])

    async def _longer(self, grant: Grant, path: str, asked: Mapping[str, str]) -> Grant:
        """The token that comes back for this one; a lost answer costs nothing, since this one stays good."""
        query = {**asked, "access_token": grant.access.reveal()}
        request = self.oauth.client.build_request("GET", f"{self.url}/{path}", params=query)
        response = await exchange(self.oauth.client, request, visible=False)
        answer = self.graph.checked(response, visible=False)
        longer = self.oauth.grant_of({**answer, "access_token": told(answer, "access_token")}, before=grant)
        return replace(longer, ends_at=longer.expires_at)
