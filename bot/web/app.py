"""The web application: the chat and the public pages beside it."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from bot.web import door, feeds, files, health, mail, measure, receive, secret, stream
from bot.web.errors import answer_errors
from bot.web.guard import Guard
from bot.web.parts import WebParts

STATIC = Path(__file__).parent / "static"
SMALL = 700  # bytes; packing less saves no packet


def build_app(parts: WebParts, *busiest: APIRouter) -> FastAPI:
    """The application with these parts, and before them the pages that are asked for most. Opens and starts nothing."""
    app = FastAPI(title="Greenlight", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.parts = parts
    rooms = (room.router for room in (door, receive, measure, stream, files, feeds, health, mail, secret))
    for router in (*busiest, *rooms):
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=STATIC))
    app.add_middleware(GZipMiddleware, minimum_size=SMALL, compresslevel=6)
    app.add_middleware(Guard, ids=parts.ids)
    answer_errors(app)
    return app
