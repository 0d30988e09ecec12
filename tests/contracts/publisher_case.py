"""What the promises of a publisher are tested with: a case, its far side, and the ways to publish through it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import Protocol

import pytest

from core.account import Account, Grant
from core.errors import (
    OutcomeUnknown,
    PortError,
)
from core.ids import BrandId, PostId
from core.moves import PostState
from core.payload import Absent, Checkpoint, Found, Live, Media, Payload, Ready, Unknown, Wait
from core.post import Content, Post
from core.publisher import Publisher
from core.slot import moment_at
from tests.fakes.blobs import MemoryBlobs
from tests.fakes.platform.clock import START, SharedClock

A_PICTURE = bytes.fromhex("89504e470d0a1a0a") + bytes(range(256)) * 5
A_FILM = bytes.fromhex("0000001866747970") + bytes(range(256)) * 5
PROCESSING = timedelta(seconds=30)
LATENESS = timedelta(seconds=90)
PAUSE = timedelta(seconds=120)
MOST_STEPS = 20


class Can(StrEnum):
    """What the far side of a platform can do; `Case.arrange` makes it do so at the next call.

    THROTTLE_COUNTS is of a question how posts did.
    REFUSE, REVOKE (the token), THROTTLE (for PAUSE), BE_UNREACHABLE and FAIL_BEFORE happen before anything is visible.
    FAIL_AFTER, RESET_AFTER, SAY_NOTHING_AFTER and GARBLE: it becomes visible, the answer is lost.
    RESET_BEFORE and SAY_NOTHING_BEFORE: it does not become visible, and the sender cannot know.
    TAKE_LONG: the steps wait PROCESSING. SHOW_LATE: the answer is lost and it shows LATENESS later.
    ACCEPT: it is only acknowledged and shows LATENESS later.
    REPEAT: the same handle twice is one post. LOOK: it can be found again. The others say what a post may have.
    """

    REFUSE = "refuse"
    REVOKE = "revoke"
    THROTTLE = "throttle"
    THROTTLE_COUNTS = "throttle_counts"
    BE_UNREACHABLE = "be_unreachable"
    FAIL_BEFORE = "fail_before"
    FAIL_AFTER = "fail_after"
    RESET_BEFORE = "reset_before"
    RESET_AFTER = "reset_after"
    SAY_NOTHING_BEFORE = "say_nothing_before"
    SAY_NOTHING_AFTER = "say_nothing_after"
    GARBLE = "garble"
    TAKE_LONG = "take_long"
    SHOW_LATE = "show_late"
    ACCEPT = "accept"
    REPEAT = "repeat"
    LOOK = "look"
    CARRY_MEDIA = "carry_media"
    CARRY_THREADS = "carry_threads"
    REMOVE = "remove"


LOST = (
    Can.FAIL_BEFORE,
    Can.FAIL_AFTER,
    Can.RESET_BEFORE,
    Can.RESET_AFTER,
    Can.SAY_NOTHING_BEFORE,
    Can.SAY_NOTHING_AFTER,
    Can.GARBLE,
)
"""After these nobody knows what happened."""

TROUBLES = (Can.REFUSE, Can.REVOKE, Can.THROTTLE, Can.BE_UNREACHABLE, *LOST)
"""Everything that ends a reveal with an error."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A post as a reader of the platform sees it; `media` are the bytes, `parent` the id of the post above it."""

    remote_id: str
    text: str
    parent: str = ""
    media: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One publisher with one account on a far side of its own. `grant` holds `SECRET`.

    `mime` is the kind of picture the platform takes, `media` what its posts have that say nothing of media.
    """

    publisher: Publisher
    account: Account
    grant: Grant
    clock: SharedClock
    blobs: MemoryBlobs
    far_side: FarSide
    mime: str = "image/png"
    media: tuple[Media, ...] = ()


class FarSide(Protocol):
    """The other end, as the tests see and steer it."""

    async def shown(self) -> tuple[Shown, ...]:
        """Everything a reader of the account sees now, in the order it was published."""
        ...

    async def trace(self) -> str:
        """A text that any write, visible or not, changes."""
        ...

    async def arrange(self, what: Can) -> None:
        """Make that happen, once."""
        ...

    async def mend(self) -> None:
        """End whatever was arranged."""
        ...


SECRET = "s3cr3t-t0ken-that-nobody-may-see"


def a_post(content: Content) -> Post:
    """An approved post with this content."""
    return Post(
        id=PostId(1),
        brand_id=BrandId(1),
        batch_id=None,
        state=PostState.APPROVED,
        content=content,
        moment=moment_at(START, "UTC"),
        origin="test",
        created_at=START,
    )


def composed(case: Case, content: Content) -> tuple[Payload, ...]:
    """The Parts the publisher makes of it."""
    if not content.media:
        content = replace(content, media=case.media)
    return case.publisher.compose(a_post(content), case.account)


async def prepared(case: Case, payload: Payload, checkpoint: Checkpoint) -> Checkpoint:
    """Take all steps, waiting when told to."""
    for _ in range(MOST_STEPS):
        match await case.publisher.step(payload, checkpoint, case.grant):
            case Ready(checkpoint=last):
                return last
            case Wait(until=until):
                assert until > case.clock.now()
                case.clock.advance(until - case.clock.now())
            case Checkpoint() as reached:
                checkpoint = reached
    raise AssertionError("the steps do not end")


async def published(case: Case, text: str, key: str = "k1", parents: tuple[str, ...] = ()) -> Live:
    """Publish one text and expect its receipt."""
    (payload,) = composed(case, Content(text=text))
    checkpoint = await prepared(case, payload, Checkpoint(key=key, parents=parents))
    live = await case.publisher.reveal(payload, checkpoint, case.grant)
    assert isinstance(live, Live)
    return live


async def looked(case: Case, payload: Payload, checkpoint: Checkpoint) -> Found | Absent | Unknown:
    """Look for it among everything since the start of the test."""
    return await case.publisher.find(payload, checkpoint, START, case.grant)


async def a_picture(case: Case, data: bytes = A_PICTURE) -> Media:
    """A picture that stands in the blob store."""
    await case.blobs.put(data)
    return picture_of(data, case.mime)


def picture_of(data: bytes, mime: str) -> Media:
    """These bytes as a picture."""
    sha256 = hashlib.sha256(data).hexdigest()
    return Media(sha256=sha256, mime=mime, size=len(data), width=8, height=8, alt="Bread")


async def a_film(case: Case, data: bytes = A_FILM) -> Media:
    """An upright film that stands in the blob store."""
    sha256 = await case.blobs.put(data)
    return Media(sha256=sha256, mime="video/mp4", size=len(data), width=1080, height=1920, seconds=20)


async def lost(case: Case) -> tuple[tuple[Payload, Checkpoint], OutcomeUnknown]:
    """Publish and lose the answer."""
    (payload,) = composed(case, Content(text="Did it arrive?"))
    checkpoint = await prepared(case, payload, Checkpoint(key="k1"))
    with pytest.raises(OutcomeUnknown) as caught:
        await case.publisher.reveal(payload, checkpoint, case.grant)
    return (payload, checkpoint), caught.value


async def troubled(case: Case, what: Can) -> PortError:
    """Publish while that happens and answer the error; the far side is mended afterwards."""
    (payload,) = composed(case, Content(text="Trouble"))
    checkpoint = await prepared(case, payload, Checkpoint(key=f"t{list(Can).index(what)}"))
    await case.far_side.arrange(what)
    with pytest.raises(PortError) as caught:
        await case.publisher.reveal(payload, checkpoint, case.grant)
    await case.far_side.mend()
    return caught.value
