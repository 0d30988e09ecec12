"""Publishes films and photos to TikTok.

https://developers.tiktok.com/doc/content-posting-api-get-started (read 2026-11). Nothing takes a key. A film is begun
and named before its last piece makes it visible, so what became of it can be asked; photos are named by the answer
to the visible call, and looked for in the creator's list where that was lost.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from adapters.publishers.composing import composed, shortened
from adapters.publishers.telling import count_of
from adapters.publishers.tiktok.api import Api, failure_of
from adapters.publishers.tiktok.films import LIFE, Pieces, begun_anew, end_film, step_of_a_film
from adapters.publishers.tiktok.rules import INBOX, MODE, RULES
from core.account import Account, Grant, Platform
from core.clock import Clock
from core.errors import OutcomeUnknown, PortError, Rejected, Unavailable
from core.metrics import Metrics
from core.payload import Absent, Accepted, Checkpoint, Found, Live, Media, Payload, Ready, Unknown
from core.ports import Blobs
from core.post import Post
from core.rules import Rules

SITE = "https://www.tiktok.com"
PIECE = 8_000_000  # ours, of 5 to 64 MB: https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide
MAX_TITLE = 90  # https://developers.tiktok.com/doc/content-posting-api-reference-photo-post (read 2026-11)
MODERATION = timedelta(minutes=20)  # ours: how long a finished post is waited for to get its own address
PUBLIC = "PUBLIC_TO_EVERYONE"
OF_A_FILM = {
    "privacy_level": "",
    "disable_comment": "true",
    "disable_duet": "true",
    "disable_stitch": "true",
    "brand_content_toggle": "false",
    "brand_organic_toggle": "false",
    "is_aigc": "false",
    "video_cover_timestamp_ms": "",
}
OF_PHOTOS = {
    "privacy_level": "",
    "disable_comment": "true",
    "brand_content_toggle": "false",
    "brand_organic_toggle": "false",
    "auto_add_music": "false",
}
_LISTED = "id,create_time,video_description,title"
_COUNTS = "id,view_count,like_count,comment_count,share_count"
_LOOKED_AT = 20  # https://developers.tiktok.com/doc/tiktok-api-v2-video-list (read 2026-11)
_SKEW = timedelta(minutes=2)  # ours: how far the clocks may differ


@dataclass(frozen=True, slots=True, kw_only=True)
class TiktokPublisher:
    """One publisher for all creators; the token says which. Needs nothing of the grant's `extra`.

    A film may go to the creator's inbox (`MODE`), where it waits without words until they post it themselves.
    Asked about is what `OF_A_FILM` and `OF_PHOTOS` name, for which the account's details have the usual values, and
    for photos `title`, without which the headline is taken. Who may see it has no default: TikTok asks for a choice.
    TikTok fetches photos from `address`, a public link whose domain was proven to be ours; films go up in pieces of
    `piece` bytes.
    """

    client: httpx.AsyncClient
    blobs: Blobs
    clock: Clock
    address: Callable[[Media], str]
    api_url: str = "https://open.tiktokapis.com"
    piece: int = PIECE

    @property
    def platform(self) -> Platform:
        return RULES.platform

    @property
    def rules(self) -> Rules:
        return RULES

    def compose(self, post: Post, account: Account) -> tuple[Payload, ...]:
        """Words and hashtags as the caption; a link has no place."""
        own = post.content.details.get(RULES.platform, {})
        first, *below = composed(post.content, RULES)
        if _is_film(first) and (own.get(MODE) or account.details.get(MODE)) == INBOX:
            return (replace(first, fields=((MODE, INBOX),)), *below)
        asked = OF_A_FILM if _is_film(first) else OF_PHOTOS
        chosen = ((name, own.get(name) or account.details.get(name) or usual) for name, usual in asked.items())
        title = "" if _is_film(first) else shortened(own.get("title") or post.content.headline, MAX_TITLE)
        return (replace(first, title=title, fields=tuple((name, value) for name, value in chosen if value)), *below)

    async def step(self, payload: Payload, checkpoint: Checkpoint, grant: Grant) -> Checkpoint | Ready:
        """Ask what the creator may do, begin the film, or send a piece that does not end it.

        Raises:
            Rejected: there is nothing to show, nobody chose who may see it, or the creator may not do this.
        """
        api, now = self._api(grant), self.clock.now()
        if checkpoint.expires and checkpoint.expires <= now:
            return begun_anew(checkpoint)
        if not _to_inbox(payload) and not checkpoint.get("username"):
            return checkpoint.with_data(username=await _creator(api, payload))
        if not _is_film(payload):
            return Ready(checkpoint=checkpoint)
        film = payload.media[0]
        pieces = Pieces(film.size, self.piece)
        if checkpoint.get("publish_id"):
            return await step_of_a_film(api, film, checkpoint, pieces, self.blobs)
        begun = await _begun(api, payload, pieces)
        if not begun.get("publish_id") or not begun.get("upload_url"):
            raise Unavailable("unreadable_answer")
        known = {"publish_id": str(begun["publish_id"]), "upload_url": str(begun["upload_url"]), "sent": "0"}
        return checkpoint.with_data(expires=now + LIFE, **known)

    async def reveal(self, payload: Payload, checkpoint: Checkpoint, grant: Grant) -> Live | Accepted:
        """Send the last piece of the film, or let TikTok fetch the photos; then glance at what became of it."""
        api = self._api(grant)
        if _is_film(payload):
            await end_film(api, payload.media[0], checkpoint, self.blobs)
            return await self._glance(api, payload, checkpoint) or Accepted()
        begun = await api.ask("/v2/post/publish/content/init/", self._photos(payload), visible=True)
        if not begun.get("publish_id"):
            raise OutcomeUnknown("unreadable_answer")
        named = checkpoint.with_data(publish_id=str(begun["publish_id"]))
        return await self._glance(api, payload, named) or Accepted(checkpoint=named)

    async def find(
        self, payload: Payload, checkpoint: Checkpoint, since: datetime, grant: Grant
    ) -> Found | Absent | Unknown:
        """Ask what became of it; photos whose answer was lost are looked for among the public posts."""
        api = self._api(grant)
        if not checkpoint.get("publish_id"):
            return Absent() if _is_film(payload) else await self._look(api, payload, checkpoint, since)
        try:
            told = await api.status(checkpoint.get("publish_id"))
        except Rejected as error:
            return Unknown(reason=error.reason)
        if told.get("status") == "FAILED":
            return Unknown(reason=failure_of(told).reason)
        live = _outcome(told, payload, checkpoint, patient=self.clock.now() - since < MODERATION)
        return Found(candidates=(live,)) if live else Absent()

    async def metrics(self, remote_ids: Sequence[str], grant: Grant) -> Mapping[str, Metrics]:
        """What everybody may see tells its counts.

        API: https://developers.tiktok.com/doc/tiktok-api-v2-video-query (read 2026-11)
        """
        body = {"filters": {"video_ids": [*remote_ids]}}
        told = await self._api(grant).ask(f"/v2/video/query/?fields={_COUNTS}", body)
        return {
            str(one["id"]): Metrics(
                views=count_of(one.get("view_count")),
                likes=count_of(one.get("like_count")),
                comments=count_of(one.get("comment_count")),
                shares=count_of(one.get("share_count")),
            )
            for one in told.get("videos") or ()
        }

    async def remove(self, remote_id: str, grant: Grant) -> None:
        """Nothing can be deleted from outside: people do that in TikTok itself.

        Raises:
            Rejected: always.
        """
        raise Rejected("cannot_remove")

    def _api(self, grant: Grant) -> Api:
        return Api(client=self.client, clock=self.clock, url=self.api_url, grant=grant)

    def _photos(self, payload: Payload) -> dict[str, object]:
        """The request for photos, with links that are made now and so last long enough."""
        links = [self.address(medium) for medium in payload.media]
        return {
            "media_type": "PHOTO",
            "post_mode": "DIRECT_POST",
            "post_info": {"title": payload.title, "description": payload.text, **_chosen(payload)},
            "source_info": {"source": "PULL_FROM_URL", "photo_cover_index": 0, "photo_images": links},
        }

    async def _glance(self, api: Api, payload: Payload, checkpoint: Checkpoint) -> Live | None:
        """The receipt, if it can be told already. Raises what a failure means, for then nothing was made."""
        try:
            told = await api.status(checkpoint.get("publish_id"))
        except PortError:
            return None
        if told.get("status") == "FAILED":
            raise failure_of(told)
        return _outcome(told, payload, checkpoint, patient=True)

    async def _look(
        self, api: Api, payload: Payload, checkpoint: Checkpoint, since: datetime
    ) -> Found | Absent | Unknown:
        if dict(payload.fields).get("privacy_level") != PUBLIC:
            return Unknown(reason="not_listed")
        listed = await api.ask(f"/v2/video/list/?fields={_LISTED}", {"max_count": _LOOKED_AT})
        found = [
            Live(remote_id=str(one["id"]), url=_address(payload, checkpoint, str(one["id"])))
            for one in listed.get("videos") or ()
            if datetime.fromtimestamp(one["create_time"], UTC) >= since - _SKEW
            and payload.text.strip() in (one.get("video_description", "").strip(), one.get("title", "").strip())
        ]
        return Found(candidates=tuple(found)) if found else Absent()


async def _begun(api: Api, payload: Payload, pieces: Pieces) -> dict[str, Any]:
    """Announce the film, for everybody it is meant for or for the creator's inbox.

    API: https://developers.tiktok.com/doc/content-posting-api-reference-upload-video (read 2026-11)
    """
    source = {"source_info": pieces.told()}
    if _to_inbox(payload):
        return await api.ask("/v2/post/publish/inbox/video/init/", source)
    post = {"post_info": {"title": payload.text, **_chosen(payload)}}
    return await api.ask("/v2/post/publish/video/init/", post | source)


async def _creator(api: Api, payload: Payload) -> str:
    """The creator's name, after a look at what TikTok lets this creator do now."""
    privacy = dict(payload.fields).get("privacy_level")
    if not payload.media or not privacy:
        raise Rejected("needs_privacy_level" if payload.media else "needs_media")
    creator = await api.ask("/v2/post/publish/creator_info/query/")
    if privacy not in creator.get("privacy_level_options", ()):
        raise Rejected("privacy_level_option_mismatch")
    longest = creator.get("max_video_post_duration_sec")
    if longest and payload.media[0].seconds > longest:
        raise Rejected("film_too_long")
    if not creator.get("creator_username"):
        raise Unavailable("unreadable_answer")
    return str(creator["creator_username"])


