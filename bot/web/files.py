"""Files that people send and files that cards show."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from starlette.datastructures import UploadFile

from bot.talk import UploadedFile
from bot.web.parts import Entered, Parts, WebParts
from bot.web.ranged import ranged
from bot.web.sessions import DOWNLOAD, digest
from core.errors import Invalid, NotFound, Problem, Rejected
from core.film import LARGEST
from core.kinds import UNKNOWN, kind_of

PIECE = 1024 * 1024  # bytes read at a time
MAX_OTHER = 25 * 10**6  # bytes of a file that is no film, ours
MAX_FILES = 10  # in one message, ours
_SHOWN = ("image/", "video/")
_HEAD = 16  # bytes that show the kind
_FOREVER = "private, max-age=31536000, immutable"

router = APIRouter()


@router.api_route("/media/{sha256}", methods=["GET", "HEAD"])
async def media(
    sha256: Annotated[str, Path(pattern="^[0-9a-f]{64}$")], request: Request, parts: Parts, session: Entered
) -> Response:
    """A picture or film by the hash of its bytes; anything else is offered as a download without a kind."""
    headers = {"Cache-Control": _FOREVER}
    try:
        mime = kind_of(await parts.blobs.piece(sha256, 0, _HEAD))
    except Rejected as error:
        raise NotFound from error
    if not mime.startswith(_SHOWN):
        mime, headers["Content-Disposition"] = UNKNOWN, "attachment"
    return await ranged(request, parts.blobs, sha256, mime, headers)


@router.get("/download/{token}")
async def download(token: str, parts: Parts, session: Entered) -> Response:
    """A file that was made for this person; a second look finds nothing."""
    async with parts.store.begin() as tx:
        value = await tx.tickets.use(digest(token), DOWNLOAD, parts.clock.now())
    made = json.loads(value) if value else {}
    if made.get("person") != session.person:
        raise NotFound
    headers = {"Content-Disposition": f'attachment; filename="{made["name"]}"', "Cache-Control": "no-store"}
    return Response(made["text"].encode(), media_type=UNKNOWN, headers=headers)


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
