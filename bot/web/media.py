"""Pictures and films that platforms fetch from us, by links that only we can make."""

from __future__ import annotations

from mimetypes import guess_type

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.web.parts import Parts
from bot.web.ranged import ranged
from core.errors import NotFound

router = APIRouter()


@router.api_route("/media/{until}/{seal}/{name}", methods=["GET", "HEAD"])
async def media(until: str, seal: str, name: str, request: Request, parts: Parts) -> Response:
    """The bytes, or some of them; a link that is none of ours, or too old, leads nowhere."""
    if not parts.media_link(until, seal, name):
        raise NotFound("media")
    kind = guess_type(name)[0] or "application/octet-stream"
    return await ranged(request, parts.blobs, name.partition(".")[0], kind, {"Cache-Control": "private, max-age=3600"})
