"""Uploads a film to the video service in pieces and waits until it has become a blob on the account's server.

API: https://github.com/bluesky-social/atproto/tree/main/lexicons/app/bsky/video (read 2026-11)
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx

from adapters.publishers.bluesky.api import UPLOAD_COMPLETE, UPLOAD_GONE, Server, told
from core.errors import Rejected, Unavailable
from core.payload import Checkpoint, Media, Wait
from core.ports import Blobs
from core.secret import Secret

LIFE = timedelta(minutes=30)  # ours: a blob in no record is dropped after an unknown time
PIECE = timedelta(seconds=45)  # ours: with the token for it inside the loop's bound of one step
POLL = timedelta(seconds=5)  # ours
_TOKEN_LIFE = timedelta(minutes=30)  # ours: the service keeps it while it hands the film on
_KEPT = ("created", "again")

_BY_CHANCE = frozenset({"pds_upload_failure", "generic_failure"})
_FAILED = {
    "validation_failure": "film_format",
    "encoding_failure": "film_format",
    "pds_upload_unsupported_blob_size": "film_size",
}


def anew(checkpoint: Checkpoint) -> Checkpoint:
    """Nothing prepared yet; when the post was made stays, so that the record stays the same."""
    kept = tuple((name, value) for name, value in checkpoint.data if name in _KEPT)
    return Checkpoint(key=checkpoint.key, parents=checkpoint.parents, data=kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class Film:
    """One film on its way: `server` is the account's, `service_url` that of the video service."""

    server: Server
    service_url: str
    blobs: Blobs
    medium: Media

    async def step(self, checkpoint: Checkpoint) -> Checkpoint | Wait:
        """Announce it, send the next piece, close it, or see how far the service is; at the end `blob0` is known.

        Raises:
            Rejected: the film is gone from here, or the service cannot use it.
        """
        if checkpoint.get("job"):
            return await self._seen(checkpoint)
        try:
            service = await self._service()
            if not checkpoint.get("upload"):
                return await self._announced(service, checkpoint)
            if int(checkpoint.get("sent")) < int(checkpoint.get("pieces")):
                return await self._sent(service, checkpoint)
            return await self._closed(service, checkpoint)
        except Rejected as refused:
            if refused.reason != UPLOAD_GONE:
                raise
            return anew(checkpoint)

    async def _announced(self, service: Server, checkpoint: Checkpoint) -> Checkpoint:
        asked: dict[str, Any] = {"sizeBytes": self.medium.size, "mimeType": self.medium.mime}
        begun = await service.post("app.bsky.video.startUpload", asked)
        size, pieces = int(told(begun, "partSizeBytes")), int(told(begun, "partCount"))
        if size < 1 or -(-self.medium.size // size) != pieces:
            raise Unavailable("unreadable_answer")
        return checkpoint.with_data(
            expires=datetime.fromisoformat(told(begun, "expiresAt")),
            upload=str(told(begun, "jobId")),
            size=str(size),
            pieces=str(pieces),
            sent="0",
        )

    async def _sent(self, service: Server, checkpoint: Checkpoint) -> Checkpoint:
        sent, size = int(checkpoint.get("sent")), int(checkpoint.get("size"))
        piece = await self.blobs.piece(self.medium.sha256, sent * size, (sent + 1) * size)
        place = {"jobId": checkpoint.get("upload"), "partNumber": str(sent + 1)}
        try:
            await service.give("app.bsky.video.uploadPart", piece, "application/octet-stream", within=PIECE, **place)
        except Rejected as refused:
            if refused.reason != UPLOAD_COMPLETE:
                raise
            sent = int(checkpoint.get("pieces")) - 1
        return checkpoint.with_data(expires=checkpoint.expires, sent=str(sent + 1))

    async def _closed(self, service: Server, checkpoint: Checkpoint) -> Checkpoint:
        answer = await service.post("app.bsky.video.finishUpload", {"jobId": checkpoint.get("upload")})
        return checkpoint.with_data(expires=self._forgotten(), job=str(told(answer, "completedJobId")))

    async def _seen(self, checkpoint: Checkpoint) -> Checkpoint | Wait:
        anybody = self.server.with_token(url=self.service_url)
        answer = await anybody.get("app.bsky.video.getJobStatus", jobId=checkpoint.get("job"))
        status = answer.get("jobStatus", answer)
        if status.get("state") == "JOB_STATE_COMPLETED":
            blob = json.dumps(told(status, "blob"), sort_keys=True)
            return checkpoint.with_data(expires=self._forgotten(), blob0=blob)
        if status.get("state") != "JOB_STATE_FAILED":
            return Wait(until=self.server.clock.now() + POLL)
        code = str(status.get("failureCode"))
        if code in _BY_CHANCE and not checkpoint.get("again"):
            return anew(checkpoint).with_data(again="1")
        raise Rejected(_FAILED.get(code, "film_failed"))

    async def _service(self) -> Server:
        """The video service with a token that lets it store the film on the account's server, for a while."""
        expires = self.server.clock.now() + _TOKEN_LIFE
        answer = await self.server.get(
            "com.atproto.server.getServiceAuth",
            aud=f"did:web:{httpx.URL(self.server.url).host}",
            lxm="com.atproto.repo.uploadBlob",
            exp=str(int(expires.timestamp())),
        )
        return self.server.with_token(Secret(str(told(answer, "token"))), url=self.service_url)

    def _forgotten(self) -> datetime:
        return self.server.clock.now() + LIFE
