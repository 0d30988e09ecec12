"""The publisher of the test platform, in all four recovery classes. It uses the product's own way out over HTTP."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar
from urllib.parse import quote

import httpx

from adapters.http import exchange, fields, refusal
from core.account import Account, Grant, Platform
from core.clock import Clock
from core.errors import Rejected, Unavailable
from core.metrics import Metrics
from core.payload import Absent, Accepted, Checkpoint, Found, Live, Payload, Ready, Unknown, Wait
from core.ports import Blobs
from core.post import Post
from core.rules import Recovery, Rules
from tests.fakes.platform.desk import MAX_TEXT


class Expired(Unavailable):
    """The far side has forgotten the container, which was never shown: nothing happened, start over."""


@dataclass(kw_only=True)
class Patience:
    """How long a publisher waits for an answer, in real time; it may change between two calls."""

    within: timedelta = timedelta(seconds=20)


@dataclass(frozen=True, slots=True, kw_only=True)
class TestPlatform:
    """Publishes to the platform at `url`.

    Conditional accounts use containers; the others post at once. `patience` bounds every call.
    """

    __test__: ClassVar[bool] = False

    recovery: Recovery
    client: httpx.AsyncClient
    url: str
    clock: Clock
    blobs: Blobs
    max_parts: int = 5
    patience: Patience = field(default_factory=Patience)
    visible_within: timedelta = timedelta(0)
    key_window: timedelta = timedelta(hours=1)
    name: str = field(default="")

    @property
    def platform(self) -> Platform:
        return Platform(self.name or f"test-{self.recovery}")

    @property
    def rules(self) -> Rules:
        return Rules(
            platform=self.platform,
            label="Test platform",
            recovery=self.recovery,
            count=len,
            max_text=MAX_TEXT,
            max_parts=self.max_parts,
            max_media=4,
            media_types=frozenset({"image/png", "image/jpeg"}),
            timeout=self.patience.within,
            visible_within=self.visible_within,
            key_window=self.key_window if self.recovery is Recovery.KEYED else timedelta(0),
        )

    def compose(self, post: Post, account: Account) -> tuple[Payload, ...]:
        """The words and their hashtags, then the rest of the thread."""
        words = post.content.for_platform(self.platform)
        text = " ".join((words.text, *(f"#{tag}" for tag in words.hashtags)))
        first = Payload(text=text, tags=words.hashtags, media=words.media)
        return (first, *(Payload(text=one) for one in post.content.thread))

    async def step(self, payload: Payload, checkpoint: Checkpoint, grant: Grant) -> Checkpoint | Ready | Wait:
        """Upload one medium, then make the container, then wait for it."""
        for number, medium in enumerate(payload.media):
            if not checkpoint.get(f"media{number}"):
                data = await self.blobs.get(medium.sha256)
                request = self._request("POST", "/media", grant, content=data)
                answer = fields(await self._call(request, visible=False), visible=False)
                return checkpoint.with_data(expires=checkpoint.expires, **{f"media{number}": str(answer["id"])})
        if self.recovery is not Recovery.CONDITIONAL:
            return Ready(checkpoint=checkpoint)
        if not checkpoint.get("container"):
            request = self._request("POST", "/containers", grant, json=_body(payload, checkpoint))
            answer = fields(await self._call(request, visible=False), visible=False)
            expires = datetime.fromisoformat(str(answer["expires"]))
            return checkpoint.with_data(expires=expires, container=str(answer["id"]))
        request = self._request("GET", f"/containers/{checkpoint.get('container')}", grant)
        try:
            answer = fields(await self._call(request, visible=False), visible=False)
        except Expired:
            return checkpoint.with_data(container="")
        ready_at = datetime.fromisoformat(str(answer["ready_at"]))
        return Wait(until=ready_at) if ready_at > self.clock.now() else Ready(checkpoint=checkpoint)

    async def reveal(self, payload: Payload, checkpoint: Checkpoint, grant: Grant) -> Live | Accepted:
        """Publish the container, or post at once."""
        if self.recovery is Recovery.CONDITIONAL:
            request = self._request("POST", f"/containers/{checkpoint.get('container')}/publish", grant)
        else:
            request = self._request("POST", "/posts", grant, json=_body(payload, checkpoint))
            if self.recovery is Recovery.KEYED:
                request.headers["Idempotency-Key"] = checkpoint.key
        response = await self._call(request, visible=True)
        return Accepted() if response.status_code == 202 else _live(fields(response, visible=True))

    async def find(
        self, payload: Payload, checkpoint: Checkpoint, since: datetime, grant: Grant
    ) -> Found | Absent | Unknown:
        """Ask the container, or list the account's own posts and compare."""
        if self.recovery is Recovery.NONE:
            return Unknown(reason="cannot_list")
        if self.recovery is Recovery.CONDITIONAL:
            if not checkpoint.get("container"):
                return Absent()
            request = self._request("GET", f"/containers/{checkpoint.get('container')}/post", grant)
        else:
            request = self._request("GET", f"/posts?since={quote(since.isoformat())}", grant)
        answer = fields(await self._call(request, visible=False), visible=False)
        listed = answer["posts"]
        if not isinstance(listed, list):
            raise Unavailable("unreadable_answer")
        wanted = _body(payload, checkpoint)
        found = tuple(_live(post) for post in listed if all(post[name] == wanted[name] for name in wanted))
        return Found(candidates=found) if found else Absent()

    async def metrics(self, remote_ids: Sequence[str], grant: Grant) -> Mapping[str, Metrics]:
        """The plain platform counts nothing."""
        return {}

    async def remove(self, remote_id: str, grant: Grant) -> None:
        """Delete the post; 404 is fine."""
        request = self._request("DELETE", f"/posts/{quote(remote_id, safe='')}", grant)
        response = await exchange(self.client, request, visible=False, within=self.patience.within)
        if response.status_code == 404:
            return
        refused = refusal(response, visible=False, now=self.clock.now())
        if refused is not None:
            raise refused

    async def _call(self, request: httpx.Request, *, visible: bool) -> httpx.Response:
        """Send, and give a refusal the platform's own reason code."""
        response = await exchange(self.client, request, visible=visible, within=self.patience.within)
        refused = refusal(response, visible=visible, now=self.clock.now())
        if response.status_code == 410:
            raise Expired("container_expired")
        if isinstance(refused, Rejected):
            raise Rejected(str(fields(response, visible=visible).get("error") or refused.reason))
        if refused is not None:
            raise refused
        return response

    def _request(
        self,
        method: str,
        path: str,
        grant: Grant,
        *,
        json: dict[str, object] | None = None,
        content: bytes | None = None,
    ) -> httpx.Request:
        headers = {"Authorization": f"Bearer {grant.access.reveal()}"}
        return self.client.build_request(method, self.url + path, headers=headers, json=json, content=content)


def _body(payload: Payload, checkpoint: Checkpoint) -> dict[str, object]:
    media = [checkpoint.get(f"media{number}") for number in range(len(payload.media))]
    parent = checkpoint.parents[-1] if checkpoint.parents else ""
    return {"text": payload.text, "media": media, "parent": parent}


def _live(post: dict[str, object]) -> Live:
    return Live(remote_id=str(post["id"]), url=str(post["url"]))
