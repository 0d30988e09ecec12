"""Calls to the Content Posting API for one creator, and what its refusals mean.

The `code` in the body decides. API: https://developers.tiktok.com/doc/content-posting-api-reference-direct-post,
https://developers.tiktok.com/doc/content-posting-api-reference-get-video-status (read 2026-11)
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx

from adapters.http import SILENCE, body_of, exchange, fields, refusal, retry_at
from core.account import Grant
from core.clock import Clock
from core.errors import OutcomeUnknown, PortError, Reconnect, Rejected, Throttled, Unavailable

GLANCE = timedelta(seconds=10)  # ours: it must not outlast the visible call before it
_NO_RIGHTS = frozenset({"access_token_invalid", "scope_not_authorized", "scope_permission_missed"})
_TOO_MANY = frozenset({"spam_risk_too_many_posts", "spam_risk_too_many_pending_share", "reached_active_user_cap"})
_A_DAY = timedelta(hours=24)  # https://developers.tiktok.com/doc/content-sharing-guidelines (read 2026-11)
_PASSING = frozenset({"internal", "video_pull_failed", "photo_pull_failed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """One creator's way in. All calls raise the PortErrors."""

    client: httpx.AsyncClient
    clock: Clock
    url: str
    grant: Grant

    async def ask(
        self,
        path: str,
        body: Mapping[str, object] | None = None,
        *,
        visible: bool = False,
        within: timedelta = SILENCE,
    ) -> dict[str, Any]:
        """Send a JSON object, or nothing, and answer the `data`.

        Raises:
            Reconnect: the token is worthless or was given without the right.
            Throttled: for a minute after too many calls, for a day after too many posts.
            Rejected, Unavailable, OutcomeUnknown: as for every platform.
        """
        token = f"Bearer {self.grant.access.reveal()}"
        headers = {"Authorization": token, "Content-Type": "application/json; charset=UTF-8"}
        content = b"" if body is None else json.dumps(body).encode()
        request = self.client.build_request("POST", self.url + path, headers=headers, content=content)
        return self._data(await exchange(self.client, request, visible=visible, within=within), visible=visible)

    async def read(self, path: str, **query: str) -> dict[str, Any]:
        """Ask about something and answer the `data`. Raises as `ask` does."""
        headers = {"Authorization": f"Bearer {self.grant.access.reveal()}"}
        request = self.client.build_request("GET", self.url + path, headers=headers, params=query)
        return self._data(await exchange(self.client, request, visible=False), visible=False)

    def _data(self, response: httpx.Response, *, visible: bool) -> dict[str, Any]:
        refused = refusal(response, visible=visible, now=self.clock.now())
        answer = body_of(response) if refused else fields(response, visible=visible)
        error, data = answer.get("error"), answer.get("data")
        code = str(error.get("code")) if isinstance(error, dict) else ""
        if refused is None and code == "ok" and isinstance(data, dict):
            return data
        raise self._meant(code, refused, response, visible=visible)

    async def status(self, publish_id: str) -> dict[str, Any]:
        """What became of a post that was begun."""
        return await self.ask("/v2/post/publish/status/fetch/", {"publish_id": publish_id}, within=GLANCE)

    def _meant(self, code: str, refused: PortError | None, response: httpx.Response, *, visible: bool) -> PortError:
        """What a code means; one that is in no table leaves it to the status."""
        now = self.clock.now()
        if code in _NO_RIGHTS:
            return Reconnect(code)
        if code in _TOO_MANY:
            return Throttled(code, retry_at=now + _A_DAY)
        if code == "rate_limit_exceeded":
            return Throttled("tiktok_busy", retry_at=retry_at(response.headers.get("Retry-After", ""), now))
        if refused is None:
            return OutcomeUnknown("unreadable_answer") if visible else Unavailable("unreadable_answer")
        return Rejected(code) if type(refused) is Rejected and code.replace("_", "").isalnum() else refused


def failure_of(told: Mapping[str, Any]) -> PortError:
    """Why a post was not made, from the status that says so: it will never show."""
    reason = str(told.get("fail_reason") or "failed")
    if reason == "auth_removed":
        return Reconnect(reason)
    return Unavailable(reason) if reason in _PASSING else Rejected(reason)
