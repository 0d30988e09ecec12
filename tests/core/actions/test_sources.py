"""Sources are added once, looked at politely, and told about when they fail."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest

from adapters.store.store import SqlStore, open_store
from core.access import Actor
from core.actions.add_source import LONGEST_NAME, LONGEST_TEXT, MOST_SOURCES, AddSource
from core.actions.poll_sources import AT_ONCE, DAY, EVERY, FIRST_RETRY, REST, PollSources
from core.actions.remove_source import RemoveSource
from core.brand import Brand
from core.errors import Invalid, NotAllowed, NotFound, Rejected, Throttled, Unavailable
from core.notice import Notice, Topic
from core.source import Fetched, Source, SourceKind, Unchanged
from core.workspace import Chat, Role
from tests.builders import a_brand, a_chat, a_member, a_workspace, an_identity, fresh_id
from tests.fakes.blobs import MemoryBlobs
from tests.fakes.clock import ManualClock
from tests.fakes.library import Told, ToldLibrary, a_find

URL = "https://blog.example/feed"


class Counted:
    """`core.clock.Ids` without chance."""

    def new(self) -> int:
        return fresh_id()

    def token(self) -> str:
        return "token"

    def jitter(self) -> float:
        return 0.0


@dataclass(slots=True)
class Room:
    """A brand with its people, and the verbs."""

    store: SqlStore
    clock: ManualClock
    library: ToldLibrary
    blobs: MemoryBlobs
    brand: Brand
    chat: Chat
    by: Actor
    viewer: Actor
    stranger: Actor
    add: AddSource
    poll: PollSources
    remove: RemoveSource

    async def source(self) -> Source:
        """The brand's only source."""
        async with self.store.read() as tx:
            (source,) = await tx.sources.of(self.brand.id)
        return source

    async def keys(self, source: Source) -> set[str]:
        """The keys of what it keeps."""
        async with self.store.read() as tx:
            return {item.key for item in await tx.sources.items(source.id, 1000)}

    async def told(self) -> list[Notice]:
        """What people were told."""
        async with self.store.read() as tx:
            return [letter.notice for letter in await tx.outbox.due("web", self.clock.now() + DAY)]

    async def looks(self, answer: Told, *, after: timedelta = EVERY) -> Source:
        """Time passes, a look is due, the far side answers so."""
        self.library.answers[URL] = answer
        self.clock.advance(after)
        await self.poll()
        return await self.source()


@pytest.fixture
async def room(sqlite_url: str) -> AsyncIterator[Room]:
    clock, library, blobs, ids = ManualClock(), ToldLibrary(), MemoryBlobs(), Counted()
    workspace, elsewhere = a_workspace(), a_workspace()
    member, viewer, stranger = a_member(workspace), a_member(workspace, role=Role.VIEWER), a_member(elsewhere)
    brand, chat = a_brand(workspace), a_chat(workspace)
    async with open_store(sqlite_url) as store:
        async with store.begin() as tx:
            await tx.workspaces.add(workspace)
            await tx.workspaces.add(elsewhere)
            for one in (member, viewer, stranger):
                await tx.members.add(one, an_identity(one))
            await tx.chats.add(chat)
            await tx.brands.add(brand)
        yield Room(
            store=store,
            clock=clock,
            library=library,
            blobs=blobs,
            brand=brand,
            chat=chat,
            by=Actor(member=member, door="web"),
            viewer=Actor(member=viewer, door="web"),
            stranger=Actor(member=stranger, door="web"),
            add=AddSource(store, library, blobs, clock, ids),
            poll=PollSources(store, library, clock, ids),
            remove=RemoveSource(store, clock),
        )


async def a_feed(room: Room, *keys: str, etag: str = "", modified: str = "") -> Source:
    """A feed the brand draws on."""
    room.library.answers[URL] = a_find(*keys, etag=etag, modified=modified)
    return (await room.add.from_address(room.brand.id, URL, by=room.by)).source


async def test_a_feed_is_kept_with_its_items_and_looked_at_again_in_three_hours(room: Room) -> None:
    source = await a_feed(room, "rye", "oats", etag='"v1"')
    assert await room.source() == source
    assert (source.kind, source.name, source.url, source.etag) == (SourceKind.FEED, "Crumbs", URL, '"v1"')
    assert source.check_at == room.clock.now() + EVERY
    assert await room.keys(source) == {"rye", "oats"}


async def test_what_cannot_be_read_is_not_added(room: Room) -> None:
    with pytest.raises(Rejected, match="http_404"):
        await room.add.from_address(room.brand.id, URL, by=room.by)
    async with room.store.read() as tx:
        assert await tx.sources.of(room.brand.id) == ()


