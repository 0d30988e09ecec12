"""The record a post is: its key, its text with facets, and what is embedded. Pure.

API: https://docs.bsky.app/docs/advanced-guides/posts and https://atproto.com/specs/tid (read 2026-11)
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from adapters.publishers.counting import graphemes, utf8_bytes
from adapters.publishers.spans import Kind, Span, spans
from core.ids import decode
from core.payload import Checkpoint, Media, Payload

COLLECTION = "app.bsky.feed.post"
MOST_IMAGES = 4  # https://docs.bsky.app/docs/advanced-guides/posts, app.bsky.embed.images (read 2026-11)
MOST_LANGUAGES = 3  # https://docs.bsky.app/docs/advanced-guides/posts, app.bsky.feed.post (read 2026-11)
_TAG = (64, 640)  # graphemes and bytes, https://docs.bsky.app/docs/advanced-guides/post-richtext (read 2026-11)
_DIGITS = "234567abcdefghijklmnopqrstuvwxyz"  # https://atproto.com/specs/tid (read 2026-11)
_TID_LENGTH = 13  # https://atproto.com/specs/tid (read 2026-11)
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"  # https://atproto.com/specs/handle (read 2026-11)
_HANDLE = re.compile(rf"@((?:{_LABEL}\.)+(?=[a-z]){_LABEL})", re.IGNORECASE)


def record_key(key: str) -> str:
    """The record key of a Part: its own number in the digits of a TID.

    Every attempt gets the same, no two Parts do, and later Parts get later ones.
    """
    number, digits = decode(key), ""
    for _ in range(_TID_LENGTH):
        number, digit = divmod(number, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return digits


def named(text: str) -> tuple[str, ...]:
    """The handles the text mentions, each once, in small letters."""
    handles = (_handle(span) for span in spans(text))
    return tuple(dict.fromkeys(handle for handle in handles if handle))


def record(payload: Payload, checkpoint: Checkpoint) -> dict[str, Any]:
    """The record as it is stored; from the same payload and checkpoint it is the same to the byte."""
    asked = dict(payload.fields)
    dids = {handle: checkpoint.get(f"did:{handle}") for handle in named(payload.text)}
    optional = {
        "langs": [one.strip() for one in asked.get("language", "").split(",") if one.strip()][:MOST_LANGUAGES],
        "facets": facets(payload.text, dids),
        "embed": _embed(payload, checkpoint),
        "reply": _reply(checkpoint),
    }
    return {
        "$type": COLLECTION,
        "text": payload.text,
        "createdAt": checkpoint.get("created"),
        **{name: value for name, value in optional.items() if value},
    }


def facets(text: str, dids: Mapping[str, str]) -> list[dict[str, Any]]:
    """Where links, hashtags and mentions stand, in bytes of UTF-8; a handle nobody has stays plain words."""
    found, at = [], 0
    for span in spans(text):
        end = at + utf8_bytes(span.text)
        feature = _feature(span, dids)
        if feature:
            found.append({"index": {"byteStart": at, "byteEnd": end}, "features": [feature]})
        at = end
    return found


def _feature(span: Span, dids: Mapping[str, str]) -> dict[str, str]:
    kind, tag = "app.bsky.richtext.facet", span.text[1:]
    if span.kind is Kind.LINK:
        return {"$type": f"{kind}#link", "uri": span.text}
    if span.kind is Kind.TAG and graphemes(tag) <= _TAG[0] and utf8_bytes(tag) <= _TAG[1]:
        return {"$type": f"{kind}#tag", "tag": tag}
    did = dids.get(_handle(span), "")
    return {"$type": f"{kind}#mention", "did": did} if did.startswith("did:") else {}


def _handle(span: Span) -> str:
    found = _HANDLE.fullmatch(span.text) if span.kind is Kind.NAME else None
    return found[1].lower() if found else ""


def _embed(payload: Payload, checkpoint: Checkpoint) -> dict[str, Any]:
    """A film, pictures, or else a card for the link."""
    blobs = [json.loads(checkpoint.get(f"blob{place}")) for place in range(len(payload.media))]
    if not payload.media:
        return _card(payload)
    if payload.media[0].is_film:
        film = payload.media[0]
        alt = {"alt": film.alt} if film.alt else {}
        return {"$type": "app.bsky.embed.video", "video": blobs[0], **alt, **_shape(film)}
    items = [
        {"image": blob, "alt": medium.alt, **_shape(medium)} for medium, blob in zip(payload.media, blobs, strict=True)
    ]
    if len(items) <= MOST_IMAGES:
        return {"$type": "app.bsky.embed.images", "images": items}
    gallery = "app.bsky.embed.gallery"
    return {"$type": gallery, "items": [{"$type": f"{gallery}#image", **item} for item in items]}


def _card(payload: Payload) -> dict[str, Any]:
    """What readers see of the link; the server looks nothing up itself."""
    if not payload.link:
        return {}
    description = dict(payload.fields).get("description", "")
    card = {"uri": payload.link, "title": payload.title, "description": description}
    return {"$type": "app.bsky.embed.external", "external": card}


def _shape(medium: Media) -> dict[str, Any]:
    if not medium.width or not medium.height:
        return {}
    return {"aspectRatio": {"width": medium.width, "height": medium.height}}


def _reply(checkpoint: Checkpoint) -> dict[str, Any]:
    if not checkpoint.parents:
        return {}
    root, parent = checkpoint.parents[0], checkpoint.parents[-1]
    return {
        "root": {"uri": root, "cid": checkpoint.get(f"cid:{root}")},
        "parent": {"uri": parent, "cid": checkpoint.get(f"cid:{parent}")},
    }
