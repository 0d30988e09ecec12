"""Connects a Bluesky account, or one on any other server of the AT Protocol, by an app password.

https://docs.bsky.app/docs/api/com-atproto-server-create-session and its neighbours (read 2026-11). The password is used
once and never kept: what is kept are the two tokens it gives, of which the second brings new ones for 90 days.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx

from adapters.http import body_of, exchange
from adapters.judge import Judge
from adapters.publishers.bluesky.api import refused_by, told
from adapters.publishers.bluesky.rules import RULES
from adapters.publishers.servers import server_in
from core.account import Grant, Platform
from core.clock import Clock
from core.connecting import Candidate, Consent, Question
from core.errors import Invalid, Problem, Reconnect, Rejected
from core.secret import Secret

HOME = "https://bsky.social"
_SERVICE = "#atproto_pds"
_APP_PASSWORD = re.compile(r"[a-z0-9]{4}(?:-[a-z0-9]{4}){3}")
_WRONG = frozenset({"AuthenticationRequired", "AuthMissing", "InvalidRequest", "AccountNotFound"})
_HANDLE = "Your name there"
_ELSEWHERE = "ana.bsky.social; on another server ana.example@https://pds.example"
_WHERE = "Made under Settings, Privacy and security, App passwords; not your own password"


@dataclass(frozen=True, slots=True, kw_only=True)
class BlueskyConnector:
    """Implements `core.connecting.Connector`. `home` is asked for who is not said to live on another server."""

    client: httpx.AsyncClient
    clock: Clock
    judge: Judge
    home: str = HOME

    @property
    def platform(self) -> Platform:
        return RULES.platform

    @property
    def label(self) -> str:
        return RULES.label

    @property
    def questions(self) -> tuple[Question, ...]:
        return (
            Question(name="handle", label=_HANDLE, hint=_ELSEWHERE),
            Question(name="password", label="App password", hint=_WHERE, secret=True),
        )

    async def begin(self, answers: Mapping[str, str], *, state: str, redirect: str) -> Consent | Grant:
        """Sign in with the app password.

        Raises:
            Invalid: it is none, or does not open that account.
        """
        handle, _, elsewhere = answers.get("handle", "").strip().removeprefix("@").partition("@")
        password = answers.get("password", "").strip()
        if "." not in handle:
            what = f"“{handle[:60]}” is no name there." if handle else "What are you called there?"
            raise _wrong("handle", what, "Write it whole, such as ana.bsky.social.")
        if not _APP_PASSWORD.fullmatch(password):
            raise _wrong("password", "That is no app password.", "It looks like abcd-efgh-ijkl-mnop. Make one there.")
        server = server_in(elsewhere) if elsewhere else self.home
        if not server:
            raise _wrong(
                "handle", f"“{elsewhere[:60]}” is no server.", "Write it such as ana.example@https://pds.example."
            )
        asked = {"identifier": handle, "password": password}
        response = await self._send("createSession", server, json=asked)
        if response.status_code in (400, 401) and str(body_of(response).get("error")) in _WRONG:
            raise _wrong("password", "That name and app password do not belong together.", "Make a new one, try again.")
        return self._grant(self._answer(response), server)

    async def finish(self, came_back: Mapping[str, str], kept: Mapping[str, str], *, redirect: str) -> Grant:
        """Nobody comes back: no consent is asked there.

        Raises:
            Rejected: always.
        """
        raise Rejected("code_refused")

    async def candidates(self, grant: Grant) -> tuple[Candidate, ...]:
        """The one account that the tokens belong to."""
        me = self._answer(await self._send("getSession", grant.extra["server"], token=grant.access, method="GET"))
        return (Candidate(remote_id=str(told(me, "did")), name=f"@{told(me, 'handle')}", grant=grant),)

    async def refresh(self, grant: Grant) -> Grant:
        """Two newer tokens; the old one brings the same ones again for a while, so a lost answer does no harm.

        Raises:
            Reconnect: the app password was taken back.
        """
        response = await self._send("refreshSession", grant.extra["server"], token=grant.refresh)
        if response.status_code in (400, 401) and body_of(response).get("error") in ("ExpiredToken", "InvalidToken"):
            raise Reconnect("token_refused")
        return self._grant(self._answer(response), grant.extra["server"])

    async def revoke(self, grant: Grant) -> bool:
        """End the session."""
        response = await self._send("deleteSession", grant.extra["server"], token=grant.refresh)
        if body_of(response).get("error") not in ("ExpiredToken", "InvalidToken"):
            self._answer(response, empty=True)
        return True

    async def _send(
        self, name: str, server: str, *, token: Secret | None = None, method: str = "POST", **content: Any
    ) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token.reveal()}"} if token else {}
        address = f"{server}/xrpc/com.atproto.server.{name}"
        request = self.client.build_request(method, address, headers=headers, **content)
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
            extra={"server": lives_at(session) or server, "id": str(told(session, "did"))},
        )


def lives_at(session: Mapping[str, Any]) -> str:
    """The server that the account's document names; empty when none comes along, or nothing that can be one."""
    document = session.get("didDoc")
    services = document.get("service") if isinstance(document, dict) else None
    for service in services if isinstance(services, list) else ():
        if isinstance(service, dict) and str(service.get("id", "")).endswith(_SERVICE):
            return server_in(str(service.get("serviceEndpoint") or ""))
    return ""


def _end(token: str) -> datetime | None:
    """When a token ends, as it says itself (https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4)."""
    try:
        claims = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
        return datetime.fromtimestamp(claims["exp"], UTC)
    except (ValueError, LookupError, TypeError, OverflowError, OSError):
        return None


def _wrong(field: str, what: str, fix: str) -> Invalid:
    return Invalid(Problem(field=field, what=what, fix=fix))
