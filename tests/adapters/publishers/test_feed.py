"""The local feed keeps the contract, and what it writes is what feed readers expect."""

from __future__ import annotations

import asyncio
import errno
import fcntl
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import feedparser
import pytest

from adapters.durable import locked, reason
from adapters.publishers.feed import FeedPublisher, open_feed
from adapters.publishers.feed.entry import legal, title_of
from adapters.publishers.feed.files import FeedFiles, public_file
from adapters.publishers.feed.shelf import NEWEST
from core.account import Account, Grant, Platform
from core.errors import Invalid, OutcomeUnknown, Rejected, Unavailable
from core.ids import AccountId, BrandId
from core.payload import Absent, Checkpoint, Found, Live, Media
from core.post import Content
from core.secret import Secret
from tests.contracts.publisher import (
    A_PICTURE,
    SECRET,
    Can,
    Case,
    PublisherContract,
    Shown,
    a_picture,
    composed,
    looked,
    lost,
    prepared,
    published,
)
from tests.fakes.blobs import MemoryBlobs
from tests.fakes.platform.clock import START, SharedClock

ATOM = "{http://www.w3.org/2005/Atom}"
BASE = "https://greenlight.example"
SLUG = "padaria-do-sol"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """What somebody sees who fetches the feed."""

    root: Path

    @property
    def files(self) -> FeedFiles:
        return FeedFiles(root=self.root, slug=SLUG)

    def json(self) -> dict[str, list[dict[str, str]]]:
        """The JSON Feed."""
        feed: dict[str, list[dict[str, str]]] = json.loads(self.files.json.read_bytes())
        return feed

    def atom(self) -> Element:
        """The Atom document."""
        return fromstring(self.files.atom.read_bytes())

    def at(self, url: str) -> bytes:
        """The public file behind an address of ours."""
        slug, _, name = url.removeprefix(f"{BASE}/feeds/").partition("/")
        found = public_file(self.root, slug, name)
        assert found is not None, url
        return found[0].read_bytes()

    async def shown(self) -> tuple[Shown, ...]:
        """The entries of the Atom feed, oldest first, with what their enclosures hold."""
        return tuple(self._shown(entry) for entry in reversed(feedparser.parse(self.files.atom.read_bytes()).entries))

    async def trace(self) -> str:
        """Every file with its content and the time it was written."""
        return "\n".join(
            f"{path} {path.stat().st_mtime_ns} {hashlib.sha256(path.read_bytes()).hexdigest()}"
            for path in sorted(self.root.rglob("*"))
            if path.is_file()
        )

    async def arrange(self, what: Can) -> None:
        """Put something in the way: of the entries before anything is visible, or of the document that comes last."""
        target = {Can.BE_UNREACHABLE: self.files.entries, Can.FAIL_AFTER: self.files.json}[what]
        target.rename(target.with_suffix(".aside"))
        if what is Can.FAIL_AFTER:
            target.mkdir()
        else:
            target.write_text("in the way", encoding="utf-8")

    async def mend(self) -> None:
        """Take it out of the way."""
        for target in (self.files.entries, self.files.json):
            aside = target.with_suffix(".aside")
            if not aside.exists():
                continue
            if target.is_dir():
                target.rmdir()
            else:
                target.unlink()
            aside.rename(target)

    def _shown(self, entry: feedparser.FeedParserDict) -> Shown:
        items = {item["id"]: item for item in self.json()["items"]}
        replied = self.atom().find(f".//{ATOM}entry[{ATOM}id='{entry.id}']/{{*}}in-reply-to")
        return Shown(
            remote_id=entry.id,
            text=items[entry.id]["content_text"],
            parent="" if replied is None else replied.get("ref", ""),
            media=tuple(self.at(one.href) for one in entry.enclosures),
        )


@pytest.fixture
def clock(tmp_path: Path) -> Iterator[SharedClock]:
    opened = SharedClock.start(tmp_path / "clock")
    yield opened
    opened.close()


@pytest.fixture
async def case(tmp_path: Path, clock: SharedClock) -> Case:
    """A feed with no entry."""
    root = tmp_path / "feeds"
    where = await open_feed(root, slug=SLUG, title="Padaria do Sol", base_url=BASE, clock=clock)
    assert where == f"{BASE}/feeds/{SLUG}/"
    blobs = MemoryBlobs()
    publisher = FeedPublisher(root=root, base_url=BASE, clock=clock, blobs=blobs)
    return Case(
        publisher=publisher,
        account=Account(
            id=AccountId(1),
            brand_id=BrandId(1),
            platform=publisher.platform,
            remote_id=SLUG,
            name="Padaria do Sol",
        ),
        grant=Grant(access=Secret(SECRET)),
        clock=clock,
        blobs=blobs,
        far_side=Reader(root=root),
    )


