"""What a brand may draw on: feeds, pages, texts and files, and the items found in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType, Protocol

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

    `etag` and `modified` are the far side's own words about its version, sent back when asking again.
    `check_at` is when it is looked at next (None: never), `problem` a short code of what went wrong last.
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

    async def due(self, now: datetime, limit: int = 20) -> tuple[Source, ...]:
        """Sources to be looked at by now, longest waiting first."""
        ...

    async def keep(self, *items: SourceItem) -> int:
        """Keep the items whose key is new in their source; answers how many were. None is ever kept twice."""
        ...

    async def items(self, source_id: SourceId, limit: int = 10) -> tuple[SourceItem, ...]:
        """The newest items of a source, newest first."""
        ...

    async def count(self, source_id: SourceId) -> int:
        """How many items it has."""
        ...

    async def fresh(self, brand_id: BrandId, limit: int = 20) -> tuple[SourceItem, ...]:
        """Items of the brand no draft has drawn on, newest first."""
        ...

    async def used(self, item_ids: tuple[ItemId, ...], at: datetime) -> None:
        """Note that drafts drew on these items."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What an address holds now."""

    kind: SourceKind
    name: str
    items: tuple[FoundItem, ...]
    etag: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """The address holds what it held at the last look."""


class Library(Protocol):
    """Reads what people point at or send."""

    async def look(self, url: str, *, etag: str = "", modified: str = "") -> Fetched | Unchanged:
        """Read a feed or a web page.

        Addresses inside this machine's own networks are refused, also after a redirect; size and time are bounded.

        Raises:
            Invalid: the address cannot be used, or holds nothing that can be read.
            Rejected, Throttled, Unavailable: the far side said no, asked for patience or could not be reached.
        """
        ...

    async def read(self, name: str, data: bytes) -> Fetched:
        """Read a sent file (.txt, .md, .docx, .pdf) as items.

        Raises:
            Invalid: it is another kind of file, damaged, too large, or holds no text.
        """
        ...
