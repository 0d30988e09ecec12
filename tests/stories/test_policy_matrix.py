"""Who may approve what, through which door, by which kind of press: every cell, against a table written by hand.

Five policies, four roles, three doors, five kinds of press. Each role has a post of its own for each state of affairs
its policy knows, and all kinds of press are made on it in turn; a cell that is wrong is named.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import time, timedelta
from itertools import cycle
from pathlib import Path

import pytest
import structlog

from adapters.store.store import open_store
from bot.__main__ import main
from bot.cards.press import Press
from bot.cli.shell import NOT_WELL, WELL
from core.access import Actor
from core.account import Platform
from core.actions.set_up_brand import DEMO, Wishes
from core.approval import Policy, Step
from core.audit import AuditEntry, first_broken
from core.ids import AccountId, BrandId, MemberId, PostId, encode
from core.moves import PostState
from core.slot import Slot
from core.workspace import Member, Role
from tests.builders import a_brand, a_post, a_workspace
from tests.stories.doors import SHORT, Door, Heard, open_door
from tests.stories.town import owner

DOORS = ("web", "telegram", "slack")
KINDS = ("genuine", "forged", "replayed", "expired", "outdated")
ROLES = ("owner", "approver", "writer", "viewer")

# What a person is told. The first two are a yes.
APPROVES = "Approved. It goes out"
COUNTS = "Your yes counts. It waits for"
NOT_YOU = "Only an owner or approver can decide that. Nothing was changed."
NOT_YET = "It is not your turn yet. The card says who is next."
OWN_WORDS = "You changed it last. Somebody else has to approve it."
DECIDED = "Already approved by Cleo. It goes out"
MOVED_ON = "It changed a moment ago. Here is how it stands now; please look again."
STRANGER = "This is not yours to decide. Nothing was changed."
NOT_HERE = "That is not here any more, or it is not yours."
PASSED = "has passed: tomorrow"
UNREADABLE = {
    "web": "That button is not known. Load the page again and press it anew.",
    "telegram": "That button is from an older version. Please use the newest card.",
    "slack": "That button is from an older version. Please use the newest card.",
}
ENDED = {
    "web": "You are signed out here. Run “greenlight link” and open the link it prints.",
    "telegram": STRANGER,
    "slack": STRANGER,
}

COLUMNS = ("workspace_id", "number", "member_id", "what", "about", "door", "at", "detail", "previous", "seal")

# How matters stand when a person presses: the last word is the writer's, or their own, or Cleo (an approver) said yes.
FRESH, OWN, AFTER_CLEO, TO_DEMO, TO_DEMO_AFTER_CLEO = (
    "fresh",
    "own words",
    "after Cleo",
    "to demo",
    "to demo, after Cleo",
)

TABLE: Mapping[str, Mapping[str, tuple[str, str, str, str]]] = {
    "one": {
        FRESH: (APPROVES, APPROVES, NOT_YOU, NOT_YOU),
        AFTER_CLEO: (DECIDED, DECIDED, NOT_YOU, NOT_YOU),
    },
    "2 of 3": {
        FRESH: (COUNTS, COUNTS, NOT_YOU, NOT_YOU),
        AFTER_CLEO: (APPROVES, APPROVES, NOT_YOU, NOT_YOU),
    },
    "approver, then owner": {
        FRESH: (NOT_YET, COUNTS, NOT_YOU, NOT_YOU),
        AFTER_CLEO: (APPROVES, NOT_YET, NOT_YOU, NOT_YOU),
    },
    "not the author": {
        FRESH: (APPROVES, APPROVES, NOT_YOU, NOT_YOU),
        OWN: (OWN_WORDS, OWN_WORDS, NOT_YOU, NOT_YOU),
    },
    "2 for demo": {
        FRESH: (APPROVES, APPROVES, NOT_YOU, NOT_YOU),
        TO_DEMO: (COUNTS, COUNTS, NOT_YOU, NOT_YOU),
        TO_DEMO_AFTER_CLEO: (APPROVES, APPROVES, NOT_YOU, NOT_YOU),
    },
}

POLICIES: Mapping[str, Callable[[Mapping[str, Member]], Policy]] = {
    "one": lambda _: Policy(),
    "2 of 3": lambda team: Policy(
        steps=(Step(needs=2, members=(team["owner"].id, team["approver"].id, team["cleo"].id)),)
    ),
    "approver, then owner": lambda _: Policy(steps=(Step(role=Role.APPROVER), Step(role=Role.OWNER))),
    "not the author": lambda _: Policy(not_author=True),
    "2 for demo": lambda _: Policy(stricter={Platform("demo"): 2}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the database says about a post: its state, and who said yes through which door."""

    state: str
    yes: tuple[tuple[MemberId, str], ...]

    def after(self, told: str, member: MemberId, door: str) -> Standing:
        """What it is after a press that is answered so."""
        if told not in (APPROVES, COUNTS):
            return self
        return Standing(state="approved" if told == APPROVES else "pending", yes=(*self.yes, (member, door)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """One press: what is sent, what the person is to be told, and the yes that comes of it, if one does."""

    packed: str
    told: str
    outcome: str = ""


@dataclass(slots=True)
class Case:
    """One role in one state of affairs, with a post of its own."""

    role: str
    stage: str
    expected: str
    post: PostId
    message: str = ""
    before: str = ""
    press: str = ""
    heard: Heard | None = None

    @property
    def decides(self) -> bool:
        return self.expected != NOT_YOU

    def refusal(self, told: str) -> str:
        """What this role is told of a press that nobody's yes can be."""
        if not self.decides:
            return NOT_YOU
        return DECIDED if self.expected == DECIDED else told


@dataclass(slots=True)
class Room:
    """A house with one door, a team and one policy; `wrong` names the cells that are not as the table says."""

    door: Door
    policy: str
    team: dict[str, Member]
    brand: BrandId
    demo: AccountId
    foreign: PostId
    cases: list[Case] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    cells: set[tuple[str, str, str]] = field(default_factory=set)

    def actor(self, who: str) -> Actor:
        return Actor(member=self.team[who], door="web")

    async def standings(self) -> dict[PostId, Standing]:
        """How every post stands, the other workspace's too."""
        ids = [*(case.post for case in self.cases), self.foreign]
        async with self.door.house.app.store.read() as tx:
            given = {post: await tx.approvals.of(post) for post in ids}
            states = {post: (await tx.posts.get(post)).state for post in ids}
        return {
            post: Standing(
                state=states[post],
                yes=tuple((one.member_id, one.door) for one in given[post] if one.voided_at is None),
            )
            for post in ids
        }

    async def each(
        self, kind: str, press: Callable[[Case], Try], *, who: Callable[[Case], str] = lambda case: case.role
    ) -> None:
        """Let every case press once, and compare what came of it with what was to come of it."""
        was = await self.standings()
        told: dict[PostId, tuple[str, ...]] = {}
        tries = [(case, press(case)) for case in self.cases]
        for case, one in tries:
            self.door.house.clock.advance(timedelta(seconds=1))
            case.heard = await self._presses(case, one, who(case))
            told[case.post] = case.heard.told
        now = await self.standings()
        for case, one in tries:
            self.hold(case, kind, told[case.post], one.told)
            expected = was[case.post].after(one.outcome, self.team[case.role].id, self.door.name)
            self.same(case, kind, now[case.post], expected)
        if now[self.foreign] != was[self.foreign]:
            self.wrong.append(f"{self.door.name} / {self.policy} / {kind}: a post of another workspace was decided")

    async def _presses(self, case: Case, one: Try, who: str) -> Heard:
        """In most chats a question is not told in passing: it hangs where the card hangs."""
        if one.told != PASSED:
            return await self.door.sends(who, one.packed, case.message)
        seen = Counter(message.text for message in await self.door.sees(who))
        heard = await self.door.sends(who, one.packed, case.message)
        asked = Counter(message.text for message in await self.door.sees(who)) - seen
        return heard if heard.told else replace(heard, told=tuple(asked.elements()))

    def hold(self, case: Case, kind: str, told: tuple[str, ...], said: str) -> None:
        """One sentence, and this one."""
        self.cells.add((case.role, case.stage, kind.partition(":")[0]))
        if len(told) != 1 or said not in told[0]:
            self.wrong.append(f"{self.cell(case, kind)}: was told {told}, not “{said}”")

    def same(self, case: Case, kind: str, now: Standing, expected: Standing) -> None:
        """The post as it is to be."""
        self.cells.add((case.role, case.stage, kind.partition(":")[0]))
        if now != expected:
            self.wrong.append(f"{self.cell(case, kind)}: is {now}, not {expected}")

    def cell(self, case: Case, kind: str) -> str:
        return f"{self.door.name} / {self.policy} / {case.role} / {kind} / {case.stage}"


async def a_room(door: Door, policy: str) -> Room:
    """A team in a house, a brand under that policy, and the post of a workspace that is none of theirs."""
    app = door.house.app
    ana = await owner(door.house)
    team = {"owner": ana.member}
    for who, role in (*((one, Role(one)) for one in ROLES[1:]), ("cleo", Role.APPROVER)):
        team[who] = Member(
            id=MemberId(app.ids.new()),
            workspace_id=ana.member.workspace_id,
            name=who.title(),
            role=role,
            created_at=app.clock.now(),
        )
    theirs = a_workspace()
    their_brand = a_brand(theirs)
    their_post = a_post(their_brand, state=PostState.PENDING)
    async with app.store.begin() as tx:
        for who in team:
            if who != "owner":
                await tx.members.add(team[who])
        await tx.workspaces.add(theirs)
        await tx.brands.add(their_brand)
        await tx.posts.add(their_post)
    for who in ROLES:
        await door.seat(who, team[who])
        await door.seat_ended(f"{who}, ended", team[who])
    await door.seat("mallory", None)
    slots = tuple(Slot(at=time(hour)) for hour in range(7, 22))
    wishes = Wishes(name="Padaria", interests=("bread",), voice="", zone="Europe/Lisbon", slots=slots)
    brand = await app.actions.set_up_brand(wishes, by=ana)
    await app.actions.set_up_brand.demo(brand.id, on=True, by=ana)
    brand = await app.actions.set_up_brand.demo(brand.id, on=False, by=ana)
    await app.actions.change_policy(brand.id, POLICIES[policy](team), by=ana)
    async with app.store.read() as tx:
        demo = next(one.id for one in await tx.accounts.of(brand.id) if one.platform == DEMO)
    return Room(door=door, policy=policy, team=team, brand=brand.id, demo=demo, foreign=their_post.id)


async def the_posts_hang(room: Room) -> None:
    """A card for each role in each state of affairs, written by the writer, and its button as it was at first."""
    app = room.door.house.app
    for stage, row in TABLE[room.policy].items():
        for role, expected in zip(ROLES, row, strict=True):
            text = f"Rolls for the {role}, {stage}."
            post = await app.actions.new_post.as_written(room.brand, text, (), by=room.actor("writer"))
            room.cases.append(Case(role=role, stage=stage, expected=expected, post=post.id))
    hung = await room.door.hang(*(case.post for case in room.cases))
    for case in room.cases:
        case.message = hung[case.post]
    buttons = await room.door.buttons()
    for case in room.cases:
        case.before = buttons[case.message]["Approve"]


async def they_are_edited(room: Room) -> None:
    """By the writer, or by whoever is going to press; some go to one destination more."""
    change = room.door.house.app.actions.change_post
    for case in room.cases:
        own = case.stage == OWN and case.role != "viewer"
        by = room.actor(case.role if own else "writer")
        async with room.door.house.app.store.read() as tx:
            content = (await tx.posts.get(case.post)).content
        await change.content(case.post, replace(content, text=f"{content.text} Warm ones."), by=by)
        if case.stage in (TO_DEMO, TO_DEMO_AFTER_CLEO):
            await change.target(case.post, room.demo, on=True, by=by)


async def they_are_read(room: Room) -> None:
    """People look at the cards as they are now; what is decided offers no button, and the one they saw stays."""
    buttons = await room.door.buttons()
    for case in room.cases:
        case.press = buttons[case.message].get("Approve", case.press or case.before)


async def cleo_says_yes(room: Room) -> None:
    app = room.door.house.app
    for case in room.cases:
        if case.stage in (AFTER_CLEO, TO_DEMO_AFTER_CLEO):
            seen = Press.unpack(case.press).version
            await app.actions.approve(case.post, seen=seen, by=room.actor("cleo"))


async def those_who_left_do_nothing(room: Room) -> None:
    """A session that is over, or a person who signed out of that chat."""
    room.door.house.clock.advance(SHORT)
    over = ENDED[room.door.name]
    await room.each(
        "expired: a session", lambda case: Try(packed=case.press, told=over), who=lambda case: f"{case.role}, ended"
    )


async def forged_presses_do_nothing(room: Room) -> None:
    """A stranger, what no card of ours carries, and what was not signed by whom it says."""

    def elsewhere(case: Case) -> Try:
        return Try(packed=replace(Press.unpack(case.press), target=room.foreign).pack(), told=NOT_HERE)

    def later(case: Case) -> Try:
        seen = Press.unpack(case.press)
        return Try(packed=replace(seen, version=seen.version + 1).pack(), told=case.refusal(MOVED_ON))

    garbage = Try(packed="approve:!:!:", told=UNREADABLE[room.door.name])
    stranger = "forged: a stranger's id"
    await room.each(stranger, lambda case: Try(packed=case.press, told=STRANGER), who=lambda _: "mallory")
    await room.each("forged: an unreadable press", lambda _: garbage)
    await room.each("forged: a post of another workspace", elsewhere)
    await room.each("forged: a version nobody saw", later)
    was = await room.standings()
    for case, headers in zip(room.cases, cycle(room.door.forgery), strict=False):
        room.door.wire.instead = headers
        heard = await room.door.sends(case.role, case.press, case.message)
        if heard.status not in (401, 403) or len(heard.told) != (room.door.name == "web"):
            cell = room.cell(case, "forged: not signed")
            room.wrong.append(f"{cell}: {headers} was let in with {heard.status}, or heard {heard.told}")
    room.door.wire.instead = {}
    now = await room.standings()
    for case in room.cases:
        room.same(case, "forged: not signed", now[case.post], was[case.post])


async def replays_do_nothing(room: Room) -> None:
    """The very same request again: at once, and after the yes was taken back."""
    take_back = room.door.house.app.actions.take_back
    for kind in ("replayed", "replayed: after it was taken back"):
        was = await room.standings()
        for case in room.cases:
            assert case.heard is not None
            await room.door.replay(case.heard)
        now = await room.standings()
        for case in room.cases:
            room.same(case, kind, now[case.post], was[case.post])
            if kind == "replayed" and case.expected in (APPROVES, COUNTS):
                await take_back.post(case.post, by=room.actor(case.role))


async def the_log(room: Room) -> tuple[AuditEntry, ...]:
    async with room.door.house.app.store.read() as tx:
        return await tx.audit.of(room.team["owner"].workspace_id)


async def the_log_names_every_yes(room: Room) -> None:
    """Each with its member, door and time, and no other; and the chain is whole."""
    log = await the_log(room)
    said: Counter[tuple[object, ...]] = Counter(
        (one.deed.about, one.deed.member_id, one.deed.door, one.deed.at, one.deed.detail)
        for one in log
        if one.deed.what == "approved"
    )
    async with room.door.house.app.store.read() as tx:
        given = [one for case in room.cases for one in await tx.approvals.of(case.post)]
    kept: Counter[tuple[object, ...]] = Counter(
        (encode(one.post_id), one.member_id, one.door, one.at, one.digest) for one in given
    )
    if said != kept:
        room.wrong.append(f"{room.door.name} / {room.policy}: the log lacks {kept - said} and has {said - kept}")
    by_hand = sum(case.expected in (APPROVES, COUNTS) for case in room.cases)
    by_cleo = sum(case.stage in (AFTER_CLEO, TO_DEMO_AFTER_CLEO) for case in room.cases)
    if said.total() != by_hand + by_cleo:
        room.wrong.append(f"{room.door.name} / {room.policy}: {said.total()} yes in the log, not {by_hand + by_cleo}")
    refused = {(one.deed.about, one.deed.member_id) for one in log if one.deed.what == "was_refused"}
    for case in room.cases:
        if not case.decides and (encode(case.post), room.team[case.role].id) not in refused:
            room.wrong.append(f"{room.cell(case, 'genuine')}: the log does not say that it was tried")
        if room.door.name != "web" and (encode(case.post), None) not in refused:
            room.wrong.append(f"{room.cell(case, 'forged')}: the log does not say that a stranger tried it")
    if first_broken(log) is not None:
        room.wrong.append(f"{room.door.name} / {room.policy}: the log is broken at {first_broken(log)}")


@pytest.mark.usefixtures("sqlite_url")
@pytest.mark.parametrize("policy", TABLE)
@pytest.mark.parametrize("name", DOORS)
async def test_only_what_the_table_allows_approves(tmp_path: Path, name: str, policy: str) -> None:
    async with open_door(name, tmp_path) as door:
        room = await a_room(door, policy)
        await the_posts_hang(room)
        await they_are_edited(room)
        old = MOVED_ON
        await room.each("outdated", lambda case: Try(packed=case.before, told=old if case.decides else NOT_YOU))
        await they_are_read(room)
        await cleo_says_yes(room)
        await those_who_left_do_nothing(room)
        await forged_presses_do_nothing(room)
        await room.each("genuine", lambda case: Try(packed=case.press, told=case.expected, outcome=case.expected))
        await replays_do_nothing(room)
        await they_are_read(room)
        door.house.clock.advance(timedelta(days=3))
        await room.each("expired: its time", lambda case: Try(packed=case.press, told=case.refusal(PASSED)))
        await the_log_names_every_yes(room)
    assert room.wrong == []
    assert len(room.cells) == len(TABLE[policy]) * len(ROLES) * len(KINDS)


@pytest.mark.usefixtures("sqlite_url")
async def test_no_press_counts_twice_across_a_restart(tmp_path: Path) -> None:
    async with open_door("web", tmp_path) as door:
        room = await a_room(door, "one")
        await the_posts_hang(room)
        heard = {case.post: await door.sends("owner", case.before, case.message) for case in room.cases}
        for post in heard:
            await door.house.app.actions.take_back.post(post, by=room.actor("owner"))
        was = await room.standings()
    async with open_door("web", tmp_path) as room.door:
        for one in heard.values():
            await room.door.replay(one)
        assert await room.standings() == was
    assert {one.state for one in was.values()} == {"pending"}


@pytest.fixture
def a_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The database of a team that has decided, as the commands of this installation find it."""

    async def decided() -> None:
        async with open_door("web", tmp_path) as door:
            room = await a_room(door, "2 of 3")
            await the_posts_hang(room)
            await they_are_read(room)
            await cleo_says_yes(room)
            await room.each("genuine", lambda case: Try(packed=case.press, told=case.expected, outcome=case.expected))
            assert room.wrong == []

    asyncio.run(decided())
    monkeypatch.setenv("GREENLIGHT_HOME", str(tmp_path))
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield tmp_path / "greenlight.db"
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def test_every_alteration_of_the_log_is_found(a_log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(sqlite3.connect(a_log, isolation_level=None)) as database:
        crimes = [(row, column) for (row,) in database.execute("SELECT rowid FROM audit") for column in COLUMNS]

        async def unnoticed() -> list[tuple[int, str]]:
            found = []
            async with open_store(f"sqlite:///{a_log}") as store:
                for row, column in crimes:
                    with _altered(database, row, column):
                        async with store.read() as tx:
                            chains = [await tx.audit.of(one.id) for one in await tx.workspaces.all()]
                    if not any(map(first_broken, chains)):
                        found.append((row, column))
            return found

        assert asyncio.run(unnoticed()) == []
        for row, column in crimes[:: len(COLUMNS) + 1][: len(COLUMNS)]:
            with _altered(database, row, column):
                assert main(["audit", "verify"]) == NOT_WELL, column
            assert "was altered or moved" in capsys.readouterr().err
    assert main(["audit", "verify"]) == WELL
    assert "all in order" in capsys.readouterr().out


@contextmanager
def _altered(database: sqlite3.Connection, row: int, column: str) -> Iterator[None]:
    """The log with one column of one row changed behind our back, until the block ends."""
    (was,) = database.execute(f"SELECT {column} FROM audit WHERE rowid = ?", (row,)).fetchone()
    unseen = "SELECT id FROM workspaces WHERE id NOT IN (SELECT workspace_id FROM audit)"
    match column, was:
        case "workspace_id", _:
            (now,) = database.execute(unseen).fetchone()
        case _, str():
            now = was[:-1] + ("x" if was[-1:] != "x" else "y")
        case _:
            now = was + 1000
    change = f"UPDATE audit SET {column} = ? WHERE rowid = ?"
    database.execute(change, (now, row))
    yield
    database.execute(change, (was, row))
