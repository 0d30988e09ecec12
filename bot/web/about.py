"""What other servers read about us before they send people here."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from bot.web.parts import Parts
from core.errors import NotFound

router = APIRouter()


@router.get("/oauth/client-metadata.json")
async def client(parts: Parts) -> Response:
    """Who we are to authorization servers that know apps by an address; nothing where nobody outside can read it."""
    document = parts.client_document()
    if document is None:
        raise NotFound("document")
    return JSONResponse(document)
