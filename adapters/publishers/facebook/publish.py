"""Publishes to a Facebook page.

https://developers.facebook.com/documentation/pages-api/posts (read 2026-11). Nothing that makes a post takes a key: a
lost answer is looked for, by the ids of the pictures or film that were brought before, else by the words.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import httpx

from adapters.publishers.composing import composed
from adapters.publishers.facebook.films import UPLOAD, looks_like_a_reel, step_of_a_reel, step_of_a_video
from adapters.publishers.facebook.rules import RULES
from adapters.publishers.graph import VERSION, Graph, instant, listed, lost, part, same_text, told
from adapters.publishers.graph_insights import insights, seen
from adapters.publishers.telling import count_of
from core.account import Account, Grant, Platform
from core.clock import Clock
from core.errors import Rejected
from core.metrics import Metrics
from core.payload import Absent, Accepted, Checkpoint, Found, Live, Media, Payload, Ready, Unknown
from core.ports import Blobs
from core.post import Post
from core.rules import Rules

SITE = "https://www.facebook.com"
LIFE = timedelta(hours=20)  # ours: how long what was brought is relied on; no number is documented
_SKEW = timedelta(minutes=1)  # ours: how far the clocks may differ
_LOOKED_AT = "25"  # ours
_POST = "id,message,created_time,permalink_url,attachments{media_type,target{id},subattachments{target{id}}}"
_COUNTED = "shares,comments.summary(true).limit(0),reactions.summary(true).limit(0)"
_COUNTS = ("post_media_view", "post_total_media_view_unique", "post_clicks")
_BEFORE = ("uploading", "upload_complete")
_COMMENT = "id,message,created_time,permalink_url,from"


@dataclass(frozen=True, slots=True, kw_only=True)
class FacebookPublisher:
    """One publisher for all pages. The grant holds a page's own token, its `extra` names the page as `id`.

    Only a film is asked about; details of the post come before those of the account: `title`, `kind` ("reel" or
    "video", else its shape decides) and `is_ai_generated` ("true" marks it).
    """

    client: httpx.AsyncClient
    blobs: Blobs
    clock: Clock
    api_url: str = f"https://graph.facebook.com/{VERSION}"
    upload_url: str = "https://rupload.facebook.com"

    @property
    def platform(self) -> Platform:
        return RULES.platform

    @property
    def rules(self) -> Rules:
        return RULES

    def compose(self, post: Post, account: Account) -> tuple[Payload, ...]:
        """Words, hashtags and link as one text with the media; the text below becomes the first comment."""
        first, *below = composed(post.content, RULES)
        if not _is_film(first):
            return (first, *below)
        chosen = {**account.details, **post.content.details.get(RULES.platform, {})}
        reel = looks_like_a_reel(first.media[0])
        fields = [("kind", "reel" if chosen.get("kind", "reel" if reel else "") == "reel" else "video")]
        if chosen.get("is_ai_generated") == "true":
            fields.append(("is_ai_generated", "true"))
        return (replace(first, title=chosen.get("title", ""), fields=tuple(fields)), *below)

    async def step(self, payload: Payload, checkpoint: Checkpoint, grant: Grant) -> Checkpoint | Ready:
        """Bring one picture, or one piece of the film."""
        now = self.clock.now()
        if checkpoint.expires and checkpoint.expires <= now:
            return Checkpoint(key=checkpoint.key, parents=checkpoint.parents)
        graph, expires = self._graph(grant), checkpoint.expires or now + LIFE
        if _is_film(payload):
            film = payload.media[0]
            await self.blobs.piece(film.sha256, 0, 0)
            if _is_reel(payload):
                return await step_of_a_reel(graph, film, self.blobs, checkpoint, expires, host=self.upload_url)
            return await step_of_a_video(graph, film, self.blobs, checkpoint, expires)
        for number, medium in enumerate(payload.media):
            if not checkpoint.get(f"photo{number}"):
                brought = {f"photo{number}": await self._bring(graph, medium)}
                return checkpoint.with_data(expires=expires, **brought)
        return Ready(checkpoint=checkpoint)

    async def reveal(self, payload: Payload, checkpoint: Checkpoint, grant: Grant) -> Live | Accepted:
        """Post it, or the comment below the post. A film is only taken; it shows when it is worked through."""
        graph = self._graph(grant)
        if checkpoint.parents:
            path, data = f"/{checkpoint.parents[-1]}/comments", {"message": payload.text}
        elif _is_film(payload):
            return await self._finish(graph, payload, checkpoint)
        else:
            path, data = f"/{graph.account}/feed", _post_of(payload, checkpoint)
        made = await graph.create(path, data, visible=True)
        return Live(remote_id=made, url=_address(made, await graph.address(made, "permalink_url")))

    async def find(
        self, payload: Payload, checkpoint: Checkpoint, since: datetime, grant: Grant
    ) -> Found | Absent | Unknown:
        """Look at the film itself, or through the page's newest posts or the comments below the post."""
        graph = self._graph(grant)
        if _is_film(payload):
            return await self._find_film(graph, checkpoint)
        if checkpoint.parents:
            query = {"fields": _COMMENT, "order": "reverse_chronological", "limit": _LOOKED_AT}
            shown = listed(await graph.get(f"/{checkpoint.parents[-1]}/comments", query))
            shown = [one for one in shown if part(one, "from").get("id", graph.account) == graph.account]
        else:
            from_then = str(int((since - _SKEW).timestamp()))
            query = {"fields": _POST, "since": from_then, "limit": _LOOKED_AT}
            shown = listed(await graph.get(f"/{graph.account}/published_posts", query))
            ours = {checkpoint.get(f"photo{number}") for number in range(len(payload.media))}
            shown = [one for one in shown if _may_have(_pictures(one), ours)]
        found = [
            Live(remote_id=told(one, "id"), url=_address(told(one, "id"), str(one.get("permalink_url") or "")))
            for one in shown
            if same_text(one.get("message"), payload.text) and instant(one, "created_time") >= since - _SKEW
        ]
        return Found(candidates=tuple(found)) if found else Absent()

    async def metrics(self, remote_ids: Sequence[str], grant: Grant) -> Mapping[str, Metrics]:
        """Each post tells its own counts.

        API: https://developers.facebook.com/docs/graph-api/reference/post (read 2026-11)
        """
        graph, found = self._graph(grant), dict[str, Metrics]()
        for one in remote_ids:
            post = await seen(graph, one, _COUNTED)
            if post is not None:
                told = await insights(graph, one, _COUNTS) or {}
                found[one] = Metrics(
                    views=told.get(_COUNTS[0]),
                    reach=told.get(_COUNTS[1]),
                    likes=_total(post, "reactions"),
                    comments=_total(post, "comments"),
                    shares=count_of(part(dict(post), "shares").get("count", 0)),
                    clicks=told.get(_COUNTS[2]),
                )
        return found

    async def remove(self, remote_id: str, grant: Grant) -> None:
        """Delete the post, film or comment."""
        await self._graph(grant).delete(remote_id)

    def _graph(self, grant: Grant) -> Graph:
        return Graph(
            client=self.client, clock=self.clock, url=self.api_url, token=grant.access, account=grant.extra["id"]
        )

    async def _bring(self, graph: Graph, medium: Media) -> str:
        """Upload a picture that nobody sees yet, and answer its id."""
        data = await self.blobs.get(medium.sha256)
        asked = {"published": "false"} | ({"alt_text_custom": medium.alt} if medium.alt else {})
        name = f"{medium.sha256[:12]}.{medium.mime.partition('/')[2]}"
        files = {"source": (name, data, medium.mime)}
        return told(await graph.post(f"/{graph.account}/photos", asked, files=files, within=UPLOAD), "id")

    async def _finish(self, graph: Graph, payload: Payload, checkpoint: Checkpoint) -> Accepted:
        data = {"upload_phase": "finish", "description": payload.text}
        if payload.title:
            data["title"] = payload.title
        if dict(payload.fields).get("is_ai_generated"):
            data["is_ai_generated"] = "true"
        if _is_reel(payload):
            edge, handle = "video_reels", {"video_id": checkpoint.get("video"), "video_state": "PUBLISHED"}
        else:
            edge, handle = "videos", {"upload_session_id": checkpoint.get("session")}
        taken = await graph.post(f"/{graph.account}/{edge}", data | handle, visible=True)
        if taken.get("success") is not True:
            raise lost("not_taken", visible=True)
        return Accepted()

    async def _find_film(self, graph: Graph, checkpoint: Checkpoint) -> Found | Absent | Unknown:
        """What became of a film, by the id it got before anybody could see it.

        API: https://developers.facebook.com/docs/graph-api/reference/video-status/ (read 2026-11)
        """
        film = checkpoint.get("video")
        if not film:
            return Absent()
        try:
            film_now = await graph.get(f"/{film}", {"fields": "status,published,post_id,permalink_url"})
        except Rejected:
            return Unknown(reason="film_missing")
        state = part(film_now, "status").get("video_status")
        phase = part(part(film_now, "status"), "publishing_phase")
        if state == "error" or phase.get("status") == "error":
            return Unknown(reason="film_failed")
        shown = state == "ready" or phase.get("status") == "complete" or phase.get("publish_status") == "published"
        if shown and film_now.get("published") is not False:
            url = _address(film, str(film_now.get("permalink_url") or ""))
            return Found(candidates=(Live(remote_id=str(film_now.get("post_id") or film), url=url),))
        return Absent() if state in _BEFORE else Unknown(reason="processing")


