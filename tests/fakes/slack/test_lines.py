"""How events and interactions reach an app that is slow, broken, suspicious or gone."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import aiohttp
import httpx
import pytest
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.fakes.slack.bolt import bolt
from tests.fakes.slack.conftest import Scene, Stage
from tests.fakes.slack_api.lines import Signed
from tests.fakes.slack_api.people import SlackPerson
from tests.fakes.slack_api.world import APP_TOKEN

Json = dict[str, Any]


class Receiver:
    """An app that answers what it is told to, in turn, and notes what it got."""

    def __init__(self, *answers: Response) -> None:
        self.answers = list(answers)
        self.got: list[tuple[dict[str, str], str]] = []

    async def take(self, request: Request) -> Response:
        self.got.append((dict(request.headers), (await request.body()).decode()))
        return self.answers.pop(0) if self.answers else Response()

    def line(self) -> Signed:
        app = Starlette(routes=[Route("/", self.take, methods=["POST"])])
        return Signed(httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://app"), "/")


async def test_an_event_comes_again_until_it_is_acknowledged(stage: Stage) -> None:
    receiver = Receiver(Response(status_code=500), Response(status_code=404), Response())
    start = stage.clock.now()
    await SlackPerson(stage.api, receiver.line()).says("Hello")
    numbers = [headers.get("x-slack-retry-num") for headers, _ in receiver.got]
    ids = {json.loads(body)["event_id"] for _, body in receiver.got}
    assert (numbers, len(ids)) == ([None, "1", "2"], 1)
    assert receiver.got[1][0]["x-slack-retry-reason"] == "http_error"
    assert stage.clock.now() - start == timedelta(minutes=1)


async def test_an_event_is_given_up_after_the_third_time_more(stage: Stage) -> None:
    receiver = Receiver(*[Response(status_code=500)] * 9)
    await SlackPerson(stage.api, receiver.line()).says("Hello")
    assert len(receiver.got) == 4


async def test_an_app_can_ask_not_to_be_told_again(stage: Stage) -> None:
    receiver = Receiver(Response(status_code=500, headers={"x-slack-no-retry": "1"}))
    await SlackPerson(stage.api, receiver.line()).says("Hello")
    assert len(receiver.got) == 1


async def test_a_command_comes_once_and_the_person_is_warned(stage: Stage) -> None:
    receiver = Receiver(Response(status_code=500))
    ana = SlackPerson(stage.api, receiver.line())
    await ana.commands("/batch")
    assert (len(receiver.got), ana.trouble) == (1, ["http_error"])


@pytest.mark.parametrize("way", ["requests", "sockets"])
async def test_who_takes_longer_than_slack_waits_has_not_acknowledged(stage: Stage, way: str) -> None:
    never = asyncio.Event()

    async def think(body: Json, client: AsyncWebClient) -> None:
        await never.wait()

    async with bolt(stage.api, way) as app:
        app.answers, app.line.patience = think, 0.05
        ana = SlackPerson(stage.api, app.line)
        await ana.commands("/batch")
        assert ana.trouble == ["http_timeout" if way == "requests" else "timeout"]
        never.set()


@pytest.mark.parametrize("why", ["another secret", "an old stamp"])
async def test_a_signature_that_does_not_hold_is_turned_away(stage: Stage, why: str) -> None:
    async with bolt(stage.api, "requests") as app:
        assert isinstance(app.line, Signed)
        if why == "another secret":
            app.line.secret = "not-ours"
        else:
            now = app.line.stamp()
            app.line.stamp = lambda: now - 301
        ana = SlackPerson(stage.api, app.line)
        await ana.commands("/batch")
        assert (ana.trouble, app.heard) == (["http_error"], [])


@pytest.fixture
async def socket(stage: Stage) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    async with aiohttp.ClientSession() as session:
        opened = await stage.client.apps_connections_open(app_token=APP_TOKEN)
        async with session.ws_connect(opened["url"]) as connected:
            assert (await connected.receive_json())["type"] == "hello"
            yield connected


async def test_a_ticket_opens_one_connection(stage: Stage) -> None:
    opened = await stage.client.apps_connections_open(app_token=APP_TOKEN)
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(opened["url"]):
            await stage.api.sockets.connected()
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(opened["url"])


async def test_an_envelope_is_acknowledged_once_by_its_id(
    stage: Stage, socket: aiohttp.ClientWebSocketResponse
) -> None:
    saying = asyncio.create_task(SlackPerson(stage.api, stage.api.sockets).says("Hello"))
    envelope = await socket.receive_json()
    assert (envelope["type"], envelope["retry_attempt"]) == ("events_api", 0)
    assert envelope["accepts_response_payload"] is False
    await socket.send_json({"envelope_id": envelope["envelope_id"]})
    await saying
    assert stage.api.sockets.acks == [{"envelope_id": envelope["envelope_id"]}]


async def test_an_event_wants_nothing_but_one_acknowledgement(
    stage: Stage, socket: aiohttp.ClientWebSocketResponse
) -> None:
    saying = asyncio.create_task(SlackPerson(stage.api, stage.api.sockets).says("Hello"))
    ack = {"envelope_id": (await socket.receive_json())["envelope_id"]}
    await socket.send_json(ack)
    await saying
    await socket.send_json(ack)
    await socket.send_json({**ack, "payload": {"text": "Hello"}})
    while len(stage.api.violations) < 2:
        await stage.api.bell.wait_for(5.0)
    twice, answered = stage.api.forgiven()
    assert ("twice" in twice, "with a payload" in answered) == (True, True)


@pytest.mark.parametrize("ack", [{"envelope_id": "nobody"}, {"text": "Hello"}])
async def test_an_acknowledgement_of_nothing_breaks_the_rules(
    stage: Stage, socket: aiohttp.ClientWebSocketResponse, ack: Json
) -> None:
    await socket.send_json(ack)
    while not stage.api.violations:
        await stage.api.bell.wait_for(5.0)
    assert "never sent" in stage.api.forgiven()[0]


async def test_an_app_that_is_asked_to_go_comes_back(stage: Stage) -> None:
    async with bolt(stage.api, "sockets") as app:
        ana = SlackPerson(stage.api, app.line)
        await ana.says("Hello")
        (first,) = stage.api.sockets.open
        await stage.api.sockets.disconnect("refresh_requested")
        await stage.api.sockets.connected()
        assert first not in stage.api.sockets.open
        await ana.says("Still there?")
        assert app.heard[-1]["event"]["text"] == "Still there?"


async def test_nobody_hears_what_is_said_while_no_app_is_connected(stage: Stage) -> None:
    ana = SlackPerson(stage.api, stage.api.sockets)
    await ana.says("Hello")
    assert [one.why for one in ana.told] == ["no_connection"] * 4


async def test_two_connections_are_told_in_turn(stage: Stage) -> None:
    async with bolt(stage.api, "sockets") as one, bolt(stage.api, "sockets") as other:
        await stage.api.sockets.connected(2)
        ana = SlackPerson(stage.api, stage.api.sockets)
        for text in ("One", "Two"):
            await ana.says(text)
        assert len(one.heard) == len(other.heard) == 1


async def test_a_person_goes_on_when_the_app_says_that_it_is_done(scene: Scene) -> None:
    done: list[int] = []

    async def handled() -> None:
        done.append(len(scene.bolt.heard))

    await SlackPerson(scene.stage.api, scene.bolt.line, handled).says("Hello")
    assert done == [1]
