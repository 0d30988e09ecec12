"""Publishes films to a YouTube channel.

https://developers.google.com/youtube/v3/docs/videos/insert (read 2026-11). An upload session gives at most one film:
its address is the handle, and asking it tells whether the film is there.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import httpx

from adapters.publishers.composing import composed, shortened
from adapters.publishers.telling import count_of
from adapters.publishers.youtube.api import Api
from adapters.publishers.youtube.rules import RULES
from adapters.publishers.youtube.session import SessionGone, State, last_piece, opened, sent, state_of
from core.account import Account, Grant, Platform
from core.clock import Clock
from core.errors import Duplicate, OutcomeUnknown, Rejected, Unavailable
from core.metrics import Metrics
from core.payload import Absent, Checkpoint, Found, Live, Media, Payload, Ready, Unknown
from core.ports import Blobs
from core.post import Post
from core.rules import Rules

log = logging.getLogger(__name__)

SITE = "https://www.youtube.com"
PIECE = 8 * 1024 * 1024  # ours: inside the loop's bound of one step on a slow line
SESSION_LIFE = timedelta(days=6)  # unverified: about a week
MAX_TITLE = 100  # https://developers.google.com/youtube/v3/docs/videos#snippet.title (read 2026-11)
MAX_TAGS = 500  # https://developers.google.com/youtube/v3/docs/videos#snippet.tags[] (read 2026-11)
USUAL = {
    "privacyStatus": "public",
    "selfDeclaredMadeForKids": "false",
    "containsSyntheticMedia": "false",
    "categoryId": "22",  # https://developers.google.com/youtube/v3/docs/videoCategories: people and blogs
    "defaultLanguage": "",
}
_OF_THE_STATUS = ("privacyStatus", "selfDeclaredMadeForKids", "containsSyntheticMedia")
_BRACKETS = str.maketrans("<>", "‹›")
_SKEW = timedelta(minutes=2)  # ours: how far the clocks may differ
_LOOKED_AT = "10"  # ours


@dataclass(frozen=True, slots=True, kw_only=True)
class YoutubePublisher:
    """One publisher for all channels; the token says which. Needs nothing of the grant's `extra`.

    Asked about is what `USUAL` names, for which the account's details have the usual values, and `title`, without
    which the headline or the first line is taken. Films go up in pieces of `piece` bytes, a multiple of `QUANTUM`.
    """

    client: httpx.AsyncClient
    blobs: Blobs
    clock: Clock
    api_url: str = "https://www.googleapis.com"
    piece: int = PIECE

    @property
    def platform(self) -> Platform:
        return RULES.platform

    @property
    def rules(self) -> Rules:
        return RULES

    def compose(self, post: Post, account: Account) -> tuple[Payload, ...]:
        """Words, hashtags and link as the description. Angle brackets are not allowed and become similar ones."""
        own = post.content.details.get(RULES.platform, {})
        chosen = ((name, own.get(name) or account.details.get(name) or usual) for name, usual in USUAL.items())
        fields = tuple((name, value) for name, value in chosen if value)
        first, *below = composed(post.content, RULES, fields=fields)
        words = post.content.for_platform(RULES.platform)
        title = own.get("title") or post.content.headline or words.text.strip().partition("\n")[0]
        head = replace(
            first,
            text=first.text.translate(_BRACKETS),
            title=shortened(title.translate(_BRACKETS), MAX_TITLE),
            tags=_fitting(words.hashtags),
        )
        return (head, *below)

    async def step(self, payload: Payload, checkpoint: Checkpoint, grant: Grant) -> Checkpoint | Ready:
        """Open the session, or send a piece that does not end the film.

        Raises:
            Rejected: there is no film or no title, or the film is gone from here.
        """
        film, api, now = _film(payload), self._api(grant), self.clock.now()
        if not checkpoint.get("session") or (checkpoint.expires and checkpoint.expires <= now):
            address = await opened(api, _resource(payload), mime=film.mime, total=film.size)
            return checkpoint.with_data(expires=now + SESSION_LIFE, session=address, stored="0")
        try:
            state = await state_of(api, checkpoint.get("session"), film.size)
            last = last_piece(film.size)
            if state.film or state.stored >= last:
                return Ready(checkpoint=checkpoint)
            end = min(state.stored + self.piece, last)
            state = await sent(api, state.address, film, self.blobs, state.stored, end)
        except SessionGone:
            return Checkpoint(key=checkpoint.key, parents=checkpoint.parents)
        return checkpoint.with_data(expires=checkpoint.expires, session=state.address, stored=str(state.stored))

    async def reveal(self, payload: Payload, checkpoint: Checkpoint, grant: Grant) -> Live:
        """Send the last piece, unless the session says that the film is there already.

        Raises:
            Duplicate: YouTube says that the channel has this film already.
        """
        film, api = _film(payload), self._api(grant)
        state = await state_of(api, checkpoint.get("session"), film.size)
        if not state.film:
            state = await self._end(api, film, state)
        trouble = _trouble(state.film)
        if trouble:
            raise Duplicate(trouble) if trouble == "rejected_duplicate" else Rejected(trouble)
        _compare(state.film, payload)
        return _live(state.film["id"])

    async def find(
        self, payload: Payload, checkpoint: Checkpoint, since: datetime, grant: Grant
    ) -> Found | Absent | Unknown:
        """Ask the session; where it is forgotten, look through the channel's newest films for the title."""
        if not checkpoint.get("session"):
            return Absent()
        api = self._api(grant)
        try:
            state = await state_of(api, checkpoint.get("session"), _film(payload).size)
        except SessionGone:
            found = await self._listed(api, payload.title, since - _SKEW)
            return Found(candidates=found) if found else Unknown(reason="session_gone")
        if trouble := _trouble(state.film):
            return Unknown(reason=trouble)
        return Found(candidates=(_live(state.film["id"]),)) if state.film else Absent()

    async def metrics(self, remote_ids: Sequence[str], grant: Grant) -> Mapping[str, Metrics]:
        """All in one call. API: https://developers.google.com/youtube/v3/docs/videos/list (read 2026-11)."""
        api = self._api(grant)
        told = await api.get("/videos", part="statistics", id=",".join(remote_ids))
        return {str(one["id"]): _metrics(one.get("statistics") or {}) for one in told.get("items") or ()}

    async def remove(self, remote_id: str, grant: Grant) -> None:
        """Delete the film; 404 means that it is gone."""
        api = self._api(grant)
        response = await api.send("DELETE", f"{api.url}/youtube/v3/videos", params={"id": remote_id})
        if response.status_code != 404:
            api.checked(response)

    def _api(self, grant: Grant) -> Api:
        return Api(client=self.client, clock=self.clock, url=self.api_url, grant=grant)

    async def _end(self, api: Api, film: Media, state: State) -> State:
        """Send what is missing; a session that asks for more has made nothing."""
        if state.stored < last_piece(film.size):
            raise Unavailable("incomplete")
        if state.stored >= film.size:
            raise OutcomeUnknown("unfinished")
        await self.blobs.piece(film.sha256, 0, 0)  # what is gone or altered is noticed before anything is sent
        state = await sent(api, state.address, film, self.blobs, state.stored, film.size)
        if not state.film:
            raise Unavailable("incomplete")
        return state

    async def _listed(self, api: Api, title: str, since: datetime) -> tuple[Live, ...]:
        """The films of that title among the newest ones; a search would know them too late."""
        channels = await api.get("/channels", part="contentDetails", mine="true")
        found: list[Live] = []
        for channel in channels.get("items") or ():
            playlist = channel["contentDetails"]["relatedPlaylists"]["uploads"]
            query = {"part": "snippet,contentDetails", "playlistId": playlist, "maxResults": _LOOKED_AT}
            listed = await api.get("/playlistItems", **query)
            found += [
                _live(one["contentDetails"]["videoId"])
                for one in listed.get("items") or ()
                if one["snippet"]["title"].strip() == title.strip()
                and datetime.fromisoformat(one["snippet"]["publishedAt"]) >= since
            ]
        return tuple(found)


