"""Files that people send and files that cards show."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response, StreamingResponse
from starlette.datastructures import UploadFile

from bot.talk import UploadedFile
from bot.web.parts import Entered, Parts, WebParts
from bot.web.sessions import DOWNLOAD, digest
from core.errors import Invalid, NotFound, Problem, Rejected
from core.film import LARGEST

PIECE = 1024 * 1024  # bytes read at a time
_HEAD = 64  # bytes that show what a file is
_RANGE = re.compile(r"bytes=(?:(\d+)-(\d*)|-(\d+))")
MAX_OTHER = 25 * 10**6  # bytes of a file that is no film, ours
MAX_FILES = 10  # in one message, ours
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"%PDF-", "application/pdf"),
)
_BY_ENDING = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".txt": "text/plain",
    ".md": "text/markdown",
}
_SHOWN = ("image/", "video/")
_UNKNOWN = "application/octet-stream"
_FOREVER = "private, max-age=31536000, immutable"

router = APIRouter()


@router.get("/media/{sha256}")
async def media(
    sha256: Annotated[str, Path(pattern="^[0-9a-f]{64}$")], request: Request, parts: Parts, session: Entered
) -> Response:
    """A picture or film by the hash of its bytes; anything else is offered as a download without a kind."""
    etag = f'"{sha256}"'
    headers = {"Cache-Control": _FOREVER, "ETag": etag}
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    try:
        mime = kind_of(await parts.blobs.piece(sha256, 0, _HEAD))
        if not mime.startswith(_SHOWN):
            mime, headers["Content-Disposition"] = _UNKNOWN, "attachment"
        return await bytes_of(parts, sha256, request, mime, headers)
    except Rejected as error:
        raise NotFound from error


async def bytes_of(parts: WebParts, sha256: str, request: Request, mime: str, headers: Mapping[str, str]) -> Response:
    """The bytes, or the one range of them that is asked for; however large, only a piece of them takes memory.

    Raises:
        Rejected: they are gone or altered.
    """
    size = await parts.blobs.size(sha256)
    begin, end, status = 0, size, 200
    extra = {**headers, "Accept-Ranges": "bytes"}
    if asked := _RANGE.fullmatch(request.headers.get("range", "")):
        begin = int(asked[1]) if asked[1] else max(0, size - int(asked[3]))
        end = min(size, int(asked[2]) + 1) if asked[1] and asked[2] else size
        if begin >= end:
            return Response(status_code=416, headers={"Content-Range": f"bytes */{size}"})
        status, extra["Content-Range"] = 206, f"bytes {begin}-{end - 1}/{size}"
    first = await parts.blobs.piece(sha256, begin, min(begin + PIECE, end))
    extra["Content-Length"] = str(end - begin)

    async def rest() -> AsyncIterator[bytes]:
        yield first
        for at in range(begin + PIECE, end, PIECE):
            yield await parts.blobs.piece(sha256, at, min(at + PIECE, end))

    return StreamingResponse(rest(), status_code=status, media_type=mime, headers=extra)


@router.get("/download/{token}")
async def download(token: str, parts: Parts, session: Entered) -> Response:
    """A file that was made for this person; a second look finds nothing."""
    async with parts.store.begin() as tx:
        value = await tx.tickets.use(digest(token), DOWNLOAD, parts.clock.now())
    made = json.loads(value) if value else {}
    if made.get("person") != session.person:
        raise NotFound
    headers = {"Content-Disposition": f'attachment; filename="{made["name"]}"', "Cache-Control": "no-store"}
    return Response(made["text"].encode(), media_type=_UNKNOWN, headers=headers)


def kind_of(data: bytes, name: str = "") -> str:
    """The media type the bytes themselves show, else that of the name's ending, else application/octet-stream."""
    for signature, mime in _SIGNATURES:
        if data.startswith(signature):
            return mime
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:8] == b"ftyp":
        return "video/quicktime" if data[8:10] == b"qt" else "video/mp4"
    return _BY_ENDING.get(PurePath(name).suffix.lower(), _UNKNOWN)


async def keep_files(parts: WebParts, sent: list[UploadFile | str]) -> tuple[UploadedFile, ...]:
    """Put the files of a request into the blob store, in order.

    Raises:
        Invalid: there is none, or there are more than ten.
        Unavailable: they could not be kept.
    """
    files = [one for one in sent if isinstance(one, UploadFile)]
    if not files:
        raise Invalid(Problem(field="files", what="No file arrived.", fix="Choose one and send it again."))
    return tuple([await _keep(parts, one) for one in files])


async def _keep(parts: WebParts, file: UploadFile) -> UploadedFile:
    head = await file.read(_HEAD)
    await file.seek(0)
    name = re.sub(r"[\x00-\x1f/\\]", " ", file.filename or "").strip()[-120:]
    sent = UploadedFile(name=name or "file", mime=kind_of(head, name), size=file.size or 0)
    sha256 = await parts.blobs.put_all(_pieces(file), most=LARGEST if sent.is_film else MAX_OTHER)
    return replace(sent, sha256=sha256)


async def _pieces(file: UploadFile) -> AsyncIterator[bytes]:
    while piece := await file.read(PIECE):
        yield piece
