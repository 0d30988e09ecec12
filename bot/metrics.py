"""Numbers for Prometheus. Imported by who shows them, so that nobody else pays for the library."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.account import Account, Grant, Platform
from core.clock import Clock
from core.errors import PortError
from core.metrics import Metrics as Counts
from core.payload import Absent, Accepted, Checkpoint, Found, Live, Payload, Ready, Unknown, Wait
from core.post import Post
from core.publisher import Publisher
from core.queue import Queue
from core.rules import Rules

_SECONDS = (0.005, 0.02, 0.1, 0.5, 2.0, 10.0)
_METHODS = frozenset({"GET", "HEAD", "POST"})


class Metrics:
    """The numbers of one process. Ages are in seconds; a tick's is 0 before the first.

    `registry` holds what is shown: with `shown` off it stays empty.
    """

    def __init__(self, clock: Clock, *, shown: bool = True) -> None:
        self._clock = clock
        self._ticked_at: float | None = None
        self.registry = CollectorRegistry()
        kept = self.registry if shown else CollectorRegistry()
        self.published = Counter(
            "greenlight_published",
            "Visible calls by platform and by what became of them.",
            ["platform", "outcome"],
            registry=kept,
        )
        self.queue_age = Gauge(
            "greenlight_queue_age_seconds", "How long the oldest due post has waited.", registry=kept
        )
        self.tick_age = Gauge(
            "greenlight_tick_age_seconds", "How long ago this process last looked what is due.", registry=kept
        )
        self.tick_age.set_function(self._since_tick)
        self.requests = Histogram(
            "greenlight_http_seconds",
            "Time until the answer began, by method and status.",
            ["method", "status"],
            buckets=_SECONDS,
            registry=kept,
        )

    async def ticked(self, queue: Queue) -> None:
        """Note a tick and look how old the queue is."""
        self._ticked_at = self._clock.elapsed()
        now = self._clock.now()
        self.queue_age.set(_age(await queue.upcoming(now), now))

    def counted(self, publisher: Publisher) -> Publisher:
        """The same publisher, with its visible calls counted."""
        return _Counted(publisher, self.published)

    def timed(self, app: ASGIApp) -> ASGIApp:
        """The same application, with its answers timed."""
        return _Timed(app, self.requests, self._clock)

    def _since_tick(self) -> float:
        return 0.0 if self._ticked_at is None else self._clock.elapsed() - self._ticked_at


def _age(due: Sequence[datetime], now: datetime) -> float:
    return max(0.0, (now - due[0]).total_seconds()) if due else 0.0


def _called(outcome: type) -> str:
    """OutcomeUnknown is outcome_unknown."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", outcome.__name__).lower()


@dataclass(frozen=True, slots=True)
class _Counted:
    """A publisher whose every `reveal` is counted under its outcome."""

    inner: Publisher
    published: Counter

    @property
    def platform(self) -> Platform:
        return self.inner.platform

    @property
    def rules(self) -> Rules:
        return self.inner.rules

    def compose(self, post: Post, account: Account) -> tuple[Payload, ...]:
        return self.inner.compose(post, account)

    async def step(self, payload: Payload, checkpoint: Checkpoint, grant: Grant) -> Checkpoint | Ready | Wait:
        return await self.inner.step(payload, checkpoint, grant)

    async def reveal(self, payload: Payload, checkpoint: Checkpoint, grant: Grant) -> Live | Accepted:
        outcome = "interrupted"
        try:
            answer = await self.inner.reveal(payload, checkpoint, grant)
            outcome = _called(type(answer))
        except PortError as error:
            outcome = _called(type(error))
            raise
        finally:
            self.published.labels(self.platform, outcome).inc()
        return answer

    async def find(
        self, payload: Payload, checkpoint: Checkpoint, since: datetime, grant: Grant
    ) -> Found | Absent | Unknown:
        return await self.inner.find(payload, checkpoint, since, grant)

    async def metrics(self, remote_ids: Sequence[str], grant: Grant) -> Mapping[str, Counts]:
        return await self.inner.metrics(remote_ids, grant)

    async def remove(self, remote_id: str, grant: Grant) -> None:
        await self.inner.remove(remote_id, grant)


class _Timed:
    """An application whose answers are timed until they begin; streams last as long as they like."""

    def __init__(self, app: ASGIApp, requests: Histogram, clock: Clock) -> None:
        self._app = app
        self._requests = requests
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = self._clock.elapsed()
        method = scope["method"] if scope["method"] in _METHODS else "other"

        async def send_and_time(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._requests.labels(method, str(message["status"])).observe(self._clock.elapsed() - begun)
            await send(message)

        await self._app(scope, receive, send_and_time)
