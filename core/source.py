"""What a brand may draw on: feeds, pages, texts and files, and the items found in them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType, Protocol

from core.clock import Ids
from core.ids import BrandId

SourceId = NewType("SourceId", int)
ItemId = NewType("ItemId", int)


class SourceKind(StrEnum):
    """Where a source comes from. Feeds and pages are looked at again and again, the others once."""

    FEED = "feed"
    PAGE = "page"
    TEXT = "text"
    FILE = "file"

    @property
    def polled(self) -> bool:
        """True for what is looked at again."""
        return self in (SourceKind.FEED, SourceKind.PAGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One source of a brand. `url` is empty for texts and files; `name` is what people call it.

    `etag` and `modified` are the far side's own words about its version, sent back when asking again; the `etag` of
    a text or file is the SHA-256 of its bytes. `checked_at` is when the last look began, `check_at` when it is looked
    at next (None: never), `failures` counts failed looks in a row, `problem` is a short code of what went wrong last.
    """

    id: SourceId
    brand_id: BrandId
    kind: SourceKind
    name: str
    url: str = ""
    etag: str = ""
    modified: str = ""
    added_at: datetime
    checked_at: datetime | None = None
    check_at: datetime | None = None
    failures: int = 0
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundItem:
    """One thing a source says. `key` is the same whenever the same item is met again."""

    key: str
    title: str
    text: str
    url: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceItem:
    """A found item, kept. `source` is the name of its source; `used_at` says when a draft last drew on it."""

    id: ItemId
    source_id: SourceId
    source: str
    key: str
    title: str
    text: str
    url: str = ""
    at: datetime | None = None
    found_at: datetime
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many items a source has, and how many of them no draft has drawn on."""

    items: int
    unused: int


class Sources(Protocol):
    """Sources and their items in the store."""

    async def add(self, source: Source) -> None:
        """Keep a new source. Raises Invalid when the brand has one with this address."""
        ...

    async def get(self, source_id: SourceId) -> Source:
        """Raises NotFound when there is none."""
        ...

    async def of(self, brand_id: BrandId) -> tuple[Source, ...]:
        """All sources of a brand, oldest first."""
        ...

    async def save(self, source: Source) -> None:
        """Write everything but the id, the brand, the kind and the address."""
        ...

    async def remove(self, source_id: SourceId) -> None:
        """Delete the source with its items."""
        ...

    async def claim(self, now: datetime, until: datetime, limit: int = 20) -> tuple[Source, ...]:
        """Take sources that are due, longest waiting first: they were looked at now and are due again at `until`.

        Of any number of claims at once, only one gets a source.
        """
        ...

    async def claim_one(self, source_id: SourceId, now: datetime, until: datetime, rested: datetime) -> Source | None:
        """Take this source in the same way, due or not; None when its last look began after `rested`."""
        ...

    async def keep(self, *items: SourceItem) -> int:
        """Keep the items whose key is new in their source; answers how many were. None is ever kept twice.

        Raises:
            NotFound: their source is gone.
        """
        ...

    async def items(self, source_id: SourceId, limit: int = 10) -> tuple[SourceItem, ...]:
        """The newest items of a source, newest first."""
        ...

    async def counts(self, brand_id: BrandId) -> Mapping[SourceId, Counts]:
        """How many items each source of the brand has; one without any is left out."""
        ...

    async def fresh(self, brand_id: BrandId, limit: int = 20) -> tuple[SourceItem, ...]:
        """Items of the brand no draft has drawn on, newest first."""
        ...

    async def used(self, item_ids: tuple[ItemId, ...], at: datetime) -> None:
        """Note that drafts drew on these items."""
        ...

    async def forget(self, source_id: SourceId, *, but: Collection[str]) -> None:
        """Drop the items of the source no draft has drawn on, except those with these keys."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What an address or a file holds now.

    `feeds` are the addresses of feeds a page names as its own, the main one first. `rest` is how long the far side
    asks to be left alone between two looks; zero where it says nothing.
    """

    kind: SourceKind
    name: str
    items: tuple[FoundItem, ...]
    etag: str = ""
    modified: str = ""
    feeds: tuple[str, ...] = ()
    rest: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """The address holds what it held at the last look."""


class Library(Protocol):
    """Reads what people point at or send. The reason of an error is a code that `bot/cards/source_words.py` knows."""

    async def look(self, url: str, *, etag: str = "", modified: str = "") -> Fetched | Unchanged:
        """Read a feed or a web page.

        Addresses inside this machine's own networks are refused, also after a redirect; size and time are bounded.

        Raises:
            Rejected: the address cannot be used, the far side said no, or what it holds cannot be read.
            Throttled, Unavailable: the far side asked for patience or could not be reached.
        """
        ...

    async def read(self, name: str, data: bytes) -> Fetched:
        """Read a sent file (.txt, .md, .docx, .pdf) as items. Size and time are bounded.

        Raises:
            Rejected: it is another kind of file, damaged, too large, locked, or holds no text.
        """
        ...


def kept(found: tuple[FoundItem, ...], source: Source, ids: Ids, now: datetime) -> tuple[SourceItem, ...]:
    """The found items as this source keeps them from now on."""
    return tuple(
        SourceItem(
            id=ItemId(ids.new()),
            source_id=source.id,
            source=source.name,
            key=one.key,
            title=one.title,
            text=one.text,
            url=one.url,
            at=one.at,
            found_at=now,
        )
        for one in found
    )
