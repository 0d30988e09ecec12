"""The smaller ports: everything outside that is not the store, a publisher, a writer or the pictures."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from typing import Protocol

from core.account import Account, Grant, SealedGrant


class Blobs(Protocol):
    """Bytes by their SHA-256."""

    async def put(self, data: bytes) -> str:
        """Keep the bytes durably and answer their SHA-256 in hex. Repeating is free.

        Raises:
            Unavailable: they could not be written (disk full, no permission).
        """
        ...

    async def put_all(self, pieces: AsyncIterator[bytes], *, most: int = 0) -> str:
        """Keep the pieces one after the other as one; only one of them takes memory. Raises as `put`.

        Raises:
            Invalid: they are more than `most` bytes, where that is not 0.
        """
        ...

    async def get(self, sha256: str) -> bytes:
        """The bytes, checked against the hash.

        Raises:
            Rejected: they are gone or altered.
        """
        ...

    async def size(self, sha256: str) -> int:
        """How many bytes there are, unchecked. Raises as `get`."""
        ...

    async def piece(self, sha256: str, begin: int, end: int) -> bytes:
        """The bytes from `begin` up to `end`, or to where they stop; the whole was checked against the hash.

        However large the whole is, only the piece takes memory. Raises as `get`.
        """
        ...


class Vault(Protocol):
    """Seals tokens for one row, named by `row` (such as "account 7"): a box copied to another row does not open."""

    def seal(self, grant: Grant, row: str) -> SealedGrant: ...

    def open(self, sealed: SealedGrant, row: str) -> Grant:
        """Raises Reconnect when the key is gone or the box was altered or belongs to another row."""
        ...


class Grants(Protocol):
    """Opens the tokens of accounts for a call that needs them now."""

    async def open(self, account: Account) -> Grant:
        """The tokens, renewed where they are about to end; empty for an account that needs none.

        Raises:
            Reconnect: they cannot be opened or renewed any more.
            Unavailable: the platform could not be asked for newer ones just now.
        """
        ...


class Feeds(Protocol):
    """Local feeds, the destination that needs no account."""

    async def open(self, slug: str, title: str) -> str:
        """Make sure that the feed of that slug exists and answer its address. Repeating changes nothing.

        Raises:
            Unavailable: its folder could not be made.
        """
        ...


class Work(Protocol):
    """Runs actions in time: some regularly, some at an instant. Losing or doubling a run is harmless."""

    def every(self, seconds: float, name: str, action: Callable[[], Awaitable[None]]) -> None:
        """Run the action now and then again that many seconds after each start; never twice at once."""
        ...

    def at(self, instant: datetime, name: str, action: Callable[[], Awaitable[None]]) -> None:
        """Run the action once at the instant; a second call with the same name replaces the first."""
        ...
