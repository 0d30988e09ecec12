"""The comment that a channel puts first below a film of its own.

API: https://developers.google.com/youtube/v3/docs/commentThreads (read 2026-11)
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from adapters.http import body_of
from adapters.publishers.youtube.api import Api
from core.errors import OutcomeUnknown
from core.payload import Live

SITE = "https://www.youtube.com"
_FILM = 11  # signs of a film's id; a comment's has more. unverified: no length is documented
_LOOKED_AT = "50"  # ours


def is_comment(remote_id: str) -> bool:
    """Whether that names a comment, not a film."""
    return len(remote_id) > _FILM


async def comment_below(api: Api, film: str, text: str) -> Live:
    """Comment on the film of that id."""
    said = {"snippet": {"videoId": film, "topLevelComment": {"snippet": {"textOriginal": text}}}}
    url = f"{api.url}/youtube/v3/commentThreads"
    response = api.checked(
        await api.send("POST", url, visible=True, params={"part": "snippet"}, json=said), visible=True
    )
    number = str(body_of(response).get("id") or "")
    if not number:
        raise OutcomeUnknown("unreadable_answer")
    return _live(number, film)


async def comments_below(api: Api, film: str, text: str, since: datetime) -> tuple[Live, ...]:
    """Our own newest comments there with these words: the words as written are told to their author alone."""
    told = await api.get("/commentThreads", part="snippet", videoId=film, order="time", maxResults=_LOOKED_AT)
    return tuple(
        _live(str(one["id"]), film)
        for one in told.get("items") or ()
        if _top(one).get("textOriginal") == text and datetime.fromisoformat(_top(one)["publishedAt"]) >= since
    )


async def remove_comment(api: Api, number: str) -> None:
    """Delete a comment; 404 means that it is gone."""
    response = await api.send("DELETE", f"{api.url}/youtube/v3/comments", params={"id": number})
    if response.status_code != 404:
        api.checked(response)


def _top(thread: dict[str, Any]) -> dict[str, Any]:
    snippet: dict[str, Any] = thread["snippet"]["topLevelComment"]["snippet"]
    return snippet


def _live(number: str, film: str) -> Live:
    return Live(remote_id=number, url=f"{SITE}/watch?v={film}&lc={number}")