def _film(payload: Payload) -> Media:
    """The one film of the post. Raises Rejected where there is none, or no title."""
    if not payload.media or not payload.media[0].is_film:
        raise Rejected("needs_film")
    if not payload.title.strip():
        raise Rejected("needs_title")
    return payload.media[0]


def _resource(payload: Payload) -> dict[str, Any]:
    """The film as YouTube describes it."""
    given = {name: value == "true" if value in ("true", "false") else value for name, value in payload.fields}
    status = {name: given.pop(name) for name in _OF_THE_STATUS}
    snippet = {"title": payload.title, "description": payload.text, "tags": list(payload.tags), **given}
    return {"snippet": snippet, "status": status}


def _fitting(tags: tuple[str, ...]) -> tuple[str, ...]:
    """As many tags from the first on as fit, joined by commas."""
    kept: list[str] = []
    for tag in tags:
        if len(",".join((*kept, tag))) > MAX_TAGS:
            break
        kept.append(tag)
    return tuple(kept)


def _trouble(film: dict[str, Any]) -> str:
    """Why it will not be shown; empty when nothing speaks against it."""
    status = film.get("status") or {}
    match status.get("uploadStatus"):
        case "rejected":
            return f"rejected_{status.get('rejectionReason', '')}"
        case "failed":
            return f"failed_{status.get('failureReason', '')}"
    return ""


def _compare(film: dict[str, Any], payload: Payload) -> None:
    """Write down when YouTube shows it to others than was asked; projects that are not verified may be held private."""
    asked, got = dict(payload.fields)["privacyStatus"], (film.get("status") or {}).get("privacyStatus")
    if got != asked:
        log.warning("youtube_privacy_differs video=%s asked=%s got=%s", film["id"], asked, got)


def _live(film: str) -> Live:
    return Live(remote_id=str(film), url=f"{SITE}/watch?v={film}")


def _metrics(told: dict[str, Any]) -> Metrics:
    """The counts are texts; one that the owner hides is missing."""
    return Metrics(
        views=count_of(told.get("viewCount")),
        likes=count_of(told.get("likeCount")),
        comments=count_of(told.get("commentCount")),
    )
