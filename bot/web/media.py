"""Pictures and films that platforms fetch from us, by links that only we can make."""

from __future__ import annotations

from mimetypes import guess_type

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.web.files import bytes_of
from bot.web.parts import Parts
from core.errors import NotFound, Rejected

router = APIRouter()


@router.api_route("/media/{until}/{seal}/{name}", methods=["GET", "HEAD"])
async def media(until: str, seal: str, name: str, request: Request, parts: Parts) -> Response:
    """The bytes; a link that is none of ours, or too old, leads nowhere."""
    if not parts.media_link(until, seal, name):
        raise NotFound("media")
    kind = guess_type(name)[0] or "application/octet-stream"
    try:
        return await bytes_of(parts, name.partition(".")[0], request, kind, {"Cache-Control": "private, max-age=3600"})
    except Rejected as error:
        raise NotFound("media") from error
