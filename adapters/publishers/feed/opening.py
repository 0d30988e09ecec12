"""Makes feeds."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from urllib.parse import urlsplit

from adapters.publishers.feed.entry import About, legal, stamp
from adapters.publishers.feed.files import FeedFiles, address
from adapters.publishers.feed.shelf import Shelf
from core.clock import Clock


async def open_feed(root: Path, *, slug: str, title: str, base_url: str, clock: Clock) -> str:
    """Make a feed and answer the address of its page; one that is there gets the title and keeps its entries.

    The account of the feed has the slug as its `remote_id`.

    Raises:
        Invalid: the slug cannot be a file name.
        Unavailable: the disk did not take it; nothing is lost by trying again.
    """
    now = stamp(clock.now())
    shelf = Shelf(files=FeedFiles(root=root, slug=slug), base_url=base_url)
    about = About(
        slug=slug,
        title=legal(title).strip() or slug,
        host=_authority(base_url),
        created=now[:10],
        opened_at=now,
    )
    await asyncio.to_thread(shelf.open, about)
    return address(base_url, slug)


def _authority(base_url: str) -> str:
    """The host for permanent ids; a numeric IPv6 address cannot stand in one."""
    host = urlsplit(base_url).hostname or ""
    return host if re.fullmatch(r"[a-z0-9.-]+", host) else "localhost"
