"""The web application: the chat and the public pages beside it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fastapi import FastAPI
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Route, Router
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.web import (
    about,
    connect,
    door,
    feeds,
    files,
    health,
    mail,
    measure,
    media,
    receive,
    secret,
    slack_install,
    stream,
)
from bot.web.errors import HANDLERS
from bot.web.guard import Guard
from bot.web.parts import WebParts

STATIC = Path(__file__).parent / "static"
SMALL = 700  # bytes; packing less saves no packet


class Busiest:
    """Answers the pages that machines ask for most, without packing and searching, and leads everybody else on."""

    def __init__(self, app: ASGIApp, pages: Sequence[Route]) -> None:
        self._pages = ExceptionMiddleware(Router(pages, default=app, redirect_slashes=False), handlers=HANDLERS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await self._pages(scope, receive, send)


def build_app(parts: WebParts, *busiest: Route) -> FastAPI:
    """The application with these parts, and before them the pages that are asked for most. Opens and starts nothing."""
    app = FastAPI(title="Greenlight", docs_url=None, redoc_url=None, openapi_url=None, exception_handlers=HANDLERS)
    app.state.parts = parts
    rooms = (
        room.router
        for room in (
            connect,
            about,
            door,
            receive,
            measure,
            stream,
            files,
            feeds,
            health,
            mail,
            media,
            secret,
            slack_install,
        )
    )
    for router in rooms:
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=STATIC))
    app.add_middleware(GZipMiddleware, minimum_size=SMALL, compresslevel=6)
    if busiest:
        app.add_middleware(Busiest, pages=busiest)
    app.add_middleware(Guard, ids=parts.ids)
    return app
