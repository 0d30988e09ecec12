"""What never left and what may have happened are never mixed up."""

from __future__ import annotations

import asyncio
import logging
import socket
import traceback
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from adapters.http import (
    FAILURES,
    LARGEST_ANSWER,
    LONGEST_PAUSE,
    PAUSE,
    call,
    exchange,
    failure,
    fields,
    open_client,
    retry_at,
)
from core.errors import OutcomeUnknown, PortError, Reconnect, Rejected, Throttled, Unavailable
from tests.fakes.platform.clock import START, SharedClock

SECRET = "s3cr3t"
URL = "https://social.example/posts"
SHORT = timedelta(seconds=0.05)

NEVER_LEFT = {httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError}
UNSENDABLE = {httpx.LocalProtocolError, httpx.UnsupportedProtocol, httpx.InvalidURL}


def every_httpx_error() -> list[type[Exception]]:
    """Every exception class that httpx names, its abstract ones too."""
    named = (getattr(httpx, name) for name in httpx.__all__)
    return [one for one in named if isinstance(one, type) and issubclass(one, Exception)]


def an_error(kind: type[Exception]) -> Exception:
    """One exception of that class, made without its own constructor's wishes."""
    error = kind.__new__(kind)
    Exception.__init__(error, f"quoting {SECRET}")
    return error


@pytest.fixture
def clock(tmp_path: Path) -> Iterator[SharedClock]:
    opened = SharedClock.start(tmp_path / "clock")
    yield opened
    opened.close()


def answering(handler: Callable[[httpx.Request], httpx.Response]) -> httpx.AsyncClient:
    """The product's client with a far side that is a function."""
    return open_client(version="0.1.0", transport=httpx.MockTransport(handler))


def a_request(client: httpx.AsyncClient) -> httpx.Request:
    """A write with a token and a body nobody may see."""
    headers = {"Authorization": f"Bearer {SECRET}"}
    return client.build_request("POST", f"{URL}?access_token={SECRET}", headers=headers, content=SECRET)


async def outcome(
    handler: Callable[[httpx.Request], httpx.Response], clock: SharedClock, *, visible: bool
) -> PortError:
    """The error a call ends with."""
    async with answering(handler) as client:
        with pytest.raises(PortError) as caught:
            await call(client, a_request(client), visible=visible, clock=clock)
    return caught.value


@pytest.mark.parametrize("kind", every_httpx_error())
def test_every_error_of_the_library_is_mapped(kind: type[Exception]) -> None:
    assert issubclass(kind, FAILURES)


@pytest.mark.parametrize("kind", every_httpx_error())
@pytest.mark.parametrize("visible", [True, False])
async def test_an_error_of_the_library_says_what_to_do_next(
    kind: type[Exception], visible: bool, clock: SharedClock
) -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise an_error(kind)

    error = await outcome(fail, clock, visible=visible)
    if kind in NEVER_LEFT:
        assert type(error) is Unavailable
    elif kind in UNSENDABLE:
        assert type(error) is Rejected
    else:
        assert type(error) is (OutcomeUnknown if visible else Unavailable)
    assert error.reason
    assert " " not in error.reason


@pytest.mark.parametrize(
    ("status", "seen", "unseen"),
    [
        (301, OutcomeUnknown, Rejected),
        (400, Rejected, Rejected),
        (401, Reconnect, Reconnect),
        (403, Rejected, Rejected),
        (404, Rejected, Rejected),
        (408, OutcomeUnknown, Unavailable),
        (409, Rejected, Rejected),
        (422, Rejected, Rejected),
        (429, Throttled, Throttled),
        (500, OutcomeUnknown, Unavailable),
        (502, OutcomeUnknown, Unavailable),
        (503, OutcomeUnknown, Unavailable),
        (504, OutcomeUnknown, Unavailable),
    ],
)
async def test_a_status_says_what_to_do_next(
    status: int, seen: type[PortError], unseen: type[PortError], clock: SharedClock
) -> None:
    for visible, expected in ((True, seen), (False, unseen)):
        error = await outcome(lambda _: httpx.Response(status, text=SECRET), clock, visible=visible)
        assert type(error) is expected
        assert error.reason == f"http_{status}"


@pytest.mark.parametrize("status", [200, 201, 202, 204])
async def test_success_is_answered_in_full(status: int, clock: SharedClock) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(status, headers={"X-Place": "Porto"}, content=b"bread")

    async with answering(answer) as client:
        response = await call(client, a_request(client), visible=True, clock=clock)
    assert (response.status_code, response.content, response.headers["X-Place"]) == (status, b"bread", "Porto")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("120", START + timedelta(seconds=120)),
        (" 0 ", START),
        ("99999999999999999999", START + LONGEST_PAUSE),
        ("Sat, 21 Nov 2026 09:05:00 GMT", START + timedelta(minutes=5)),
        ("Sat, 21 Nov 2020 09:05:00 GMT", START),
        ("Sat, 21 Nov 2099 09:05:00 GMT", START + LONGEST_PAUSE),
        ("Sat, 21 Nov 2026 09:05:00 -0000", START + timedelta(minutes=5)),
        ("", START + PAUSE),
        ("soon", START + PAUSE),
        ("-5", START + PAUSE),
        ("²", START + PAUSE),
    ],
)
def test_a_pause_is_read_from_seconds_and_from_dates(value: str, expected: datetime) -> None:
    assert retry_at(value, START) == expected
    assert retry_at(value, START).tzinfo is UTC


