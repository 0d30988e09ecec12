"""Calls to LinkedIn's versioned API for one person or page, and what its refusals mean.

https://learn.microsoft.com/linkedin/shared/api-guide/concepts/error-handling and
https://learn.microsoft.com/linkedin/shared/api-guide/concepts/rate-limits (read 2026-11)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

import httpx

from adapters.http import SILENCE, body_of, exchange, fields, refusal, retry_at
from core.account import Grant
from core.clock import Clock
from core.errors import Duplicate, Held, OutcomeUnknown, PortError, Reconnect, Rejected, Throttled, Unavailable

VERSION = "202609"
EXPIRED = "upload_expired"
_PASSING = ("unable to obtain activity", "resource is forbidden")  # seen to go away by themselves
_FOR_GOOD = {"MEDIA_ASSET_PROCESSING_FAILED": "film_failed", "FIELD_LENGTH_TOO_LONG": "text_too_long"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """One author's way in. All calls raise the PortErrors. `url` is the API's host, `version` a year and a month."""

    client: httpx.AsyncClient
    clock: Clock
    url: str
    version: str
    grant: Grant

    async def get(self, path: str, *, finder: bool = False) -> dict[str, Any]:
        """Read something; with `finder` a list by a rule."""
        headers = {"X-RestLi-Method": "FINDER"} if finder else {}
        return fields(self.checked(await self.send("GET", path, headers=headers)), visible=False)

    async def act(self, path: str, body: dict[str, object]) -> dict[str, Any]:
        """Do something invisible, and answer its `value`."""
        value = fields(self.checked(await self.send("POST", path, json=body)), visible=False).get("value")
        return value if isinstance(value, dict) else {}

    async def send(
        self,
        method: str,
        path: str,
        *,
        visible: bool = False,
        within: timedelta = SILENCE,
        headers: dict[str, str] | None = None,
        **content: Any,
    ) -> httpx.Response:
        """Send once and answer whatever came back."""
        ours = {
            "Authorization": f"Bearer {self.grant.access.reveal()}",
            "LinkedIn-Version": self.version,
            "X-Restli-Protocol-Version": "2.0.0",
            **(headers or {}),
        }
        request = self.client.build_request(method, self.url + path, headers=ours, **content)
        return await exchange(self.client, request, visible=visible, within=within)

    async def put(self, address: str, content: bytes, *, within: timedelta) -> str:
        """Bring bytes to an address that LinkedIn named, and answer their mark. The token goes to LinkedIn's own hosts.

        Raises:
            Unavailable: also where the address has expired.
        """
        host = httpx.URL(address).host
        own = host == httpx.URL(self.url).host or host.endswith(".linkedin.com")
        headers = {"Content-Type": "application/octet-stream"}
        if own:
            headers["Authorization"] = f"Bearer {self.grant.access.reveal()}"
        request = self.client.build_request("PUT", address, headers=headers, content=content)
        response = await exchange(self.client, request, visible=False, within=within)
        if response.status_code == 403:  # unverified: an address that has expired is documented to answer 400
            raise Unavailable(EXPIRED)
        self.checked(response)
        return str(response.headers.get("ETag", "")).strip('"')

    def checked(self, response: httpx.Response, *, visible: bool = False) -> httpx.Response:
        """The answer, unless it is a refusal.

        Raises:
            Reconnect: the token is worthless, or was given without what this needs.
            Throttled: as long as is said, else for an hour, at most until the day ends in UTC.
            Held: the version of the API is not spoken any more.
            Duplicate: the author has said the same before.
            Rejected, Unavailable, OutcomeUnknown: as for every platform.
        """
        refused = self._refused(response, visible=visible)
        if refused is not None:
            raise refused
        return response

    def _refused(self, response: httpx.Response, *, visible: bool) -> PortError | None:
        now, status, body = self.clock.now(), response.status_code, body_of(response)
        codes, message = _codes(body), str(body.get("message") or "")
        if status == 429:
            said = response.headers.get("Retry-After", "")
            return Throttled("linkedin_busy", retry_at=retry_at(said, now) if said else _later(now))
        if status == 426 or "VERSION_MISSING" in codes:
            return Held("linkedin_version")
        if any(words in message.lower() for words in _PASSING):
            return OutcomeUnknown("linkedin_trouble") if visible else Unavailable("linkedin_trouble")
        if status == 403:
            return Reconnect("no_rights")
        if status == 409:
            return OutcomeUnknown("conflict") if visible else Unavailable("conflict")
        if status == 422 and "duplicate" in message.lower():
            return Duplicate("duplicate")
        if "EXPIRED_UPLOAD_URL" in codes or "EXPIRED_UPLOAD_URL" in message:
            return Unavailable(EXPIRED)
        if "MEDIA_ASSET_WAITING_UPLOAD" in codes:
            return Unavailable("not_ready")
        for code, reason in _FOR_GOOD.items():
            if code in codes:
                return Rejected(reason)
        return refusal(response, visible=visible, now=now)


def _codes(body: Mapping[str, Any]) -> set[str]:
    """The refusal's code, and those of the fields that are wrong."""
    details = body.get("errorDetails")
    inputs = details.get("inputErrors") if isinstance(details, dict) else None
    each = [one for one in inputs if isinstance(one, dict)] if isinstance(inputs, list) else []
    return {str(one.get("code") or "") for one in (body, *each)}


def _later(now: datetime) -> datetime:
    midnight = datetime.combine(now.astimezone(UTC).date() + timedelta(days=1), time.min, tzinfo=UTC)
    return min(midnight, now + timedelta(hours=1))
