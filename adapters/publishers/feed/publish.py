"""Publishes to a feed on this machine. Recovery is conditional: the same key is the same entry, always."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from adapters.publishers.feed.entry import About, Entry, legal, stamp, title_of
from adapters.publishers.feed.files import ENDINGS, FeedFiles, address, is_key, post_name
from adapters.publishers.feed.shelf import Shelf
from core.account import Account, Grant, Platform
from core.clock import Clock
from core.errors import Invalid, Rejected, Unavailable
from core.metrics import Metrics
from core.payload import Absent, Checkpoint, Found, Live, Media, Payload, Ready
from core.ports import Blobs
from core.post import Post
from core.rules import Recovery, Rules

FEED = Platform("feed")
RULES = Rules(
    platform=FEED,
    label="Local feed",
    recovery=Recovery.CONDITIONAL,
    count=len,
    max_text=20_000,  # ours: the formats know no limit
    ideal_text=500,  # ours: a short read
    hashtags=(2, 5),  # ours
    picture=(1080, 1080),  # ours
    max_parts=25,  # ours
    max_media=10,  # ours
    media_types=frozenset(ENDINGS),
    local=True,
)

AT_ONCE = 2
"""Entries written side by side; more threads would only wait for each other and for the disk."""

_ENTRY_ID = re.compile(r"tag:[^,]+,\d{4}-\d\d-\d\d:([a-z0-9-]{1,64})/([a-z0-9]{1,13})")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedPublisher:
    """Writes entries below `root`; their links start with `base_url`. Needs no grant."""

    root: Path
    base_url: str
    clock: Clock
    blobs: Blobs
    _turn: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    @property
    def platform(self) -> Platform:
        return FEED

    @property
    def rules(self) -> Rules:
        return RULES

    def compose(self, post: Post, account: Account) -> tuple[Payload, ...]:
        """One entry for each text of the thread; link, media and hashtags go with the first."""
        words = post.content.for_platform(FEED)
        tags = tuple(tag for tag in (legal(tag).strip().lstrip("#") for tag in words.hashtags) if tag)
        text = "\n\n".join(part for part in (legal(words.text).strip(), _hashtags(tags)) if part)
        where = (("feed", account.remote_id),)
        first = Payload(
            text=text,
            title=title_of(text),
            link=legal(post.content.link).strip(),
            tags=tags,
            media=tuple(_clean(medium) for medium in words.media),
            fields=where,
        )
        rest = (legal(text).strip() for text in post.content.below)
        return (first, *(Payload(text=text, title=title_of(text), fields=where) for text in rest))

    async def step(self, payload: Payload, checkpoint: Checkpoint, grant: Grant) -> Ready:
        """Copy the media beside the feed, where nothing links to them yet.

        Raises:
            Rejected: there is no such feed, or a blob is gone.
            Unavailable: the disk did not take them.
        """
        shelf = self._shelf(dict(payload.fields).get("feed", ""))
        if payload.media:
            await asyncio.to_thread(shelf.about)
        for medium in payload.media:
            path = _medium_path(shelf, medium)
            data = await self.blobs.get(medium.sha256)
            await asyncio.to_thread(shelf.keep_medium, path, data)
        return Ready(checkpoint=checkpoint)

    async def reveal(self, payload: Payload, checkpoint: Checkpoint, grant: Grant) -> Live:
        """Write the entry, then the documents that list it.

        Raises:
            Rejected: there is no such feed.
            Unavailable: nothing is visible.
            OutcomeUnknown: the entry is on disk, the documents may not list it; the same call again heals that.
        """
        shelf = self._shelf(dict(payload.fields).get("feed", ""))
        entry = _entry(payload, checkpoint, stamp(self.clock.now()))
        async with self._turn:
            return await asyncio.to_thread(self._put, shelf, entry)

    async def find(self, payload: Payload, checkpoint: Checkpoint, since: datetime, grant: Grant) -> Found | Absent:
        """Look for the entry by its key. An entry that the documents do not list yet is absent.

        Raises:
            Unavailable: the files cannot be read.
        """
        shelf = self._shelf(dict(payload.fields).get("feed", ""))
        key = _key(checkpoint)
        if not await asyncio.to_thread(shelf.shows, key):
            return Absent()
        about = await asyncio.to_thread(shelf.about)
        return Found(candidates=(self._live(about, key),))

    async def metrics(self, remote_ids: Sequence[str], grant: Grant) -> Mapping[str, Metrics]:
        """Nothing is counted there."""
        return {}

    async def remove(self, remote_id: str, grant: Grant) -> None:
        """Take the entry out of the feed. Readers that have it keep it.

        Raises:
            Rejected: that is not the id of an entry.
            Unavailable: the disk did not take it; the same call again finishes the work.
        """
        match = _ENTRY_ID.fullmatch(remote_id)
        if match is None:
            raise Rejected("not_an_entry")
        await asyncio.to_thread(self._shelf(match.group(1)).drop, match.group(2))

    def _put(self, shelf: Shelf, entry: Entry) -> Live:
        if any(not _medium_path(shelf, medium).exists() for medium in entry.media):
            raise Unavailable("media_missing")
        return self._live(shelf.put(entry), entry.key)

    def _live(self, about: About, key: str) -> Live:
        url = address(self.base_url, about.slug, post_name(key))
        return Live(remote_id=about.entry_id(key), url=url)

    def _shelf(self, slug: str) -> Shelf:
        try:
            return Shelf(files=FeedFiles(root=self.root, slug=slug), base_url=self.base_url)
        except Invalid as error:
            raise Rejected("no_such_feed") from error


def _entry(payload: Payload, checkpoint: Checkpoint, now: str) -> Entry:
    return Entry(
        key=_key(checkpoint),
        published=now,
        updated=now,
        title=payload.title,
        text=payload.text,
        link=payload.link,
        tags=payload.tags,
        media=payload.media,
        parents=checkpoint.parents,
    )


def _key(checkpoint: Checkpoint) -> str:
    if not is_key(checkpoint.key):
        raise Rejected("key")
    return checkpoint.key


def _medium_path(shelf: Shelf, medium: Media) -> Path:
    if medium.mime not in ENDINGS:
        raise Rejected("media_type")
    return shelf.files.medium(medium.sha256, medium.mime)


def _clean(medium: Media) -> Media:
    return replace(medium, alt=legal(medium.alt).strip())


def _hashtags(tags: Iterable[str]) -> str:
    return " ".join(f"#{tag}" for tag in tags)
