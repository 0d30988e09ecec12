"""Calls to the YouTube Data API for one channel, and what its refusals mean.

The first `reason` of a refusal decides. API: https://developers.google.com/youtube/v3/docs/errors (read 2026-11)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

import httpx

from adapters.http import PAUSE, SILENCE, body_of, exchange, fields, refusal, retry_at
from core.account import Grant
from core.clock import Clock
from core.errors import PortError, Reconnect, Rejected, Throttled
from core.slot import zone_named

_BUSY = frozenset({"rateLimitExceeded", "userRateLimitExceeded"})
_QUOTA = frozenset({"quotaExceeded", "dailyLimitExceeded"})
_QUOTA_ZONE = "America/Los_Angeles"  # https://developers.google.com/youtube/v3/determine_quota_cost (read 2026-11)
_TOO_MANY_UPLOADS = "uploadLimitExceeded"
_A_DAY = timedelta(hours=24)  # ours: the limit is for a day, from when is not documented
_NO_RIGHTS = "insufficientPermissions"
_OF_THE_ACCOUNT = {
    "commentsDisabled": "comments_off",
    "youtubeSignupRequired": "no_channel",
    "authenticatedUserAccountSuspended": "account_suspended",
    "authenticatedUserAccountClosed": "account_closed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """One channel's way in. All calls raise the PortErrors."""

    client: httpx.AsyncClient
    clock: Clock
    url: str
    grant: Grant

    async def get(self, path: str, **query: str) -> dict[str, Any]:
        """Read something."""
        response = await self.send("GET", f"{self.url}/youtube/v3{path}", params=query)
        return fields(self.checked(response), visible=False)

    async def send(
        self,
        method: str,
        url: str,
        *,
        visible: bool = False,
        within: timedelta = SILENCE,
        headers: dict[str, str] | None = None,
        **content: Any,
    ) -> httpx.Response:
        """Send once and answer whatever came back. The token goes to the API's own host and to no other."""
        ours = httpx.URL(url).host == httpx.URL(self.url).host
        token = {"Authorization": f"Bearer {self.grant.access.reveal()}"} if ours else {}
        request = self.client.build_request(method, url, headers={**token, **(headers or {})}, **content)
        return await exchange(self.client, request, visible=visible, within=within)

    def checked(self, response: httpx.Response, *, visible: bool = False) -> httpx.Response:
        """The answer, unless it is a refusal.

        Raises:
            Reconnect: the token is worthless or was given without the right.
            Throttled: until the quota begins anew, at midnight in California; for a day after too many uploads.
            Rejected, Unavailable, OutcomeUnknown: as for every platform.
        """
        refused = self._refused(response, visible=visible)
        if refused is not None:
            raise refused
        return response

    def _refused(self, response: httpx.Response, *, visible: bool) -> PortError | None:
        now, reason = self.clock.now(), _reason(response)
        if reason in _OF_THE_ACCOUNT:
            return Rejected(_OF_THE_ACCOUNT[reason])
        if reason in _QUOTA:
            return Throttled("youtube_quota", retry_at=_next_midnight(now))
        if reason == _TOO_MANY_UPLOADS:
            return Throttled("youtube_uploads", retry_at=now + _A_DAY)
        if reason in _BUSY:
            pause = f"{PAUSE.total_seconds():.0f}"
            return Throttled("youtube_busy", retry_at=retry_at(response.headers.get("Retry-After", pause), now))
        if reason == _NO_RIGHTS:
            return Reconnect("no_rights")
        refused = refusal(response, visible=visible, now=now)
        return Rejected(f"youtube_{reason}") if type(refused) is Rejected and reason.isalnum() else refused


def _reason(response: httpx.Response) -> str:
    """The code of the first thing that is wrong; empty when none is told."""
    match body_of(response).get("error"):
        case {"errors": [{"reason": str(reason)}, *_]}:
            return reason
    return ""


def _next_midnight(now: datetime) -> datetime:
    zone = zone_named(_QUOTA_ZONE)
    return datetime.combine(now.astimezone(zone).date() + timedelta(days=1), time.min, tzinfo=zone)
