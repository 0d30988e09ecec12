"""What acknowledging a press in Slack costs this process, against a bare handler that checks the same signature."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import process_time

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from adapters.clock import SystemClock
from benchmarks.ground.results import Goal, Result
from benchmarks.ground.rounds import in_turns
from bot.conversation import Conversation
from bot.metrics import Metrics
from bot.settings import Settings
from bot.slack.manifest import PATH
from bot.talk import Incoming
from bot.wiring.app import web_app
from bot.wiring.build import build
from bot.wiring.tools import migrate
from core.secret import Secret
from tests.fakes.slack_api.server import slack_api
from tests.fakes.slack_api.world import SIGNING_SECRET

GOAL = Goal(hold=6, aim=3)
WARM, COUNT = 20, 200


async def measure(rounds: int) -> tuple[Result, ...]:
    """Milliseconds of CPU from the request to its acknowledgement, with the commit that it waits for."""
    with tempfile.TemporaryDirectory(prefix="greenlight-bench-") as folder:
        number = 0

        async def ours() -> float:
            nonlocal number
            number += 1
            return await _ours(Path(folder) / f"round-{number}")

        measured, baseline = await in_turns(rounds, ours, _bare)
    return (
        Result(
            what=f"{COUNT} presses in Slack acknowledged, CPU each",
            unit="ms",
            ours=measured,
            against="a Starlette handler on uvicorn that checks the signature and answers 200",
            baseline=baseline,
            goal=GOAL,
            notes=("over a socket: signature, slack_bolt, event kept and committed to SQLite, then acknowledged",),
        ),
    )


@dataclass(frozen=True, slots=True)
class _Keeping:
    """A conversation that keeps what it hears and leaves it at that: what is measured ends with the acknowledgement."""

    true: Conversation

    async def keep(self, *events: Incoming) -> tuple[Incoming, ...]:
        return await self.true.keep(*events)

    async def handle(self, incoming: Incoming) -> None: ...


async def _ours(folder: Path) -> float:
    async with slack_api() as api:
        settings = Settings(
            home=folder,
            slack_bot_token=Secret(api.token),
            slack_signing_secret=Secret(SIGNING_SECRET),
            slack_api_url=api.url,
        )
        folder.mkdir()
        await migrate(settings)
        async with build(settings) as app:
            assert app.slack is not None

            async def nothing(person: str) -> tuple[()]:
                return ()

            app.slack.connect(_Keeping(app.conversation), nothing, lambda text, names: {})
            return await _timed(web_app(app, Metrics(SystemClock())))


async def _bare() -> float:
    async def take(request: Request) -> Response:
        body = await request.body()
        said = b"v0:" + request.headers["x-slack-request-timestamp"].encode() + b":" + body
        ours = "v0=" + hmac.new(SIGNING_SECRET.encode(), said, hashlib.sha256).hexdigest()
        return Response(status_code=200 if hmac.compare_digest(ours, request.headers["x-slack-signature"]) else 401)

    return await _timed(Starlette(routes=[Route(PATH, take, methods=["POST"])]))


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def _timed(app: ASGIApp) -> float:
    """Milliseconds of this process's CPU for each press that another process makes."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = _Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="off"))
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        port = listener.getsockname()[1]
        presser = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "benchmarks.ground.slack_presses", str(port), str(WARM), str(COUNT)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        assert presser.stdin is not None
        assert presser.stdout is not None
        if await presser.stdout.readline() != b"go\n":
            raise RuntimeError("the presses were not acknowledged")
        started = process_time()
        presser.stdin.write(b"\n")
        if await presser.wait():
            raise RuntimeError("a press was not acknowledged")
        took = process_time() - started
        server.should_exit = True
        await serving
    return took / COUNT * 1000
