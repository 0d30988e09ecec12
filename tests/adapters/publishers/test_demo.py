"""The pretend platform keeps the contract, follows its script and forgets nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.publishers.demo import DEMO, DemoPublisher, Turn
from adapters.publishers.demo.ledger import read
from core.account import Account, Grant
from core.errors import OutcomeUnknown, PortError, Rejected, Throttled, Unavailable
from core.ids import AccountId, BrandId
from core.payload import Absent, Checkpoint, Found, Live, Media, Payload
from core.post import Content
from tests.contracts.publisher import (
    PAUSE,
    SECRET,
    Can,
    Case,
    PublisherContract,
    Shown,
    composed,
    looked,
    prepared,
    published,
)
from tests.fakes.blobs import MemoryBlobs
from tests.fakes.platform.clock import START, SharedClock

CAN = frozenset(
    {
        Can.REFUSE,
        Can.THROTTLE,
        Can.BE_UNREACHABLE,
        Can.SAY_NOTHING_AFTER,
        Can.LOOK,
        Can.CARRY_MEDIA,
        Can.CARRY_THREADS,
        Can.REMOVE,
    }
)
TURNS = {
    Can.REFUSE: Turn.REFUSED,
    Can.THROTTLE: Turn.PATIENCE_ONCE,
    Can.BE_UNREACHABLE: Turn.AWAY_ONCE,
    Can.SAY_NOTHING_AFTER: Turn.ANSWER_LOST,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One account of the pretend platform and the script it plays."""

    folder: Path
    script: list[Turn]

    async def shown(self) -> tuple[Shown, ...]:
        return tuple(
            Shown(
                remote_id=post.remote_id,
                text=payload.text,
                parent=post.parent,
                media=tuple(next(self.folder.glob(f"media/{one.sha256}.*")).read_bytes() for one in payload.media),
            )
            for post in read(self.folder).shown
            if not post.removed
            for payload in (Payload.parse(post.payload),)
        )

    async def trace(self) -> str:
        files = sorted(path for path in self.folder.parent.rglob("*") if path.is_file())
        return repr([(str(path), path.read_bytes()) for path in files])

    async def arrange(self, what: Can) -> None:
        self.script[:] = [TURNS[what]]

    async def mend(self) -> None:
        self.script[:] = [Turn.LIVE]


@pytest.fixture
def clock(tmp_path: Path) -> Iterator[SharedClock]:
    clock = SharedClock.start(tmp_path / "clock")
    yield clock
    clock.close()


def a_case(root: Path, clock: SharedClock, script: list[Turn]) -> Case:
    blobs = MemoryBlobs()
    account = Account(id=AccountId(1), brand_id=BrandId(1), platform=DEMO, remote_id="bakery", name="Bakery (demo)")
    return Case(
        publisher=DemoPublisher(root=root, clock=clock, blobs=blobs, script=script, pause=PAUSE),
        account=account,
        grant=Grant(extra={"token": SECRET}),
        clock=clock,
        blobs=blobs,
        far_side=Stage(folder=root / "bakery", script=script),
    )


class TestDemo(PublisherContract):
    """It can be read back, so an unknown outcome is settled by looking."""

    platform = DEMO
    can = CAN

    @pytest.fixture
    def case(self, tmp_path: Path, clock: SharedClock) -> Case:
        return a_case(tmp_path / "demo", clock, [Turn.LIVE])

    async def test_success_has_a_receipt_that_names_what_is_shown(self, case: Case) -> None:
        live = await published(case, "Good morning")
        (shown,) = await case.far_side.shown()
        assert (shown.remote_id, shown.text) == (live.remote_id, "Good morning")
        assert live.url == "", "there is no page to look at: nothing left this machine"


@pytest.fixture
def demo(tmp_path: Path, clock: SharedClock) -> Case:
    """The platform as people meet it, with its own script."""
    return a_case(tmp_path / "demo", clock, list(Turn))


async def sent(case: Case, text: str, key: str) -> Live | PortError:
    (payload,) = composed(case, Content(text=text))
    checkpoint = await prepared(case, payload, Checkpoint(key=key))
    try:
        live = await case.publisher.reveal(payload, checkpoint, case.grant)
    except PortError as error:
        return error
    assert isinstance(live, Live)
    return live


async def seen(case: Case) -> list[str]:
    return [shown.text for shown in await case.far_side.shown()]


def test_it_says_that_nothing_leaves_this_machine(demo: Case) -> None:
    assert demo.publisher.rules.local
    assert "nothing leaves this machine" in demo.publisher.rules.label


async def test_the_script_is_played_in_order_and_then_from_the_start(demo: Case) -> None:
    heard = [type(await sent(demo, f"Post {number}", f"k{number}")) for number in range(10)]
    once = [Live, Unavailable, OutcomeUnknown, Throttled, Rejected]
    assert heard == [*once, *once]
    assert await seen(demo) == ["Post 0", "Post 2", "Post 5", "Post 7"]


async def test_each_account_has_a_script_of_its_own(demo: Case) -> None:
    await sent(demo, "Post", "k1")
    other = replace(demo, account=replace(demo.account, remote_id="florist"))
    assert isinstance(await sent(other, "Post", "k2"), Live)


