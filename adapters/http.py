"""The one way out over HTTP: the client, and what its failures mean.

Every adapter sends through `exchange` or `call`, so that the difference between "it never left" and "it may
have happened" is decided here and nowhere else.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any

import httpx

from core.clock import Clock
from core.errors import OutcomeUnknown, PortError, Reconnect, Rejected, Throttled, Unavailable

CONNECT = timedelta(seconds=10)
SILENCE = timedelta(seconds=30)
LARGEST_ANSWER = 8 * 1024 * 1024
PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(days=1)

_NEVER_LEFT: Mapping[type[Exception], str] = {
    httpx.ConnectTimeout: "connect_timeout",
    httpx.ConnectError: "refused",
    httpx.PoolTimeout: "no_free_connection",
    httpx.ProxyError: "proxy",
}
_UNSENDABLE: Mapping[type[Exception], str] = {
    httpx.LocalProtocolError: "malformed_request",
    httpx.UnsupportedProtocol: "address",
    httpx.InvalidURL: "address",
}
_LOST: Mapping[type[Exception], str] = {
    httpx.TimeoutException: "timeout",
    TimeoutError: "timeout",
    httpx.HTTPError: "dropped",
    httpx.StreamError: "dropped",
    httpx.CookieConflict: "dropped",
    OSError: "dropped",
}
FAILURES = (*_NEVER_LEFT, *_UNSENDABLE, *_LOST)
"""Every exception class that sending can end with; `failure` maps each of them and their subclasses."""


def open_client(
    *, version: str, silence: timedelta = SILENCE, transport: httpx.AsyncBaseTransport | None = None
) -> httpx.AsyncClient:
    """The process's one client: it follows no redirect, keeps no cookie and never waits for ever.

    `silence` is the longest pause between two bytes. With `transport` nothing touches the network.
    The libraries' own request logs are switched off, because some platforms carry the token in the address.
    """
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    return httpx.AsyncClient(
        headers={"User-Agent": f"Greenlight/{version}"},
        timeout=httpx.Timeout(silence.total_seconds(), connect=CONNECT.total_seconds()),
        limits=httpx.Limits(max_connections=200, max_keepalive_connections=50),
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        follow_redirects=False,
        transport=transport,
    )


async def call(
    client: httpx.AsyncClient,
    request: httpx.Request,
    *,
    visible: bool,
    clock: Clock,
    within: timedelta = SILENCE,
) -> httpx.Response:
    """Send once and answer a 2xx response, read in full.

    `visible` says that the call may make something public; only such a call ends in OutcomeUnknown.
    `within` bounds the whole exchange. A cancellation passes through: its outcome is unknown too.

    Raises:
        Unavailable: it never left, or it failed and is safe to repeat.
        OutcomeUnknown: a visible call left and its answer is missing, 3xx, 408 or 5xx.
        Reconnect: 401.
        Throttled: 429; `retry_at` from Retry-After, else in a minute, at most a day ahead.
        Rejected: any other 4xx, or a request that cannot be sent at all.
    """
    response = await exchange(client, request, visible=visible, within=within)
    refused = refusal(response, visible=visible, now=clock.now())
    if refused is not None:
        raise refused
    return response


async def exchange(
    client: httpx.AsyncClient, request: httpx.Request, *, visible: bool, within: timedelta = SILENCE
) -> httpx.Response:
    """Send once and answer the response whatever its status, for platforms whose refusals need reading.

    Raises:
        Unavailable, OutcomeUnknown, Rejected: as in `call`, for everything that is not an answer.
    """
    try:
        async with asyncio.timeout(within.total_seconds()):
            return await _read(client, request)
    except FAILURES as error:
        lost = failure(error, visible=visible)
    # Raised here and not chained: the lower error may quote the request, and with it a token.
    raise lost


def failure(error: Exception, *, visible: bool) -> PortError:
    """What an exception of the HTTP library means for the caller."""
    for kind in type(error).__mro__:
        if kind in _NEVER_LEFT:
            return Unavailable(_NEVER_LEFT[kind])
        if kind in _UNSENDABLE:
            return Rejected(_UNSENDABLE[kind])
        if kind in _LOST:
            return _lost(_LOST[kind], visible=visible)
    return _lost("dropped", visible=visible)


def refusal(response: httpx.Response, *, visible: bool, now: datetime) -> PortError | None:
    """What a status means for the caller; None for 2xx."""
    status = response.status_code
    reason = f"http_{status}"
    if 200 <= status < 300:
        return None
    if status == 401:
        return Reconnect(reason)
    if status == 429:
        return Throttled(reason, retry_at=retry_at(response.headers.get("Retry-After", ""), now))
    if status == 408 or status >= 500 or (status < 400 and visible):
        return _lost(reason, visible=visible)
    return Rejected(reason)


def retry_at(value: str, now: datetime) -> datetime:
    """The instant a Retry-After header names, in seconds or as an HTTP date, kept within a day from `now`.

    API: https://www.rfc-editor.org/rfc/rfc9110#name-retry-after (read 2026-11)
    """
    return max(now, min(_named(value.strip(), now), now + LONGEST_PAUSE))


def fields(response: httpx.Response, *, visible: bool) -> dict[str, object]:
    """The JSON object of an answer.

    Raises:
        OutcomeUnknown: a visible call was answered with something else.
        Unavailable: any other call was.
    """
    parsed = _parsed(response)
    if isinstance(parsed, dict):
        return parsed
    raise _lost("unreadable_answer", visible=visible)


def body_of(response: httpx.Response) -> dict[str, Any]:
    """The JSON object of a refusal; empty when it has none."""
    parsed = _parsed(response)
    return parsed if isinstance(parsed, dict) else {}


def _parsed(response: httpx.Response) -> object:
    try:
        parsed: object = json.loads(response.content)
    except (ValueError, RecursionError):
        return None
    return parsed


async def _read(client: httpx.AsyncClient, request: httpx.Request) -> httpx.Response:
    response = await client.send(request, stream=True)
    try:
        body = bytearray()
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) > LARGEST_ANSWER:
                raise httpx.DecodingError("the answer is too large", request=request)
    finally:
        await response.aclose()
    headers = [
        (name, value)
        for name, value in response.headers.multi_items()
        if name not in ("content-encoding", "transfer-encoding", "content-length")
    ]
    return httpx.Response(response.status_code, headers=headers, content=bytes(body), request=request)


def _lost(reason: str, *, visible: bool) -> PortError:
    return OutcomeUnknown(reason) if visible else Unavailable(reason)


def _named(value: str, now: datetime) -> datetime:
    if value.isascii() and value.isdigit():
        return now + timedelta(seconds=min(int(value[:9]), LONGEST_PAUSE.total_seconds()))
    try:
        date = parsedate_to_datetime(value)
    except ValueError:
        return now + PAUSE
    return date if date.tzinfo else date.replace(tzinfo=UTC)
