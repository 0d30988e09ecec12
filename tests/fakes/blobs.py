"""Bytes in memory."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator

from core.errors import Invalid, Rejected, too_heavy


class MemoryBlobs:
    """A blob store that lives as long as the test; `given` is there from the start."""

    def __init__(self, *given: bytes) -> None:
        self.all: dict[str, bytes] = {hashlib.sha256(data).hexdigest(): data for data in given}
        self.largest_piece = 0

    async def put(self, data: bytes) -> str:
        """Keep the bytes."""
        sha256 = hashlib.sha256(data).hexdigest()
        self.all[sha256] = data
        return sha256

    async def put_all(self, pieces: AsyncIterator[bytes], *, most: int = 0) -> str:
        """Keep the pieces as one. Raises Invalid when they are more than `most` bytes."""
        data = b"".join([piece async for piece in pieces])
        if most and len(data) > most:
            raise Invalid(too_heavy(len(data), most))
        return await self.put(data)

    async def get(self, sha256: str) -> bytes:
        """The bytes. Raises Rejected when there are none."""
        try:
            return self.kept(sha256)
        except KeyError as error:
            raise Rejected("blob_gone") from error

    async def size(self, sha256: str) -> int:
        """How many bytes there are. Raises Rejected when there are none."""
        return len(await self.get(sha256))

    async def piece(self, sha256: str, begin: int, end: int) -> bytes:
        """A piece of the bytes. Raises Rejected when there are none."""
        piece = (await self.get(sha256))[begin:end]
        self.largest_piece = max(self.largest_piece, len(piece))
        return piece

    def kept(self, sha256: str) -> bytes:
        """The bytes, for tests that cannot wait."""
        return self.all[sha256]
