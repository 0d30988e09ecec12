"""Brings a film to a page without showing it, either as a video in pieces or as a reel in one go.

API: https://developers.facebook.com/docs/video-api/guides/publishing (read 2026-11),
https://developers.facebook.com/documentation/video-api/guides/reels-publishing (read 2026-11).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from adapters.http import body_of
from adapters.publishers.graph import Graph, number, part, told
from adapters.publishers.pieces import span
from core.errors import Rejected, Unavailable
from core.payload import Checkpoint, Media, Ready
from core.ports import Blobs

UPLOAD = timedelta(seconds=50)  # ours: inside the loop's bound of one step
REEL_SECONDS = (3, 90)  # https://developers.facebook.com/documentation/video-api/guides/reels-publishing (read 2026-11)
_REEL_RATIO = 9 / 16  # https://developers.facebook.com/documentation/video-api/guides/reels-publishing (read 2026-11)
_OTHER_OFFSET = 1363037  # unverified: Meta's own clients go on from the offsets that come with it


def looks_like_a_reel(film: Media) -> bool:
    """Whether its shape and length are those of a reel; False when they are not known."""
    upright = film.height and abs(film.width / film.height - _REEL_RATIO) < 0.01
    return bool(upright) and REEL_SECONDS[0] <= film.seconds <= REEL_SECONDS[1]


async def step_of_a_video(
    graph: Graph, film: Media, blobs: Blobs, checkpoint: Checkpoint, expires: datetime
) -> Checkpoint | Ready:
    """Open the session, then send the piece that Facebook asks for next."""
    path = f"/{graph.account}/videos"
    session = checkpoint.get("session")
    if not session:
        start = {"upload_phase": "start", "file_size": str(film.size)}
        opened = await graph.post(path, start)
        known = {"video": told(opened, "video_id"), "session": told(opened, "upload_session_id")}
        return checkpoint.with_data(expires=expires, **known, **_offsets(opened))
    begin, end = number(checkpoint.get("begin")), number(checkpoint.get("end"))
    if begin == end:
        return Ready(checkpoint=checkpoint)
    asked = {"upload_phase": "transfer", "upload_session_id": session, "start_offset": str(begin)}
    data = await blobs.piece(film.sha256, begin, end)
    piece = {"video_file_chunk": ("piece", data, "application/octet-stream")}
    response = await graph.send("POST", graph.url + path, within=UPLOAD, data=asked, files=piece)
    error = part(body_of(response), "error")
    if number(error.get("error_subcode")) == _OTHER_OFFSET and part(error, "error_data"):
        return checkpoint.with_data(expires=expires, **_offsets(part(error, "error_data")))
    return checkpoint.with_data(expires=expires, **_offsets(graph.checked(response, visible=False)))


async def step_of_a_reel(
    graph: Graph, film: Media, blobs: Blobs, checkpoint: Checkpoint, expires: datetime, *, host: str
) -> Checkpoint | Ready:
    """Open the session, then send the whole film to the address Facebook names on its upload `host`.

    Raises:
        Rejected: the film is refused, or the address is somewhere else: the token is shown to nobody but Meta.
    """
    if not checkpoint.get("video"):
        opened = await graph.post(f"/{graph.account}/video_reels", {"upload_phase": "start"})
        known = {"video": told(opened, "video_id"), "address": told(opened, "upload_url")}
        return checkpoint.with_data(expires=expires, **known)
    if checkpoint.get("uploaded"):
        return Ready(checkpoint=checkpoint)
    address = checkpoint.get("address")
    if not address.startswith(f"{host}/"):
        raise Rejected("upload_address")
    headers = {"offset": "0", "file_size": str(film.size), "Content-Length": str(film.size)}
    response = await graph.send(
        "POST", address, within=UPLOAD, scheme="OAuth", headers=headers, content=span(film, blobs, 0, film.size)
    )
    if refused := part(body_of(response), "debug_info"):
        raise Unavailable("upload") if refused.get("retriable") is True else Rejected("upload_refused")
    if graph.checked(response, visible=False).get("success") is not True:
        raise Unavailable("upload")
    return checkpoint.with_data(expires=expires, uploaded="1")


def _offsets(answer: dict[str, Any]) -> dict[str, str]:
    return {"begin": told(answer, "start_offset"), "end": told(answer, "end_offset")}
