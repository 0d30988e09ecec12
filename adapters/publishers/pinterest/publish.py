"""Publishes pins with one picture, several or a film.

https://github.com/pinterest/api-description/blob/main/v5/openapi.json (read 2026-11). Equal requests are two pins and
nothing takes a key: a lost answer is looked for on the board.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from adapters.publishers.composing import composed, shortened
from adapters.publishers.pinterest.api import Api
from adapters.publishers.pinterest.films import step_of_a_film
from adapters.publishers.pinterest.rules import RULES
from adapters.publishers.telling import count_of, sum_of
from core.account import Account, Grant, Platform
from core.clock import Clock
from core.errors import OutcomeUnknown, Rejected, Unavailable
from core.metrics import Metrics
from core.payload import Absent, Checkpoint, Found, Live, Media, Payload, Ready, Unknown, Wait
from core.ports import Blobs
from core.post import Post
from core.rules import Rules

SITE = "https://www.pinterest.com"
MAX_TITLE = 100  # https://github.com/pinterest/api-description/blob/main/v5/openapi.json (read 2026-11)
COVER = 1.0  # ours: the second of a film that stands for it
_SKEW = timedelta(minutes=2)  # ours: how far the clocks may differ
_PAGE = 250  # https://github.com/pinterest/api-description/blob/main/v5/openapi.json (read 2026-11)
_PAGES = 4  # ours: how far a look goes


@dataclass(frozen=True, slots=True, kw_only=True)
class PinterestPublisher:
    """One publisher for all accounts. The grant's `extra` may hold the `scope` that was granted.

    Asked about are `board_id` and `board_section_id`, for which the account's details have the usual ones, and
    `title`, without which the headline is taken.
    """

    client: httpx.AsyncClient
    blobs: Blobs
    clock: Clock
    api_url: str = "https://api.pinterest.com/v5"

    @property
    def platform(self) -> Platform:
        return RULES.platform

    @property
    def rules(self) -> Rules:
        return RULES

    def compose(self, post: Post, account: Account) -> tuple[Payload, ...]:
        """Words and hashtags as the description; the link is where the pin leads."""
        chosen = post.content.details.get(RULES.platform, {})
        place = chosen if chosen.get("board_id") else account.details
        fields = tuple((name, place[name]) for name in ("board_id", "board_section_id") if place.get(name))
        first, *below = composed(post.content, RULES, fields=fields)
        return (replace(first, title=shortened(chosen.get("title") or post.content.headline, MAX_TITLE)), *below)

    async def step(self, payload: Payload, checkpoint: Checkpoint, grant: Grant) -> Checkpoint | Ready | Wait:
        """Bring the film; pictures travel with the pin.

        Raises:
            Rejected: there is no board or nothing to show, or it is gone from here.
        """
        if not payload.media or not dict(payload.fields).get("board_id"):
            raise Rejected("needs_board" if payload.media else "needs_media")
        if checkpoint.expires and checkpoint.expires <= self.clock.now():
            return Checkpoint(key=checkpoint.key, parents=checkpoint.parents)
        if payload.media[0].is_film:
            return await step_of_a_film(self._api(grant), payload.media[0], checkpoint, self.blobs)
        for medium in payload.media:
            await self.blobs.get(medium.sha256)
        return Ready(checkpoint=checkpoint)

    async def reveal(self, payload: Payload, checkpoint: Checkpoint, grant: Grant) -> Live:
        """Make the pin."""
        alt = "\n".join(one.alt for one in payload.media if one.alt)[: RULES.max_alt]
        texts = {"title": payload.title, "description": payload.text, "link": payload.link, "alt_text": alt}
        pin: dict[str, object] = {**dict(payload.fields), **{name: text for name, text in texts.items() if text}}
        pin["media_source"] = await self._media_source(payload, checkpoint)
        made = await self._api(grant).post("/pins", pin, visible=True, within=RULES.timeout)
        if not made.get("id"):
            raise OutcomeUnknown("unreadable_answer")
        return _live(made)

    async def find(
        self, payload: Payload, checkpoint: Checkpoint, since: datetime, grant: Grant
    ) -> Found | Absent | Unknown:
        """Look through the board's pins for these words with this link. In which order they come is not documented."""
        api, query = self._api(grant), {"page_size": str(_PAGE)}
        path, found = f"/boards/{dict(payload.fields)['board_id']}/pins", list[Live]()
        for _ in range(_PAGES):
            listed = await api.get(path, **query)
            pins = _pins(listed)
            found += [_live(pin) for pin in pins if _made_at(pin) >= since - _SKEW and _says(pin, payload)]
            if not listed.get("bookmark") or _ends_before(pins, since - _SKEW):
                return Found(candidates=tuple(found)) if found else Absent()
            query["bookmark"] = str(listed["bookmark"])
        return Found(candidates=tuple(found)) if found else Unknown(reason="too_many_pins")

    async def metrics(self, remote_ids: Sequence[str], grant: Grant) -> Mapping[str, Metrics]:
        """Each pin tells its own counts.

        API: https://developers.pinterest.com/docs/api/v5/pins-get (read 2026-11)
        """
        api, found = self._api(grant), dict[str, Metrics]()
        for one in remote_ids:
            response = await api.send("GET", f"/pins/{one}", params={"pin_metrics": "true"})
            if response.status_code == 404:
                continue
            told = (api.checked(response).json().get("pin_metrics") or {}).get("lifetime_metrics") or {}
            found[one] = Metrics(
                views=count_of(told.get("impression")),
                likes=count_of(told.get("reaction")),
                comments=count_of(told.get("comment")),
                saves=count_of(told.get("save")),
                clicks=sum_of(told.get("pin_click"), told.get("clickthrough")),
            )
        return found

    async def remove(self, remote_id: str, grant: Grant) -> None:
        """Delete the pin; 404 means that it is gone."""
        api = self._api(grant)
        response = await api.send("DELETE", f"/pins/{remote_id}")
        if response.status_code != 404:
            api.checked(response)

    def _api(self, grant: Grant) -> Api:
        return Api(client=self.client, clock=self.clock, url=self.api_url, grant=grant)

    async def _media_source(self, payload: Payload, checkpoint: Checkpoint) -> dict[str, object]:
        if payload.media[0].is_film:
            media_id = checkpoint.get("media_id")
            return {"source_type": "video_id", "media_id": media_id, "cover_image_key_frame_time": COVER}
        pictures = [await self._picture(one) for one in payload.media]
        if len(pictures) == 1:
            return {"source_type": "image_base64", **pictures[0]}
        return {"source_type": "multiple_image_base64", "items": pictures}

    async def _picture(self, medium: Media) -> dict[str, str]:
        data = await self.blobs.get(medium.sha256)
        return {"content_type": medium.mime, "data": base64.b64encode(data).decode()}


def _live(pin: dict[str, Any]) -> Live:
    return Live(remote_id=str(pin["id"]), url=f"{SITE}/pin/{pin['id']}/")


def _pins(listed: dict[str, Any]) -> list[dict[str, Any]]:
    items = listed.get("items")
    if not isinstance(items, list):
        raise Unavailable("unreadable_answer")
    return items


def _made_at(pin: dict[str, Any]) -> datetime:
    """When it was made; the time comes with or without a zone and is UTC."""
    at = datetime.fromisoformat(str(pin["created_at"]))
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _says(pin: dict[str, Any], payload: Payload) -> bool:
    texts = {"title": payload.title, "description": payload.text, "link": payload.link}
    return all(str(pin.get(name) or "").strip() == text.strip() for name, text in texts.items())


def _ends_before(pins: list[dict[str, Any]], then: datetime) -> bool:
    """Whether the page comes newest first and what follows it is older than that."""
    times = [_made_at(pin) for pin in pins]
    return bool(times) and times == sorted(times, reverse=True) and times[0] > times[-1] and times[-1] < then