def _total(post: Mapping[str, Any], name: str) -> int | None:
    """How many there are of a list that came along with nothing but its summary."""
    return count_of(part(part(dict(post), name), "summary").get("total_count"))


def _is_film(payload: Payload) -> bool:
    return bool(payload.media) and payload.media[0].is_film


def _is_reel(payload: Payload) -> bool:
    return dict(payload.fields).get("kind") == "reel"


def _post_of(payload: Payload, checkpoint: Checkpoint) -> dict[str, str]:
    """The form of a post; the card of a link has no place beside pictures."""
    photos = [{"media_fbid": checkpoint.get(f"photo{number}")} for number in range(len(payload.media))]
    more = {"attached_media": json.dumps(photos)} if photos else {"link": payload.link} if payload.link else {}
    return ({"message": payload.text} if payload.text else {}) | more


def _pictures(post: dict[str, Any]) -> set[str]:
    """The ids of the pictures a post shows, as far as it tells; an album tells them one by one or not at all."""
    ids: set[str] = set()
    for attached in listed(part(post, "attachments")):
        below = listed(part(attached, "subattachments"))
        alone = attached.get("media_type") == "photo" and not below
        ids |= {str(part(one, "target").get("id") or "") for one in ((attached,) if alone else below)}
    return ids - {""}


def _may_have(shown: set[str], ours: set[str]) -> bool:
    """Whether a post that shows these pictures may be the one with ours."""
    return not shown or bool(shown & ours)


def _address(remote_id: str, told: str) -> str:
    """The address on the site; that of a film is told without its host."""
    return SITE + told if told.startswith("/") else told or f"{SITE}/{remote_id}"
