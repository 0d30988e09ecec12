"""Publishes to a Mastodon server, or one that speaks its API.

https://docs.joinmastodon.org/methods/statuses/ and https://docs.joinmastodon.org/methods/media/ (read 2026-11).
A server remembers our key for an hour, but only after the post was made and without a lock, and smaller servers do
not know keys at all: so a repeat is always preceded by a look, and never made while the first call may still live.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx

from adapters.http import exchange, refusal
from adapters.judge import Judge
from adapters.publishers.composing import composed
from adapters.publishers.mastodon.plain import plain
from adapters.publishers.mastodon.rules import RULES
from adapters.publishers.telling import count_of, sum_of
from core.account import Account, Grant, Platform
from core.clock import Clock
from core.errors import OutcomeUnknown, PortError, Reconnect, Rejected, Throttled, Unavailable
from core.metrics import Metrics
from core.payload import Absent, Checkpoint, Found, Live, Media, Payload, Ready, Wait
from core.ports import Blobs
from core.post import Post
from core.rules import Rules

UPLOAD = timedelta(seconds=50)  # ours: inside the loop's bound of one step
POLL = timedelta(seconds=2)  # ours
_SKEW = timedelta(minutes=2)  # ours: how far a server's clock may differ
_LOOKED_AT = 20  # ours: of at most 40 at once, https://docs.joinmastodon.org/methods/accounts/#statuses
_LONGEST_PAUSE = timedelta(days=1)
_PAUSE = timedelta(minutes=5)  # https://docs.joinmastodon.org/api/rate-limits/ (read 2026-11)


@dataclass(frozen=True, slots=True, kw_only=True)
class MastodonPublisher:
    """One publisher for all servers, each judged before it is spoken to.

    The grant's `extra` names the account's own server as `server`, and its `id` there.
    """

    client: httpx.AsyncClient
    blobs: Blobs
    clock: Clock
    judge: Judge

    @property
    def platform(self) -> Platform:
        return RULES.platform

    @property
    def rules(self) -> Rules:
        return RULES

    def compose(self, post: Post, account: Account) -> tuple[Payload, ...]:
        """Words, hashtags and link as one text with the media; each further Part answers the one before it."""
        chosen = post.content.details.get(RULES.platform, {})
        asked = ("visibility", "language", "spoiler_text")
        fields = tuple((name, chosen[name]) for name in asked if chosen.get(name))
        return composed(post.content, RULES, fields=fields)

    async def step(self, payload: Payload, checkpoint: Checkpoint, grant: Grant) -> Checkpoint | Ready | Wait:
        """Upload one medium, or wait until the server has worked through it.

        Raises:
            Rejected: a medium is gone from here, or the server cannot use it.
        """
        for number, medium in enumerate(payload.media):
            name = f"media{number}"
            if not checkpoint.get(name):
                uploaded = await self._upload(medium, grant)
                ready = "1" if uploaded.status_code == 200 else ""
                return _noted(checkpoint, {name: _id_of(uploaded), f"{name}_ready": ready})
            if not checkpoint.get(f"{name}_ready"):
                response = await self._call("GET", f"/api/v1/media/{checkpoint.get(name)}", grant)
                if response.status_code == 206:
                    return Wait(until=self.clock.now() + POLL)
                return _noted(checkpoint, {f"{name}_ready": "1"})
        return Ready(checkpoint=checkpoint)

    async def reveal(self, payload: Payload, checkpoint: Checkpoint, grant: Grant) -> Live:
        """Post the status under the Part's own key."""
        body: dict[str, Any] = {"status": payload.text, **dict(payload.fields)}
        if payload.media:
            body["media_ids"] = _media_ids(payload, checkpoint)
        if checkpoint.parents:
            body["in_reply_to_id"] = checkpoint.parents[-1]
        headers = {"Idempotency-Key": checkpoint.key}
        response = await self._call("POST", "/api/v1/statuses", grant, visible=True, json=body, headers=headers)
        return _live(_object(response, visible=True))

    async def find(self, payload: Payload, checkpoint: Checkpoint, since: datetime, grant: Grant) -> Found | Absent:
        """Look through the account's newest statuses for this text with as many media."""
        query = {"exclude_reblogs": "true", "limit": str(_LOOKED_AT)}
        path = f"/api/v1/accounts/{grant.extra['id']}/statuses"
        listed = _list(await self._call("GET", path, grant, params=query))
        above = checkpoint.parents[-1] if checkpoint.parents else None
        found = [
            _live(one)
            for one in listed
            if datetime.fromisoformat(str(one["created_at"])) >= since - _SKEW
            and len(one.get("media_attachments") or ()) == len(payload.media)
            and (one.get("in_reply_to_id") or None) == above
            and await self._says(one, payload.text, grant)
        ]
        return Found(candidates=tuple(found)) if found else Absent()

    async def metrics(self, remote_ids: Sequence[str], grant: Grant) -> Mapping[str, Metrics]:
        """Each status tells its own counts. API: https://docs.joinmastodon.org/entities/Status/ (read 2026-11)."""
        found: dict[str, Metrics] = {}
        for one in remote_ids:
            response = await self._send("GET", f"/api/v1/statuses/{one}", grant, visible=False)
            if response.status_code != 404:
                status = _object(self._checked(response, visible=False), visible=False)
                found[one] = Metrics(
                    likes=count_of(status.get("favourites_count")),
                    comments=count_of(status.get("replies_count")),
                    shares=sum_of(status.get("reblogs_count"), status.get("quotes_count")),
                )
        return found

    async def remove(self, remote_id: str, grant: Grant) -> None:
        """Delete the status; 404 means that it is gone."""
        response = await self._send("DELETE", f"/api/v1/statuses/{remote_id}", grant, visible=False)
        if response.status_code != 404:
            self._checked(response, visible=False)

    async def _says(self, status: dict[str, Any], text: str, grant: Grant) -> bool:
        """Whether its source is this text; where a server cannot tell the source, its words without markup."""
        response = await self._send("GET", f"/api/v1/statuses/{status['id']}/source", grant, visible=False)
        if response.status_code == 404:
            return plain(str(status.get("content", ""))) == text.strip()
        source = _object(self._checked(response, visible=False), visible=False)
        return str(source.get("text", "")).strip() == text.strip()

    async def _upload(self, medium: Media, grant: Grant) -> httpx.Response:
        data = await self.blobs.get(medium.sha256)
        name = f"{medium.sha256[:12]}.{medium.mime.partition('/')[2]}"
        alt = {"description": medium.alt} if medium.alt else {}
        files = {"file": (name, data, medium.mime)}
        return await self._call("POST", "/api/v2/media", grant, within=UPLOAD, data=alt, files=files)

    async def _call(
        self,
        method: str,
        path: str,
        grant: Grant,
        *,
        visible: bool = False,
        within: timedelta | None = None,
        **content: Any,
    ) -> httpx.Response:
        response = await self._send(method, path, grant, visible=visible, within=within, **content)
        return self._checked(response, visible=visible)

    async def _send(
        self,
        method: str,
        path: str,
        grant: Grant,
        *,
        visible: bool,
        within: timedelta | None = None,
        **content: Any,
    ) -> httpx.Response:
        headers = {"Authorization": f"Bearer {grant.access.reveal()}", **content.pop("headers", {})}
        request = self.client.build_request(method, grant.extra["server"] + path, headers=headers, **content)
        return await exchange(self.client, await self.judge(request), visible=visible, within=within or RULES.timeout)

    def _checked(self, response: httpx.Response, *, visible: bool) -> httpx.Response:
        """The answer, unless it is a refusal.

        Raises:
            Reconnect: the token is worthless or may not do this; small servers answer 422 without a body.
            Throttled: until the time the server names.
            Rejected, Unavailable, OutcomeUnknown: as for every platform.
        """
        now, status = self.clock.now(), response.status_code
        if status == 429:
            raise Throttled("mastodon_busy", retry_at=_reset(response.headers.get("X-RateLimit-Reset", ""), now))
        if status == 403 or (status == 422 and not response.content.strip()):
            raise Reconnect("missing_scope")
        if status in (404, 410, 422):
            raise Rejected(f"mastodon_{status}")
        refused: PortError | None = refusal(response, visible=visible, now=now)
        if refused is not None:
            raise refused
        return response