@pytest.fixture
def reader(case: Case) -> Reader:
    assert isinstance(case.far_side, Reader)
    return case.far_side


class TestFeed(PublisherContract):
    """A folder refuses nothing, revokes nothing and answers at once; it can be in the way or break in the middle."""

    platform = Platform("feed")
    can = frozenset(
        {
            Can.BE_UNREACHABLE,
            Can.FAIL_AFTER,
            Can.REPEAT,
            Can.LOOK,
            Can.CARRY_MEDIA,
            Can.CARRY_THREADS,
            Can.REMOVE,
        }
    )

    async def test_an_entry_the_documents_do_not_list_yet_is_absent(self, case: Case) -> None:
        await case.far_side.arrange(Can.FAIL_AFTER)
        (payload, checkpoint), error = await lost(case)
        assert isinstance(error, OutcomeUnknown)
        await case.far_side.mend()
        assert await looked(case, payload, checkpoint) == Absent()


async def full(case: Case) -> Live:
    """Publish an entry that has everything."""
    content = Content(
        text="Quentinho às 8 & <fresh>\n\nCome by: https://example.org/a?b=1&c=2.\nUntil two",
        hashtags=("Pão", "Lisboa"),
        link="https://example.org/menu",
        media=(await a_picture(case),),
    )
    (payload,) = composed(case, content)
    checkpoint = await prepared(case, payload, Checkpoint(key="k1"))
    live = await case.publisher.reveal(payload, checkpoint, case.grant)
    assert isinstance(live, Live)
    return live


async def test_feedparser_reads_a_whole_entry(case: Case, reader: Reader) -> None:
    live = await full(case)
    feed = feedparser.parse(reader.files.atom.read_bytes())
    assert not feed.bozo
    assert feed.version == "atom10"
    assert (feed.feed.title, feed.feed.author) == ("Padaria do Sol", "Padaria do Sol")
    (entry,) = feed.entries
    assert (entry.id, entry.link) == (live.remote_id, live.url)
    assert entry.title == "Quentinho às 8 & <fresh>"
    assert entry.published_parsed[:5] == (2026, 11, 21, 9, 0)
    assert [tag.term for tag in entry.tags] == ["Pão", "Lisboa"]
    (enclosure,) = entry.enclosures
    assert (enclosure.type, enclosure.length) == ("image/png", str(len(A_PICTURE)))
    assert reader.at(enclosure.href) == A_PICTURE
    assert [link.href for link in entry.links if link.rel == "related"] == ["https://example.org/menu"]


async def test_the_content_keeps_paragraphs_links_and_pictures_and_escapes_the_rest(case: Case, reader: Reader) -> None:
    await full(case)
    content = reader.atom().findtext(f"{ATOM}entry/{ATOM}content")
    picture = hashlib.sha256(A_PICTURE).hexdigest()
    link = "https://example.org/a?b=1&amp;c=2"
    assert content == (
        "<p>Quentinho às 8 &amp; &lt;fresh&gt;</p>"
        f'<p>Come by: <a href="{link}">{link}</a>.<br>Until two</p>'
        "<p>#Pão #Lisboa</p>"
        f'<p><img src="{BASE}/feeds/{SLUG}/media/{picture}.png" alt="Bread" width="8" height="8"></p>'
        '<p><a href="https://example.org/menu">https://example.org/menu</a></p>'
    )


async def test_the_atom_document_has_every_part_the_standard_asks_for(case: Case, reader: Reader) -> None:
    await full(case)
    await published(case, "Another", key="k2")
    feed = reader.atom()
    assert feed.tag == f"{ATOM}feed"
    for element in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(ATOM + name)) == 1
        assert element.findtext(f"{ATOM}id", "").startswith("tag:greenlight.example,2026-11-21:padaria-do-sol")
        updated = element.findtext(f"{ATOM}updated", "")
        assert updated.endswith("Z")
        assert datetime.fromisoformat(updated) == START
        links = [(link.get("rel"), link.get("type")) for link in element.findall(f"{ATOM}link")]
        assert links.count(("alternate", "text/html")) == 1
        assert all(link.get("href", "").startswith("https://") for link in element.findall(f"{ATOM}link"))
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Padaria do Sol"
    assert [link.get("href") for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"] == [
        f"{BASE}/feeds/{SLUG}/feed.atom"
    ]
    assert [content.get("type") for content in feed.findall(f"{ATOM}entry/{ATOM}content")] == ["html", "html"]


