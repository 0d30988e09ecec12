"""Calls to a server of the AT Protocol, and what its refusals mean.

The status of a refusal says little (an expired token is a 400): the name in `error` decides.
API: https://docs.bsky.app/docs/category/http-reference and https://atproto.com/specs/xrpc (read 2026-11)
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import httpx

from adapters.http import SILENCE, exchange, fields, refusal
from adapters.judge import Judge
from adapters.publishers.bluesky.dpop import Holder, Nonces, read
from core.account import Grant
from core.clock import Clock
from core.errors import Duplicate, Held, OutcomeUnknown, PortError, Reconnect, Rejected, Throttled, Unavailable
from core.secret import Secret

RECORD_MISSING = "record_missing"
UPLOAD_GONE = "upload_gone"
UPLOAD_COMPLETE = "upload_complete"
_DAILY = timedelta(hours=1)  # ours: when to ask again whether the day's allowance is there anew

# https://github.com/bluesky-social/atproto/tree/main/lexicons (read 2026-11)
_MEANS: Mapping[str, tuple[type[PortError], str]] = {
    "ExpiredToken": (Unavailable, "token_expired"),  # tokens are renewed ahead of time, so the next one is better
    **dict.fromkeys(("InvalidToken", "AuthMissing", "AuthenticationRequired"), (Reconnect, "token")),
    # https://www.rfc-editor.org/rfc/rfc9449#section-7.1 and https://www.rfc-editor.org/rfc/rfc6750#section-3.1
    **dict.fromkeys(("invalid_token", "ScopeMissingError"), (Reconnect, "token")),
    "use_dpop_nonce": (Unavailable, "nonce"),
    "AuthFactorTokenRequired": (Reconnect, "app_password"),
    "AccountNotFound": (Reconnect, "account_moved"),
    "AccountTakedown": (Held, "account_takedown"),
    "AccountDeactivated": (Held, "account_deactivated"),
    "InvalidRequest": (Rejected, "invalid_record"),
    "PayloadTooLarge": (Rejected, "too_large"),
    "RecordNotFound": (Rejected, RECORD_MISSING),
    "InvalidSwap": (Duplicate, "record_exists"),
    **dict.fromkeys(("InvalidSize", "BlobNotFound"), (Unavailable, "blob_gone")),
    "UploadForbidden": (Held, "films_forbidden"),
    **dict.fromkeys(("TooManyOpenUploads", "UploadNotReady", "ServiceOverloaded"), (Unavailable, "films_busy")),
    **dict.fromkeys(("VideoTooLarge", "VideoTooLong", "BadAspectRatio"), (Rejected, "film_size")),
    "UnsupportedContentType": (Rejected, "film_format"),
    "UploadFailed": (Rejected, "film_failed"),
    "UploadAlreadyCompleted": (Rejected, UPLOAD_COMPLETE),
    **dict.fromkeys(("UploadNotFound", "UploadExpired", "UploadAborted", "MissingParts"), (Rejected, UPLOAD_GONE)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """One host and the token for it; without one it is asked as anybody may. All calls raise the PortErrors.

    People name their servers, so each request is judged before it leaves. A token that is bound to a key is shown with
    a proof of its `holder`.
    """

    client: httpx.AsyncClient
    clock: Clock
    judge: Judge
    url: str
    token: Secret = Secret("")
    holder: Holder | None = None

    def with_token(self, token: Secret = Secret(""), *, url: str = "") -> Server:
        """The same server, or the one at `url`, with a token that whoever has it may show; or with none."""
        return replace(self, url=url or self.url, token=token, holder=None)

    async def get(self, method: str, **query: str | Sequence[str]) -> dict[str, Any]:
        """Ask for something; a list stands in the address as often as it has members."""
        return await self._send("GET", method, params=query)

    async def post(self, method: str, body: Mapping[str, Any], *, visible: bool = False) -> dict[str, Any]:
        """Have something done."""
        return await self._send("POST", method, visible=visible, json=body)

    async def give(self, method: str, data: bytes, mime: str, *, within: timedelta, **query: str) -> dict[str, Any]:
        """Hand over bytes."""
        headers = {"Content-Type": mime}
        return await self._send("POST", method, within=within, headers=headers, content=data, params=query)

    async def _send(
        self,
        verb: str,
        method: str,
        *,
        visible: bool = False,
        within: timedelta = SILENCE,
        headers: Mapping[str, str] | None = None,
        **content: Any,
    ) -> dict[str, Any]:
        scheme = "DPoP" if self.holder else "Bearer"
        signed = {"Authorization": f"{scheme} {self.token.reveal()}"} if self.token else {}
        request = self.client.build_request(
            verb, f"{self.url}/xrpc/{method}", headers={**signed, **(headers or {})}, **content
        )
        if self.holder:
            response = await self.holder.send(request, token=self.token, visible=visible, within=within)
        else:
            response = await exchange(self.client, await self.judge(request), visible=visible, within=within)
        refused = refused_by(response, visible=visible, now=self.clock.now())
        if refused is not None:
            raise refused
        return fields(response, visible=visible)


def server_of(grant: Grant, *, client: httpx.AsyncClient, clock: Clock, judge: Judge, nonces: Nonces) -> Server:
    """The account's own server, with its token as that wants to be shown."""
    key, holder = grant.extra.get("key"), None
    if key:
        holder = Holder(client=client, clock=clock, judge=judge, nonces=nonces, key=read(key))
    return Server(
        client=client,
        clock=clock,
        judge=judge,
        url=grant.extra["server"],
        token=grant.access,
        holder=holder,
    )


def told(body: Mapping[str, Any], name: str, *, visible: bool = False) -> Any:
    """A value that the answer must have.

    Raises:
        Unavailable: it has not; OutcomeUnknown after a visible call.
    """
    value = body.get(name)
    if value in (None, ""):
        raise OutcomeUnknown("unreadable_answer") if visible else Unavailable("unreadable_answer")
    return value


def refused_by(response: httpx.Response, *, visible: bool, now: datetime) -> PortError | None:
    """What a refusal means; None for a success."""
    if response.is_success:
        return None
    name = _name(response)
    if name == "DailyLimitExceeded":
        return Throttled("daily_films", retry_at=now + _DAILY)
    if name in _MEANS:
        kind, reason = _MEANS[name]
        return kind(reason)
    return refusal(response, visible=visible, now=now)


def _name(response: httpx.Response) -> str:
    try:
        body = json.loads(response.content)
    except (ValueError, RecursionError):
        return ""
    return str(body.get("error")) if isinstance(body, dict) else ""