async def test_of_a_page_with_a_feed_the_feed_is_added(room: Room) -> None:
    page = a_find("intro", kind=SourceKind.PAGE, feeds=(URL, "https://blog.example/comments"))
    room.library.answers |= {"https://blog.example/": page, URL: a_find("rye")}
    added = await room.add.from_address(room.brand.id, "https://blog.example/", by=room.by)
    assert (added.source.kind, added.source.url, added.page) == (SourceKind.FEED, URL, "https://blog.example/")
    assert added.items == 1


@pytest.mark.parametrize("feed", [Unavailable("timeout"), a_find("x", kind=SourceKind.PAGE)])
async def test_of_a_page_whose_feed_is_none_the_page_is_added(room: Room, feed: Told) -> None:
    room.library.answers |= {"https://b.example/": a_find("intro", kind=SourceKind.PAGE, feeds=(URL,)), URL: feed}
    added = await room.add.from_address(room.brand.id, "https://b.example/", by=room.by)
    assert (added.source.kind, added.source.url, added.page) == (SourceKind.PAGE, "https://b.example/", "")


async def test_a_page_without_text_whose_feed_is_none_is_refused(room: Room) -> None:
    room.library.answers["https://b.example/"] = a_find(kind=SourceKind.PAGE, feeds=(URL,))
    with pytest.raises(Rejected, match="empty_page"):
        await room.add.from_address(room.brand.id, "https://b.example/", by=room.by)


async def test_the_same_address_is_not_added_twice_nor_asked_again(room: Room) -> None:
    await a_feed(room, "rye")
    with pytest.raises(Invalid, match="there already, as “Crumbs”"):
        await room.add.from_address(room.brand.id, URL, by=room.by)
    assert len(room.library.asked) == 1


async def test_a_feed_found_on_a_page_is_not_added_twice(room: Room) -> None:
    await a_feed(room, "rye")
    room.library.answers["https://b.example/"] = a_find("intro", kind=SourceKind.PAGE, feeds=(URL,))
    with pytest.raises(Invalid, match="there already"):
        await room.add.from_address(room.brand.id, "https://b.example/", by=room.by)


@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [
        ("Our flour\nFrom the valley.", "Our flour", "From the valley."),
        ("# Our flour\n\nFrom the valley.", "Our flour", "From the valley."),
        ("Only this line.", "Only this line.", "Only this line."),
        (f"{'Long words ' * 20}\nFrom the valley.", None, f"{'Long words ' * 20}\nFrom the valley."),
    ],
)
async def test_the_first_line_of_a_text_is_its_name_unless_it_is_a_paragraph(
    room: Room, text: str, name: str | None, rest: str
) -> None:
    room.library.answers["text.txt"] = a_find("flour", kind=SourceKind.FILE)
    added = await room.add.from_text(room.brand.id, text, by=room.by)
    assert added.source.name == name if name else len(added.source.name) == LONGEST_NAME
    assert room.library.asked[0][1].strip() == rest.strip()
    assert (added.source.kind, added.source.check_at) == (SourceKind.TEXT, None)


async def test_a_text_may_be_as_long_as_the_limit_and_no_longer(room: Room) -> None:
    room.library.answers["text.txt"] = a_find("flour", kind=SourceKind.FILE)
    await room.add.from_text(room.brand.id, "x\n" + "y" * (LONGEST_TEXT - 2), by=room.by)
    with pytest.raises(Invalid, match="100001 characters; 100000 is the limit"):
        await room.add.from_text(room.brand.id, "x\n" + "y" * (LONGEST_TEXT - 1), by=room.by)
    with pytest.raises(Invalid, match="nothing in that text"):
        await room.add.from_text(room.brand.id, " \n ", by=room.by)


async def test_the_same_file_is_not_added_twice_whatever_it_is_called(room: Room) -> None:
    room.library.answers |= {"a.txt": a_find("x", kind=SourceKind.FILE), "b.txt": a_find("x", kind=SourceKind.FILE)}
    sha256 = await room.blobs.put(b"words")
    await room.add.from_file(room.brand.id, sha256, "a.txt", called="Prices", by=room.by)
    with pytest.raises(Invalid, match="there already, as “Prices”"):
        await room.add.from_file(room.brand.id, sha256, "b.txt", by=room.by)


