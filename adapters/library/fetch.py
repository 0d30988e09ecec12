"""Reads an address somebody named: bounded in bytes, time and hops, and never inside networks of our own.

Any port may be named: what protects is the judged address, not the port. Requests go out directly, never through a
proxy of the environment, because a proxy would look the name up again.
"""

from __future__ import annotations

import asyncio
import ssl
import zlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from urllib.parse import urljoin

import httpx

from adapters.addresses import Resolve, allowed_addresses
from adapters.http import exchange, open_client, refusal, retry_at
from adapters.judge import sent_to
from core.clock import Clock
from core.errors import PortError, Reconnect, Rejected, Throttled, Unavailable

MOST_BYTES = 5 * 1024 * 1024
MOST_HOPS = 5
LONGEST_URL = 2000

_WANTED = (
    "application/atom+xml, application/rss+xml, text/html;q=0.9, application/xhtml+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, text/plain;q=0.7, */*;q=0.1"
)
_SQUEEZED = ("gzip", "x-gzip")
_AS_GZIP = zlib.MAX_WBITS | 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What an address answered. `url` is where it was found in the end."""

    url: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetcher:
    """Reads one address at a time. With `private`, addresses of one's own network are allowed.

    `trust` replaces the certificates that are trusted by default; `patience` bounds all hops together.
    """

    clock: Clock
    resolve: Resolve
    private: bool
    version: str
    trust: ssl.SSLContext | None
    patience: timedelta

    async def get(self, url: str, *, etag: str = "", modified: str = "") -> Page | None:
        """What the address holds; None when it holds what it held when it named `etag` and `modified`.

        Raises:
            Rejected: the address may not be read, or the far side said no.
            Throttled, Unavailable: the far side asked for patience or could not be reached in time.
        """
        conditions = {"If-None-Match": etag, "If-Modified-Since": modified}
        headers = {"Accept": _WANTED, "Accept-Encoding": "gzip"} | {k: v for k, v in conditions.items() if v}
        here = _address(url)
        trust = await asyncio.to_thread(_usual_trust) if self.trust is None else self.trust
        transport = Pinned(self.resolve, private=self.private, trust=trust)
        try:
            async with (
                asyncio.timeout(self.patience.total_seconds()),
                open_client(version=self.version, transport=transport) as client,
            ):
                return await self._follow(client, here, headers)
        except TimeoutError:
            raise Unavailable("timeout") from None

    async def _follow(self, client: httpx.AsyncClient, here: httpx.URL, headers: Mapping[str, str]) -> Page | None:
        for _ in range(1 + MOST_HOPS):
            request = client.build_request("GET", here, headers=headers)
            response = await exchange(client, request, visible=False, within=self.patience)
            if response.status_code == httpx.codes.NOT_MODIFIED:
                return None
            if not response.has_redirect_location:
                if (refused := self._refusal(response)) is not None:
                    raise refused
                return Page(url=str(here), headers=response.headers, body=response.content)
            here = _address(response.headers["location"], base=str(here))
        raise Rejected("too_many_redirects")

    def _refusal(self, response: httpx.Response) -> PortError | None:
        """What a status means here: no permission is ours to renew, and a busy server may say until when."""
        now = self.clock.now()
        named = response.headers.get("Retry-After", "")
        if response.status_code == httpx.codes.SERVICE_UNAVAILABLE and named:
            return Throttled("http_503", retry_at=retry_at(named, now))
        refused = refusal(response, visible=False, now=now)
        return Rejected(refused.reason) if isinstance(refused, Reconnect) else refused


def _address(written: str, *, base: str = "") -> httpx.URL:
    """The address to ask, without what the far side is not told."""
    try:
        url = httpx.URL(urljoin(base, written)).copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError):
        raise Rejected("address") from None
    if url.scheme not in ("http", "https"):
        raise Rejected("scheme")
    if url.userinfo:
        raise Rejected("credentials")
    if not url.host or len(str(url)) > LONGEST_URL:
        raise Rejected("address")
    return url


class Pinned(httpx.AsyncBaseTransport):
    """Looks each host up once, judges what was found, and connects to exactly that.

    The far side is still asked, and its certificate still judged, by the name in the address. No connection is used
    twice, since the next request may go to another name at the same place.
    API: https://www.python-httpx.org/advanced/extensions/#sni_hostname (read 2026-11)
    """

    def __init__(self, resolve: Resolve, *, private: bool, trust: ssl.SSLContext) -> None:
        self._resolve = resolve
        self._private = private
        self._wire = httpx.AsyncHTTPTransport(
            verify=trust,
            trust_env=False,
            limits=httpx.Limits(max_connections=1, max_keepalive_connections=0),
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send to the first judged address that answers."""
        host = request.url.raw_host.decode("ascii")
        port = request.url.port or (443 if request.url.scheme == "https" else 80)
        unreached: httpx.TransportError | None = None
        for address in await allowed_addresses(host, port, self._resolve, private=self._private):
            try:
                return _bounded(await self._wire.handle_async_request(sent_to(request, address)))
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                unreached = error
        assert unreached is not None, "every host has an address, or is refused"
        if _distrusted(unreached):
            raise Rejected("certificate")
        raise unreached

    async def aclose(self) -> None:
        """Let the connection go."""
        await self._wire.aclose()


@cache
def _usual_trust() -> ssl.SSLContext:
    """The certificates every request of ours trusts; read once, because that takes a while."""
    return httpx.create_ssl_context()


def _distrusted(error: BaseException | None) -> bool:
    while error is not None and not isinstance(error, ssl.SSLError):
        error = error.__cause__ or error.__context__
    return error is not None


def _bounded(response: httpx.Response) -> httpx.Response:
    """The same answer, unpacked as it arrives and never more than the limit."""
    assert isinstance(response.stream, httpx.AsyncByteStream)
    declared = response.headers.get("Content-Length", "")
    if declared.isdecimal() and int(declared) > MOST_BYTES:
        raise Rejected("too_large")
    coding = response.headers.pop("Content-Encoding", "identity").strip().lower()
    if coding not in ("identity", *_SQUEEZED):
        raise Rejected("unreadable")
    return httpx.Response(
        response.status_code,
        headers=response.headers,
        stream=_Bounded(response.stream, squeezed=coding in _SQUEEZED),
        extensions=response.extensions,
    )


class _Bounded(httpx.AsyncByteStream):
    """Bytes off the wire, unpacked."""

    def __init__(self, wire: httpx.AsyncByteStream, *, squeezed: bool) -> None:
        self._wire = wire
        self._gzip = zlib.decompressobj(_AS_GZIP) if squeezed else None

    async def __aiter__(self) -> AsyncIterator[bytes]:
        left = MOST_BYTES
        async for chunk in self._wire:
            data = self._unpacked(chunk, left + 1)
            left -= len(data)
            if left < 0:
                raise Rejected("too_large")
            yield data

    def _unpacked(self, chunk: bytes, most: int) -> bytes:
        if self._gzip is None:
            return chunk
        try:
            return self._gzip.decompress(chunk, most)
        except zlib.error:
            raise Rejected("unreadable") from None

    async def aclose(self) -> None:
        await self._wire.aclose()
