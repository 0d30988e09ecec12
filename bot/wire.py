"""An incoming event as text, so that it can be kept until it is handled."""

from __future__ import annotations

import json

from bot.cards.press import Press
from bot.talk import (
    AddedEvent,
    ChannelEvent,
    CommandEvent,
    FormEvent,
    Incoming,
    LeftEvent,
    PressEvent,
    TextEvent,
    UploadedFile,
    UploadEvent,
    Where,
)


def pack(incoming: Incoming) -> str:
    """The event as JSON."""
    return json.dumps([type(incoming).__name__, incoming], ensure_ascii=False, default=_fields)


def _fields(value: object) -> dict[str, object]:
    """What an event or a part of one is made of; the events have slots."""
    return {name: getattr(value, name) for name in value.__slots__}  # type: ignore[attr-defined]  # they all do


def unpack(text: str) -> Incoming:
    """Read what `pack` wrote.

    Raises:
        ValueError: it is no event that this version knows.
    """
    name, raw = json.loads(text)
    where = Where(**raw["where"])
    match name:
        case "CommandEvent":
            return CommandEvent(where=where, name=raw["name"], args=raw["args"])
        case "PressEvent":
            return PressEvent(where=where, press=Press(**raw["press"]))
        case "TextEvent":
            return TextEvent(where=where, text=raw["text"])
        case "UploadEvent":
            files = tuple(UploadedFile(**one) for one in raw["files"])
            return UploadEvent(where=where, files=files, text=raw["text"])
        case "FormEvent":
            return FormEvent(where=where, form_id=raw["form_id"], values=raw["values"])
        case "AddedEvent":
            return AddedEvent(where=where, title=raw["title"])
        case "ChannelEvent":
            return ChannelEvent(
                where=where,
                channel=raw["channel"],
                title=raw["title"],
                we_may_post=raw["we_may_post"],
                they_may_post=raw["they_may_post"],
            )
        case "LeftEvent":
            return LeftEvent(where=where, title=raw["title"])
    raise ValueError(f"unknown event {name!r}")