async def test_thirty_sources_are_enough(room: Room) -> None:
    room.library.answers["text.txt"] = a_find("flour", kind=SourceKind.FILE)
    for number in range(MOST_SOURCES):
        await room.add.from_text(room.brand.id, f"Text {number}", by=room.by)
    with pytest.raises(Invalid, match="30 sources; 30 is the limit"):
        await room.add.from_text(room.brand.id, "One more", by=room.by)


async def test_only_who_may_write_here_adds_looks_and_removes(room: Room) -> None:
    source = await a_feed(room, "rye")
    room.clock.advance(DAY)
    for by, refused in ((room.viewer, NotAllowed), (room.stranger, NotFound)):
        with pytest.raises(refused):
            await room.add.from_address(room.brand.id, "https://b.example/", by=by)
        with pytest.raises(refused):
            await room.add.from_text(room.brand.id, "words", by=by)
        with pytest.raises(refused):
            await room.poll.now(source.id, by=by)
        with pytest.raises(refused):
            await room.remove(source.id, by=by)
    assert len(room.library.asked) == 1
    assert await room.source() == source


async def test_a_removed_source_takes_its_items_along(room: Room) -> None:
    source = await a_feed(room, "rye")
    assert await room.remove(source.id, by=room.by) == source
    async with room.store.read() as tx:
        assert await tx.sources.of(room.brand.id) == ()
        assert await tx.sources.fresh(room.brand.id) == ()


async def test_a_look_sends_what_the_far_side_said_about_its_version(room: Room) -> None:
    await a_feed(room, "rye", etag='"v1"', modified="yesterday")
    source = await room.looks(a_find("rye", "oats", etag='"v2"'))
    assert room.library.asked[-1] == (URL, '"v1"', "yesterday")
    assert (source.etag, source.modified) == ('"v2"', "")
    assert await room.keys(source) == {"rye", "oats"}


async def test_what_did_not_change_is_only_looked_at_later(room: Room) -> None:
    before = await a_feed(room, "rye", etag='"v1"')
    source = await room.looks(Unchanged())
    assert source == replace(before, checked_at=room.clock.now(), check_at=room.clock.now() + EVERY)


async def test_a_feed_that_wants_to_be_left_alone_longer_is(room: Room) -> None:
    await a_feed(room, "rye")
    source = await room.looks(a_find("rye", rest=DAY))
    assert source.check_at == room.clock.now() + DAY
    source = await room.looks(a_find("rye", rest=timedelta(minutes=5)), after=DAY)
    assert source.check_at == room.clock.now() + EVERY


async def test_failures_are_repeated_more_and_more_rarely_up_to_a_day(room: Room) -> None:
    await a_feed(room, "rye")
    waits = []
    source = await room.looks(Unavailable("timeout"))
    for _ in range(6):
        assert source.check_at is not None
        waits.append(source.check_at - room.clock.now())
        source = await room.looks(Unavailable("timeout"), after=waits[-1])
    assert waits == [FIRST_RETRY, 2 * FIRST_RETRY, 4 * FIRST_RETRY, 8 * FIRST_RETRY, DAY, DAY]
    assert (source.failures, source.problem) == (7, "timeout")


async def test_people_are_told_once_a_day_after_the_first_failure(room: Room) -> None:
    source = await a_feed(room, "rye")
    begun = room.clock.now() + EVERY
    told_at: list[datetime] = []
    for _ in range(8):
        assert source.check_at is not None
        source = await room.looks(Unavailable("timeout"), after=source.check_at - room.clock.now())
        told_at += [room.clock.now()] if await room.told() and not told_at else []
    (notice,) = await room.told()
    assert told_at == [begun + DAY]
    assert notice.topic is Topic.SOURCE_FAILS
    assert notice.facts == {"source": "Crumbs", "reason": "timeout"}


async def test_a_success_forgets_the_failures_before_it(room: Room) -> None:
    await a_feed(room, "rye")
    await room.looks(Unavailable("timeout"))
    source = await room.looks(a_find("rye"))
    assert (source.failures, source.problem) == (0, "")
    assert await room.told() == []


async def test_a_wish_for_patience_is_granted_when_it_is_longer(room: Room) -> None:
    await a_feed(room, "rye")
    until = room.clock.now() + EVERY + timedelta(hours=7)
    assert (await room.looks(Throttled("http_429", retry_at=until))).check_at == until
    source = await room.looks(Throttled("http_429", retry_at=until), after=timedelta(hours=8))
    assert source.check_at == room.clock.now() + 2 * FIRST_RETRY


