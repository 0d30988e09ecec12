"""Bytes in files named by their SHA-256."""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
from collections.abc import AsyncIterator
from pathlib import Path

from adapters.durable import Growing, make_folder, reason, replace_file, sync_folder
from core.errors import Invalid, Rejected, Unavailable, too_heavy

_SHA256 = re.compile(r"[0-9a-f]{64}")


class FileBlobs:
    """`core.ports.Blobs` in a folder: `ab/cdef…` holds the bytes whose hash is `abcdef…`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._checked: dict[str, tuple[int, int, int]] = {}

    async def put(self, data: bytes) -> str:
        """Keep the bytes durably and answer their SHA-256 in hex. Repeating is free and heals a damaged file.

        Raises:
            Unavailable: they could not be written (disk full, no permission).
        """
        return await asyncio.to_thread(self._put, data)

    async def put_all(self, pieces: AsyncIterator[bytes], *, most: int = 0) -> str:
        """Keep the pieces one after the other as one.

        Raises:
            Invalid: they are more than `most` bytes, where that is not 0.
            Unavailable: they could not be written (disk full, no permission).
        """
        digest, size = hashlib.sha256(), 0
        try:
            file = await asyncio.to_thread(Growing, self._folder)
            try:
                async for piece in pieces:
                    size += len(piece)
                    if most and size > most:
                        raise Invalid(too_heavy(size, most))
                    await asyncio.to_thread(file.add, piece)
                    digest.update(piece)
                sha256 = digest.hexdigest()
                await asyncio.to_thread(file.become, self._path(sha256))
            finally:
                await asyncio.to_thread(file.drop)
        except OSError as error:
            raise Unavailable(reason(error)) from error
        return sha256

    async def get(self, sha256: str) -> bytes:
        """The bytes, checked against the hash.

        Raises:
            Rejected: they are gone or altered.
            Unavailable: the disk did not let us read them.
        """
        return await asyncio.to_thread(self._get, sha256)

    async def size(self, sha256: str) -> int:
        """How many bytes there are.

        Raises:
            Rejected: they are gone.
            Unavailable: the disk did not let us look.
        """
        return await asyncio.to_thread(self._size, sha256)

    async def piece(self, sha256: str, begin: int, end: int) -> bytes:
        """The bytes from `begin` up to `end`; the whole is checked again whenever the file looks different.

        Raises:
            Rejected: they are gone or altered.
            Unavailable: the disk did not let us read them.
        """
        return await asyncio.to_thread(self._piece, sha256, begin, end)

    def _size(self, sha256: str) -> int:
        if not _SHA256.fullmatch(sha256):
            raise Rejected("blob_gone")
        try:
            return self._path(sha256).stat().st_size
        except FileNotFoundError as error:
            raise Rejected("blob_gone") from error
        except OSError as error:
            raise Unavailable(reason(error)) from error

    def _piece(self, sha256: str, begin: int, end: int) -> bytes:
        if not _SHA256.fullmatch(sha256):
            raise Rejected("blob_gone")
        try:
            with self._path(sha256).open("rb") as file:
                about = os.fstat(file.fileno())
                look = (about.st_ino, about.st_size, about.st_mtime_ns)
                if self._checked.get(sha256) != look:
                    if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
                        raise Rejected("blob_altered")
                    self._checked[sha256] = look
                file.seek(begin)
                return file.read(max(end - begin, 0))
        except FileNotFoundError as error:
            raise Rejected("blob_gone") from error
        except OSError as error:
            raise Unavailable(reason(error)) from error

    def _put(self, data: bytes) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        path = self._path(sha256)
        try:
            if _holds(path, data):
                sync_folder(path.parent)
            else:
                make_folder(path.parent)
                replace_file(path, data)
        except OSError as error:
            raise Unavailable(reason(error)) from error
        return sha256

    def _get(self, sha256: str) -> bytes:
        if not _SHA256.fullmatch(sha256):
            raise Rejected("blob_gone")
        try:
            data = self._path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise Rejected("blob_gone") from error
        except OSError as error:
            raise Unavailable(reason(error)) from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise Rejected("blob_altered")
        return data

    def _path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256[2:]


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() == data
    except FileNotFoundError:
        return False