def _is_film(payload: Payload) -> bool:
    return bool(payload.media) and payload.media[0].is_film


def _to_inbox(payload: Payload) -> bool:
    return dict(payload.fields).get(MODE) == INBOX


def _chosen(payload: Payload) -> dict[str, object]:
    """What was chosen, as JSON has it."""
    return {
        name: int(value) if value.isdecimal() else value == "true" if value in ("true", "false") else value
        for name, value in payload.fields
    }


def _outcome(told: dict[str, Any], payload: Payload, checkpoint: Checkpoint, *, patient: bool) -> Live | None:
    """The receipt of a post that is complete, or of a film that arrived in the creator's inbox.

    A public one gets its own id when it has passed the moderation, which the `patient` wait for; all others keep the
    name they were begun under.
    """
    if told.get("status") == "SEND_TO_USER_INBOX":
        return Live(remote_id=checkpoint.get("publish_id"))
    if told.get("status") != "PUBLISH_COMPLETE":
        return None
    ids = told.get("publicaly_available_post_id")
    if ids:
        return Live(remote_id=str(ids[0]), url=_address(payload, checkpoint, str(ids[0])))
    if patient and dict(payload.fields).get("privacy_level") == PUBLIC:
        return None
    return Live(remote_id=checkpoint.get("publish_id"), url=f"{SITE}/@{checkpoint.get('username')}")


def _address(payload: Payload, checkpoint: Checkpoint, post: str) -> str:
    """Where it stands; that photos have an address of their own is unverified."""
    return f"{SITE}/@{checkpoint.get('username')}/{'video' if _is_film(payload) else 'photo'}/{post}"
