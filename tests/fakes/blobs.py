"""Bytes in memory."""

from __future__ import annotations

import hashlib

from core.errors import Rejected


class MemoryBlobs:
    """A blob store that lives as long as the test; `given` is there from the start."""

    def __init__(self, *given: bytes) -> None:
        self._kept: dict[str, bytes] = {hashlib.sha256(data).hexdigest(): data for data in given}

    async def put(self, data: bytes) -> str:
        """Keep the bytes."""
        sha256 = hashlib.sha256(data).hexdigest()
        self._kept[sha256] = data
        return sha256

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
        return (await self.get(sha256))[begin:end]

    def kept(self, sha256: str) -> bytes:
        """The bytes, for tests that cannot wait."""
        return self._kept[sha256]
