"""Calls to the X API for one account, and what its refusals mean.

https://docs.x.com/x-api/fundamentals/response-codes-and-errors and https://docs.x.com/x-api/fundamentals/rate-limits
(read 2026-11). A refusal is told by the status, by the end of its `type`, and at times by the words of its `detail`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from adapters.http import LONGEST_PAUSE, PAUSE, SILENCE, body_of, exchange, fields, refusal
from core.account import Grant
from core.clock import Clock
from core.errors import Duplicate, Held, OutcomeUnknown, PortError, Reconnect, Rejected, Throttled, Unavailable

_LIMITS = ("x-rate-limit", "x-user-limit-24hour", "x-app-limit-24hour")
_NO_RIGHTS = ("client-forbidden", "oauth1-permissions", "unsupported-authentication")
_SAID_BEFORE = "duplicate content"
_LOCKED = ("temporarily locked", "unlock your account")


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """One account's way in. All calls raise the PortErrors."""

    client: httpx.AsyncClient
    clock: Clock
    url: str
    grant: Grant

    async def get(self, path: str, query: Mapping[str, str]) -> dict[str, Any]:
        """Read something."""
        return self.checked(await self.send("GET", path, params=dict(query)))

    async def post(
        self, path: str, *, visible: bool = False, within: timedelta = SILENCE, **content: Any
    ) -> dict[str, Any]:
        """Make something, and answer its `data`."""
        told = self.checked(await self.send("POST", path, visible=visible, within=within, **content), visible=visible)
        data = told.get("data")
        if isinstance(data, dict) and data.get("id"):
            return data
        raise OutcomeUnknown("unreadable_answer") if visible else Unavailable("unreadable_answer")

    async def send(
        self, method: str, path: str, *, visible: bool = False, within: timedelta = SILENCE, **content: Any
    ) -> httpx.Response:
        """Send once and answer whatever came back."""
        headers = {"Authorization": f"Bearer {self.grant.access.reveal()}"}
        request = self.client.build_request(method, self.url + path, headers=headers, **content)
        return await exchange(self.client, request, visible=visible, within=within)

    def checked(self, response: httpx.Response, *, visible: bool = False) -> dict[str, Any]:
        """The object that was answered, unless it is a refusal.

        Raises:
            Reconnect: the token is worthless, or was given without what publishing needs.
            Throttled: until the last of the limits that are used up begins anew.
            Held: whoever runs the app has no credits left there, or the account is locked.
            Duplicate: this account said the same before.
            Rejected, Unavailable, OutcomeUnknown: as for every platform.
        """
        refused = self._refused(response, visible=visible)
        if refused is not None:
            raise refused
        return fields(response, visible=visible)

    def _refused(self, response: httpx.Response, *, visible: bool) -> PortError | None:
        now, status, body = self.clock.now(), response.status_code, body_of(response)
        kind, detail = str(body.get("type") or "").rpartition("/")[2], _said(body).lower()
        if status == 402 or (status in (403, 429) and kind == "usage-capped"):
            return Held("x_credits")
        if status == 429:
            return Throttled("x_busy", retry_at=_regained(response.headers, now))
        if status == 403 and body.get("reason") == "client-not-enrolled":
            return Held("x_app")
        if status == 403 and kind in _NO_RIGHTS:
            return Reconnect("no_rights")
        if status == 403 and _SAID_BEFORE in detail:
            return Duplicate("duplicate")
        if status in (401, 403) and any(words in detail for words in _LOCKED):
            return Held("account_restricted")
        if status in (400, 403) and "too long" in detail:
            return Rejected("text_too_long")
        if status == 403:
            return Rejected("account_suspended" if kind == "user-suspended" else "not_permitted")
        return refusal(response, visible=visible, now=now)


def _said(body: Mapping[str, Any]) -> str:
    """All it says in words, also in the list that some refusals have instead of one detail."""
    errors = body.get("errors")
    each = [one for one in errors if isinstance(one, dict)] if isinstance(errors, list) else []
    return " ".join(str(one.get("detail") or one.get("message") or "") for one in (body, *each))


def _regained(headers: httpx.Headers, now: datetime) -> datetime:
    """When the last of the limits that are used up begins anew; they name it in seconds since 1970."""
    ends = [headers.get(f"{one}-reset", "") for one in _LIMITS if headers.get(f"{one}-remaining", "0") == "0"]
    named = [datetime.fromtimestamp(int(one[:11]), UTC) for one in ends if one.isascii() and one.isdigit()]
    return max(now, min(max(named, default=now + PAUSE), now + LONGEST_PAUSE))