async def test_what_is_gone_for_good_is_told_at_once_and_left_alone(room: Room) -> None:
    await a_feed(room, "rye")
    source = await room.looks(Rejected("http_410"))
    assert (source.check_at, source.problem) == (None, "http_410")
    await room.looks(Rejected("http_410"), after=2 * DAY)
    await room.poll.now(source.id, by=room.by)
    assert len(room.library.asked) == 3
    assert [notice.facts["reason"] for notice in await room.told()] == ["http_410"]


async def test_a_feed_that_became_a_page_is_a_problem(room: Room) -> None:
    await a_feed(room, "rye")
    assert (await room.looks(a_find("x", kind=SourceKind.PAGE))).problem == "not_a_feed"


async def test_what_a_page_no_longer_says_is_forgotten_unless_a_draft_drew_on_it(room: Room) -> None:
    room.library.answers[URL] = a_find("hours", "prices", "team", kind=SourceKind.PAGE)
    source = (await room.add.from_address(room.brand.id, URL, by=room.by)).source
    async with room.store.begin() as tx:
        team = next(item for item in await tx.sources.items(source.id) if item.key == "team")
        await tx.sources.used((team.id,), room.clock.now())
    await room.looks(a_find("hours", kind=SourceKind.PAGE))
    assert await room.keys(source) == {"hours", "team"}


async def test_what_a_feed_said_long_ago_is_kept(room: Room) -> None:
    source = await a_feed(room, "old")
    await room.looks(a_find("new"))
    assert await room.keys(source) == {"old", "new"}


async def test_a_feed_that_never_says_the_same_twice_does_not_grow_for_ever(room: Room) -> None:
    source = await a_feed(room, *(f"a{number}" for number in range(600)))
    await room.looks(a_find(*(f"b{number}" for number in range(600))))
    assert await room.keys(source) == {f"b{number}" for number in range(600)}


async def test_two_pollers_never_look_at_one_source_at_once(room: Room) -> None:
    await a_feed(room, "rye")
    room.clock.advance(EVERY)
    async with asyncio.TaskGroup() as group:
        for _ in range(3):
            group.create_task(room.poll())
    assert len(room.library.asked) == 2


async def test_a_few_are_looked_at_at_a_time(room: Room) -> None:
    for number in range(AT_ONCE + 2):
        url = f"https://blog.example/{number}"
        room.library.answers[url] = a_find("rye")
        await room.add.from_address(room.brand.id, url, by=room.by)
    room.clock.advance(EVERY)
    room.library.asked.clear()
    await room.poll()
    assert len(room.library.asked) == AT_ONCE
    await room.poll()
    assert len(room.library.asked) == AT_ONCE + 2


async def test_a_source_removed_during_a_look_stays_removed(room: Room) -> None:
    source = await a_feed(room, "rye")

    class Removing(ToldLibrary):
        async def look(self, url: str, *, etag: str = "", modified: str = "") -> Fetched | Unchanged:
            await room.remove(source.id, by=room.by)
            return await super().look(url, etag=etag, modified=modified)

    for answer in (a_find("rye", "oats"), Unavailable("timeout")):
        poll = replace(room.poll, library=Removing(answers={URL: answer}))
        room.clock.advance(EVERY)
        assert await poll() == 0
        async with room.store.read() as tx:
            assert await tx.sources.of(room.brand.id) == ()
        source = await a_feed(room, "rye")


async def test_a_look_by_hand_says_what_is_new_and_rests_for_two_minutes(room: Room) -> None:
    source = await a_feed(room, "rye")
    assert await room.poll.now(source.id, by=room.by) is None
    room.clock.advance(REST)
    room.library.answers[URL] = a_find("rye", "oats")
    looked = await room.poll.now(source.id, by=room.by)
    assert looked == (await room.source(), 1)
    assert await room.poll.now(source.id, by=room.by) is None


async def test_looks_by_hand_do_not_make_a_day_of_failures(room: Room) -> None:
    source = await a_feed(room, "rye")
    room.library.answers[URL] = Unavailable("timeout")
    for _ in range(10):
        room.clock.advance(REST)
        await room.poll.now(source.id, by=room.by)
    assert (await room.source()).failures == 1
    assert await room.told() == []


async def test_a_text_is_never_looked_at_again(room: Room) -> None:
    room.library.answers["text.txt"] = a_find("flour", kind=SourceKind.FILE)
    source = (await room.add.from_text(room.brand.id, "Flour\nWords.", by=room.by)).source
    room.clock.advance(DAY)
    await room.poll()
    assert await room.poll.now(source.id, by=room.by) == (source, 0)
    assert len(room.library.asked) == 1
