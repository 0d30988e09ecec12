"""Connects an account by an app password.

https://docs.bsky.app/docs/api/com-atproto-server-create-session and its neighbours (read 2026-11). The password is used
once and never kept: what is kept are the two tokens it gives, of which the second brings new ones for 90 days.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx

from adapters.http import body_of, exchange
from adapters.judge import Judge
from adapters.publishers.bluesky.api import refused_by, told
from adapters.publishers.bluesky.identity import lives_at
from core.account import Grant
from core.clock import Clock
from core.errors import Invalid, Problem, Reconnect
from core.secret import Secret

_WRONG = frozenset({"AuthenticationRequired", "AuthMissing", "InvalidRequest", "AccountNotFound"})
_GONE = frozenset({"ExpiredToken", "InvalidToken"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sessions:
    """Begins, renews and ends sessions on a server."""

    client: httpx.AsyncClient
    clock: Clock
    judge: Judge

    async def begin(self, handle: str, password: Secret, server: str) -> Grant:
        """Sign in.

        Raises:
            Invalid: the password does not open that account.
        """
        asked = {"identifier": handle, "password": password.reveal()}
        response = await self._send("createSession", server, json=asked)
        if response.status_code in (400, 401) and str(body_of(response).get("error")) in _WRONG:
            what = "That name and app password do not belong together."
            raise Invalid(Problem(field="password", what=what, fix="Make a new one, try again."))
        return self._grant(self._answer(response), server)

    async def refresh(self, grant: Grant) -> Grant:
        """Two newer tokens; the old one brings the same ones again for a while, so a lost answer does no harm.

        Raises:
            Reconnect: the app password was taken back.
        """
        response = await self._send("refreshSession", grant.extra["server"], token=grant.refresh)
        if response.status_code in (400, 401) and body_of(response).get("error") in _GONE:
            raise Reconnect("token_refused")
        return self._grant(self._answer(response), grant.extra["server"])

    async def end(self, grant: Grant) -> None:
        """End the session; one that has ended is fine."""
        response = await self._send("deleteSession", grant.extra["server"], token=grant.refresh)
        if body_of(response).get("error") not in _GONE:
            self._answer(response, empty=True)

    async def _send(self, name: str, server: str, *, token: Secret | None = None, **content: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token.reveal()}"} if token else {}
        address = f"{server}/xrpc/com.atproto.server.{name}"
        request = self.client.build_request("POST", address, headers=headers, **content)
        return await exchange(self.client, await self.judge(request), visible=False)

    def _answer(self, response: httpx.Response, *, empty: bool = False) -> dict[str, Any]:
        refused = refused_by(response, visible=False, now=self.clock.now())
        if refused is not None:
            raise refused
        return {} if empty else body_of(response)

    def _grant(self, session: Mapping[str, Any], server: str) -> Grant:
        access, refresh = str(told(session, "accessJwt")), str(told(session, "refreshJwt"))
        return Grant(
            access=Secret(access),
            refresh=Secret(refresh),
            expires_at=_end(access),
            ends_at=_end(refresh),
            extra={"server": lives_at(session.get("didDoc")) or server, "id": str(told(session, "did"))},
        )


def _end(token: str) -> datetime | None:
    """When a token ends, as it says itself (https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4)."""
    try:
        claims = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
        return datetime.fromtimestamp(claims["exp"], UTC)
    except (ValueError, LookupError, TypeError, OverflowError, OSError):
        return None
