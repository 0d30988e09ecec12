"""Connects a TikTok account.

https://developers.tiktok.com/doc/oauth-user-access-token-management and
https://developers.tiktok.com/doc/tiktok-api-v2-get-user-info (read 2026-11). The id of our app is called `client_key`.
Every renewal brings a new refresh token and ends the one before it; lifetimes are what each answer says. Who may be
shown a post differs between creators: https://developers.tiktok.com/doc/content-posting-api-reference-query-creator-info
(read 2026-11).
"""

from __future__ import annotations

import httpx

from adapters.publishers.by_consent import ByConsent
from adapters.publishers.oauth import App, OAuth, Provider
from adapters.publishers.tiktok.api import Api
from adapters.publishers.tiktok.rules import INBOX, MODE, RULES
from core.account import Grant
from core.clock import Clock
from core.connecting import Candidate, Connector
from core.errors import Reconnect, Throttled

AUTH_URL = "https://www.tiktok.com"
API_URL = "https://open.tiktokapis.com"
NEEDED = ("user.info.basic", "video.upload")
SCOPES = (*NEEDED, "video.publish", "video.list")
"""Beside what is needed: posting directly, and finding again what was published."""


def tiktok_connector(
    *, client: httpx.AsyncClient, clock: Clock, app: App, auth_url: str = AUTH_URL, api_url: str = API_URL
) -> Connector:
    """The way to the account of whoever says yes."""
    provider = Provider(
        label=RULES.label,
        authorize_url=f"{auth_url}/v2/auth/authorize/",
        token_url=f"{api_url}/v2/oauth/token/",
        revoke_url=f"{api_url}/v2/oauth/revoke/",
        scopes=SCOPES,
        needed=NEEDED,
        joiner=",",
        id_name="client_key",
    )

    async def creator(grant: Grant) -> tuple[Candidate, ...]:
        api = Api(client=client, clock=clock, url=api_url, grant=grant)
        user = (await api.read("/v2/user/info/", fields="open_id,display_name"))["user"]
        return (
            Candidate(
                remote_id=str(user["open_id"]),
                name=str(user["display_name"]),
                grant=grant,
                details=await _choices(api),
            ),
        )

    tokens = OAuth(provider=provider, app=app, client=client, clock=clock)
    return ByConsent(rules=RULES, tokens=tokens, who=creator)


async def _choices(api: Api) -> dict[str, str]:
    """Who this creator may show posts to; without the right to post directly, films go to the inbox as usual.

    Nothing where TikTok lets nobody ask now, for each post asks again.
    """
    try:
        told = await api.ask("/v2/post/publish/creator_info/query/")
    except Throttled:
        return {}
    except Reconnect:
        return {MODE: INBOX}
    return {"privacy_level_options": ",".join(map(str, told.get("privacy_level_options") or ()))}
