"""Publishes to Threads.

https://developers.facebook.com/documentation/threads/posts (read 2026-11). Every post, also one of words alone, is
prepared unseen in a container, which publishes once and tells whether it did.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import httpx

from adapters.publishers.composing import composed
from adapters.publishers.containers import Containers
from adapters.publishers.graph import Graph, instant, listed, number, part, same_text, told
from adapters.publishers.graph_insights import insights
from adapters.publishers.telling import sum_of
from adapters.publishers.threads.forms import draft
from adapters.publishers.threads.refusals import SUBCODES, TERMS, WORDS
from adapters.publishers.threads.rules import RULES
from core.account import Account, Grant, Platform
from core.clock import Clock
from core.errors import PortError, Rejected, Throttled
from core.metrics import Metrics
from core.payload import Absent, Checkpoint, Found, Live, Media, Payload, Ready, Unknown, Wait
from core.ports import Blobs
from core.post import Post
from core.rules import Rules

API_URL = "https://graph.threads.net/v1.0"  # https://developers.facebook.com/documentation/threads/posts (read 2026-11)
QUOTA_WAIT = timedelta(hours=1)  # ours: the posts of the last 24 hours are counted
_SKEW = timedelta(minutes=1)  # ours: how far the clocks may differ
_COUNTS = ("views", "likes", "replies", "reposts", "quotes")
_LOOKED_AT = "25"  # ours
_POST = "id,text,timestamp,permalink,media_type"
_REPLY = "id,text,timestamp,replied_to,root_post"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadsPublisher:
    """One publisher for all profiles: the grant's `extra` names the profile's own as `id`.

    `address` answers a public https link to a medium, from which Meta fetches it within the hour.
    Details of the post come before those of the account: `reply_control` (who may answer) and `topic_tag` (the topic,
    without #). To find what stands below another post the token needs the scope threads_read_replies.
    """

    client: httpx.AsyncClient
    blobs: Blobs
    clock: Clock
    address: Callable[[Media], str]
    api_url: str = API_URL

    @property
    def platform(self) -> Platform:
        return RULES.platform

    @property
    def rules(self) -> Rules:
        return RULES

    def compose(self, post: Post, account: Account) -> tuple[Payload, ...]:
        """Words, hashtags and link as one text with the media; each further Part answers the one before it."""
        first, *below = composed(post.content, RULES)
        chosen = {**account.details, **post.content.details.get(RULES.platform, {})}
        fields = tuple((name, chosen[name]) for name in ("reply_control", "topic_tag") if chosen.get(name))
        return (replace(first, fields=fields), *below)

    async def step(self, payload: Payload, checkpoint: Checkpoint, grant: Grant) -> Checkpoint | Ready | Wait:
        """Make the next container, or see how far they are.

        Raises:
            Rejected: a medium is gone from here, or Threads cannot use it.
        """
        return await self._containers(payload, checkpoint, grant).step(draft(payload, checkpoint), checkpoint)

    async def reveal(self, payload: Payload, checkpoint: Checkpoint, grant: Grant) -> Live:
        """Publish the container. A quota that is used up has no error of its own, so it is asked after a refusal."""
        try:
            return await self._containers(payload, checkpoint, grant).reveal(checkpoint)
        except Rejected as refused:
            if await _used_up(self._graph(grant)):
                raise Throttled("daily_limit", retry_at=self.clock.now() + QUOTA_WAIT) from refused
            raise

    async def find(
        self, payload: Payload, checkpoint: Checkpoint, since: datetime, grant: Grant
    ) -> Found | Absent | Unknown:
        """Ask the container, which knows whether it was published, then look for the post that came of it."""
        return await self._containers(payload, checkpoint, grant).find(checkpoint, since)

    async def metrics(self, remote_ids: Sequence[str], grant: Grant) -> Mapping[str, Metrics]:
        """Each post tells its own counts.

        API: https://developers.facebook.com/docs/threads/insights (read 2026-11)
        """
        graph, found = self._graph(grant), dict[str, Metrics]()
        for one in remote_ids:
            told = await insights(graph, one, _COUNTS)
            if told is not None:
                found[one] = Metrics(
                    views=told.get("views"),
                    likes=told.get("likes"),
                    comments=told.get("replies"),
                    shares=sum_of(told.get("reposts"), told.get("quotes")),
                )
        return found

    async def remove(self, remote_id: str, grant: Grant) -> None:
        """Delete the post; one that is gone is fine."""
        await self._graph(grant).delete(remote_id)

    def _containers(self, payload: Payload, checkpoint: Checkpoint, grant: Grant) -> Containers:
        graph = self._graph(grant)
        return Containers(
            graph=graph,
            blobs=self.blobs,
            address=self.address,
            terms=TERMS,
            posts=partial(_posts, graph, payload.text, checkpoint.parents[-1] if checkpoint.parents else ""),
        )

    def _graph(self, grant: Grant) -> Graph:
        return Graph(
            client=self.client,
            clock=self.clock,
            url=self.api_url,
            token=grant.access,
            account=grant.extra["id"],
            subcodes=SUBCODES,
            words=WORDS,
        )


async def _posts(graph: Graph, text: str, above: str, since: datetime) -> tuple[Live, ...]:
    """The profile's newest posts with these words, or what it answered so to the post `above`."""
    since -= _SKEW
    if not above:
        query = {"fields": _POST, "since": str(int(since.timestamp())), "limit": _LOOKED_AT}
        ours = _matching(await graph.get(f"/{graph.account}/threads", query), text, since)
        return tuple(Live(remote_id=told(one, "id"), url=str(one.get("permalink") or "")) for one in ours)
    ours = _matching(await graph.get("/me/replies", {"fields": _REPLY, "limit": _LOOKED_AT}), text, since)
    replies = [told(one, "id") for one in ours if part(one, "replied_to").get("id") == above]
    return tuple([Live(remote_id=one, url=await graph.address(one, "permalink")) for one in replies])


def _matching(answer: dict[str, Any], text: str, since: datetime) -> list[dict[str, Any]]:
    return [one for one in listed(answer) if same_text(one.get("text"), text) and instant(one, "timestamp") >= since]


async def _used_up(graph: Graph) -> bool:
    """Whether the profile has made all the posts it may make in 24 hours; no when that cannot be told now."""
    try:
        limits = listed(await graph.get(f"/{graph.account}/threads_publishing_limit", {"fields": "quota_usage,config"}))
    except PortError:
        return False
    return any(0 < number(part(one, "config").get("quota_total")) <= number(one.get("quota_usage")) for one in limits)
