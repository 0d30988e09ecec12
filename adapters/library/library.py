"""`core.source.Library`: what people point at, fetched with care; what they send, read apart."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from email.message import Message
from typing import TYPE_CHECKING

from adapters.addresses import Resolve, by_the_system
from adapters.library.apart import Apart
from core.clock import Clock
from core.source import Fetched, Unchanged

if TYPE_CHECKING:
    import ssl

    from adapters.library.fetch import Page

_LONGEST_MARK = 500  # characters of an ETag or a date that are worth keeping


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLibrary:
    """Reads the web and files. With `private`, servers in one's own network too; `trust` replaces certificates.

    `patience` bounds one look at the web, `apart` reads what came of it.
    """

    clock: Clock
    version: str
    private: bool = False
    resolve: Resolve = by_the_system
    trust: ssl.SSLContext | None = None
    patience: timedelta = timedelta(seconds=20)
    apart: Apart = field(default_factory=Apart)

    async def look(self, url: str, *, etag: str = "", modified: str = "") -> Fetched | Unchanged:
        """Read a feed or a web page; the page names the feeds it offers.

        Raises:
            Rejected, Throttled, Unavailable: as the port promises.
        """
        from adapters.library.fetch import Fetcher

        fetcher = Fetcher(
            clock=self.clock,
            resolve=self.resolve,
            private=self.private,
            version=self.version,
            trust=self.trust,
            patience=self.patience,
        )
        page = await fetcher.get(url, etag=etag, modified=modified)
        if page is None:
            return Unchanged()
        read = await self.apart.read(_about(page), page.body)
        return replace(read, etag=_mark(page, "ETag"), modified=_mark(page, "Last-Modified"))

    async def read(self, name: str, data: bytes) -> Fetched:
        """Read a sent file (.txt, .md, .docx, .pdf) as items.

        Raises:
            Rejected: as the port promises.
        """
        return await self.apart.read({"name": name}, data)


def _about(page: Page) -> dict[str, str]:
    written = page.headers.get("content-type", "")
    header = Message()
    header["content-type"] = written
    return {"url": page.url, "type": written, "charset": header.get_content_charset("")}


def _mark(page: Page, name: str) -> str:
    mark = page.headers.get(name, "")
    return mark if len(mark) <= _LONGEST_MARK else ""
