"""Give a brand something to draw on: a feed, a page, a text or a file."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from core.access import Actor, Right, brand_for
from core.actions.poll_sources import next_look
from core.clock import Clock, Ids
from core.errors import Invalid, PortError, Problem, Rejected, too_much
from core.ids import BrandId
from core.ports import Blobs
from core.source import Fetched, Library, Source, SourceId, SourceKind, kept
from core.store import Store, Transaction

MOST_SOURCES = 30
LONGEST_TEXT = 100_000
LONGEST_NAME = 80
_GIVEN_NAME = "text.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """A new source and how many items were found in it; `page` is the page that named it as its feed, or empty."""

    source: Source
    items: int
    page: str = ""


@dataclass(frozen=True, slots=True)
class AddSource:
    """A source is read once before it is kept, so that it never starts out as a promise."""

    store: Store
    library: Library
    blobs: Blobs
    clock: Clock
    ids: Ids

    async def from_address(self, brand_id: BrandId, url: str, *, by: Actor) -> Added:
        """Keep a feed or a page; of a page that names a feed of its own, the feed.

        Raises:
            NotAllowed, NotFound: this person may not, or there is no such brand here.
            Invalid: the brand has this source or the most it may have.
            Rejected, Throttled, Unavailable: the address cannot be read.
        """
        await self._must_have_room(brand_id, by, url=url)
        read = await self._look(url)
        address, page = url, ""
        for feed in read.feeds[:1]:
            found = await self._feed(brand_id, feed, by)
            read, address, page = (found, feed, url) if found else (read, url, "")
        if read.kind is SourceKind.PAGE and not read.items:
            raise Rejected("empty_page")
        return await self._keep(brand_id, read, by, name=read.name, url=address, page=page)

    async def from_text(self, brand_id: BrandId, text: str, *, by: Actor) -> Added:
        """Keep a text; its first line is its name, unless that is a paragraph already. Raises as above."""
        first, _, rest = text.strip().partition("\n")
        if not first:
            fix = "Write it after the command: its name in the first line, then the text."
            raise Invalid(Problem(field="text", what="There is nothing in that text.", fix=fix))
        if len(text) > LONGEST_TEXT:
            raise Invalid(too_much("text", len(text), LONGEST_TEXT, "Please send it in parts, or the best of it."))
        whole = len(first) > LONGEST_NAME or not rest.strip()
        data = (text if whole else rest).encode()
        return await self._from_bytes(brand_id, _GIVEN_NAME, data, by, kind=SourceKind.TEXT, called=first.strip("# "))

    async def from_file(self, brand_id: BrandId, sha256: str, name: str, *, called: str = "", by: Actor) -> Added:
        """Keep a file of the blob store, under the name `called` or that of the file. Raises as above."""
        data = await self.blobs.get(sha256)
        return await self._from_bytes(brand_id, name, data, by, kind=SourceKind.FILE, called=called)

    async def _from_bytes(
        self, brand_id: BrandId, name: str, data: bytes, by: Actor, *, kind: SourceKind, called: str
    ) -> Added:
        mark = sha256(data).hexdigest()
        await self._must_have_room(brand_id, by, mark=mark)
        read = await self.library.read(name, data)
        return await self._keep(brand_id, read, by, kind=kind, name=called or read.name, mark=mark)

    async def _look(self, url: str) -> Fetched:
        read = await self.library.look(url)
        if not isinstance(read, Fetched):
            raise Rejected("not_readable")
        return read

    async def _feed(self, brand_id: BrandId, url: str, by: Actor) -> Fetched | None:
        """The feed a page names as its own, if it is one and can be read now."""
        try:
            read = await self._look(url)
        except PortError:
            return None
        await self._must_have_room(brand_id, by, url=url)
        return read if read.kind is SourceKind.FEED else None

    async def _must_have_room(self, brand_id: BrandId, by: Actor, *, url: str = "", mark: str = "") -> None:
        async with self.store.read() as tx:
            await brand_for(tx, brand_id, by, may=Right.WRITE)
            await _must_be_new(tx, brand_id, url=url, mark=mark)

    async def _keep(
        self,
        brand_id: BrandId,
        read: Fetched,
        by: Actor,
        *,
        name: str,
        kind: SourceKind | None = None,
        url: str = "",
        mark: str = "",
        page: str = "",
    ) -> Added:
        now = self.clock.now()
        kind = kind or read.kind
        source = Source(
            id=SourceId(self.ids.new()),
            brand_id=brand_id,
            kind=kind,
            name=_short(name) or _short(url),
            url=url,
            etag=mark or read.etag,
            modified=read.modified,
            added_at=now,
            checked_at=now,
            check_at=next_look(read.rest, now) if kind.polled else None,
        )
        async with self.store.begin() as tx:
            await _must_be_new(tx, brand_id, url=url, mark=mark)
            await tx.sources.add(source)
            items = await tx.sources.keep(*kept(read.items, source, self.ids, now))
            await tx.audit.append(by.deed("added_source", source.id, now))
        return Added(source=source, items=items, page=page)


def _short(name: str) -> str:
    line = " ".join(name.split())
    return line if len(line) <= LONGEST_NAME else line[: LONGEST_NAME - 1] + "…"


async def _must_be_new(tx: Transaction, brand_id: BrandId, *, url: str, mark: str) -> None:
    """Raise Invalid when the brand has this source already, or as many as it may have."""
    present = await tx.sources.of(brand_id)
    for one in present:
        if (url and one.url == url) or (mark and not one.kind.polled and one.etag == mark):
            raise Invalid(
                Problem(field="source", what=f"That is there already, as “{one.name}”.", fix="/source lists all.")
            )
    if len(present) >= MOST_SOURCES:
        raise Invalid(
            Problem(
                field="source",
                what=f"This brand has {len(present)} sources; {MOST_SOURCES} is the limit.",
                fix="Remove one that you no longer need: /source lists them.",
                limit=MOST_SOURCES,
                actual=len(present),
            )
        )
