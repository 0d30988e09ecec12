"""Brings a film to Pinterest without showing it: register, upload, wait until it is worked through.

API: https://github.com/pinterest/api-description/blob/main/v5/openapi.json (read 2026-11)
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from adapters.http import exchange, refusal
from adapters.publishers.pinterest.api import Api
from core.errors import Rejected, Unavailable
from core.payload import Checkpoint, Media, Ready, Wait
from core.ports import Blobs

UPLOAD = timedelta(seconds=50)  # ours: inside the loop's bound of one step
ADDRESS_LIFE = timedelta(minutes=30)  # ours: no number is documented
MEDIA_LIFE = timedelta(hours=12)  # ours: no number is documented
LONGEST_WORK = timedelta(minutes=30)  # ours
_POLL = timedelta(seconds=5)  # ours
_SLOW_POLL = timedelta(seconds=60)  # ours


async def step_of_a_film(api: Api, film: Media, checkpoint: Checkpoint, blobs: Blobs) -> Checkpoint | Ready | Wait:
    """Take the next step of an upload.

    Raises:
        Rejected: the film is refused, or is not worked through in half an hour.
    """
    now = api.clock.now()
    if not checkpoint.get("media_id"):
        made = await api.post("/media", {"media_type": "video"})
        if not made.get("media_id") or not made.get("upload_url"):
            raise Unavailable("unreadable_answer")
        known = {"media_id": str(made["media_id"]), "upload_url": str(made["upload_url"])}
        form = json.dumps(made.get("upload_parameters") or {})
        return checkpoint.with_data(expires=now + ADDRESS_LIFE, upload_parameters=form, **known)
    if not checkpoint.get("uploaded"):
        await _upload(api, film, checkpoint, blobs)
        done = {"uploaded": now.isoformat(), "upload_url": "", "upload_parameters": ""}
        return checkpoint.with_data(expires=now + MEDIA_LIFE, **done)
    told = await api.get(f"/media/{checkpoint.get('media_id')}")
    taken = now - datetime.fromisoformat(checkpoint.get("uploaded"))
    match told.get("status"):
        case "succeeded":
            return Ready(checkpoint=checkpoint)
        case "failed":
            raise Rejected("film_refused")
    if taken > LONGEST_WORK:
        raise Rejected("film_unfinished")
    return Wait(until=now + min(max(_POLL, taken / 4), _SLOW_POLL))


async def _upload(api: Api, film: Media, checkpoint: Checkpoint, blobs: Blobs) -> None:
    """Send the film to the address that was named, with the form that came with it; our token stays here.

    Raises:
        Unavailable: 403 too, which an address gives that has expired.
    """
    name = f"{film.sha256[:12]}.{film.mime.partition('/')[2]}"
    form: dict[str, str] = json.loads(checkpoint.get("upload_parameters"))
    files = {"file": (name, await blobs.get(film.sha256), film.mime)}
    request = api.client.build_request("POST", checkpoint.get("upload_url"), data=form, files=files)
    response = await exchange(api.client, request, visible=False, within=UPLOAD)
    if response.status_code == 403:
        raise Unavailable("upload_expired")
    refused = refusal(response, visible=False, now=api.clock.now())
    if refused is not None:
        raise Rejected("upload_refused") if type(refused) is Rejected else refused
