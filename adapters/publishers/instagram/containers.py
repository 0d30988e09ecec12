"""The containers a post is made of: what they are asked for, and what became of them.

API: https://developers.facebook.com/docs/instagram-platform/content-publishing (read 2026-11)
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from adapters.publishers.graph import Graph
from core.errors import Rejected
from core.payload import Media, Payload

_SUBCODE = re.compile(r"\b22\d{5}\b")


class State(StrEnum):
    """What a container's `status_code` says; UNREADABLE when it cannot be read at all."""

    WORKING = "IN_PROGRESS"
    READY = "FINISHED"
    SHOWN = "PUBLISHED"
    FAILED = "ERROR"
    FORGOTTEN = "EXPIRED"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The state of a container, and the subcode of what went wrong with it (0 when there is none)."""

    state: State
    subcode: int = 0


async def status_of(graph: Graph, container: str) -> Status:
    """Ask for it; a state that is not documented counts as being worked on."""
    try:
        answer = await graph.get(f"/{container}", {"fields": "status_code,status"})
    except Rejected:
        return Status(state=State.UNREADABLE)
    code = str(answer.get("status_code"))
    named = _SUBCODE.search(str(answer.get("status") or ""))
    state = State(code) if code in set(State) - {State.UNREADABLE} else State.WORKING
    return Status(state=state, subcode=int(named[0]) if named else 0)


def form_alone(payload: Payload, address: Callable[[Media], str]) -> dict[str, str]:
    """The only container of a post with one picture or film. Every single film is a reel."""
    medium = payload.media[0]
    kind = {"media_type": "REELS"} if medium.is_film else {}
    return kind | _source(medium, address) | _said(payload)


def form_of_child(medium: Media, address: Callable[[Media], str]) -> dict[str, str]:
    """One of several."""
    kind = {"media_type": "VIDEO"} if medium.is_film else {}
    return kind | _source(medium, address) | {"is_carousel_item": "true"}


def form_around(payload: Payload, children: list[str]) -> dict[str, str]:
    """What holds several together."""
    return {"media_type": "CAROUSEL", "children": ",".join(children)} | _said(payload)


def _source(medium: Media, address: Callable[[Media], str]) -> dict[str, str]:
    if medium.is_film:
        return {"video_url": address(medium)}
    return {"image_url": address(medium)} | ({"alt_text": medium.alt} if medium.alt else {})


def _said(payload: Payload) -> dict[str, str]:
    return ({"caption": payload.text} if payload.text else {}) | dict(payload.fields)
