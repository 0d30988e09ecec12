"""Bytes in memory."""

from __future__ import annotations

import hashlib

from core.errors import Rejected


class MemoryBlobs:
    """A blob store that lives as long as the test."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    async def put(self, data: bytes) -> str:
        """Keep the bytes."""
        sha256 = hashlib.sha256(data).hexdigest()
        self._kept[sha256] = data
        return sha256

    async def get(self, sha256: str) -> bytes:
        """The bytes. Raises Rejected when there are none."""
        try:
            return self._kept[sha256]
        except KeyError as error:
            raise Rejected("blob_gone") from error