@pytest.mark.parametrize("turn", [Turn.AWAY_ONCE, Turn.PATIENCE_ONCE])
async def test_a_passing_trouble_is_over_at_the_second_try(turn: Turn, tmp_path: Path, clock: SharedClock) -> None:
    case = a_case(tmp_path / "demo", clock, [turn])
    assert isinstance(await sent(case, "Bread", "k1"), Unavailable | Throttled)
    assert await seen(case) == []
    assert isinstance(await sent(case, "Bread", "k1"), Live)
    assert await seen(case) == ["Bread"]


async def test_patience_is_asked_for_a_minute(tmp_path: Path, clock: SharedClock) -> None:
    publisher = DemoPublisher(root=tmp_path, clock=clock, blobs=MemoryBlobs(), script=[Turn.PATIENCE_ONCE])
    case = replace(a_case(tmp_path, clock, []), publisher=publisher)
    error = await sent(case, "Bread", "k1")
    assert isinstance(error, Throttled)
    assert error.retry_at == clock.now() + timedelta(seconds=60)


async def test_a_post_whose_answer_was_lost_is_found(tmp_path: Path, clock: SharedClock) -> None:
    case = a_case(tmp_path / "demo", clock, [Turn.ANSWER_LOST])
    (payload,) = composed(case, Content(text="Bread"))
    assert isinstance(await sent(case, "Bread", "k1"), OutcomeUnknown)
    found = await looked(case, payload, Checkpoint(key="k1"))
    assert isinstance(found, Found)
    assert [one.remote_id for one in found.candidates] == [one.remote_id for one in await case.far_side.shown()]


async def test_a_refused_post_is_refused_until_it_is_changed(tmp_path: Path, clock: SharedClock) -> None:
    case = a_case(tmp_path / "demo", clock, [Turn.REFUSED])
    for _ in range(2):
        error = await sent(case, "Bread", "k1")
        assert isinstance(error, Rejected)
        assert error.reason == "demo_refusal"
    assert isinstance(await sent(case, "Better bread", "k1"), Live)
    assert await seen(case) == ["Better bread"]


async def test_the_script_goes_on_after_a_restart(demo: Case, tmp_path: Path) -> None:
    await sent(demo, "First", "k1")
    again = replace(
        demo, publisher=DemoPublisher(root=tmp_path / "demo", clock=demo.clock, blobs=demo.blobs, pause=PAUSE)
    )
    assert isinstance(await sent(again, "Second", "k2"), Unavailable)
    assert await seen(again) == ["First"]


async def test_posts_sent_side_by_side_all_arrive(tmp_path: Path, clock: SharedClock) -> None:
    case = a_case(tmp_path / "demo", clock, [Turn.LIVE])
    outcomes = await asyncio.gather(*(sent(case, f"Post {number}", f"k{number}") for number in range(20)))
    ids = {one.remote_id for one in outcomes if isinstance(one, Live)}
    assert len(ids) == 20
    assert sorted(await seen(case)) == sorted(f"Post {number}" for number in range(20))


async def test_looking_leaves_out_what_is_older_or_was_removed(tmp_path: Path, clock: SharedClock) -> None:
    case = a_case(tmp_path / "demo", clock, [Turn.LIVE])
    (payload,) = composed(case, Content(text="Bread"))
    live = await sent(case, "Bread", "k1")
    assert isinstance(live, Live)
    later = START + timedelta(seconds=1)
    assert await case.publisher.find(payload, Checkpoint(key="k1"), later, case.grant) == Absent()
    assert await looked(case, payload, Checkpoint(key="k1")) == Found(candidates=(live,))
    await case.publisher.remove(live.remote_id, case.grant)
    assert await looked(case, payload, Checkpoint(key="k1")) == Absent()


@pytest.mark.parametrize("name", ["../elsewhere", "", "A", "x" * 65, "a/b"])
async def test_an_account_cannot_reach_outside_its_folder(demo: Case, tmp_path: Path, name: str) -> None:
    stranger = replace(demo, account=replace(demo.account, remote_id=name))
    (payload,) = composed(stranger, Content(text="Bread"))
    with pytest.raises(Rejected):
        await stranger.publisher.reveal(payload, Checkpoint(key="k1"), stranger.grant)
    with pytest.raises(Rejected):
        await stranger.publisher.remove(f"{name}/1", stranger.grant)
    assert not (tmp_path / "demo").exists()


async def test_a_picture_of_an_unknown_kind_is_refused_by_the_rules(demo: Case) -> None:
    sha256 = await demo.blobs.put(b"x")
    assert "application/pdf" not in demo.publisher.rules.media_types
    payload = Payload(
        text="Look", fields=(("account", "bakery"),), media=(Media(sha256=sha256, mime="application/pdf", size=1),)
    )
    with pytest.raises(Rejected):
        await demo.publisher.step(payload, Checkpoint(key="k1"), demo.grant)


async def test_a_disk_that_does_not_take_it_shows_nothing(demo: Case, tmp_path: Path) -> None:
    (tmp_path / "demo").write_text("a file where the folder should be")
    assert isinstance(await sent(demo, "Bread", "k1"), Unavailable)
    (tmp_path / "demo").unlink()
    assert isinstance(await sent(demo, "Bread", "k1"), Live)
    assert await seen(demo) == ["Bread"]


async def test_a_damaged_file_is_never_written_over(demo: Case, tmp_path: Path) -> None:
    file = tmp_path / "demo" / "bakery" / "state.json"
    file.parent.mkdir(parents=True)
    file.write_text("{")
    assert isinstance(await sent(demo, "Bread", "k1"), Rejected)
    assert file.read_text() == "{"
