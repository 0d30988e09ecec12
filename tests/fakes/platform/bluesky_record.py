"""What a server makes of the record of a post, https://docs.bsky.app/docs/advanced-guides/posts (read 2026-11).

What a real server takes without a word and nobody can mean (a facet beside the text, a wrong cid) is wrong here.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import regex

from tests.fakes.platform.messages import Wrong, only

COLLECTION = "app.bsky.feed.post"
HANDLES = {"alice.example": "did:plc:alice", "bob.example.org": "did:plc:bob"}
MAX_IMAGE = 2_000_000
MAX_FILM = 300_000_000


def problem_of(record: dict[str, Any], blobs: dict[str, Any], records: dict[str, str]) -> str:
    """The name of the error it is refused with; `blobs` are those the server has, `records` the cids it knows."""
    text, embed = record["text"], record.get("embed", {})
    written = datetime.fromisoformat(record["createdAt"])
    if record["$type"] != COLLECTION or written.tzinfo is None or "T" not in record["createdAt"]:
        raise Wrong("no post, or no time with a zone")
    if len(regex.findall(r"\X", text)) > 300 or len(text.encode()) > 3000 or len(record.get("langs", [])) > 3:
        return "InvalidRequest"
    _check_facets(text.encode(), record.get("facets", []))
    _check_embed(embed)
    reply = record.get("reply", {})
    if reply:
        only(reply, need={"root", "parent"})
    for above in reply.values():
        only(above, need={"uri", "cid"})
        if records.get(above["uri"]) != above["cid"]:
            raise Wrong(f"{above['uri']} has another cid")
    for one in items_of(embed):
        if link_of(one) not in blobs:
            return "BlobNotFound"
        if blobs[link_of(one)]["blob"] != blob_of(one):
            return "InvalidSize"
    return ""


def _check_facets(text: bytes, facets: list[dict[str, Any]]) -> None:
    at = 0
    for facet in facets:
        only(facet, need={"index", "features"})
        start, end = facet["index"]["byteStart"], facet["index"]["byteEnd"]
        if not at <= start < end <= len(text):
            raise Wrong(f"a facet from {start} to {end} of {len(text)} bytes")
        covered, at = text[start:end].decode(), end
        (feature,) = facet["features"]
        match feature:
            case {"$type": "app.bsky.richtext.facet#link", "uri": uri} if uri == covered:
                pass
            case {"$type": "app.bsky.richtext.facet#tag", "tag": tag} if f"#{tag}" == covered and len(tag) <= 64:
                pass
            case {"$type": "app.bsky.richtext.facet#mention", "did": did} if HANDLES.get(covered[1:].lower()) == did:
                pass
            case _:
                raise Wrong(f"{feature} over {covered!r}")


def _check_embed(embed: dict[str, Any]) -> None:
    shape = {"aspectRatio"}
    match embed.get("$type"):
        case None:
            only(embed, need=set())
        case "app.bsky.embed.images":
            only(embed, need={"$type", "images"})
            for one in embed["images"]:
                only(one, need={"image", "alt"}, may=shape)
        case "app.bsky.embed.gallery":
            only(embed, need={"$type", "items"})
            for one in embed["items"]:
                only(one, need={"$type", "image", "alt"} | shape)
        case "app.bsky.embed.video":
            only(embed, need={"$type", "video"}, may={"alt", "captions"} | shape)
        case "app.bsky.embed.external":
            only(embed["external"], need={"uri", "title", "description"}, may={"thumb"})
        case kind:
            raise Wrong(f"an embed {kind}")
    most = {"images": 4, "items": 10}
    if any(len(embed.get(name, [])) > count for name, count in most.items()):
        raise Wrong("too many pictures")
    if any(blob_of(one)["size"] > (MAX_FILM if "video" in one else MAX_IMAGE) for one in items_of(embed)):
        raise Wrong("too large a blob")


def items_of(embed: dict[str, Any]) -> list[dict[str, Any]]:
    """Whatever has a blob in it."""
    items: list[dict[str, Any]] = embed.get("images") or embed.get("items") or ([embed] if "video" in embed else [])
    return items


def blob_of(item: dict[str, Any]) -> dict[str, Any]:
    blob: dict[str, Any] = item.get("image") or item["video"]
    return blob


def link_of(item: dict[str, Any]) -> str:
    return str(blob_of(item)["ref"]["$link"])
