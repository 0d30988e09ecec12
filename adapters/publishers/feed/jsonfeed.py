"""The feed as JSON Feed 1.1. API: https://www.jsonfeed.org/version/1.1/ (read 2026-11)"""

from __future__ import annotations

import json
from collections.abc import Sequence

from adapters.publishers.feed.content import html, is_web, named_media
from adapters.publishers.feed.entry import About, Entry
from adapters.publishers.feed.files import address, post_name

VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(about: About, entries: Sequence[Entry], base_url: str) -> bytes:
    """The feed document with these entries, in the order given."""
    page = address(base_url, about.slug)
    feed = {
        "version": VERSION,
        "title": about.title,
        "home_page_url": page,
        "feed_url": address(base_url, about.slug, "feed.json"),
        "authors": [{"name": about.title, "url": page}],
        "items": [_item(about, entry, base_url) for entry in entries],
    }
    return json.dumps(feed, ensure_ascii=False).encode()


def shown(document: bytes) -> tuple[tuple[str, str], ...]:
    """The id and the publishing time of every item of a feed that `json_feed` wrote, newest first.

    Raises:
        ValueError: it is not such a feed.
    """
    try:
        return tuple((item["id"], item["date_published"]) for item in json.loads(document)["items"])
    except (KeyError, TypeError) as error:
        raise ValueError("not a feed of ours") from error


def _item(about: About, entry: Entry, base_url: str) -> dict[str, object]:
    item: dict[str, object] = {
        "id": about.entry_id(entry.key),
        "url": address(base_url, about.slug, post_name(entry.key)),
        "title": entry.title,
        "content_html": html(entry, base_url, about.slug),
        "content_text": entry.text,
        "date_published": entry.published,
        "date_modified": entry.updated,
    }
    if is_web(entry.link):
        item["external_url"] = entry.link
    if entry.tags:
        item["tags"] = list(entry.tags)
    if entry.parents:
        item["_greenlight"] = {"in_reply_to": entry.parents[-1]}
    attachments = [
        {"url": address(base_url, about.slug, name), "mime_type": medium.mime, "size_in_bytes": medium.size}
        for medium, name in named_media(entry)
    ]
    if attachments:
        item["attachments"] = attachments
    pictures = [one["url"] for one in attachments if str(one["mime_type"]).startswith("image/")]
    if pictures:
        item["image"] = pictures[0]
    return item
