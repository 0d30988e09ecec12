"""Brings a film to TikTok in pieces. Nobody sees anything of it before the last one is there.

API: https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide (read 2026-11)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import httpx

from adapters.http import exchange, refusal
from adapters.publishers.pieces import span
from adapters.publishers.tiktok.api import Api
from core.errors import OutcomeUnknown, PortError, Rejected, Unavailable
from core.payload import Checkpoint, Media, Ready
from core.ports import Blobs

UPLOAD = timedelta(seconds=45)  # ours: inside the loop's bound of one step, and of the visible call with its glance
LIFE = timedelta(minutes=55)  # https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide: one hour


@dataclass(frozen=True, slots=True)
class Pieces:
    """A film of `size` bytes cut as TikTok wants it: equal pieces, and a last one that carries the rest.

    `usual` is how large a piece should be, from 5 to 64 MB; a film of less than two of them is one piece.
    """

    size: int
    usual: int

    @property
    def count(self) -> int:
        return max(1, self.size // self.usual)

    @property
    def each(self) -> int:
        return self.usual if self.count > 1 else self.size

    @property
    def last(self) -> int:
        """Where the last one begins."""
        return (self.count - 1) * self.each

    def end(self, begin: int) -> int:
        """Where the piece ends to which that byte belongs."""
        return self.size if begin >= self.last else (begin // self.each + 1) * self.each

    def told(self) -> dict[str, object]:
        """The cut as it is announced."""
        return {
            "source": "FILE_UPLOAD",
            "video_size": self.size,
            "chunk_size": self.each,
            "total_chunk_count": self.count,
        }


async def step_of_a_film(
    api: Api, film: Media, checkpoint: Checkpoint, pieces: Pieces, blobs: Blobs
) -> Checkpoint | Ready:
    """Send a piece that does not end the film; start over where TikTok has given the upload up."""
    sent = int(checkpoint.get("sent"))
    if sent >= pieces.last:
        return await _offered(api, checkpoint)
    end = pieces.end(sent)
    response = await _put(api, film, checkpoint, blobs, end, visible=False)
    match response.status_code:
        case 201 | 206:
            return checkpoint.with_data(expires=checkpoint.expires, sent=str(end))
        case 403 | 404:
            return begun_anew(checkpoint)
        case 416:
            stored = (await api.status(checkpoint.get("publish_id"))).get("uploaded_bytes")
            if not isinstance(stored, int) or stored == sent:
                raise Unavailable("upload_range")
            return checkpoint.with_data(expires=checkpoint.expires, sent=str(stored))
    raise _refused(api, response, visible=False)


async def end_film(api: Api, film: Media, checkpoint: Checkpoint, blobs: Blobs) -> None:
    """Send the last piece, which makes the film visible; nothing where it is there already.

    Raises:
        Unavailable: the upload is given up or asks for more, so nothing was made.
    """
    await blobs.piece(film.sha256, 0, 0)  # what is gone or altered is noticed before anything is sent
    if int(checkpoint.get("sent")) >= film.size:
        return
    response = await _put(api, film, checkpoint, blobs, film.size, visible=True)
    match response.status_code:
        case 201:
            return
        case 206:
            raise Unavailable("incomplete")
        case 403 | 404:
            raise Unavailable("upload_expired")
        case 416:
            raise OutcomeUnknown("upload_range")
    raise _refused(api, response, visible=True)


def begun_anew(checkpoint: Checkpoint) -> Checkpoint:
    """The checkpoint of a Part of which nothing is done."""
    return Checkpoint(key=checkpoint.key, parents=checkpoint.parents)


async def _offered(api: Api, checkpoint: Checkpoint) -> Checkpoint | Ready:
    """All but the last piece is there; an upload that failed when that one was sent is started over."""
    if checkpoint.get("offered"):
        told = await api.status(checkpoint.get("publish_id"))
        if told.get("status") == "FAILED":
            return begun_anew(checkpoint)
    return Ready(checkpoint=checkpoint.with_data(expires=checkpoint.expires, offered="1"))


async def _put(
    api: Api, film: Media, checkpoint: Checkpoint, blobs: Blobs, end: int, *, visible: bool
) -> httpx.Response:
    """Send what is next, up to that byte, to the address that was named; our token stays here."""
    begin = int(checkpoint.get("sent"))
    headers = {
        "Content-Type": film.mime,
        "Content-Length": str(end - begin),
        "Content-Range": f"bytes {begin}-{end - 1}/{film.size}",
    }
    data = span(film, blobs, begin, end)
    request = api.client.build_request("PUT", checkpoint.get("upload_url"), headers=headers, content=data)
    return await exchange(api.client, request, visible=visible, within=UPLOAD)


def _refused(api: Api, response: httpx.Response, *, visible: bool) -> PortError:
    refused = refusal(response, visible=visible, now=api.clock.now())
    if refused is None:
        return OutcomeUnknown("unreadable_answer") if visible else Unavailable("unreadable_answer")
    return Rejected("upload_refused") if type(refused) is Rejected else refused
