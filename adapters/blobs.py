"""Bytes in files named by their SHA-256."""

from __future__ import annotations

import asyncio
import hashlib
import re
from pathlib import Path

from adapters.durable import make_folder, reason, replace_file, sync_folder
from core.errors import Rejected, Unavailable

_SHA256 = re.compile(r"[0-9a-f]{64}")


class FileBlobs:
    """`core.ports.Blobs` in a folder: `ab/cdef…` holds the bytes whose hash is `abcdef…`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def put(self, data: bytes) -> str:
        """Keep the bytes durably and answer their SHA-256 in hex. Repeating is free and heals a damaged file.

        Raises:
            Unavailable: they could not be written (disk full, no permission).
        """
        return await asyncio.to_thread(self._put, data)

    async def get(self, sha256: str) -> bytes:
        """The bytes, checked against the hash.

        Raises:
            Rejected: they are gone or altered.
            Unavailable: the disk did not let us read them.
        """
        return await asyncio.to_thread(self._get, sha256)

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
