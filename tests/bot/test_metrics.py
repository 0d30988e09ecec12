"""The numbers say what happened."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import cast

import httpx
import pytest
from prometheus_client import generate_latest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.metrics import Metrics
from core.account import Grant, Platform
from core.errors import OutcomeUnknown, PortError, Rejected
from core.payload import Accepted, Checkpoint, Live, Payload
from core.publisher import Publisher
from core.queue import Queue

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


class HandClock:
    """A clock that moves by hand."""

    def __init__(self) -> None:
        self.passed = 0.0

    def now(self) -> datetime:
        return NOON + timedelta(seconds=self.passed)

    def elapsed(self) -> float:
        return self.passed


def a_queue(*due: datetime) -> Queue:
    async def upcoming(until: datetime) -> Sequence[datetime]:
        return tuple(instant for instant in due if instant <= until)

    return cast(Queue, SimpleNamespace(upcoming=upcoming))


def a_publisher(reveal: Callable[..., Awaitable[Live | Accepted]]) -> Publisher:
    return cast(Publisher, SimpleNamespace(platform=Platform("feed"), reveal=reveal))


def shown(metrics: Metrics) -> dict[str, float]:
    lines = [line for line in generate_latest(metrics.registry).decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


async def reveal(publisher: Publisher) -> Live | Accepted:
    return await publisher.reveal(Payload(text="hello"), Checkpoint(key="k"), Grant())


@pytest.mark.parametrize(("answer", "outcome"), [(Live(remote_id="1"), "live"), (Accepted(), "accepted")])
async def test_a_visible_call_is_counted_by_its_outcome(answer: Live | Accepted, outcome: str) -> None:
    async def succeed(*_: object) -> Live | Accepted:
        return answer

    metrics = Metrics(HandClock())
    assert await reveal(metrics.counted(a_publisher(succeed))) == answer
    assert shown(metrics)[f'greenlight_published_total{{outcome="{outcome}",platform="feed"}}'] == 1


@pytest.mark.parametrize(("error", "outcome"), [(Rejected("no"), "rejected"), (OutcomeUnknown("x"), "outcome_unknown")])
async def test_an_error_is_counted_and_goes_on_its_way(error: PortError, outcome: str) -> None:
    async def fail(*_: object) -> Live | Accepted:
        raise error

    metrics = Metrics(HandClock())
    with pytest.raises(type(error)):
        await reveal(metrics.counted(a_publisher(fail)))
    assert shown(metrics)[f'greenlight_published_total{{outcome="{outcome}",platform="feed"}}'] == 1


async def test_the_queue_is_as_old_as_its_oldest_due_post() -> None:
    metrics = Metrics(HandClock())
    await metrics.ticked(a_queue(NOON - timedelta(minutes=5), NOON, NOON + timedelta(hours=1)))
    assert shown(metrics)["greenlight_queue_age_seconds"] == 300


async def test_a_queue_with_nothing_due_has_no_age() -> None:
    metrics = Metrics(HandClock())
    await metrics.ticked(a_queue(NOON + timedelta(seconds=1)))
    assert shown(metrics)["greenlight_queue_age_seconds"] == 0


async def test_the_age_of_the_tick_grows_until_the_next_one() -> None:
    clock = HandClock()
    metrics = Metrics(clock)
    await metrics.ticked(a_queue())
    clock.passed = 90
    assert shown(metrics)["greenlight_tick_age_seconds"] == 90
    await metrics.ticked(a_queue())
    assert shown(metrics)["greenlight_tick_age_seconds"] == 0


async def test_answers_are_counted_by_method_and_status_only() -> None:
    metrics = Metrics(HandClock())
    app = Starlette(routes=[Route("/", lambda _: PlainTextResponse("hello"))])
    transport = httpx.ASGITransport(metrics.timed(app))
    async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
        await client.get("/")
        await client.get("/enter/secret-token")
        await client.request("BREW", "/")
    numbers = shown(metrics)
    assert numbers['greenlight_http_seconds_count{method="GET",status="200"}'] == 1
    assert numbers['greenlight_http_seconds_count{method="GET",status="404"}'] == 1
    assert numbers['greenlight_http_seconds_count{method="other",status="405"}'] == 1
    assert not any("secret-token" in name for name in numbers)


def test_two_processes_in_one_do_not_mix_their_numbers() -> None:
    one, two = Metrics(HandClock()), Metrics(HandClock())
    one.queue_age.set(5)
    assert shown(two)["greenlight_queue_age_seconds"] == 0


def test_switched_off_no_number_is_shown() -> None:
    metrics = Metrics(HandClock(), shown=False)
    metrics.published.labels("feed", "live").inc()
    assert shown(metrics) == {}
