"""A resumable upload: many pieces that nobody sees, and a last one that makes the film.

API: https://developers.google.com/youtube/v3/guides/using_resumable_upload_protocol (read 2026-11)
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx

from adapters.http import SILENCE, fields
from adapters.publishers.pieces import span
from adapters.publishers.youtube.api import Api
from core.errors import OutcomeUnknown, Unavailable
from core.payload import Media
from core.ports import Blobs

QUANTUM = 262_144  # https://developers.google.com/youtube/v3/guides/using_resumable_upload_protocol (read 2026-11)
UPLOAD = timedelta(seconds=45)  # ours: with a look before it inside the loop's bound of one step
_STORED = re.compile(r"bytes=0-(\d+)")
_PATH = "/upload/youtube/v3/videos?uploadType=resumable&part=snippet,status&notifySubscribers=true"


class SessionGone(Unavailable):
    """The far side knows the session no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How far a session has come: so many bytes are stored, more go to `address`; `film` is what came of it."""

    stored: int = 0
    address: str = ""
    film: dict[str, Any] = field(default_factory=dict)


def last_piece(total: int) -> int:
    """Where the piece that makes the film begins: it is as short as can be."""
    return (total - 1) // QUANTUM * QUANTUM


async def opened(api: Api, resource: dict[str, Any], *, mime: str, total: int) -> str:
    """Open a session for a film of so many bytes and answer its address."""
    headers = {
        "Content-Type": "application/json; charset=UTF-8",
        "X-Upload-Content-Length": str(total),
        "X-Upload-Content-Type": mime,
    }
    response = api.checked(await api.send("POST", api.url + _PATH, headers=headers, json=resource))
    if not response.headers.get("Location"):
        raise Unavailable("unreadable_answer")
    return str(response.headers["Location"])


async def state_of(api: Api, address: str, total: int) -> State:
    """Ask the session what it has.

    Raises:
        SessionGone: it is not known any more.
    """
    headers = {"Content-Range": f"bytes */{total}"}
    return _state(api, await api.send("PUT", address, headers=headers, content=b""), address)


async def sent(api: Api, address: str, film: Media, blobs: Blobs, begin: int, end: int) -> State:
    """Send the bytes from `begin` up to `end`. Those that end the film make it visible.

    Raises:
        SessionGone: it is not known any more.
    """
    visible = end == film.size
    headers = {
        "Content-Type": film.mime,
        "Content-Length": str(end - begin),
        "Content-Range": f"bytes {begin}-{end - 1}/{film.size}",
    }
    within, data = SILENCE if visible else UPLOAD, span(film, blobs, begin, end)
    response = await api.send("PUT", address, visible=visible, within=within, headers=headers, content=data)
    return _state(api, response, address, visible=visible)


def _state(api: Api, response: httpx.Response, address: str, *, visible: bool = False) -> State:
    if response.status_code == 308:
        stored = _STORED.fullmatch(response.headers.get("Range", ""))
        return State(stored=int(stored[1]) + 1 if stored else 0, address=response.headers.get("Location") or address)
    if response.status_code in (404, 410):
        raise SessionGone("session_gone")
    film = fields(api.checked(response, visible=visible), visible=visible)
    if not film.get("id"):
        raise OutcomeUnknown("unreadable_answer") if visible else Unavailable("unreadable_answer")
    return State(film=film)