async def test_a_throttled_call_says_when_to_come_back(clock: SharedClock) -> None:
    error = await outcome(lambda _: httpx.Response(429, headers={"Retry-After": "90"}), clock, visible=True)
    assert isinstance(error, Throttled)
    assert error.retry_at == START + timedelta(seconds=90)


async def test_a_refused_connection_never_left(clock: SharedClock) -> None:
    async with open_client(version="0.1.0") as client:
        with socket.socket() as nobody_listens:
            nobody_listens.bind(("127.0.0.1", 0))
            port = nobody_listens.getsockname()[1]
            request = client.build_request("POST", f"http://127.0.0.1:{port}/")
            with pytest.raises(Unavailable, match="refused"):
                await call(client, request, visible=True, clock=clock)


async def test_no_answer_in_time_is_an_unknown_outcome_only_when_visible() -> None:
    async def hold(request: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError("nobody wakes it")

    async with open_client(version="0.1.0", transport=httpx.MockTransport(hold)) as client:
        with pytest.raises(OutcomeUnknown, match="timeout"):
            await exchange(client, a_request(client), visible=True, within=SHORT)
        with pytest.raises(Unavailable, match="timeout"):
            await exchange(client, a_request(client), visible=False, within=SHORT)


async def test_an_answer_that_drips_for_ever_is_cut_off() -> None:
    async def drip() -> AsyncIterator[bytes]:
        while True:
            yield b"."
            await asyncio.sleep(0)

    async with answering(lambda _: httpx.Response(200, content=drip())) as client:
        with pytest.raises(OutcomeUnknown):
            await exchange(client, a_request(client), visible=True, within=SHORT)


async def test_an_answer_without_end_is_cut_off() -> None:
    async def flood() -> AsyncIterator[bytes]:
        for _ in range(LARGEST_ANSWER // 2**20 + 1):
            yield bytes(2**20)

    async with answering(lambda _: httpx.Response(200, content=flood())) as client:
        with pytest.raises(OutcomeUnknown, match="dropped"):
            await exchange(client, a_request(client), visible=True)


async def test_a_cancellation_passes_through() -> None:
    sent = asyncio.Event()

    async def hold(request: httpx.Request) -> httpx.Response:
        sent.set()
        await asyncio.Event().wait()
        raise AssertionError("nobody wakes it")

    async with open_client(version="0.1.0", transport=httpx.MockTransport(hold)) as client:
        task = asyncio.create_task(exchange(client, a_request(client), visible=True))
        await sent.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


async def test_a_redirect_is_not_followed(clock: SharedClock) -> None:
    asked: list[str] = []

    def redirect(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(302, headers={"Location": "http://169.254.169.254/"})

    await outcome(redirect, clock, visible=False)
    assert len(asked) == 1


async def test_one_account_does_not_carry_the_cookies_of_another(clock: SharedClock) -> None:
    seen: list[str | None] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers.get("Cookie"))
        return httpx.Response(200, headers={"Set-Cookie": "session=of-the-first; Path=/"})

    async with answering(answer) as client:
        await call(client, a_request(client), visible=False, clock=clock)
        await call(client, a_request(client), visible=False, clock=clock)
    assert seen == [None, None]


async def test_the_client_says_who_it_is(clock: SharedClock) -> None:
    agents: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        agents.append(request.headers["User-Agent"])
        return httpx.Response(204)

    async with answering(answer) as client:
        await call(client, a_request(client), visible=False, clock=clock)
    assert agents == ["Greenlight/0.1.0"]


@pytest.mark.parametrize("body", [b"", b"[]", b"<html>", b"null", b"\xff", b"[" * 100_000])
def test_an_answer_that_cannot_be_read_is_a_lost_answer(body: bytes) -> None:
    with pytest.raises(OutcomeUnknown, match="unreadable_answer"):
        fields(httpx.Response(200, content=body), visible=True)
    with pytest.raises(Unavailable, match="unreadable_answer"):
        fields(httpx.Response(200, content=body), visible=False)


def test_the_fields_of_an_answer_are_its_json_object() -> None:
    assert fields(httpx.Response(200, json={"id": "p1"}), visible=True) == {"id": "p1"}


@pytest.mark.parametrize("kind", every_httpx_error())
async def test_no_error_quotes_the_request(kind: type[Exception], clock: SharedClock) -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise an_error(kind)

    error = await outcome(fail, clock, visible=True)
    assert SECRET not in "".join(traceback.format_exception(error))
    assert (error.__cause__, error.__context__) == (None, None)


async def test_a_token_with_a_line_break_is_refused_and_not_quoted(town_port: int, clock: SharedClock) -> None:
    async with open_client(version="0.1.0") as client:
        headers = {"Authorization": f"Bearer {SECRET}\r\nX: y"}
        request = client.build_request("POST", f"http://127.0.0.1:{town_port}/", headers=headers)
        with pytest.raises(Rejected, match="malformed_request") as caught:
            await call(client, request, visible=True, clock=clock)
    assert SECRET not in "".join(traceback.format_exception(caught.value))


async def test_no_log_line_quotes_the_request(clock: SharedClock, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with answering(lambda _: httpx.Response(200)) as client:
        await call(client, a_request(client), visible=True, clock=clock)
    assert not [record for record in caplog.records if SECRET in record.getMessage()]


@pytest.fixture
async def town_port() -> AsyncIterator[int]:
    """A port on which somebody listens and says nothing."""
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


def test_an_unknown_error_counts_as_lost() -> None:
    assert type(failure(OSError("quoting"), visible=True)) is OutcomeUnknown
    assert type(failure(OSError("quoting"), visible=False)) is Unavailable
