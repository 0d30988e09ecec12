"""A film as it goes over the wire: a little at a time, so that no film is ever whole in memory."""

from __future__ import annotations

from collections.abc import AsyncIterator

from core.payload import Media
from core.ports import Blobs

AT_A_TIME = 1 << 20  # bytes; ours


async def span(film: Media, blobs: Blobs, begin: int, end: int) -> AsyncIterator[bytes]:
    """Its bytes from `begin` up to `end`, in order; the request must say how many. Raises as the blob store does."""
    for at in range(begin, end, AT_A_TIME):
        yield await blobs.piece(film.sha256, at, min(at + AT_A_TIME, end))
