"""Brings pictures and films to LinkedIn without showing them.

https://learn.microsoft.com/linkedin/marketing/community-management/shares/images-api and
https://learn.microsoft.com/linkedin/marketing/community-management/shares/videos-api (read 2026-11)
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from adapters.publishers.linkedin.api import Api
from core.errors import Reconnect, Rejected, Unavailable
from core.payload import Checkpoint, Media, Wait
from core.ports import Blobs

UPLOAD = timedelta(seconds=50)  # ours: inside the loop's bound of one step
LIFE = timedelta(hours=12)  # ours: no number is documented
GRACE = timedelta(seconds=20)  # ours: for a token that may not look at its own pictures
_POLL = timedelta(seconds=4)  # ours


async def next_of_a_picture(
    api: Api, picture: Media, number: int, author: str, checkpoint: Checkpoint, blobs: Blobs
) -> Checkpoint | Wait | None:
    """Ask for an address, bring the picture there, wait until it may be used; None when it may."""
    name = f"media{number}"
    if not checkpoint.get(name):
        asked: dict[str, object] = {"initializeUploadRequest": {"owner": author}}
        told = await api.act("/rest/images?action=initializeUpload", asked)
        known = {name: _named(told, "image"), f"{name}_at": _named(told, "uploadUrl")}
        return checkpoint.with_data(expires=_ends(api, checkpoint, told.get("uploadUrlExpiresAt")), **known)
    if not checkpoint.get(f"{name}_sent"):
        await api.put(checkpoint.get(f"{name}_at"), await blobs.get(picture.sha256), within=UPLOAD)
        sent = {f"{name}_sent": api.clock.now().isoformat(), f"{name}_at": ""}
        return checkpoint.with_data(expires=checkpoint.expires, **sent)
    if checkpoint.get(f"{name}_ready"):
        return None
    since = api.clock.now() - datetime.fromisoformat(checkpoint.get(f"{name}_sent"))
    if await _is_ready(api, checkpoint.get(name), since):
        return checkpoint.with_data(expires=checkpoint.expires, **{f"{name}_ready": "1"})
    return Wait(until=api.clock.now() + _POLL)


async def next_of_a_film(
    api: Api, film: Media, author: str, checkpoint: Checkpoint, blobs: Blobs
) -> Checkpoint | Wait | None:
    """Bring the next piece of the film, or see how far it is worked through; None when it may be shown.

    Raises:
        Rejected: LinkedIn cannot use it.
    """
    one = checkpoint.get("media0")
    if not one:
        about = {"owner": author, "fileSizeBytes": film.size, "uploadCaptions": False, "uploadThumbnail": False}
        told = await api.act("/rest/videos?action=initializeUpload", {"initializeUploadRequest": about})
        known = {
            "media0": _named(told, "video"),
            "token": str(told.get("uploadToken") or ""),
            "pieces": json.dumps(told.get("uploadInstructions") or []),
            "marks": "[]",
        }
        return checkpoint.with_data(expires=_ends(api, checkpoint, told.get("uploadUrlsExpireAt")), **known)
    pieces, marks = json.loads(checkpoint.get("pieces") or "[]"), json.loads(checkpoint.get("marks") or "[]")
    if len(marks) < len(pieces):
        piece = pieces[len(marks)]
        content = await blobs.piece(film.sha256, int(piece["firstByte"]), int(piece["lastByte"]) + 1)
        marks.append(await api.put(str(piece["uploadUrl"]), content, within=UPLOAD))
        return checkpoint.with_data(expires=checkpoint.expires, marks=json.dumps(marks))
    if not checkpoint.get("finished"):
        about = {"video": one, "uploadToken": checkpoint.get("token"), "uploadedPartIds": marks}
        response = await api.send("POST", "/rest/videos?action=finalizeUpload", json={"finalizeUploadRequest": about})
        api.checked(response)
        return checkpoint.with_data(expires=checkpoint.expires, finished="1", pieces="", marks="", token="")
    match (await api.get(f"/rest/videos/{quote(one, safe='')}")).get("status"):
        case "AVAILABLE":
            return None
        case "PROCESSING_FAILED":
            raise Rejected("film_failed")
    return Wait(until=api.clock.now() + _POLL)


async def _is_ready(api: Api, image: str, since: timedelta) -> bool:
    """Whether a picture may be used; where we may not look, whether some time has passed.

    Raises:
        Rejected: LinkedIn cannot use it.
    """
    try:
        status = (await api.get(f"/rest/images/{quote(image, safe='')}")).get("status")
    except Reconnect as error:
        if error.reason != "no_rights":
            raise
        return since >= GRACE
    if status == "PROCESSING_FAILED":
        raise Rejected("picture")
    return status == "AVAILABLE"


def _named(told: dict[str, Any], name: str) -> str:
    if not told.get(name):
        raise Unavailable("unreadable_answer")
    return str(told[name])


def _ends(api: Api, checkpoint: Checkpoint, milliseconds: object) -> datetime:
    """When to begin anew: when an address ends, or what was brought is too old; the first of several decides."""
    ends = api.clock.now() + LIFE
    if isinstance(milliseconds, int):
        ends = min(ends, datetime.fromtimestamp(milliseconds / 1000, UTC))
    return min(ends, checkpoint.expires) if checkpoint.expires else ends
