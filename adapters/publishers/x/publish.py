"""Publishes to X.

https://docs.x.com/x-api/posts/create-post and https://docs.x.com/x-api/users/get-posts (read 2026-11). X knows no keys
of ours: what may have happened is looked for among the account's own posts, and what is not found is a question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from adapters.publishers.composing import composed
from adapters.publishers.telling import count_of, sum_of
from adapters.publishers.x.api import Api
from adapters.publishers.x.media import next_of_a_film, next_of_a_picture, started_over
from adapters.publishers.x.plain import same, written
from adapters.publishers.x.rules import RULES
from core.account import Account, Grant, Platform
from core.clock import Clock
from core.errors import Rejected, Unavailable
from core.metrics import Metrics
from core.payload import Absent, Checkpoint, Found, Live, Payload, Ready, Unknown, Wait
from core.ports import Blobs
from core.post import Post
from core.rules import Rules

API_URL = "https://api.x.com"
_SKEW = timedelta(minutes=1)  # ours: how far the clocks may differ
_LOOKED_AT = "100"  # the most at once, https://docs.x.com/x-api/users/get-posts (read 2026-11)
_PAGES = 4  # ours: how far a look goes
_FIELDS = "created_at,text,entities,referenced_tweets,attachments,note_tweet"


@dataclass(frozen=True, slots=True, kw_only=True)
class XPublisher:
    """One publisher for all accounts: the grant's `extra` names the account's own as `id` and its `username`."""

    client: httpx.AsyncClient
    blobs: Blobs
    clock: Clock
    api_url: str = API_URL

    @property
    def platform(self) -> Platform:
        return RULES.platform

    @property
    def rules(self) -> Rules:
        return RULES

    def compose(self, post: Post, account: Account) -> tuple[Payload, ...]:
        """Words, hashtags and link as one text with the media; each further Part answers the one before it."""
        chosen = {**account.details, **post.content.details.get(RULES.platform, {})}
        who = chosen.get("reply_settings")
        return composed(post.content, RULES, fields=(("reply_settings", who),) if who else ())

    async def step(self, payload: Payload, checkpoint: Checkpoint, grant: Grant) -> Checkpoint | Ready | Wait:
        """Bring the next picture, description or piece of a film.

        Raises:
            Rejected: a medium is gone from here, or X cannot use it.
        """
        api, checkpoint = self._api(grant), started_over(checkpoint, self.clock.now())
        for number, medium in enumerate(payload.media):
            if medium.is_film:
                following = await next_of_a_film(api, medium, checkpoint, self.blobs)
            else:
                following = await next_of_a_picture(api, medium, number, checkpoint, self.blobs)
            if following is not None:
                return following
        return Ready(checkpoint=checkpoint)

    async def reveal(self, payload: Payload, checkpoint: Checkpoint, grant: Grant) -> Live:
        """Post it; below another post as an answer to that."""
        body: dict[str, Any] = {"text": payload.text, **dict(payload.fields)}
        if payload.media:
            body["media"] = {"media_ids": [checkpoint.get(f"media{number}") for number in range(len(payload.media))]}
        if checkpoint.parents:
            body["reply"] = {"in_reply_to_tweet_id": checkpoint.parents[-1]}
            body.pop("reply_settings", None)  # who may answer is said once, at the top of a thread
        made = await self._api(grant).post("/2/tweets", visible=True, within=RULES.timeout, json=body)
        return _live(made, grant)

    async def find(
        self, payload: Payload, checkpoint: Checkpoint, since: datetime, grant: Grant
    ) -> Found | Absent | Unknown:
        """Look through the account's newest posts for these words with as many media below the same post."""
        above = checkpoint.parents[-1] if checkpoint.parents else ""
        begin = since - _SKEW
        query = {
            "max_results": _LOOKED_AT,
            "start_time": f"{begin.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "exclude": "retweets" if above else "replies,retweets",
            "tweet.fields": _FIELDS,
        }
        api, path, found = self._api(grant), f"/2/users/{grant.extra['id']}/tweets", list[Live]()
        for _ in range(_PAGES):
            told = await api.get(path, query)
            listed, meta = told.get("data") or (), told.get("meta")
            if not isinstance(meta, dict) or any("created_at" not in one for one in listed):
                raise Unavailable("unreadable_answer")
            found += [
                _live(one, grant)
                for one in listed
                if datetime.fromisoformat(str(one["created_at"])) >= begin
                and len((one.get("attachments") or {}).get("media_keys") or ()) == len(payload.media)
                and _above(one) == above
                and same(written(one), payload.text)
            ]
            if not meta.get("next_token"):
                return Found(candidates=tuple(found)) if found else Absent()
            query["pagination_token"] = str(meta["next_token"])
        return Found(candidates=tuple(found)) if found else Unknown(reason="too_many")

    async def metrics(self, remote_ids: Sequence[str], grant: Grant) -> Mapping[str, Metrics]:
        """All in one call, for which X charges by the post. API: https://docs.x.com/x-api/posts (read 2026-11)."""
        query = {"ids": ",".join(remote_ids), "tweet.fields": "public_metrics"}
        listed = (await self._api(grant).get("/2/tweets", query)).get("data") or ()
        return {str(one["id"]): _metrics(one.get("public_metrics") or {}) for one in listed}

    async def remove(self, remote_id: str, grant: Grant) -> None:
        """Delete the post; 404 means that it is gone.

        Raises:
            Rejected: X kept it.
        """
        api = self._api(grant)
        response = await api.send("DELETE", f"/2/tweets/{remote_id}")
        if response.status_code == 404:
            return
        if (api.checked(response).get("data") or {}).get("deleted") is False:
            raise Rejected("not_removed")

    def _api(self, grant: Grant) -> Api:
        return Api(client=self.client, clock=self.clock, url=self.api_url, grant=grant)


def _live(post: dict[str, Any], grant: Grant) -> Live:
    number = str(post["id"])
    return Live(remote_id=number, url=f"https://x.com/{grant.extra.get('username', 'i')}/status/{number}")


def _metrics(told: dict[str, Any]) -> Metrics:
    """A repost has either name."""
    reposts = told.get("repost_count", told.get("retweet_count"))
    return Metrics(
        views=count_of(told.get("impression_count")),
        likes=count_of(told.get("like_count")),
        comments=count_of(told.get("reply_count")),
        shares=sum_of(reposts, told.get("quote_count")),
        saves=count_of(told.get("bookmark_count")),
    )


def _above(post: dict[str, Any]) -> str:
    """The post it answers; both names of the list are documented."""
    others = post.get("referenced_tweets") or post.get("referenced_posts") or ()
    return next((str(one["id"]) for one in others if one.get("type") == "replied_to"), "")
