"""The page that shows the secret of an authenticator app, once."""

from __future__ import annotations

from html import escape
from pathlib import Path

from fastapi import APIRouter, Depends
from fastapi.responses import FileResponse, HTMLResponse, Response

from bot.web.parts import Parts
from bot.web.security import from_our_page

PAGES = Path(__file__).parent / "pages"
_NEVER_KEPT = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}

router = APIRouter()


@router.get("/secret/{token}")
async def ask(token: str) -> Response:
    """A button: a preview that only looks at the link does not use it up."""
    return FileResponse(PAGES / "secret.html", headers=_NEVER_KEPT)


@router.post("/secret/{token}", dependencies=[Depends(from_our_page)])
async def show(token: str, parts: Parts) -> Response:
    """The secret, the first time; after that the page says how to get another."""
    found = await parts.reveal(token)
    if found is None:
        return FileResponse(PAGES / "secret_gone.html", status_code=410, headers=_NEVER_KEPT)
    page = (PAGES / "secret_shown.html").read_text("utf-8")
    filled = page.replace("{secret}", escape(found.secret)).replace("{address}", escape(found.address))
    return HTMLResponse(filled, headers=_NEVER_KEPT)
