"""Sends requests to servers that people name, and to no address behind them that is nobody else's business."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import httpx

from adapters.addresses import Resolve, allowed_addresses

Judge = Callable[[httpx.Request], Awaitable[httpx.Request]]
"""Answers a request that goes to a judged address of the host it names. Raises as `allowed_addresses`."""


def judge(resolve: Resolve, *, private: bool) -> Judge:
    """A judge for requests to servers that people name."""

    async def judged(request: httpx.Request) -> httpx.Request:
        host = request.url.raw_host.decode("ascii")
        port = request.url.port or (443 if request.url.scheme == "https" else 80)
        return sent_to(request, (await allowed_addresses(host, port, resolve, private=private))[0])

    return judged


def sent_to(request: httpx.Request, address: str) -> httpx.Request:
    """The same request, addressed to a number; it still says in its headers which name is meant.

    API: https://www.python-httpx.org/advanced/extensions/#sni_hostname (read 2026-11)
    """
    return httpx.Request(
        request.method,
        request.url.copy_with(host=address),
        headers=request.headers,
        stream=request.stream,
        extensions=request.extensions | {"sni_hostname": request.url.raw_host.decode("ascii")},
    )
