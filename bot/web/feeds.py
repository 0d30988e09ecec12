"""Public feeds, served as the plain files they are."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, RedirectResponse, Response

from bot.web.parts import Parts
from core.errors import NotFound

_A_YEAR = "public, max-age=31536000, immutable"

router = APIRouter(prefix="/feeds/{slug}")


@dataclass(frozen=True, slots=True)
class _Feed:
    data: bytes
    changed: datetime

    def headers(self) -> dict[str, str]:
        return {
            "ETag": f'"{hashlib.sha256(self.data).hexdigest()[:32]}"',
            "Last-Modified": format_datetime(self.changed, usegmt=True),
            "Access-Control-Allow-Origin": "*",
        }


@router.api_route("", methods=["GET", "HEAD"])
async def without_slash(slug: str) -> Response:
    """The page of a feed lives in its folder, so that its links lead there."""
    return RedirectResponse(f"/feeds/{quote(slug, safe='')}/", 308)


@router.api_route("/{name:path}", methods=["GET", "HEAD"])
async def file(slug: str, name: str, request: Request, parts: Parts) -> Response:
    """A feed, a page or a picture of it, or 304 when the reader has it already."""
    public = parts.feed_file(slug, name)
    if public is None:
        raise NotFound
    path, mime = public
    if name.startswith("media/"):
        if not await asyncio.to_thread(path.is_file):
            raise NotFound
        headers = {"Cache-Control": _A_YEAR, "ETag": f'"{path.stem}"', "Access-Control-Allow-Origin": "*"}
        return FileResponse(path, media_type=mime, headers=headers)
    found = await asyncio.to_thread(_read, path)
    headers = found.headers()
    if _has_it(request, headers["ETag"], found.changed):
        return Response(status_code=304, headers=headers)
    return Response(found.data, media_type=mime, headers=headers)


def _read(path: Path) -> _Feed:
    try:
        with path.open("rb") as file:
            changed = datetime.fromtimestamp(int(path.stat().st_mtime), UTC)
            return _Feed(file.read(), changed)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotFound from error


def _has_it(request: Request, etag: str, changed: datetime) -> bool:
    """RFC 9110, 13.2.2: a tag, where one is sent, decides alone."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        return any(tag.strip().removeprefix("W/") in (etag, "*") for tag in tags.split(","))
    try:
        return parsedate_to_datetime(request.headers.get("if-modified-since", "")) >= changed
    except (TypeError, ValueError):
        return False
