"""An RSS or Atom feed as items: what each entry says, where it stands, and a key that lasts.

feedparser resolves no external entity, and its XML parser ends a bomb of entities by itself.
API: https://feedparser.readthedocs.io/en/latest/ (read 2026-11)
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import feedparser

from adapters.library.markup import absolute, plain_text
from adapters.library.pieces import LONGEST_TITLE, cut, key_of, tidy
from core.source import Fetched, FoundItem, SourceKind

MOST_ENTRIES = 200
LONGEST_TEXT = 4000
LONGEST_KEY = 500
LONGEST_REST = timedelta(days=7)

_DATES = ("published_parsed", "updated_parsed")
_PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(days=7),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}  # https://web.resource.org/rss/1.0/modules/syndication/ (read 2026-11)


def read_feed(body: bytes, *, url: str, content_type: str) -> Fetched | None:
    """The entries of a feed, the first ones where there are very many; None when it is no feed."""
    # As a stream: text or bytes handed over directly could be taken for the name of a file or for an address.
    # It is not told where the feed was found, since it would build that address into the keys of entries.
    parsed = feedparser.parse(BytesIO(body), response_headers={"content-type": content_type})
    if not parsed.get("version"):
        return None
    found: dict[str, FoundItem] = {}
    for entry in parsed.entries[:MOST_ENTRIES]:
        for item in _item(entry, url):
            found.setdefault(item.key, item)
    name = cut(_said(parsed.feed.get("title_detail")), LONGEST_TITLE) or urlsplit(url).netloc
    return Fetched(kind=SourceKind.FEED, name=name, items=tuple(found.values()), rest=_rest(parsed.feed))


def _item(entry: Mapping[str, Any], url: str) -> Iterator[FoundItem]:
    title = tidy(_said(entry.get("title_detail")))
    contents = [_said(one) for one in (*entry.get("content", ()), entry.get("summary_detail"))]
    text = cut(next(filter(None, contents), "") or title, LONGEST_TEXT)
    if not text:
        return
    own = str(entry.get("id") or entry.get("link") or "")
    yield FoundItem(
        key=own if own and len(own) <= LONGEST_KEY else key_of(own or f"{title} {text}"),
        title=cut(title or text.partition("\n")[0], LONGEST_TITLE),
        text=text,
        url=absolute(url, str(entry["link"])) if entry.get("link") else "",
        at=_at(entry),
    )


def _said(detail: Mapping[str, Any] | None) -> str:
    """A text of the feed without its markup."""
    value = str(detail.get("value") or "") if detail else ""
    if not detail or detail.get("type") == "text/plain":
        return "\n".join(filter(None, map(tidy, value.splitlines())))
    return plain_text(value)


def _at(entry: Mapping[str, Any]) -> datetime | None:
    dates = (entry[name] for name in _DATES if name in entry)  # feedparser warns about guesses of `get`
    told = next(filter(None, dates), None)
    try:
        return datetime.fromtimestamp(calendar.timegm(told), UTC) if told else None
    except (ValueError, OverflowError, OSError):
        return None


def _rest(feed: Mapping[str, Any]) -> timedelta:
    """How long the feed asks to be left alone, by its `ttl` in minutes or by its update period; at most a week."""
    ttl, often = str(feed.get("ttl", "")), str(feed.get("sy_updatefrequency", ""))
    minutes = int(ttl[:9]) if ttl.isascii() and ttl.isdecimal() else 0
    times = max(1, int(often[:9])) if often.isascii() and often.isdecimal() else 1
    period = _PERIODS.get(str(feed.get("sy_updateperiod", "")).strip().lower(), timedelta(0)) / times
    return min(max(timedelta(minutes=minutes), period), LONGEST_REST)
