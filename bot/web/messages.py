"""Kept messages, as one particular person sees them."""

from __future__ import annotations

import json
from collections.abc import Iterable

from bot.talk import UploadedFile, Where
from bot.web.render import Json
from bot.web.sessions import Session
from core.talk import ChatMessage

_BOT = "greenlight"
_ONLY = "only:"
_PERSON = "person:"


def bot_author(only: str = "") -> str:
    """The author of our own messages; with `only` one that no other person gets to see."""
    return _ONLY + only if only else _BOT


def person_author(person: str) -> str:
    """The author of what a person wrote."""
    return _PERSON + person


def words_body(where: Where, text: str, files: tuple[UploadedFile, ...] = ()) -> str:
    """What a person wrote or sent, as it is kept."""
    sent: list[Json] = [{"url": f"/media/{one.sha256}", "name": one.name, "mime": one.mime} for one in files]
    return json.dumps(
        {"event": where.event_id, "name": where.name, "text": text, "files": sent, "reply_to": where.message},
        ensure_ascii=False,
    )


def event_of(message: ChatMessage) -> str:
    """The event a person's message came from, or an empty string."""
    return str(json.loads(message.body).get("event", ""))


def is_pinned(message: ChatMessage) -> bool:
    """True for cards that ask to be kept in sight."""
    return bool(json.loads(message.body).get("card", {}).get("pinned"))


def visible(messages: Iterable[ChatMessage], session: Session) -> list[Json]:
    """The messages this person may see, as the page draws them."""
    return [_wire(one, session) for one in messages if _may_see(one, session)]


def _may_see(message: ChatMessage, session: Session) -> bool:
    return not message.author.startswith(_ONLY) or message.author == _ONLY + session.person


def _wire(message: ChatMessage, session: Session) -> Json:
    wire: dict[str, Json] = {
        "id": str(message.id),
        "seq": message.seq,
        "at": message.at.isoformat(),
        "from": _from(message, session),
        "only": message.author.startswith(_ONLY),
    }
    body: dict[str, Json] = json.loads(message.body)
    event = str(body.pop("event", "")).removeprefix(f"{session.person}:")
    return wire | body | ({"event": event} if wire["from"] == "you" else {})


def _from(message: ChatMessage, session: Session) -> str:
    if not message.author.startswith(_PERSON):
        return "bot"
    return "you" if message.author == person_author(session.person) else "other"
