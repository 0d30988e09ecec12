"""What every library promises.

Its test file brings the fixtures `library`, which may read this machine, `hasty`, the same with little patience, and
`site`.
"""

from __future__ import annotations

import socket
from datetime import UTC, datetime, timedelta

import pytest

from core.errors import PortError, Rejected, Throttled, Unavailable
from core.source import Fetched, FoundItem, Library, SourceKind, Unchanged
from tests.fakes.clock import START
from tests.fakes.documents import a_docx, a_pdf
from tests.fakes.site import Site

RSS = """<?xml version="1.0"?>
<rss version="2.0"><channel><title>Crumbs</title><ttl>600</ttl>
<item><guid isPermaLink="false">a1</guid><title>Rye &amp; oats</title><link>https://blog.example/1</link>
<description>&lt;p&gt;It rests a &lt;b&gt;whole&lt;/b&gt; night.&lt;/p&gt;&lt;style&gt;b{}&lt;/style&gt;</description>
<pubDate>Sat, 21 Nov 2026 09:00:00 GMT</pubDate></item></channel></rss>"""
ATOM = """<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Crumbs</title><id>tag:blog.example,2026:feed</id>
<entry><id>tag:blog.example,2026:1</id><title>Rye</title><updated>2026-11-21T09:00:00Z</updated>
<content type="html">&lt;p&gt;It rests a whole night.&lt;/p&gt;</content></entry></feed>"""
PAGE = """<!doctype html><title>Padaria do Sol</title><nav><a href="/">Home</a></nav>
<main><h1>Bread since 1923</h1><p>We bake every morning at five.</p><h2>Flour</h2>
<p>It comes from two farms in the valley.</p></main><footer>Imprint</footer>"""


async def refusal(library: Library, url: str) -> PortError:
    """The error a look ends with."""
    with pytest.raises(PortError) as caught:
        await library.look(url)
    assert caught.value.reason
    assert " " not in caught.value.reason
    return caught.value


async def found(library: Library, url: str) -> Fetched:
    """What a look found."""
    read = await library.look(url)
    assert isinstance(read, Fetched)
    return read


class LookContract:
    """Reading an address."""

    async def test_an_rss_feed_is_read_as_its_entries(self, library: Library, site: Site) -> None:
        read = await found(library, site.says("/feed", RSS, kind="application/rss+xml"))
        assert (read.kind, read.name, read.rest) == (SourceKind.FEED, "Crumbs", timedelta(hours=10))
        at = datetime(2026, 11, 21, 9, tzinfo=UTC)
        text = "It rests a whole night."
        assert read.items == (FoundItem(key="a1", title="Rye & oats", text=text, url="https://blog.example/1", at=at),)

    async def test_an_atom_feed_is_read_as_its_entries(self, library: Library, site: Site) -> None:
        read = await found(library, site.says("/feed", ATOM, kind="text/plain"))
        assert read.kind is SourceKind.FEED
        assert [(one.key, one.title, one.text) for one in read.items] == [
            ("tag:blog.example,2026:1", "Rye", "It rests a whole night.")
        ]

    async def test_a_page_is_read_as_its_sections(self, library: Library, site: Site) -> None:
        read = await found(library, site.says("/", PAGE))
        assert (read.kind, read.name) == (SourceKind.PAGE, "Padaria do Sol")
        assert [(one.title, one.text) for one in read.items] == [
            ("Bread since 1923", "We bake every morning at five."),
            ("Flour", "It comes from two farms in the valley."),
        ]

    async def test_the_same_words_have_the_same_keys_at_every_look(self, library: Library, site: Site) -> None:
        first = await found(library, site.says("/", PAGE))
        again = await found(library, site.says("/", PAGE.replace("We bake", "We  <b>bake</b>\n")))
        assert [one.key for one in again.items] == [one.key for one in first.items]

    async def test_a_page_names_the_feeds_it_offers(self, library: Library, site: Site) -> None:
        page = f'<link rel="alternate" type="application/atom+xml" href="/news?a=1&amp;b=2">{PAGE}'
        read = await found(library, site.says("/blog/", page))
        assert read.feeds == (site.url("/news?a=1&b=2"),)

    async def test_what_did_not_change_is_not_sent_again(self, library: Library, site: Site) -> None:
        headers = {"ETag": '"v1"', "Last-Modified": "Sat, 21 Nov 2026 09:00:00 GMT"}
        url = site.says("/feed", RSS, headers=headers)
        read = await found(library, url)
        again = await library.look(url, etag=read.etag, modified=read.modified)
        assert isinstance(again, Unchanged)
        assert site.asked[-1].headers["if-modified-since"] == headers["Last-Modified"]

    async def test_a_redirect_is_followed(self, library: Library, site: Site) -> None:
        site.says("/feed", RSS)
        url = site.says("/old", status=301, headers={"Location": "/feed#top"})
        assert (await found(library, url)).name == "Crumbs"

    @pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
    async def test_a_refusal_is_rejected_with_its_number(self, library: Library, site: Site, status: int) -> None:
        error = await refusal(library, site.says("/", status=status))
        assert isinstance(error, Rejected)
        assert error.reason == f"http_{status}"

    @pytest.mark.parametrize("status", [429, 503])
    async def test_a_wish_for_patience_says_until_when(self, library: Library, site: Site, status: int) -> None:
        error = await refusal(library, site.says("/", status=status, headers={"Retry-After": "3600"}))
        assert isinstance(error, Throttled)
        assert error.retry_at == START + timedelta(hours=1)

    @pytest.mark.parametrize("status", [500, 502, 503])
    async def test_a_fault_of_the_far_side_may_pass(self, library: Library, site: Site, status: int) -> None:
        assert isinstance(await refusal(library, site.says("/", status=status)), Unavailable)

    async def test_nobody_there_may_pass(self, library: Library) -> None:
        with socket.socket() as nobody_listens:
            nobody_listens.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{nobody_listens.getsockname()[1]}/"
            assert isinstance(await refusal(library, url), Unavailable)

    async def test_silence_may_pass(self, hasty: Library, site: Site) -> None:
        error = await refusal(hasty, site.says("/", silent=True))
        assert isinstance(error, Unavailable)
        assert error.reason == "timeout"

    @pytest.mark.parametrize(
        ("url", "reason"),
        [
            ("ftp://example.com/feed", "scheme"),
            ("file:///etc/passwd", "scheme"),
            ("https://ana:secret@example.com/", "credentials"),
            ("https:///feed", "address"),
            ("http://[::1", "address"),
            (f"https://example.com/{'a' * 3000}", "address"),
        ],
    )
    async def test_what_is_no_web_address_is_refused_unasked(
        self, library: Library, site: Site, url: str, reason: str
    ) -> None:
        error = await refusal(library, url)
        assert isinstance(error, Rejected)
        assert error.reason == reason

    @pytest.mark.parametrize(
        ("body", "kind", "reason"),
        [
            (b"\x89PNG\r\n\x1a\n\0\0", "image/png", "not_readable"),
            (b"just words", "text/plain", "not_readable"),
            (b"<p>", "text/html", "empty_page"),
            (b"<nav>Home</nav><script>draw()</script>", "text/html", "empty_page"),
            (b"", "text/html", "not_readable"),
        ],
    )
    async def test_what_holds_nothing_to_read_is_refused(
        self, library: Library, site: Site, body: bytes, kind: str, reason: str
    ) -> None:
        error = await refusal(library, site.says("/", body, kind=kind))
        assert isinstance(error, Rejected)
        assert error.reason == reason


