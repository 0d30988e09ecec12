"""Connects boards of a Pinterest account.

https://developers.pinterest.com/docs/getting-started/set-up-authentication-and-authorization/ and
https://github.com/pinterest/api-description/blob/main/v5/openapi.json (read 2026-11). One permission opens every board,
so all boards of a login share its tokens. Pinterest takes no permission back on an app's request: people remove the app
in their settings.
"""

from __future__ import annotations

import httpx

from adapters.publishers.by_consent import ByConsent
from adapters.publishers.oauth import App, ClientKind, OAuth, Provider
from adapters.publishers.pinterest.api import Api
from adapters.publishers.pinterest.rules import RULES
from core.account import Grant
from core.clock import Clock
from core.connecting import Candidate, Connector

AUTH_URL = "https://www.pinterest.com"
API_URL = "https://api.pinterest.com/v5"
SCOPES = ("user_accounts:read", "boards:read", "boards:write", "pins:read", "pins:write")
_PAGE = "250"
_MOST_PAGES = 4  # ours: a thousand boards


def pinterest_connector(
    *, client: httpx.AsyncClient, clock: Clock, app: App, auth_url: str = AUTH_URL, api_url: str = API_URL
) -> Connector:
    """The way to the boards of whoever says yes."""
    provider = Provider(
        label=RULES.label,
        authorize_url=f"{auth_url}/oauth/",
        token_url=f"{api_url}/oauth/token",
        scopes=SCOPES,
        needed=SCOPES,
        joiner=",",
        client=ClientKind.BASIC,
    )

    async def boards(grant: Grant) -> tuple[Candidate, ...]:
        api = Api(client=client, clock=clock, url=api_url, grant=grant)
        me = await api.get("/user_account")
        login = str(me["id"])
        bookmark: dict[str, str] = {}
        found: list[Candidate] = []
        for _ in range(_MOST_PAGES):
            page = await api.get("/boards", page_size=_PAGE, **bookmark)
            for one in page.get("items") or ():
                number, name = str(one["id"]), f"{me['username']}: {one['name']}"
                details = {"board_id": number, "login": login}
                found.append(
                    Candidate(remote_id=f"{login}/{number}", name=name, grant=grant, kind="board", details=details)
                )
            if not page.get("bookmark"):
                break
            bookmark = {"bookmark": str(page["bookmark"])}
        return tuple(found)

    tokens = OAuth(provider=provider, app=app, client=client, clock=clock)
    return ByConsent(rules=RULES, tokens=tokens, who=boards)