async def test_the_json_feed_has_every_part_its_standard_asks_for(case: Case, reader: Reader) -> None:
    live = await full(case)
    feed: dict[str, object] = dict(reader.json())
    items = reader.json()["items"]
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == f"{BASE}/feeds/{SLUG}/feed.json"
    assert feed["home_page_url"] == f"{BASE}/feeds/{SLUG}/"
    (item,) = items
    picture = f"{BASE}/feeds/{SLUG}/media/{hashlib.sha256(A_PICTURE).hexdigest()}.png"
    assert item.pop("content_html") == reader.atom().findtext(f"{ATOM}entry/{ATOM}content")
    assert item == {
        "id": live.remote_id,
        "url": live.url,
        "external_url": "https://example.org/menu",
        "title": "Quentinho às 8 & <fresh>",
        "content_text": (
            "Quentinho às 8 & <fresh>\n\nCome by: https://example.org/a?b=1&c=2.\nUntil two\n\n#Pão #Lisboa"
        ),
        "image": picture,
        "date_published": "2026-11-21T09:00:00.000000Z",
        "date_modified": "2026-11-21T09:00:00.000000Z",
        "tags": ["Pão", "Lisboa"],
        "attachments": [{"url": picture, "mime_type": "image/png", "size_in_bytes": len(A_PICTURE)}],
    }


async def test_every_address_in_the_feed_leads_to_a_file(case: Case, reader: Reader) -> None:
    live = await full(case)
    assert b"Quentinho" in reader.at(live.url)
    for link in reader.atom().iter(f"{ATOM}link"):
        if link.get("href", "").startswith(BASE):
            assert reader.at(link.get("href", ""))


async def test_a_new_feed_is_a_valid_feed(case: Case, reader: Reader) -> None:
    feed = feedparser.parse(reader.files.atom.read_bytes())
    assert not feed.bozo
    assert (feed.entries, feed.feed.updated) == ([], "2026-11-21T09:00:00.000000Z")
    assert reader.json()["items"] == []


async def test_a_repeat_keeps_the_first_time_and_changes_no_byte(case: Case, reader: Reader) -> None:
    first = await published(case, "Once")
    before = (reader.files.atom.read_bytes(), reader.files.json.read_bytes())
    case.clock.advance(timedelta(hours=1))
    assert await published(case, "Once") == first
    assert (reader.files.atom.read_bytes(), reader.files.json.read_bytes()) == before


async def test_a_repeat_with_other_words_keeps_the_first_time_and_says_when_it_changed(
    case: Case, reader: Reader
) -> None:
    await published(case, "Before")
    case.clock.advance(timedelta(hours=1))
    live = await published(case, "After")
    (item,) = reader.json()["items"]
    assert (item["content_text"], item["date_published"][11:16], item["date_modified"][11:16]) == (
        "After",
        "09:00",
        "10:00",
    )
    assert b"After" in reader.at(live.url)


async def test_characters_that_would_break_the_feed_are_left_out(case: Case, reader: Reader) -> None:
    content = Content(text="a\x00b\x0bc\x1fd\ufffee\r\nf", hashtags=("x\x07y",), link="javascript:alert(1)")
    (payload,) = composed(case, content)
    await case.publisher.reveal(payload, Checkpoint(key="k1"), case.grant)
    assert not feedparser.parse(reader.files.atom.read_bytes()).bozo
    (item,) = reader.json()["items"]
    assert item["content_text"] == "abcde\nf\n\n#xy"
    assert "javascript" not in reader.files.atom.read_text(encoding="utf-8")


async def test_the_feed_holds_the_newest_entries_and_older_ones_keep_their_page(case: Case, reader: Reader) -> None:
    lives = []
    for number in range(NEWEST + 2):
        case.clock.advance(timedelta(seconds=1))
        lives.append(await published(case, f"Number {number}", key=f"n{number}"))
    ids = [item["id"] for item in reader.json()["items"]]
    assert ids == [live.remote_id for live in reversed(lives[2:])]
    assert b"Number 0" in reader.at(lives[0].url)
    (oldest,) = composed(case, Content(text="Number 0"))
    assert await looked(case, oldest, Checkpoint(key="n0")) == Found(candidates=(lives[0],))
    await case.publisher.remove(lives[-1].remote_id, case.grant)
    assert reader.json()["items"][-1]["id"] == lives[1].remote_id


async def test_a_lost_document_is_made_again_from_the_entries(case: Case, reader: Reader) -> None:
    await published(case, "First", key="k1")
    reader.files.json.write_bytes(b"{ half a fi")
    await published(case, "Second", key="k2")
    assert [shown.text for shown in await reader.shown()] == ["First", "Second"]


async def test_opening_again_renames_and_keeps_every_id(case: Case, reader: Reader, clock: SharedClock) -> None:
    live = await published(case, "Hello")
    clock.advance(timedelta(days=40))
    await open_feed(reader.root, slug=SLUG, title="Padaria Nova", base_url="https://new.example", clock=clock)
    feed = feedparser.parse(reader.files.atom.read_bytes())
    assert feed.feed.title == "Padaria Nova"
    assert feed.feed.id == "tag:greenlight.example,2026-11-21:padaria-do-sol"
    assert [entry.id for entry in feed.entries] == [live.remote_id]
    assert feed.entries[0].link == live.url.replace(BASE, "https://new.example")
    assert b"Padaria Nova" in reader.at(live.url)
    assert BASE.encode() not in reader.at(live.url)


