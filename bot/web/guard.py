"""What holds for every answer: its headers, its request id, its size, and a sentence when all else fails."""

from __future__ import annotations

import structlog
from fastapi import HTTPException, Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.web.errors import unexpected
from bot.web.security import REQUEST_ID
from core.clock import Ids
from core.film import LARGEST

_log = structlog.get_logger()

UPLOAD_PATHS = ("/api/upload", "/api/files")
MAX_UPLOAD = LARGEST  # bytes of all files of one message together: room for one film
_MAX_ENVELOPE = 64 * 1024  # bytes around the files: boundaries, names, the words sent along
_MAX_BODY = 256 * 1024  # bytes of any other request, ours
_OF_PAGES = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' blob:; media-src 'self' blob:; object-src 'none'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_OF_ALL = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-cache"}
_NEVER_A_PAGE = ("text/css", "text/javascript", "font/")  # with nosniff; nearly half of a small script would be headers


class Guard:
    """Gives every answer its request id and its safety headers, and stops bodies that are too large."""

    def __init__(self, app: ASGIApp, ids: Ids) -> None:
        self._app = app
        self._ids = ids

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = self._ids.token()[:10]
        scope.setdefault("state", {})[REQUEST_ID] = request_id

        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = request_id
                never_a_page = headers.get("content-type", "").startswith(_NEVER_A_PAGE)
                for name, value in (_OF_ALL if never_a_page else _OF_ALL | _OF_PAGES).items():
                    headers.setdefault(name, value)
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self._app(scope, _bounded(scope, receive), send_with_headers)
            except Exception:  # noqa: BLE001 - the outermost place of a request: said once in the log and once to the person
                _log.exception("request_failed", method=scope["method"], path=scope["path"])
                if not started:
                    await unexpected(Request(scope))(scope, receive, send_with_headers)


def _bounded(scope: Scope, receive: Receive) -> Receive:
    upload = scope["path"] in UPLOAD_PATHS
    limit = MAX_UPLOAD + _MAX_ENVELOPE if upload else _MAX_BODY
    declared = Headers(scope=scope).get("content-length", "")
    taken = int(declared) if declared.isdecimal() and int(declared) > limit else 0

    async def receive_bounded() -> Message:
        nonlocal taken
        if taken > limit:
            raise _too_large(upload)
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > limit:
            raise _too_large(upload)
        return message

    return receive_bounded


def _too_large(upload: bool) -> HTTPException:
    if upload:
        most = f"{MAX_UPLOAD // 10**6} MB"
        return HTTPException(413, f"That is more than {most}. Send a smaller file, or fewer at a time.")
    return HTTPException(413, "That is too long to send at once. Shorten it and try again.")
