"""Brings pictures and films to X without showing them.

https://docs.x.com/x-api/media/quickstart/media-upload-chunked (read 2026-11). What was brought may be used for a day.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from adapters.publishers.x.api import Api
from core.errors import Rejected
from core.payload import Checkpoint, Media, Wait
from core.ports import Blobs

PIECE = 4 << 20  # bytes; ours: at most a thousand pieces, and 5 MiB are said to be taken
UPLOAD = timedelta(seconds=50)  # ours: inside the loop's bound of one step
_POLL = timedelta(seconds=5)  # ours: where no pause is named
_LONGEST_POLL = timedelta(minutes=1)  # ours
_RELIED_ON = 0.9  # ours: the share of its life for which what was brought is used


def started_over(checkpoint: Checkpoint, now: datetime) -> Checkpoint:
    """The checkpoint, without what X has forgotten or is about to forget."""
    over = checkpoint.expires is not None and checkpoint.expires <= now
    return Checkpoint(key=checkpoint.key, parents=checkpoint.parents) if over else checkpoint


async def next_of_a_picture(
    api: Api, picture: Media, number: int, checkpoint: Checkpoint, blobs: Blobs
) -> Checkpoint | None:
    """Bring the picture, then its description; None when both are there."""
    name = f"media{number}"
    if not checkpoint.get(name):
        files = {"media": (picture.sha256[:12], await blobs.get(picture.sha256), picture.mime)}
        told = await api.post("/2/media/upload", within=UPLOAD, data={"media_category": "tweet_image"}, files=files)
        return _kept(api, checkpoint, told, **{name: str(told["id"])})
    if picture.alt and not checkpoint.get(f"{name}_alt"):
        about = {"id": checkpoint.get(name), "metadata": {"alt_text": {"text": picture.alt}}}
        await api.post("/2/media/metadata", json=about)
        return checkpoint.with_data(expires=checkpoint.expires, **{f"{name}_alt": "1"})
    return None


async def next_of_a_film(api: Api, film: Media, checkpoint: Checkpoint, blobs: Blobs) -> Checkpoint | Wait | None:
    """Bring the next piece of the film, or see how far it is worked through; None when it may be shown.

    Raises:
        Rejected: X cannot use it.
    """
    one, sent = checkpoint.get("media0"), int(checkpoint.get("sent") or 0)
    if not one:
        asked = {"media_type": film.mime, "total_bytes": film.size, "media_category": "tweet_video"}
        told = await api.post("/2/media/upload/initialize", json=asked)
        return _kept(api, checkpoint, told, media0=str(told["id"]))
    if sent < film.size:
        end = min(sent + PIECE, film.size)
        files = {"media": ("film", await blobs.piece(film.sha256, sent, end), film.mime)}
        number = {"segment_index": str(sent // PIECE)}
        response = await api.send("POST", f"/2/media/upload/{one}/append", within=UPLOAD, data=number, files=files)
        api.checked(response)
        return checkpoint.with_data(expires=checkpoint.expires, sent=str(end))
    if not checkpoint.get("finalized"):
        try:
            told = await api.post(f"/2/media/upload/{one}/finalize")
        except Rejected:  # it may have been closed before, and the answer got lost
            told = await _status(api, one)
        worked = "" if told.get("processing_info") else "1"
        return _kept(api, checkpoint, told, finalized="1", worked=worked)
    if checkpoint.get("worked"):
        return None
    work = (await _status(api, one)).get("processing_info") or {"state": "succeeded"}
    match work.get("state"):
        case "succeeded":
            return checkpoint.with_data(expires=checkpoint.expires, worked="1")
        case "failed":
            raise Rejected("film_failed")
    pause = timedelta(seconds=float(work.get("check_after_secs") or _POLL.total_seconds()))
    return Wait(until=api.clock.now() + min(pause, _LONGEST_POLL))


async def _status(api: Api, one: str) -> dict[str, Any]:
    told = (await api.get("/2/media/upload", {"command": "STATUS", "media_id": one})).get("data")
    return told if isinstance(told, dict) else {}


def _kept(api: Api, checkpoint: Checkpoint, told: dict[str, Any], **values: str) -> Checkpoint:
    """The checkpoint with what was told; of several media the first that X forgets decides."""
    seconds = told.get("expires_after_secs")
    ends = api.clock.now() + timedelta(seconds=float(seconds) * _RELIED_ON) if seconds else None
    known = [one for one in (checkpoint.expires, ends) if one is not None]
    return checkpoint.with_data(expires=min(known, default=None), **values)