async def test_entries_written_at_the_same_time_are_all_there(case: Case, reader: Reader) -> None:
    async with asyncio.TaskGroup() as group:
        for number in range(12):
            group.create_task(published(case, f"Text {number}", key=f"k{number}"))
    assert {shown.text for shown in await reader.shown()} == {f"Text {number}" for number in range(12)}


async def test_no_half_written_file_is_left_behind(case: Case, reader: Reader) -> None:
    await full(case)
    assert [path.name for path in reader.root.rglob("*.tmp")] == []


async def test_a_feed_that_was_never_opened_is_refused(case: Case) -> None:
    (payload,) = composed(case, Content(text="Hello"))
    elsewhere = FeedPublisher(root=Path("/nonexistent"), base_url=BASE, clock=case.clock, blobs=case.blobs)
    with pytest.raises(Rejected, match="no_such_feed"):
        await elsewhere.reveal(payload, Checkpoint(key="k1"), case.grant)


async def test_a_page_that_a_power_cut_emptied_is_made_again(case: Case, reader: Reader) -> None:
    await published(case, "First", key="k1")
    (torn,) = reader.root.rglob("posts/k1.html")
    torn.write_bytes(b"")
    await published(case, "Second", key="k2")
    assert b"First" in torn.read_bytes()


async def test_a_picture_that_was_never_copied_makes_nothing_visible(case: Case, reader: Reader) -> None:
    (payload,) = composed(case, Content(text="Look", media=(await a_picture(case),)))
    with pytest.raises(Unavailable, match="media_missing"):
        await case.publisher.reveal(payload, Checkpoint(key="k1"), case.grant)
    assert await reader.shown() == ()


async def test_a_blob_that_is_gone_is_refused(case: Case) -> None:
    gone = Media(sha256="0" * 64, mime="image/png", size=1)
    (payload,) = composed(case, Content(text="Look", media=(gone,)))
    with pytest.raises(Rejected):
        await case.publisher.step(payload, Checkpoint(key="k1"), case.grant)


def test_a_feed_that_somebody_else_holds_too_long_is_unavailable(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    with lock.open("wb") as holder:
        fcntl.flock(holder, fcntl.LOCK_EX)
        with pytest.raises(Unavailable, match="busy"), locked(lock, patience=0.0):
            pass
    with locked(lock, patience=0.0):
        pass


@pytest.mark.parametrize("slug", ["", "..", "a/b", "A", "a" * 65, "ä", "a\n"])
async def test_a_name_that_could_leave_the_folder_is_refused(slug: str, tmp_path: Path, clock: SharedClock) -> None:
    with pytest.raises(Invalid):
        await open_feed(tmp_path, slug=slug, title="x", base_url=BASE, clock=clock)


@pytest.mark.parametrize(
    "name",
    [
        "about.json",
        "lock",
        "entries/k1.json",
        "../x/feed.atom",
        "media/../about.json",
        "media/x.png",
        "posts/../k.html",
    ],
)
def test_what_is_not_public_has_no_address(name: str, tmp_path: Path) -> None:
    assert public_file(tmp_path, SLUG, name) is None
    assert public_file(tmp_path, "../etc", "feed.atom") is None


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("", ""),
        ("\n  \nSecond line\nThird", "Second line"),
        ("a" * 100, "a" * 100),
        ("a" * 101, "a" * 99 + "…"),
        ("e\u0301" * 101, "e\u0301" * 99 + "…"),
        ("👩‍🍳" * 101, "👩‍🍳" * 99 + "…"),
        ("🇵🇹" * 101, "🇵🇹" * 99 + "…"),
        ("👍🏽" * 101, "👍🏽" * 99 + "…"),
    ],
)
def test_a_title_is_the_first_line_and_never_cuts_a_sign_in_two(text: str, title: str) -> None:
    assert title_of(text) == title


def test_legal_text_keeps_every_character_xml_knows() -> None:
    kept = "\t\n a~\x85 \ud7ff\ue000\ufffd\U00010000\U0010ffff"
    assert legal(kept) == kept
    assert legal("\x00\x01\x08\x0b\x0c\x0e\x1f\ud800\udfff\ufffe\uffff") == ""


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk_full"),
        (errno.EACCES, "no_permission"),
        (errno.EROFS, "read_only"),
        (errno.EIO, "disk"),
    ],
)
def test_the_file_system_is_quoted_by_a_code(number: int, code: str) -> None:
    assert reason(OSError(number, "whatever")) == code
