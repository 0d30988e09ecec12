"""The one HTTP client of the process, opened when something is first sent."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx


class Outside:
    """Holds the client; every platform speaks through it."""

    def __init__(self, version: str) -> None:
        self._version = version
        self._client: httpx.AsyncClient | None = None

    @property
    def client(self) -> httpx.AsyncClient:
        """The client; the HTTP library is loaded the first time."""
        if self._client is None:
            from adapters.http import open_client

            self._client = open_client(version=self._version)
        return self._client

    async def close(self) -> None:
        """Let go of every connection."""
        if self._client is not None:
            await self._client.aclose()


@asynccontextmanager
async def outside(version: str) -> AsyncIterator[Outside]:
    """The client until the block ends."""
    held = Outside(version)
    try:
        yield held
    finally:
        await held.close()
