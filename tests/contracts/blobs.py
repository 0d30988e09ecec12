"""Promises every blob store keeps."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator

import pytest

from core.errors import Invalid, Rejected
from core.ports import Blobs

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
NAMES = ("0" * 64, "", "../../etc/passwd", "A" * 64, "0" * 63)


async def pieces(data: bytes) -> AsyncIterator[bytes]:
    """The bytes, some at a time."""
    for begin in range(0, len(data), 100_000):
        yield data[begin : begin + 100_000]


class BlobsContract:
    """A store's test class gives a `blobs` fixture, and `damage`, which puts other bytes under a hash."""

    async def damage(self, sha256: str, data: bytes | None) -> None:
        """Behind the store's back; None takes them away."""
        raise NotImplementedError

    async def test_bytes_come_back_under_their_hash(self, blobs: Blobs) -> None:
        for data in (PICTURE, b"", b"x" * 100_000):
            sha256 = await blobs.put(data)
            assert sha256 == hashlib.sha256(data).hexdigest()
            assert await blobs.get(sha256) == data
            assert await blobs.size(sha256) == len(data)

    async def test_pieces_become_one_and_too_many_of_them_are_refused(self, blobs: Blobs) -> None:
        for data in (PICTURE, b"", bytes(range(256)) * 30_000):
            sha256 = await blobs.put_all(pieces(data), most=len(data))
            assert sha256 == hashlib.sha256(data).hexdigest()
            assert await blobs.get(sha256) == data
        with pytest.raises(Invalid, match="MB is the limit"):
            await blobs.put_all(pieces(PICTURE), most=len(PICTURE) - 1)

    async def test_a_piece_is_what_stands_there(self, blobs: Blobs) -> None:
        sha256 = await blobs.put(b"0123456789")
        ends = ((0, 4), (4, 10), (8, 99), (10, 20), (5, 5), (0, 0))
        assert [await blobs.piece(sha256, *one) for one in ends] == [b"0123", b"456789", b"89", b"", b"", b""]

    async def test_a_piece_of_other_bytes_is_refused(self, blobs: Blobs) -> None:
        sha256 = await blobs.put(b"0123456789")
        assert await blobs.piece(sha256, 0, 4) == b"0123"
        await self.damage(sha256, b"0123x56789")
        for ends in ((0, 4), (0, 0)):
            with pytest.raises(Rejected, match="blob_altered"):
                await blobs.piece(sha256, *ends)

    async def test_many_at_once_all_arrive(self, blobs: Blobs) -> None:
        every = [str(number % 10).encode() for number in range(30)]
        hashes = await asyncio.gather(*map(blobs.put, every))
        assert [await blobs.get(sha256) for sha256 in hashes] == every

    async def test_altered_bytes_are_refused_and_healed_by_the_next_put(self, blobs: Blobs) -> None:
        sha256 = await blobs.put(PICTURE)
        await self.damage(sha256, PICTURE[::-1])
        with pytest.raises(Rejected, match="blob_altered"):
            await blobs.get(sha256)
        assert await blobs.put(PICTURE) == sha256
        assert await blobs.get(sha256) == PICTURE

    async def test_bytes_that_were_lost_are_brought_back_by_the_next_put(self, blobs: Blobs) -> None:
        sha256 = await blobs.put(PICTURE)
        await self.damage(sha256, None)
        await blobs.put(PICTURE)
        assert await blobs.get(sha256) == PICTURE

    async def test_what_is_not_there_is_refused(self, blobs: Blobs) -> None:
        gone = await blobs.put(PICTURE)
        await self.damage(gone, None)
        for name in (gone, *NAMES):
            for look in (blobs.get(name), blobs.size(name), blobs.piece(name, 0, 4)):
                with pytest.raises(Rejected, match="blob_gone"):
                    await look