class ReadContract:
    """Reading a file."""

    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("About us.txt", "Flour\n=====\n\nIt comes from two farms.".encode("utf-16")),
            ("About us.md", b"# Flour\n\nIt comes from **two** [farms](https://farm.example)."),
            ("About us.DOCX", a_docx(("berschrift1", "Flour"), ("Standard", "It comes from two farms."))),
        ],
    )
    async def test_a_document_is_read_as_its_sections(self, library: Library, name: str, data: bytes) -> None:
        read = await library.read(name, data)
        assert (read.kind, read.name) == (SourceKind.FILE, "About us")
        assert [(one.title, one.text) for one in read.items] == [("Flour", "It comes from two farms.")]

    async def test_a_pdf_is_read_page_by_page(self, library: Library) -> None:
        read = await library.read("prices.pdf", a_pdf("We bake with but-\nter from the valley.", "Rye costs 4 euros."))
        assert [one.text for one in read.items] == ["We bake with butter from the valley.", "Rye costs 4 euros."]

    @pytest.mark.parametrize(
        ("name", "data", "reason"),
        [
            ("a.txt", b"", "file_empty"),
            ("a.txt", b" \n ", "file_empty"),
            ("a.txt", b"\0\1\2", "file_kind"),
            ("a.xlsx", b"PK\x03\x04", "file_kind"),
            ("a", b"words without an ending", "file_kind"),
            ("a.docx", b"PK\x03\x04 and nothing", "file_damaged"),
            ("a.docx", a_docx(("Standard", "")), "file_empty"),
            ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "docx_locked"),
            ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_word"),
            ("a.pdf", b"%PDF-1.7 and nothing", "file_damaged"),
            ("a.pdf", a_pdf("", ""), "pdf_scanned"),
            ("a.pdf", a_pdf("Hidden.", password="pass"), "pdf_password"),
            ("a.pdf", a_pdf(*["x"] * 301), "pdf_too_long"),
            ("a.txt", b"x " * (5 * 1024 * 1024 + 1), "file_too_large"),
        ],
        ids=lambda value: None if isinstance(value, bytes) else str(value),
    )
    async def test_a_file_that_cannot_be_used_is_refused_with_its_reason(
        self, library: Library, name: str, data: bytes, reason: str
    ) -> None:
        with pytest.raises(Rejected) as caught:
            await library.read(name, data)
        assert caught.value.reason == reason


class LibraryContract(LookContract, ReadContract):
    """Everything a library promises."""
