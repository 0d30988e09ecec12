"""Bytes in a bucket of S3, or of anything that speaks like it, named by their SHA-256.

https://docs.aws.amazon.com/AmazonS3/latest/API (read 2026-11), spoken by obstore, which signs, repeats reads and sends
large objects in parts.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from adapters.durable import reason
from core.errors import Invalid, PortError, Rejected, Unavailable, too_heavy
from core.kinds import kind_of
from core.payload import Media
from core.secret import Secret

if TYPE_CHECKING:
    from obstore import GetOptions
    from obstore.store import S3Store

LASTS = timedelta(hours=6)  # ours: longer than any platform takes to fetch
AWAY = "storage_away"
REFUSED = "storage_refused"
_TIMEOUT = timedelta(minutes=5)  # ours: a film on a slow line
_CONNECT = timedelta(seconds=10)  # ours
_PATIENCE = timedelta(seconds=20)  # ours: how long a request is repeated
_REPEATS = 3  # ours
_PIECE = 1 << 20  # bytes
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """Where it is and who we are there. Without an `endpoint` it is Amazon's; `prefix` stands before every name."""

    name: str
    key_id: str
    secret: Secret
    endpoint: str = ""
    region: str = "us-east-1"
    prefix: str = ""


class BucketBlobs:
    """`core.ports.Blobs` in a bucket: `ab/cdef…` holds the bytes whose hash is `abcdef…`."""

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket
        self._known: dict[str, tuple[str, int]] = {}  # ETag and size of what was checked

    async def put(self, data: bytes) -> str:
        """Keep the bytes durably and answer their SHA-256 in hex. Repeating is free and heals a damaged object.

        Raises:
            Unavailable: the bucket cannot be reached, or does not let us in.
        """
        import obstore

        sha256 = hashlib.sha256(data).hexdigest()
        with _mapped():
            with suppress(FileNotFoundError):
                if sha256 in self._known and await self._look(sha256) == self._known[sha256]:
                    return sha256
            kind = kind_of(data[:16])
            kept = await obstore.put_async(self._store, _path(sha256), data, attributes={"Content-Type": kind})
        self._known[sha256] = (kept["e_tag"] or "", len(data))
        return sha256

    async def put_all(self, pieces: AsyncIterator[bytes], *, most: int = 0) -> str:
        """Keep the pieces as one. They wait in a file of this machine, since the name is only known at their end.

        Raises:
            Invalid: they are more than `most` bytes, where that is not 0.
            Unavailable: the bucket cannot be reached, or does not let us in; or there is no room here.
        """
        import obstore

        digest, size = hashlib.sha256(), 0
        try:
            with TemporaryFile() as file:
                async for piece in pieces:
                    size += len(piece)
                    if most and size > most:
                        raise Invalid(too_heavy(size, most))
                    await asyncio.to_thread(file.write, piece)
                    digest.update(piece)
                sha256 = digest.hexdigest()
                await asyncio.to_thread(file.seek, 0)
                kind = kind_of(await asyncio.to_thread(file.read, 16))
                await asyncio.to_thread(file.seek, 0)
                with _mapped():
                    told = {"Content-Type": kind}
                    kept = await obstore.put_async(self._store, _path(sha256), file, attributes=told)
        except OSError as error:
            raise Unavailable(reason(error)) from error
        self._known[sha256] = (kept["e_tag"] or "", size)
        return sha256

    async def get(self, sha256: str) -> bytes:
        """The bytes, checked against the hash.

        Raises:
            Rejected: they are gone or altered.
            Unavailable: the bucket cannot be reached, or does not let us in.
        """
        import obstore

        with _mapped():
            result = await obstore.get_async(self._store, _path(sha256))
            data = bytes(await result.bytes_async())
        if hashlib.sha256(data).hexdigest() != sha256:
            raise Rejected("blob_altered")
        self._known[sha256] = (result.meta["e_tag"] or "", len(data))
        return data

    async def size(self, sha256: str) -> int:
        """How many bytes there are. Raises as `get`."""
        with _mapped():
            return (await self._look(sha256))[1]

    async def piece(self, sha256: str, begin: int, end: int) -> bytes:
        """The bytes from `begin` up to `end`; the whole is read and checked once for each of its ETags.

        Raises:
            Rejected: they are gone or altered.
            Unavailable: the bucket cannot be reached, or does not let us in.
        """
        from obstore.exceptions import PreconditionError

        with _mapped():
            known = self._known.get(sha256) or await self._checked(sha256)
            if begin >= min(end, known[1]):
                if await self._look(sha256) != known:
                    await self._checked(sha256)
                return b""
            try:
                return await self._ranged(sha256, begin, end, known)
            except PreconditionError:  # it was replaced
                return await self._ranged(sha256, begin, end, await self._checked(sha256))

    async def look(self) -> None:
        """See whether the bucket can be written and read, with a few bytes that stay there.

        Raises:
            Unavailable: it cannot be reached, or does not let us in.
            Rejected: it takes bytes and does not give them back.
        """
        await self.get(await self.put(b"Greenlight looks whether it may write here.\n"))

    def link(self, medium: Media) -> str:
        """An address under which anybody may fetch that medium for some hours.

        Raises:
            Unavailable: we are not let in there.
        """
        import obstore

        with _mapped():
            return obstore.sign(self._store, "GET", _path(medium.sha256), LASTS)

    @cached_property
    def _store(self) -> S3Store:
        from obstore.store import S3Store

        bucket = self._bucket
        own = bucket.endpoint or f"https://s3.{bucket.region}.amazonaws.com"
        return S3Store(
            bucket.name,
            prefix=bucket.prefix or None,
            access_key_id=bucket.key_id,
            secret_access_key=bucket.secret.reveal(),
            region=bucket.region,
            endpoint=own,
            client_options={
                "timeout": _TIMEOUT,
                "connect_timeout": _CONNECT,
                "allow_http": bucket.endpoint.startswith("http://"),
            },
            retry_config={"max_retries": _REPEATS, "retry_timeout": _PATIENCE},
        )

    async def _look(self, sha256: str) -> tuple[str, int]:
        import obstore

        meta = await obstore.head_async(self._store, _path(sha256))
        return meta["e_tag"] or "", meta["size"]

    async def _checked(self, sha256: str) -> tuple[str, int]:
        """The ETag and size of what is there, all of which was read."""
        import obstore

        result = await obstore.get_async(self._store, _path(sha256))
        digest = hashlib.sha256()
        async for piece in result.stream(min_chunk_size=_PIECE):
            digest.update(piece)
        if digest.hexdigest() != sha256:
            raise Rejected("blob_altered")
        self._known[sha256] = known = (result.meta["e_tag"] or "", result.meta["size"])
        return known

    async def _ranged(self, sha256: str, begin: int, end: int, known: tuple[str, int]) -> bytes:
        import obstore

        options: GetOptions = {"range": (begin, min(end, known[1])), "if_match": known[0]}
        result = await obstore.get_async(self._store, _path(sha256), options=options)
        return bytes(await result.bytes_async())


def _path(sha256: str) -> str:
    if not _SHA256.fullmatch(sha256):
        raise Rejected("blob_gone")
    return f"{sha256[:2]}/{sha256[2:]}"


@contextmanager
def _mapped() -> Iterator[None]:
    """Our errors for those of the library; it has no others."""
    from obstore.exceptions import BaseError, PermissionDeniedError, UnauthenticatedError

    try:
        yield
    except PortError:
        raise
    except FileNotFoundError as error:
        raise Rejected("blob_gone") from error
    except (PermissionDeniedError, UnauthenticatedError) as error:
        raise Unavailable(REFUSED) from error
    except BaseError as error:
        raise Unavailable(AWAY) from error
