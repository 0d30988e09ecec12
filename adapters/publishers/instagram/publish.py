"""Publishes to a professional Instagram account.

https://developers.facebook.com/docs/instagram-platform/content-publishing (read 2026-11). Containers are prepared
unseen and one of them is published; it publishes once, and tells whether it did.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

import httpx

from adapters.publishers.composing import composed
from adapters.publishers.containers import Containers
from adapters.publishers.graph import VERSION, Graph, instant, listed, same_text, told
from adapters.publishers.graph_insights import insights, seen
from adapters.publishers.instagram.forms import draft
from adapters.publishers.instagram.refusals import SUBCODES, TERMS
from adapters.publishers.instagram.rules import RULES
from adapters.publishers.telling import count_of
from core.account import Account, Grant, Platform
from core.clock import Clock
from core.errors import Rejected
from core.metrics import Metrics
from core.payload import Absent, Checkpoint, Found, Live, Media, Payload, Ready, Unknown, Wait
from core.ports import Blobs
from core.post import Post
from core.rules import Rules

_SKEW = timedelta(minutes=1)  # ours: how far the clocks may differ
_LOOKED_AT = "25"  # ours
_MEDIA = "id,caption,timestamp,permalink,media_product_type"
_COUNTS = ("views", "reach", "shares", "saved")
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
        if not payload.media:
            raise Rejected("no_media")
        return await self._containers(payload, grant).step(draft(payload), checkpoint)

    async def reveal(self, payload: Payload, checkpoint: Checkpoint, grant: Grant) -> Live:
        """Publish the container, or comment below the post. A comment's address is that of the post."""
        if not checkpoint.parents:
            return await self._containers(payload, grant).reveal(checkpoint)
        graph, above = self._graph(grant), checkpoint.parents[-1]
        comment = await graph.create(f"/{above}/comments", {"message": payload.text}, visible=True)
        return Live(remote_id=comment, url=await graph.address(above, "permalink"))

    async def find(
        self, payload: Payload, checkpoint: Checkpoint, since: datetime, grant: Grant
    ) -> Found | Absent | Unknown:
        """Ask the container, which knows whether it was published, then look for the post that came of it.

        A comment has no such handle: one that is not seen may still come, and is never called absent.
        """
        if not checkpoint.parents:
            return await self._containers(payload, grant).find(checkpoint, since)
        found = await self._comments(self._graph(grant), payload, checkpoint.parents[-1], since)
        return Found(candidates=found) if found else Unknown(reason="comment_not_seen")

    async def metrics(self, remote_ids: Sequence[str], grant: Grant) -> Mapping[str, Metrics]:
        """Each post tells its own counts; likes and comments also where insights were not allowed.

        API: https://developers.facebook.com/docs/instagram-platform/insights (read 2026-11)
        """
        graph, found = self._graph(grant), dict[str, Metrics]()
        for one in remote_ids:
            post = await seen(graph, one, "like_count,comments_count")
            if post is not None:
                told = await insights(graph, one, _COUNTS) or {}
                found[one] = Metrics(
                    views=told.get("views"),
                    reach=told.get("reach"),
                    likes=count_of(post.get("like_count")),
                    comments=count_of(post.get("comments_count")),
                    shares=told.get("shares"),
                    saves=told.get("saved"),
                )
        return found

    async def remove(self, remote_id: str, grant: Grant) -> None:
        """Delete the post or comment.

        Raises:
            Rejected: the account was connected through Instagram's own login, whose API deletes nothing.
        """
        if not _through_facebook(grant):
            raise Rejected("delete_in_the_app")
        await self._graph(grant).delete(remote_id)

    def _containers(self, payload: Payload, grant: Grant) -> Containers:
        graph = self._graph(grant)
        return Containers(
            graph=graph,
            blobs=self.blobs,
            address=self.address,
            terms=TERMS,
            posts=partial(self._posts, graph, payload),
        )

    def _graph(self, grant: Grant) -> Graph:
        return Graph(
            client=self.client,
            clock=self.clock,
            url=self.facebook_url if _through_facebook(grant) else self.api_url,
            token=grant.access,
            account=grant.extra["id"],
            subcodes=SUBCODES,
        )

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
