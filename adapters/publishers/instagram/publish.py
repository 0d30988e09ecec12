"""Publishes to a professional Instagram account.

https://developers.facebook.com/docs/instagram-platform/content-publishing (read 2026-11). Containers are prepared
unseen and one of them is published; it publishes once, and tells whether it did.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import httpx

from adapters.publishers.composing import composed
from adapters.publishers.graph import VERSION, Graph, instant, listed, number, same_text, told
from adapters.publishers.instagram.containers import (
    State,
    Status,
    form_alone,
    form_around,
    form_of_child,
    status_of,
)
from adapters.publishers.instagram.refusals import AGAIN, MOST, SUBCODES
from adapters.publishers.instagram.rules import RULES
from core.account import Account, Grant, Platform
from core.clock import Clock
from core.errors import Duplicate, OutcomeUnknown, PortError, Rejected, Unavailable
from core.payload import Absent, Checkpoint, Found, Live, Media, Payload, Ready, Unknown, Wait
from core.ports import Blobs
from core.post import Post
from core.rules import Rules

LIFE = timedelta(hours=23)  # ours: inside the 24 hours a container is kept
PAUSE = timedelta(minutes=1)  # ours: before a container is made anew, four times as long each time
_POLL = (timedelta(seconds=2), timedelta(seconds=30))  # ours
_SKEW = timedelta(minutes=1)  # ours: how far the clocks may differ
_LOOKED_AT = "25"  # ours
_MEDIA = "id,caption,timestamp,permalink,media_product_type"
_COMMENT = "id,text,timestamp"


@dataclass(frozen=True, slots=True, kw_only=True)
class InstagramPublisher:
    """One publisher for both ways to connect an account.

    The grant's `extra` names the professional account as `id`, and as `login` "facebook" where the token is that of
    the page behind it; without it the token comes from Instagram's own login, which cannot delete.
    `address` answers a public https link to a medium, from which Meta fetches it within the hour.
    Details of the post come before those of the account: `is_ai_generated` ("true" marks it) and, for a single film,
    `share_to_feed` ("true" or "false") and `thumb_offset` (milliseconds).
    """

    client: httpx.AsyncClient
    blobs: Blobs
    clock: Clock
    address: Callable[[Media], str]
    api_url: str = f"https://graph.instagram.com/{VERSION}"
    facebook_url: str = f"https://graph.facebook.com/{VERSION}"

    @property
    def platform(self) -> Platform:
        return RULES.platform

    @property
    def rules(self) -> Rules:
        return RULES

    def compose(self, post: Post, account: Account) -> tuple[Payload, ...]:
        """Words and hashtags as one text with the media; the text below becomes the first comment."""
        first, *below = composed(post.content, RULES)
        chosen = {**account.details, **post.content.details.get(RULES.platform, {})}
        asked = ["is_ai_generated"]
        if len(first.media) == 1 and first.media[0].is_film:
            asked += ["share_to_feed", "thumb_offset"]
        fields = tuple((name, chosen[name]) for name in asked if chosen.get(name))
        return (replace(first, fields=fields), *below)

    async def step(self, payload: Payload, checkpoint: Checkpoint, grant: Grant) -> Checkpoint | Ready | Wait:
        """Make the next container, or see how far they are.

        Raises:
            Rejected: a medium is gone from here, or Instagram cannot use it.
        """
        if checkpoint.parents:
            return Ready(checkpoint=checkpoint)
        now, after = self.clock.now(), checkpoint.get("after")
        if after and datetime.fromisoformat(after) > now:
            return Wait(until=datetime.fromisoformat(after))
        if checkpoint.expires and checkpoint.expires <= now and not checkpoint.get("ready"):
            return _anew(checkpoint)
        graph = self._graph(grant)
        if checkpoint.get("container"):
            return await self._seen(graph, payload, checkpoint)
        try:
            return await self._next_container(graph, payload, checkpoint)
        except Unavailable as error:
            if error.reason not in MOST:
                raise
            return self._again(checkpoint, error.reason, MOST[error.reason])

    async def reveal(self, payload: Payload, checkpoint: Checkpoint, grant: Grant) -> Live:
        """Publish the container, or comment below the post. A comment's address is that of the post."""
        graph = self._graph(grant)
        if checkpoint.parents:
            above = checkpoint.parents[-1]
            comment = await graph.create(f"/{above}/comments", {"message": payload.text}, visible=True)
            return Live(remote_id=comment, url=await graph.address(above, "permalink"))
        if checkpoint.get("shown"):
            return await self._shown_before(graph, payload, checkpoint)
        container = {"creation_id": checkpoint.get("container")}
        try:
            made = await graph.create(f"/{graph.account}/media_publish", container, visible=True)
        except (Rejected, Duplicate):
            # How a second publishing is refused is not documented; the container knows whether this was one.
            if not await self._was_shown(graph, checkpoint):
                raise
            return await self._shown_before(graph, payload, checkpoint)
        return Live(remote_id=made, url=await graph.address(made, "permalink"))

    async def find(
        self, payload: Payload, checkpoint: Checkpoint, since: datetime, grant: Grant
    ) -> Found | Absent | Unknown:
        """Ask the container, which knows whether it was published, then look for the post that came of it.

        A comment has no such handle: one that is not seen may still come, and is never called absent.
        """
        graph = self._graph(grant)
        if checkpoint.parents:
            found = await self._comments(graph, payload, checkpoint.parents[-1], since)
            return Found(candidates=found) if found else Unknown(reason="comment_not_seen")
        if not checkpoint.get("container"):
            return Absent()
        status = await status_of(graph, checkpoint.get("container"))
        if status.state not in (State.SHOWN, State.UNREADABLE):
            return Absent()
        found = await self._posts(graph, payload, since)
        return Found(candidates=found) if found else Unknown(reason="not_listed")

    async def remove(self, remote_id: str, grant: Grant) -> None:
        """Delete the post or comment.

        Raises:
            Rejected: the account was connected through Instagram's own login, whose API deletes nothing.
        """
        if not _through_facebook(grant):
            raise Rejected("delete_in_the_app")
        await self._graph(grant).delete(remote_id)

    def _graph(self, grant: Grant) -> Graph:
        return Graph(
            client=self.client,
            clock=self.clock,
            url=self.facebook_url if _through_facebook(grant) else self.api_url,
            token=grant.access,
            account=grant.extra["id"],
            subcodes=SUBCODES,
        )

    async def _next_container(self, graph: Graph, payload: Payload, checkpoint: Checkpoint) -> Checkpoint | Wait:
        """Make the one that is missing: of several media each its own, then one around them all."""
        media, path = payload.media, f"/{graph.account}/media"
        if not media:
            raise Rejected("no_media")
        if len(media) == 1:
            await self.blobs.get(media[0].sha256)
            return self._noted(checkpoint, container=await graph.create(path, form_alone(payload, self.address)))
        for place, medium in enumerate(media):
            if not checkpoint.get(f"child{place}"):
                await self.blobs.get(medium.sha256)
                child = await graph.create(path, form_of_child(medium, self.address))
                return self._noted(checkpoint, **{f"child{place}": child})
        children = [checkpoint.get(f"child{place}") for place in range(len(media))]
        for child in children:
            status = await status_of(graph, child)
            if status.state is not State.READY:
                return self._not_ready(checkpoint, status)
        return self._noted(checkpoint, container=await graph.create(path, form_around(payload, children)))

    async def _seen(self, graph: Graph, payload: Payload, checkpoint: Checkpoint) -> Checkpoint | Ready | Wait:
        """What the container has come to.

        Once it was ready it may have been published: one that cannot be read then is only made anew when it is too
        old to be published any more, and nothing was.
        """
        status = await status_of(graph, checkpoint.get("container"))
        if status.state in (State.READY, State.SHOWN):
            noted = {"ready": "1"} | ({"shown": "1"} if status.state is State.SHOWN else {})
            return Ready(checkpoint=self._noted(checkpoint, **noted))
        if status.state is State.UNREADABLE and checkpoint.get("ready"):
            old = self._made(checkpoint) + LIFE <= self.clock.now()
            if not old or await self._posts(graph, payload, self._made(checkpoint)):
                return Ready(checkpoint=checkpoint)
        return self._not_ready(checkpoint, status)

    def _not_ready(self, checkpoint: Checkpoint, status: Status) -> Checkpoint | Wait:
        if status.state is State.WORKING:
            shortest, longest = _POLL
            now = self.clock.now()
            return Wait(until=now + min(max(now - self._made(checkpoint), shortest), longest))
        if status.state is not State.FAILED:
            return _anew(checkpoint)
        if status.subcode in SUBCODES and status.subcode not in AGAIN:
            raise Rejected(SUBCODES[status.subcode].reason)
        return self._again(checkpoint, *AGAIN.get(status.subcode, ("container_failed", 1)))

    def _again(self, checkpoint: Checkpoint, reason: str, most: int) -> Checkpoint:
        """Start over after a while, unless that was tried often enough.

        Raises:
            Rejected: it was.
        """
        tries = number(checkpoint.get("tries")) + 1
        if tries > most:
            raise Rejected(reason)
        after = self.clock.now() + PAUSE * 4 ** (tries - 1)
        return _anew(checkpoint).with_data(after=after.isoformat(), tries=str(tries))

    def _noted(self, checkpoint: Checkpoint, **values: str) -> Checkpoint:
        """With these values; it lives as long as the first of its containers."""
        return checkpoint.with_data(expires=checkpoint.expires or self.clock.now() + LIFE, **values)

    def _made(self, checkpoint: Checkpoint) -> datetime:
        """When its first container was made."""
        return (checkpoint.expires or self.clock.now()) - LIFE

    async def _was_shown(self, graph: Graph, checkpoint: Checkpoint) -> bool:
        try:
            return (await status_of(graph, checkpoint.get("container"))).state is State.SHOWN
        except PortError as error:
            raise OutcomeUnknown("not_told") from error

    async def _shown_before(self, graph: Graph, payload: Payload, checkpoint: Checkpoint) -> Live:
        """The post an earlier attempt made of this container.

        Raises:
            Duplicate: it cannot be told from others, or not be seen now.
        """
        try:
            found = await self._posts(graph, payload, self._made(checkpoint))
        except PortError as error:
            raise Duplicate("shown_before") from error
        if len(found) != 1:
            raise Duplicate("shown_before")
        return found[0]

    async def _posts(self, graph: Graph, payload: Payload, since: datetime) -> tuple[Live, ...]:
        """The account's newest posts of that kind with these words."""
        shown = listed(await graph.get(f"/{graph.account}/media", {"fields": _MEDIA, "limit": _LOOKED_AT}))
        kind = "REELS" if len(payload.media) == 1 and payload.media[0].is_film else "FEED"
        return tuple(
            Live(remote_id=told(one, "id"), url=str(one.get("permalink") or ""))
            for one in shown
            if same_text(one.get("caption"), payload.text)
            and one.get("media_product_type") in (None, kind)
            and instant(one, "timestamp") >= since - _SKEW
        )

    async def _comments(self, graph: Graph, payload: Payload, above: str, since: datetime) -> tuple[Live, ...]:
        shown = listed(await graph.get(f"/{above}/comments", {"fields": _COMMENT}))
        ours = [one for one in shown if same_text(one.get("text"), payload.text)]
        fresh = [told(one, "id") for one in ours if instant(one, "timestamp") >= since - _SKEW]
        url = await graph.address(above, "permalink") if fresh else ""
        return tuple(Live(remote_id=one, url=url) for one in fresh)


def _through_facebook(grant: Grant) -> bool:
    return grant.extra.get("login") == "facebook"


def _anew(checkpoint: Checkpoint) -> Checkpoint:
    """Nothing made yet."""
    return Checkpoint(key=checkpoint.key, parents=checkpoint.parents)
