"""Publishes to LinkedIn, as a member or as a page.

https://learn.microsoft.com/linkedin/marketing/community-management/shares/posts-api (read 2026-11). LinkedIn knows no
keys of ours. What a page posted can be read back; what a member posted cannot, so there a lost answer is a question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import httpx

from adapters.publishers.composing import composed
from adapters.publishers.linkedin.api import EXPIRED, VERSION, Api
from adapters.publishers.linkedin.comments import SITE, comment_below, comments_below, is_comment, remove_comment
from adapters.publishers.linkedin.insights import page_metrics
from adapters.publishers.linkedin.little import little, plain
from adapters.publishers.linkedin.media import next_of_a_film, next_of_a_picture
from adapters.publishers.linkedin.rules import RULES
from core.account import Account, Grant, Platform
from core.clock import Clock
from core.errors import OutcomeUnknown, Unavailable
from core.metrics import Metrics
from core.payload import Absent, Checkpoint, Found, Live, Payload, Ready, Unknown, Wait
from core.ports import Blobs
from core.post import Post
from core.rules import Rules

API_URL = "https://api.linkedin.com"
_SKEW = timedelta(minutes=1)  # ours: how far the clocks may differ
_LOOKED_AT = 50  # ours
_PAGE = "urn:li:organization:"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedinPublisher:
    """One publisher for members and pages: the grant's `extra` names the `author`, a URN.

    Details of the post come before those of the account: `visibility`, which a page has no choice of, and `title`: with
    one, and no media, the link is a card under that title.
    """

    client: httpx.AsyncClient
    blobs: Blobs
    clock: Clock
    api_url: str = API_URL
    version: str = VERSION

    @property
    def platform(self) -> Platform:
        return RULES.platform

    @property
    def rules(self) -> Rules:
        return RULES

    def compose(self, post: Post, account: Account) -> tuple[Payload, ...]:
        """Words, hashtags and link as one text with the media; the text below becomes the first comment."""
        content = post.content
        chosen = {**account.details, **content.details.get(RULES.platform, {})}
        who, title = chosen.get("visibility"), chosen.get("title", "")
        card = bool(title and content.link and not content.for_platform(RULES.platform).media)
        first, *below = composed(content, replace(RULES, link_in_text=False) if card else RULES)
        fields = (("visibility", who),) if who else ()
        return (replace(first, title=title if card else "", fields=fields), *below)

    async def step(self, payload: Payload, checkpoint: Checkpoint, grant: Grant) -> Checkpoint | Ready | Wait:
        """Take the next step with a picture or a piece of a film; from the start, once, where an address has expired.

        Raises:
            Rejected: a medium is gone from here, or LinkedIn cannot use it.
        """
        if checkpoint.expires and checkpoint.expires <= self.clock.now():
            checkpoint = Checkpoint(key=checkpoint.key, parents=checkpoint.parents)
        try:
            return await self._next(payload, checkpoint, grant)
        except Unavailable as error:
            if error.reason != EXPIRED or checkpoint.get("again"):
                raise
        return Checkpoint(key=checkpoint.key, parents=checkpoint.parents, data=(("again", "1"),))

    async def _next(self, payload: Payload, checkpoint: Checkpoint, grant: Grant) -> Checkpoint | Ready | Wait:
        api, author = self._api(grant), grant.extra["author"]
        for number, medium in enumerate(payload.media):
            if medium.is_film:
                following = await next_of_a_film(api, medium, author, checkpoint, self.blobs)
            else:
                following = await next_of_a_picture(api, medium, number, author, checkpoint, self.blobs)
            if following is not None:
                return following
        return Ready(checkpoint=checkpoint)

    async def reveal(self, payload: Payload, checkpoint: Checkpoint, grant: Grant) -> Live:
        """Post it; its URN comes in a header."""
        api, author = self._api(grant), grant.extra["author"]
        if checkpoint.parents:
            return await comment_below(api, checkpoint.parents[-1], payload.text, author)
        body: dict[str, Any] = {
            "author": author,
            "commentary": little(payload.text),
            "visibility": "PUBLIC" if author.startswith(_PAGE) else dict(payload.fields).get("visibility", "PUBLIC"),
            "distribution": {
                "feedDistribution": "MAIN_FEED",
                "targetEntities": [],
                "thirdPartyDistributionChannels": [],
            },
            "lifecycleState": "PUBLISHED",
            "isReshareDisabledByAuthor": False,
        }
        if payload.media:
            body["content"] = _content(payload, checkpoint)
        elif payload.title:
            body["content"] = {"article": {"source": payload.link, "title": payload.title}}
        response = await api.send("POST", "/rest/posts", visible=True, within=RULES.timeout, json=body)
        urn = api.checked(response, visible=True).headers.get("x-restli-id", "")
        if not urn:
            raise OutcomeUnknown("unreadable_answer")
        return _live(urn)

    async def find(
        self, payload: Payload, checkpoint: Checkpoint, since: datetime, grant: Grant
    ) -> Found | Absent | Unknown:
        """Look through a page's newest posts, or the comments below one, for these words; a member's cannot be read."""
        author = grant.extra["author"]
        if not author.startswith(_PAGE):
            return Unknown(reason="cannot_look", for_good=True)
        if checkpoint.parents:
            post, api = checkpoint.parents[-1], self._api(grant)
            comments = await comments_below(api, post, payload.text, author, since - _SKEW)
            if comments is None:
                return Unknown(reason="too_many")
            return Found(candidates=comments) if comments else Absent()
        path = f"/rest/posts?author={quote(author, safe='')}&q=author&count={_LOOKED_AT}&sortBy=CREATED"
        listed = (await self._api(grant).get(path, finder=True)).get("elements")
        if not isinstance(listed, list):
            raise Unavailable("unreadable_answer")
        media = [checkpoint.get(f"media{number}") for number in range(len(payload.media))]
        found = [
            _live(str(one["id"]))
            for one in listed
            if datetime.fromtimestamp(int(one.get("createdAt") or 0) / 1000, UTC) >= since - _SKEW
            and plain(str(one.get("commentary") or "")).strip() == payload.text.strip()
            and _media_of(one) == media
        ]
        if not found and len(listed) >= _LOOKED_AT:
            return Unknown(reason="too_many")
        return Found(candidates=tuple(found)) if found else Absent()

    async def metrics(self, remote_ids: Sequence[str], grant: Grant) -> Mapping[str, Metrics]:
        """What a page posted is counted; of what members posted only a vetted app is told, so nothing is."""
        author = grant.extra["author"]
        return await page_metrics(self._api(grant), author, remote_ids) if author.startswith(_PAGE) else {}

    async def remove(self, remote_id: str, grant: Grant) -> None:
        """Delete the post or comment; one that is gone is fine."""
        api = self._api(grant)
        if is_comment(remote_id):
            await remove_comment(api, remote_id, grant.extra["author"])
            return
        path = f"/rest/posts/{quote(remote_id, safe='')}"
        response = await api.send("DELETE", path, headers={"X-RestLi-Method": "DELETE"})
        if response.status_code != 404:
            api.checked(response)

    def _api(self, grant: Grant) -> Api:
        return Api(client=self.client, clock=self.clock, url=self.api_url, version=self.version, grant=grant)


def _content(payload: Payload, checkpoint: Checkpoint) -> dict[str, Any]:
    """One medium, or several pictures."""
    each = [
        {"id": checkpoint.get(f"media{number}"), **({"altText": one.alt} if one.alt and not one.is_film else {})}
        for number, one in enumerate(payload.media)
    ]
    return {"media": each[0]} if len(each) == 1 else {"multiImage": {"images": each}}


def _media_of(post: dict[str, Any]) -> list[str]:
    content = post.get("content") or {}
    each = (content.get("multiImage") or {}).get("images") or [one for one in [content.get("media")] if one]
    return [str(one.get("id")) for one in each]


def _live(urn: str) -> Live:
    return Live(remote_id=urn, url=f"{SITE}/feed/update/{urn}/")
