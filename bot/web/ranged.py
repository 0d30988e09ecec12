"""A blob as an HTTP answer: whole or in the range that was asked for, and never more of it in memory than a piece.

https://www.rfc-editor.org/rfc/rfc9110#section-14 (read 2026-11). Several ranges at once are answered by the whole,
which the standard allows.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping

from fastapi import Request
from fastapi.responses import Response, StreamingResponse

from core.errors import NotFound, Rejected
from core.ports import Blobs

PIECE = 1 << 20  # bytes
_RANGE = re.compile(r"bytes=(\d*)-(\d*)", re.IGNORECASE)


async def ranged(request: Request, blobs: Blobs, sha256: str, mime: str, headers: Mapping[str, str]) -> Response:
    """The blob of that hash, which is its ETag too.

    Raises:
        NotFound: there is none, or it is not what it was.
    """
    etag = f'"{sha256}"'
    common = {**headers, "ETag": etag, "Accept-Ranges": "bytes"}
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=common)
    try:
        size = await blobs.size(sha256)
        await blobs.piece(sha256, 0, 0)
    except Rejected as error:
        raise NotFound("media") from error
    wanted = _wanted(request, etag, size)
    if wanted is None:
        return Response(status_code=416, headers={**common, "Content-Range": f"bytes */{size}"})
    begin, end = wanted
    common["Content-Length"] = str(end - begin)
    if end - begin < size:
        common["Content-Range"] = f"bytes {begin}-{end - 1}/{size}"
    status = 206 if end - begin < size else 200
    if request.method == "HEAD":
        return Response(status_code=status, media_type=mime, headers=common)
    return StreamingResponse(_pieces(blobs, sha256, begin, end), status, common, mime)


def _wanted(request: Request, etag: str, size: int) -> tuple[int, int] | None:
    """From where up to where; None where nothing of it is there."""
    asked = _RANGE.fullmatch(request.headers.get("range", "").strip())
    if asked is None or asked[0] == "bytes=-" or request.headers.get("if-range", etag) != etag:
        return 0, size
    first, last = asked.groups()
    begin = int(first) if first else max(size - int(last), 0)
    end = min(int(last) + 1, size) if first and last else size
    if first and last and int(last) < begin:
        return 0, size  # no range at all
    return (begin, end) if begin < end else None


async def _pieces(blobs: Blobs, sha256: str, begin: int, end: int) -> AsyncIterator[bytes]:
    for at in range(begin, end, PIECE):
        yield await blobs.piece(sha256, at, min(at + PIECE, end))
