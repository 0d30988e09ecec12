"""Calls to the Pinterest API for one account, and what its refusals mean.

API: https://github.com/pinterest/api-description/blob/main/v5/openapi.json (read 2026-11)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx

from adapters.http import SILENCE, body_of, exchange, fields, refusal, retry_at
from core.account import Grant
from core.clock import Clock
from core.errors import PortError, Rejected, Throttled

_MISSING = {40: "board_missing", 50: "pin_missing"}  # unverified numbers; both come with 404


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """One account's way in. All calls raise the PortErrors."""

    client: httpx.AsyncClient
    clock: Clock
    url: str
    grant: Grant

    async def get(self, path: str, **query: str) -> dict[str, Any]:
        """Read something."""
        return fields(self.checked(await self.send("GET", path, params=query)), visible=False)

    async def post(
        self, path: str, body: Mapping[str, object], *, visible: bool = False, within: timedelta = SILENCE
    ) -> dict[str, Any]:
        """Make something of a JSON object."""
        response = await self.send("POST", path, visible=visible, within=within, json=body)
        return fields(self.checked(response, visible=visible), visible=visible)

    async def send(
        self, method: str, path: str, *, visible: bool = False, within: timedelta = SILENCE, **content: Any
    ) -> httpx.Response:
        """Send once and answer whatever came back."""
        headers = {"Authorization": f"Bearer {self.grant.access.reveal()}"}
        request = self.client.build_request(method, self.url + path, headers=headers, **content)
        return await exchange(self.client, request, visible=visible, within=within)

    def checked(self, response: httpx.Response, *, visible: bool = False) -> httpx.Response:
        """The answer, unless it is a refusal.

        Raises:
            Reconnect: the token is worthless, or was given without what publishing needs.
            Throttled: for as long as the platform says, which may be until tomorrow.
            Rejected, Unavailable, OutcomeUnknown: as for every platform.
        """
        refused = self._refused(response, visible=visible)
        if refused is not None:
            raise refused
        return response

    def _refused(self, response: httpx.Response, *, visible: bool) -> PortError | None:
        now, status, code = self.clock.now(), response.status_code, body_of(response).get("code")
        if status == 429:
            return Throttled("pinterest_busy", retry_at=retry_at(response.headers.get("X-RateLimit-Reset", ""), now))
        if status == 403:
            return Rejected("not_permitted")  # all that posting needs was granted, or it was not connected
        if status == 404:
            return Rejected(_MISSING.get(code, "missing") if isinstance(code, int) else "missing")
        refused = refusal(response, visible=visible, now=now)
        if type(refused) is Rejected and isinstance(code, int):
            return Rejected(f"pinterest_{code}")
        return refused
