"""Pretends to publish, and lets things go wrong on a script, so that people can see what happens then.

What happens to a post depends on its place among the posts of its account, over and over: it goes live; the platform
is away once; it goes live but the answer is lost; the platform asks for patience once; it is refused until it is
changed. All of it is kept in `<root>/<remote id of the account>/`, so the script goes on after a restart.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from adapters.publishers.demo.ledger import Book, Shown, Tried, change, keep_medium, read
from core.account import Account, Grant, Platform
from core.clock import Clock
from core.errors import OutcomeUnknown, PortError, Rejected, Throttled, Unavailable
from core.metrics import Metrics
from core.payload import Absent, Checkpoint, Found, Live, Payload, Ready
from core.ports import Blobs
from core.post import Post
from core.rules import Recovery, Rules

log = logging.getLogger(__name__)

DEMO = Platform("demo")
ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}
RULES = Rules(
    platform=DEMO,
    label="Demo (nothing leaves this machine)",
    recovery=Recovery.SEARCH,
    count=len,
    max_text=500,  # ours: about what small networks take
    ideal_text=300,  # ours
    hashtags=(1, 3),  # ours
    picture=(1080, 1080),  # ours
    max_parts=10,  # ours
    max_media=4,  # ours
    media_types=frozenset(ENDINGS),
    timeout=timedelta(seconds=15),  # ours
    local=True,
)

_ACCOUNT = re.compile(r"[a-z0-9-]{1,64}")
_REMOTE_ID = re.compile(r"([a-z0-9-]{1,64})/[0-9]+")


class Turn(StrEnum):
    """What the pretend platform does with one post."""

    LIVE = "live"
    AWAY_ONCE = "away_once"
    ANSWER_LOST = "answer_lost"
    PATIENCE_ONCE = "patience_once"
    REFUSED = "refused"


SCRIPT = tuple(Turn)
"""One turn for each post of an account, then from the start again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPublisher:
    """Pretends to publish into files below `root`. Needs no grant. `pause` is how much patience it asks for."""

    root: Path
    clock: Clock
    blobs: Blobs
    script: Sequence[Turn] = SCRIPT
    pause: timedelta = timedelta(seconds=60)

    @property
    def platform(self) -> Platform:
        return DEMO

    @property
    def rules(self) -> Rules:
        return RULES

    def compose(self, post: Post, account: Account) -> tuple[Payload, ...]:
        """The words, their hashtags and the link as one text with the media, then the rest of the thread."""
        words = post.content.for_platform(DEMO)
        tags = " ".join(f"#{tag}" for tag in words.hashtags)
        text = "\n\n".join(part for part in (words.text, tags, post.content.link) if part)
        where = (("account", account.remote_id),)
        first = Payload(text=text, media=words.media, fields=where)
        return (first, *(Payload(text=one, fields=where) for one in post.content.below))

    async def step(self, payload: Payload, checkpoint: Checkpoint, grant: Grant) -> Ready:
        """Keep the media beside the account.

        Raises:
            Rejected: the account has no usable name, or a picture is gone or of a kind that is not taken.
            Unavailable: the disk did not take them.
        """
        folder = self._folder(payload)
        for medium in payload.media:
            if medium.mime not in ENDINGS:
                raise Rejected("media_type")
            data = await self.blobs.get(medium.sha256)
            await asyncio.to_thread(keep_medium, folder, f"{medium.sha256}.{ENDINGS[medium.mime]}", data)
        return Ready(checkpoint=checkpoint)

    async def reveal(self, payload: Payload, checkpoint: Checkpoint, grant: Grant) -> Live:
        """Show the post, or do what its turn in the script says.

        Raises:
            Unavailable, Throttled: not shown; the next try is.
            OutcomeUnknown: shown, and `find` finds it.
            Rejected: not shown, and never will be as it is.
        """
        folder = self._folder(payload)

        def turn(book: Book) -> Live | PortError:
            trouble = self._trouble(book, payload, checkpoint.key)
            if trouble is not None and not isinstance(trouble, OutcomeUnknown):
                return trouble
            post = Shown(
                remote_id=f"{folder.name}/{len(book.shown) + 1}",
                at=self.clock.now().isoformat(),
                payload=payload.canonical(),
                parent=_parent(checkpoint),
            )
            book.shown.append(post)
            return trouble or Live(remote_id=post.remote_id)

        outcome = await asyncio.to_thread(change, folder, turn)
        log.info("demo_pretended account=%s key=%s outcome=%r", folder.name, checkpoint.key, outcome)
        if isinstance(outcome, PortError):
            raise outcome
        return outcome

    async def find(self, payload: Payload, checkpoint: Checkpoint, since: datetime, grant: Grant) -> Found | Absent:
        """Look among the posts shown at or after `since` for those that say exactly this.

        Raises:
            Rejected, Unavailable: the files of the account cannot be read.
        """
        book = await asyncio.to_thread(read, self._folder(payload))
        wanted = (payload.canonical(), _parent(checkpoint), False)
        found = tuple(
            Live(remote_id=post.remote_id)
            for post in book.shown
            if (post.payload, post.parent, post.removed) == wanted and datetime.fromisoformat(post.at) >= since
        )
        return Found(candidates=found) if found else Absent()

    async def metrics(self, remote_ids: Sequence[str], grant: Grant) -> Mapping[str, Metrics]:
        """Nothing is counted there."""
        return {}

    async def remove(self, remote_id: str, grant: Grant) -> None:
        """Take the post away; one that is gone already is fine.

        Raises:
            Rejected: that is not the id of a demo post.
            Unavailable: the disk did not take it.
        """
        match = _REMOTE_ID.fullmatch(remote_id)
        if match is None:
            raise Rejected("not_a_demo_post")

        def take_away(book: Book) -> None:
            for post in book.shown:
                post.removed |= post.remote_id == remote_id

        await asyncio.to_thread(change, self.root / match.group(1), take_away)

    def _trouble(self, book: Book, payload: Payload, key: str) -> PortError | None:
        """Count one more try of this post and answer what goes wrong with it this time."""
        said = sha256(payload.canonical().encode()).hexdigest()
        known = next((one for one in book.tried if one.key == key), None)
        if known is None:
            known = Tried(key=key, first=said)
            book.tried.append(known)
        known.times += 1
        first = known.times == 1
        match self.script[book.tried.index(known) % len(self.script)]:
            case Turn.AWAY_ONCE if first:
                return Unavailable("demo_away")
            case Turn.ANSWER_LOST if first:
                return OutcomeUnknown("demo_answer_lost")
            case Turn.PATIENCE_ONCE if first:
                return Throttled("demo_patience", retry_at=self.clock.now() + self.pause)
            case Turn.REFUSED if said == known.first:
                return Rejected("demo_refusal")
        return None

    def _folder(self, payload: Payload) -> Path:
        account = dict(payload.fields).get("account", "")
        if not _ACCOUNT.fullmatch(account):
            raise Rejected("no_such_account")
        return self.root / account


def _parent(checkpoint: Checkpoint) -> str:
    return checkpoint.parents[-1] if checkpoint.parents else ""
