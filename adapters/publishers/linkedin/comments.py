"""The comment that somebody puts first below a post of theirs on LinkedIn.

API: https://learn.microsoft.com/linkedin/marketing/community-management/shares/comments-api (read 2026-11)
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import quote

from adapters.http import body_of
from adapters.publishers.linkedin.api import Api
from core.errors import OutcomeUnknown, Unavailable
from core.payload import Live

SITE = "https://www.linkedin.com"
_OURS = "urn:li:comment:"
_LOOKED_AT = 50  # ours


def is_comment(remote_id: str) -> bool:
    """Whether that names a comment, not a post."""
    return remote_id.startswith(_OURS)


async def comment_below(api: Api, post: str, text: str, author: str) -> Live:
    """Comment on the post of that URN; the words go as they are, for a comment knows no little format."""
    body = {"actor": author, "object": post, "message": {"text": text}}
    response = api.checked(await api.send("POST", _place(post), visible=True, json=body), visible=True)
    urn = str(body_of(response).get("commentUrn") or "")
    if not is_comment(urn):
        raise OutcomeUnknown("unreadable_answer")
    return live(urn, post)


async def comments_below(api: Api, post: str, text: str, author: str, since: datetime) -> tuple[Live, ...] | None:
    """The author's own comments there with these words, made at `since` or later; None where there are too many."""
    listed = (await api.get(f"{_place(post)}?start=0&count={_LOOKED_AT}")).get("elements")
    if not isinstance(listed, list):
        raise Unavailable("unreadable_answer")
    found = tuple(
        live(str(one["commentUrn"]), post)
        for one in listed
        if one.get("actor") == author
        and _words(one) == text.strip()
        and int((one.get("created") or {}).get("time") or 0) >= since.timestamp() * 1000
    )
    return None if not found and len(listed) >= _LOOKED_AT else found


async def remove_comment(api: Api, urn: str, author: str) -> None:
    """Delete a comment; one that is gone is fine."""
    post, _, number = urn.removeprefix(f"{_OURS}(").removesuffix(")").rpartition(",")
    path = f"{_place(post)}/{quote(number, safe='')}?actor={quote(author, safe='')}"
    response = await api.send("DELETE", path, headers={"X-RestLi-Method": "DELETE"})
    if response.status_code != 404:
        api.checked(response)


def live(urn: str, post: str) -> Live:
    """A comment is shown with its post."""
    return Live(remote_id=urn, url=f"{SITE}/feed/update/{post}/?commentUrn={quote(urn, safe='')}")


def _place(post: str) -> str:
    return f"/rest/socialActions/{quote(post, safe='')}/comments"


def _words(comment: dict[str, Any]) -> str:
    return str((comment.get("message") or {}).get("text") or "").strip()
