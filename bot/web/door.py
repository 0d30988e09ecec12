"""The chat's page and the door to it."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, Depends, Request
from fastapi.responses import FileResponse, RedirectResponse, Response

from bot.web.parts import Parts, Visitor
from bot.web.plain import SAME_ORIGIN
from bot.web.security import from_our_page, from_our_script
from bot.web.sessions import COOKIE, LASTS, begin, exchange, forget

PAGES = Path(__file__).parent / "pages"

router = APIRouter()


@router.api_route("/", methods=["GET", "HEAD"])
async def chat_page(session: Visitor) -> Response:
    """The chat, or a page that says how to get in."""
    if session is None:
        return FileResponse(PAGES / "locked.html", status_code=401)
    return FileResponse(PAGES / "index.html")


@router.api_route("/enter/{token}", methods=["GET", "HEAD"])
async def door(token: str) -> Response:
    """A page that sends itself back: a preview that only looks at the link does not use it up."""
    return FileResponse(PAGES / "enter.html", headers=SAME_ORIGIN)


@router.post("/enter/{token}", dependencies=[Depends(from_our_page)])
async def enter(token: str, parts: Parts, session: Visitor) -> Response:
    """Use the one-time link and go to the chat. A second use in the same browser goes there too.

    A code that lets somebody in is left alone where somebody is in already.
    """
    cookie = await exchange(parts.store, parts.clock, parts.ids, token)
    if cookie is None and session is None and (newcomer := await parts.join(token)):
        cookie = await begin(parts.store, parts.clock, parts.ids, newcomer)
    if cookie is None and session is None:
        return FileResponse(PAGES / "locked.html", status_code=410)
    answer = RedirectResponse("/", status_code=303)
    if cookie is not None:
        answer.set_cookie(
            COOKIE,
            cookie,
            max_age=int(LASTS.total_seconds()),
            httponly=True,
            samesite="strict",
            secure=parts.base_url.startswith("https://"),
        )
    return answer


@router.post("/api/leave", dependencies=[Depends(from_our_script)])
async def leave(request: Request, parts: Parts) -> Response:
    """End the session of this browser; whoever sits here needs a fresh link from then on. Repeating is harmless."""
    await forget(parts.store, parts.clock, request.cookies.get(COOKIE, ""))
    answer = Response(status_code=204)
    answer.delete_cookie(COOKIE, httponly=True, samesite="strict", secure=parts.base_url.startswith("https://"))
    return answer
