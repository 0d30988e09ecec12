"""Serves an application until we shut down."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from core.errors import Invalid, Problem

GRACE = 5  # seconds that open requests get to end


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to the process that runs us."""
        yield


async def serve(
    app: ASGIApp,
    host: str,
    port: int,
    shutting_down: asyncio.Event,
    *,
    listening: Callable[[], Awaitable[None]] | None = None,
) -> None:
    """Serve until `shutting_down` is set (or this task is cancelled) and open streams have ended.

    `listening` is awaited once connections are taken in, before the first is answered.

    Raises:
        Invalid: the address is taken or not allowed.
    """
    listener = _listen(host, port)
    if listening is not None:
        await listening()
    config = uvicorn.Config(
        app,
        log_config=None,
        ws="none",  # nothing here speaks it, and its library would be loaded
        access_log=False,
        server_header=False,
        lifespan="off",
        timeout_graceful_shutdown=GRACE,
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    leaving = asyncio.create_task(shutting_down.wait())
    try:
        await asyncio.wait((serving, leaving), return_when=asyncio.FIRST_COMPLETED)
    finally:
        shutting_down.set()
        leaving.cancel()
        server.should_exit = True
        await serving


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=128)
        # Connections inherit it. Without it the second piece of an answer waits 40 ms for the first to be confirmed.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listener
    except OSError as error:
        cause = os.strerror(error.errno) if error.errno else "unknown host"
        raise Invalid(
            Problem(
                field="port",
                what=f"Port {port} on {host} cannot be used: {cause}.",
                fix="Choose another one, or stop what uses it.",
            )
        ) from error