def _noted(checkpoint: Checkpoint, values: dict[str, str]) -> Checkpoint:
    return checkpoint.with_data(expires=None, **values)


def _media_ids(payload: Payload, checkpoint: Checkpoint) -> list[str]:
    return [checkpoint.get(f"media{number}") for number in range(len(payload.media))]


def _live(status: dict[str, Any]) -> Live:
    return Live(remote_id=str(status["id"]), url=str(status.get("url") or status.get("uri") or ""))


def _id_of(response: httpx.Response) -> str:
    return str(_object(response, visible=False)["id"])


def _object(response: httpx.Response, *, visible: bool) -> dict[str, Any]:
    body = _body(response)
    if isinstance(body, dict) and ("id" in body or not visible):
        return body
    raise OutcomeUnknown("unreadable_answer") if visible else Unavailable("unreadable_answer")


def _list(response: httpx.Response) -> list[dict[str, Any]]:
    body = _body(response)
    if isinstance(body, list):
        return body
    raise Unavailable("unreadable_answer")


def _body(response: httpx.Response) -> object:
    try:
        body: object = json.loads(response.content)
    except (ValueError, RecursionError):
        return None
    return body


def _reset(value: str, now: datetime) -> datetime:
    """When the server lets us in again; it names an instant, https://docs.joinmastodon.org/api/rate-limits/."""
    try:
        named = datetime.fromisoformat(value)
    except ValueError:
        named = now + _PAUSE
    if named.tzinfo is None:
        named = now + _PAUSE
    return max(now, min(named, now + _LONGEST_PAUSE))
