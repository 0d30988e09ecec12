"""Every error as one sentence a person can act on."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from http import HTTPStatus
from math import ceil
from typing import Any

import structlog
from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from bot.web.security import request_id_of
from core.errors import (
    GreenlightError,
    Held,
    IllegalMove,
    Invalid,
    NotAllowed,
    NotFound,
    OutcomeUnknown,
    Reconnect,
    Throttled,
    TooOften,
    Unavailable,
)
from core.store import Conflict

_log = structlog.get_logger()

Handler = Callable[[Request, Any], Coroutine[Any, Any, Response]]

_SENTENCES: tuple[tuple[type[GreenlightError], int, str], ...] = (
    (NotAllowed, 403, "You may not do that here."),
    (NotFound, 404, "That is not there any more."),
    (IllegalMove, 409, "That is not possible any more. Look at the card as it is now."),
    (Conflict, 409, "Somebody changed it a moment ago. Look at the card as it is now and try again."),
    (Throttled, 429, "That was too much at once, so nothing happened. Try again in a while."),
    (Reconnect, 409, "The permission is gone. Connect the account again."),
    (Held, 409, "The account is paused. What you wrote is kept."),
    (OutcomeUnknown, 502, "It may have happened, but no answer came. Look before you try again."),
    (Unavailable, 503, "That did not work just now, and nothing happened. Try again."),
)
_REFUSED = "That was refused. Nothing you entered is lost."
_UNREADABLE = "That could not be read. Load the page again and try once more."
_UNEXPECTED = "Something went wrong on our side. Nothing you entered is lost. Mention {request_id} if you ask for help."


def unexpected(request: Request) -> JSONResponse:
    """The answer to an error nobody foresaw."""
    return _answer(request, 500, _UNEXPECTED.format(request_id=request_id_of(request)))


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    standard = error.detail == HTTPStatus(error.status_code).phrase
    sentence = "There is nothing at this address." if standard and error.status_code == 404 else error.detail
    return _answer(request, error.status_code, sentence)


async def _unreadable(request: Request, error: Exception) -> JSONResponse:
    return _answer(request, 422, _UNREADABLE)


async def _expected(request: Request, error: Exception) -> JSONResponse:
    if isinstance(error, Invalid):
        return _answer(request, 422, str(error))
    if isinstance(error, TooOften):
        seconds = ceil(error.wait.total_seconds())
        answer = _answer(request, 429, f"That was a lot at once, so nothing happened. Try again in {seconds} s.")
        answer.headers["Retry-After"] = str(seconds)
        return answer
    _log.info("request_refused", path=request.url.path, kind=type(error).__name__)
    for kind, status, sentence in _SENTENCES:
        if isinstance(error, kind):
            return _answer(request, status, sentence)
    return _answer(request, 422, _REFUSED)


def _answer(request: Request, status: int, sentence: str) -> JSONResponse:
    return JSONResponse({"error": sentence, "request_id": request_id_of(request)}, status)


HANDLERS: dict[int | type[Exception], Handler] = {
    HTTPException: _http,
    RequestValidationError: _unreadable,
    GreenlightError: _expected,
}
"""They turn whatever a page raises into `{"error": sentence, "request_id": id}`."""
