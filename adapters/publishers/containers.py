"""Posts that are prepared unseen in containers, one of which is published, as Instagram and Threads do it.

A container publishes once, is kept for a day, and tells whether it was published.
API: https://developers.facebook.com/docs/instagram-platform/content-publishing and
https://developers.facebook.com/documentation/threads/posts (read 2026-11)
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from adapters.publishers.graph import MISSING, Graph, number
from core.errors import Duplicate, OutcomeUnknown, PortError, Rejected, Unavailable
from core.payload import Absent, Checkpoint, Found, Live, Media, Ready, Unknown, Wait
from core.ports import Blobs

LIFE = timedelta(hours=23)  # ours: inside the 24 hours a container is kept
PAUSE = timedelta(minutes=1)  # ours: before a container is made anew, four times as long each time
_POLL = (timedelta(seconds=2), timedelta(seconds=30))  # ours


class State(StrEnum):
    """What a container says of itself; UNREADABLE when it cannot be read at all."""

    WORKING = "IN_PROGRESS"
    READY = "FINISHED"
    SHOWN = "PUBLISHED"
    FAILED = "ERROR"
    FORGOTTEN = "EXPIRED"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong with a container: our reason, and how many new ones may mend it."""

    reason: str
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How a platform calls it.

    `making` and `publishing` are edges of the account, `state` and `failure` fields of a container; `failures` has
    the codes that may stand in the latter. A container may stay unreadable for as long as `unseen`.
    """

    making: str
    publishing: str
    state: str
    failure: str
    failures: Mapping[str, Failure] = field(repr=False)
    unseen: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What the containers of a post are asked for: one form for each of the `media`, or a single one without any.

    Several are held together by the form `around` them. Where a medium is to be fetched is added to its form.
    """

    media: tuple[Media, ...]
    forms: tuple[dict[str, str], ...]
    around: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Containers:
    """One post on its way.

    `address` answers a public link to a medium. `posts` finds those posts of the account that may be this one and were
    made at or after an instant.
    """

    graph: Graph
    blobs: Blobs
    address: Callable[[Media], str]
    terms: Terms
    posts: Callable[[datetime], Awaitable[tuple[Live, ...]]]

    async def step(self, draft: Draft, checkpoint: Checkpoint) -> Checkpoint | Ready | Wait:
        """Make the next container, or see how far they are.

        Raises:
            Rejected: a medium is gone from here, or the platform cannot use it.
        """
        now, after = self.graph.clock.now(), checkpoint.get("after")
        if after and datetime.fromisoformat(after) > now:
            return Wait(until=datetime.fromisoformat(after))
        if checkpoint.expires and checkpoint.expires <= now and not checkpoint.get("ready"):
            return _anew(checkpoint)
        if checkpoint.get("container"):
            return await self._seen(checkpoint)
        try:
            return await self._next(draft, checkpoint)
        except (Unavailable, Rejected) as error:
            mendable = {one.reason: one for one in self.terms.failures.values() if one.more}
            if error.reason not in mendable:
                raise
            return self._again(checkpoint, mendable[error.reason])

    async def reveal(self, checkpoint: Checkpoint) -> Live:
        """Publish the container."""
        if checkpoint.get("shown"):
            return await self._shown_before(checkpoint)
        graph = self.graph
        container = {"creation_id": checkpoint.get("container")}
        try:
            made = await graph.create(f"/{graph.account}/{self.terms.publishing}", container, visible=True)
        except (Rejected, Duplicate, Unavailable) as refused:
            # How a second publishing is refused is not documented; the container knows whether this was one.
            if isinstance(refused, Unavailable) and refused.reason != MISSING:
                raise
            if not await self._was_shown(checkpoint):
                raise
            return await self._shown_before(checkpoint)
        return Live(remote_id=made, url=await graph.address(made, "permalink"))

    async def find(self, checkpoint: Checkpoint, since: datetime) -> Found | Absent | Unknown:
        """Ask the container, which knows whether it was published, then look for the post that came of it."""
        if not checkpoint.get("container"):
            return Absent()
        state, _ = await self._status(checkpoint.get("container"))
        if state not in (State.SHOWN, State.UNREADABLE):
            return Absent()
        found = await self.posts(since)
        return Found(candidates=found) if found else Unknown(reason="not_listed")

    async def _next(self, draft: Draft, checkpoint: Checkpoint) -> Checkpoint | Wait:
        """Make the one that is missing: of several each its own, then one around them all."""
        several = len(draft.forms) > 1
        names = [f"child{place}" for place in range(len(draft.forms))] if several else ["container"]
        for place, name in enumerate(names):
            if not checkpoint.get(name):
                source = await self._source(draft.media[place]) if draft.media else {}
                return await self._made(checkpoint, name, draft.forms[place] | source)
        children = [checkpoint.get(name) for name in names]
        for child in children:
            state, code = await self._status(child)
            if state is not State.READY:
                return self._not_ready(checkpoint, state, code)
        return await self._made(checkpoint, "container", {**draft.around, "children": ",".join(children)})

    async def _source(self, medium: Media) -> dict[str, str]:
        """Where it is to be fetched, once it is sure that it is here."""
        await self.blobs.get(medium.sha256)
        return {"video_url" if medium.is_film else "image_url": self.address(medium)}

    async def _made(self, checkpoint: Checkpoint, name: str, form: Mapping[str, str]) -> Checkpoint:
        made = await self.graph.create(f"/{self.graph.account}/{self.terms.making}", form)
        return self._noted(checkpoint, **{name: made, "made": self.graph.clock.now().isoformat()})

    async def _seen(self, checkpoint: Checkpoint) -> Checkpoint | Ready | Wait:
        """What the container has come to.

        Once it was ready it may have been published: one that cannot be read then is only made anew when it is too
        old to be published any more, and nothing was.
        """
        state, code = await self._status(checkpoint.get("container"))
        if state in (State.READY, State.SHOWN):
            noted = {"ready": "1"} | ({"shown": "1"} if state is State.SHOWN else {})
            return Ready(checkpoint=self._noted(checkpoint, **noted))
        if state is State.UNREADABLE and checkpoint.get("ready"):
            old = self._begun(checkpoint) + LIFE <= self.graph.clock.now()
            if not old or await self.posts(self._begun(checkpoint)):
                return Ready(checkpoint=checkpoint)
        return self._not_ready(checkpoint, state, code)

    async def _status(self, container: str) -> tuple[State, str]:
        """Its state and the code of what went wrong; a state that is not documented counts as being worked on."""
        try:
            answer = await self.graph.get(f"/{container}", {"fields": f"{self.terms.state},{self.terms.failure}"})
        except Rejected:
            return State.UNREADABLE, ""
        said, why = str(answer.get(self.terms.state)), str(answer.get(self.terms.failure) or "")
        state = State(said) if said in set(State) - {State.UNREADABLE} else State.WORKING
        return state, next((code for code in self.terms.failures if code in why), "")

    def _not_ready(self, checkpoint: Checkpoint, state: State, code: str) -> Checkpoint | Wait:
        now = self.graph.clock.now()
        age = now - datetime.fromisoformat(checkpoint.get("made"))
        if state is State.WORKING or (state is State.UNREADABLE and age < self.terms.unseen):
            shortest, longest = _POLL
            return Wait(until=now + min(max(age, shortest), longest))
        if state is not State.FAILED:
            return _anew(checkpoint)
        return self._again(checkpoint, self.terms.failures.get(code, Failure("container_failed", 1)))

    def _again(self, checkpoint: Checkpoint, failure: Failure) -> Checkpoint:
        """Start over after a while, unless that was tried often enough.

        Raises:
            Rejected: it was.
        """
        tries = number(checkpoint.get("tries")) + 1
        if tries > failure.more:
            raise Rejected(failure.reason)
        after = self.graph.clock.now() + PAUSE * 4 ** (tries - 1)
        return _anew(checkpoint).with_data(after=after.isoformat(), tries=str(tries))

    def _noted(self, checkpoint: Checkpoint, **values: str) -> Checkpoint:
        """With these values; it lives as long as the first of its containers."""
        return checkpoint.with_data(expires=checkpoint.expires or self.graph.clock.now() + LIFE, **values)

    def _begun(self, checkpoint: Checkpoint) -> datetime:
        """When its first container was made."""
        return (checkpoint.expires or self.graph.clock.now()) - LIFE

    async def _was_shown(self, checkpoint: Checkpoint) -> bool:
        try:
            state, _ = await self._status(checkpoint.get("container"))
        except PortError as error:
            raise OutcomeUnknown("not_told") from error
        return state is State.SHOWN

    async def _shown_before(self, checkpoint: Checkpoint) -> Live:
        """The post an earlier attempt made of this container.

        Raises:
            Duplicate: it cannot be told from others, or not be seen now.
        """
        try:
            found = await self.posts(self._begun(checkpoint))
        except PortError as error:
            raise Duplicate("shown_before") from error
        if len(found) != 1:
            raise Duplicate("shown_before")
        return found[0]


def _anew(checkpoint: Checkpoint) -> Checkpoint:
    """Nothing made yet."""
    return Checkpoint(key=checkpoint.key, parents=checkpoint.parents)
