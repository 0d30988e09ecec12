"""Publishes to Bluesky, or to any other server of the AT Protocol.

https://docs.bsky.app/docs/advanced-guides/posts and https://docs.bsky.app/docs/api/com-atproto-repo-put-record
(read 2026-11). A record is written under a key of our own with `swapRecord: null`, which writes it once: the same
record again is fine and changes nothing, another one under the same key is refused.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import httpx

from adapters.judge import Judge
from adapters.publishers.bluesky.api import RECORD_MISSING, Server, server_of, told
from adapters.publishers.bluesky.dpop import Nonces
from adapters.publishers.bluesky.films import LIFE, Film, anew
from adapters.publishers.bluesky.record import COLLECTION, named, record, record_key
from adapters.publishers.bluesky.rules import RULES
from adapters.publishers.composing import composed
from adapters.publishers.telling import count_of, sum_of
from core.account import Account, Grant, Platform
from core.clock import Clock
from core.errors import Rejected
from core.metrics import Metrics
from core.payload import Absent, Checkpoint, Found, Live, Media, Payload, Ready, Wait
from core.ports import Blobs
from core.post import Post
from core.rules import Rules

# https://github.com/bluesky-social/atproto/tree/main/lexicons/app/bsky/video (read 2026-11)
VIDEO_SERVICE = "https://video.bsky.app"
UPLOAD = timedelta(seconds=50)  # ours: inside the loop's bound of one step
_PAGE = "https://bsky.app/profile"
_NOBODY = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class BlueskyPublisher:
    """One publisher for all servers.

    The grant's `extra` names the account's own server as `server` (https://… without a slash at the end), its DID as
    `id` and, where its tokens are bound to one, the `key`. Details of the post come before those of the account:
    `language` (up to three, with commas between), and for the card of a link `title` and `description`.
    """

    client: httpx.AsyncClient
    judge: Judge
    blobs: Blobs
    clock: Clock
    video_url: str = VIDEO_SERVICE
    nonces: Nonces = field(default_factory=Nonces, repr=False)

    @property
    def platform(self) -> Platform:
        return RULES.platform

    @property
    def rules(self) -> Rules:
        return RULES

    def compose(self, post: Post, account: Account) -> tuple[Payload, ...]:
        """Words, hashtags and link as one text; a link without media gets a card; each Part answers the one before."""
        chosen = {**account.details, **post.content.details.get(RULES.platform, {})}
        fields = tuple((name, chosen[name]) for name in ("language",) if chosen.get(name))
        first, *below = composed(post.content, RULES, fields=fields)
        if first.link and not first.media:
            title = chosen.get("title") or post.content.headline or urlsplit(first.link).netloc
            described = tuple((name, chosen[name]) for name in ("description",) if chosen.get(name))
            first = replace(first, title=title, fields=(*fields, *described))
        return (first, *below)

    async def step(self, payload: Payload, checkpoint: Checkpoint, grant: Grant) -> Checkpoint | Ready | Wait:
        """Settle the time, ask for what stands above, ask who is mentioned, upload a picture or a piece of a film.

        Raises:
            Rejected: a medium is gone from here or of no use there, or the post above is gone.
        """
        if not checkpoint.get("created"):
            return self._noted(checkpoint, created=_written(self.clock.now()))
        if checkpoint.expires and checkpoint.expires <= self.clock.now():
            return anew(checkpoint)
        server = self._server(grant)
        for above in checkpoint.parents[:1] + checkpoint.parents[-1:]:
            if not checkpoint.get(f"cid:{above}"):
                return self._noted(checkpoint, **{f"cid:{above}": await _cid(server, above)})
        for handle in named(payload.text):
            if not checkpoint.get(f"did:{handle}"):
                return self._noted(checkpoint, **{f"did:{handle}": await _did(server, handle)})
        for place, medium in enumerate(payload.media):
            if checkpoint.get(f"blob{place}"):
                continue
            if medium.is_film:
                film = Film(server=server, service_url=self.video_url, blobs=self.blobs, medium=medium)
                return await film.step(checkpoint)
            blob = await self._uploaded(server, medium)
            lasts = checkpoint.expires or self.clock.now() + LIFE
            return checkpoint.with_data(expires=lasts, **{f"blob{place}": blob})
        return Ready(checkpoint=checkpoint)

    async def reveal(self, payload: Payload, checkpoint: Checkpoint, grant: Grant) -> Live:
        """Write the record under the Part's own key, unless there is one."""
        body = {
            "repo": grant.extra["id"],
            "collection": COLLECTION,
            "rkey": record_key(checkpoint.key),
            "swapRecord": None,
            "record": record(payload, checkpoint),
        }
        answer = await self._server(grant).post("com.atproto.repo.putRecord", body, visible=True)
        return _live(str(told(answer, "uri", visible=True)))

    async def find(self, payload: Payload, checkpoint: Checkpoint, since: datetime, grant: Grant) -> Found | Absent:
        """Look whether there is a record under the Part's own key."""
        uri = f"at://{grant.extra['id']}/{COLLECTION}/{record_key(checkpoint.key)}"
        try:
            await _cid(self._server(grant), uri)
        except Rejected as refused:
            if refused.reason != RECORD_MISSING:
                raise
            return Absent()
        return Found(candidates=(_live(uri),))

    async def metrics(self, remote_ids: Sequence[str], grant: Grant) -> Mapping[str, Metrics]:
        """All in one call, which the account's server hands on. Views are not counted there.

        API: https://github.com/bluesky-social/atproto/tree/main/lexicons/app/bsky/feed (read 2026-11)
        """
        told = await self._server(grant).get("app.bsky.feed.getPosts", uris=remote_ids)
        return {
            str(one["uri"]): Metrics(
                likes=count_of(one.get("likeCount")),
                comments=count_of(one.get("replyCount")),
                shares=sum_of(one.get("repostCount"), one.get("quoteCount")),
                saves=count_of(one.get("bookmarkCount")),
            )
            for one in told.get("posts") or ()
        }

    async def remove(self, remote_id: str, grant: Grant) -> None:
        """Delete the record; one that is gone is fine to the server too."""
        await self._server(grant).post("com.atproto.repo.deleteRecord", _place(remote_id))

    def _server(self, grant: Grant) -> Server:
        return server_of(grant, client=self.client, clock=self.clock, judge=self.judge, nonces=self.nonces)

    async def _uploaded(self, server: Server, medium: Media) -> str:
        """The blob as the server describes it; it would take an empty one."""
        data = await self.blobs.get(medium.sha256)
        if not data:
            raise Rejected("empty_picture")
        answer = await server.give("com.atproto.repo.uploadBlob", data, medium.mime, within=UPLOAD)
        return json.dumps(told(answer, "blob"), sort_keys=True)

    def _noted(self, checkpoint: Checkpoint, **values: str) -> Checkpoint:
        return checkpoint.with_data(expires=checkpoint.expires, **values)


async def _cid(server: Server, uri: str) -> str:
    """The fingerprint of a record; anybody may ask, also when the account's token is worth nothing."""
    return str(told(await server.with_token().get("com.atproto.repo.getRecord", **_place(uri)), "cid"))


async def _did(server: Server, handle: str) -> str:
    """Whose handle it is."""
    try:
        return str(told(await server.with_token().get("com.atproto.identity.resolveHandle", handle=handle), "did"))
    except Rejected:
        return _NOBODY


def _place(uri: str) -> dict[str, str]:
    """Where a record stands, from at://repo/collection/rkey."""
    repo, collection, rkey = uri.removeprefix("at://").split("/")
    return {"repo": repo, "collection": collection, "rkey": rkey}


def _live(uri: str) -> Live:
    place = _place(uri)
    return Live(remote_id=uri, url=f"{_PAGE}/{place['repo']}/post/{place['rkey']}")


def _written(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z"
