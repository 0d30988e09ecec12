"""The server on its socket: `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from tests.fakes.bot_api.limits import Rates
from tests.fakes.bot_api.methods import Methods
from tests.fakes.bot_api.schema import METHODS, Refused, bad
from tests.fakes.bot_api.world import TOKEN, Bell, World
from tests.fakes.serving import served

LONGEST_WAIT = 50.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What goes wrong with the next call of a method: `done` says whether it took effect all the same.

    The status is answered in place of the result; 0 cuts the line, 200 is no JSON, 429 asks for silence of `seconds`.
    """

    method: str
    status: int
    done: bool = False
    seconds: int = 1


class BotApi:
    """The server as its tests see it."""

    def __init__(self, *, token: str = TOKEN, now: Callable[[], float] = time.monotonic) -> None:
        self.token = token
        self.world = World()
        self.rates = Rates(now)
        self.bell = Bell()
        self.faults: deque[Fault] = deque()
        self.url = ""
        self._polling = 0

    async def confirmed(self, number: int) -> None:
        """Return when the bot has confirmed the update of that number by asking for later ones."""
        while self.world.confirmed <= number:
            await self.bell.wait_for(30.0)

    async def _call(self, request: Request) -> Response:
        name = request.path_params["method"]
        if request.path_params["token"] != self.token:
            return _answer(Refused("Unauthorized", code=401))
        if name not in METHODS:
            return _answer(Refused("Not Found: method not found", code=404))
        fault = next((one for one in self.faults if one.method == name), None)
        if fault is not None:
            self.faults.remove(fault)
            if not fault.done:
                return _failure(fault)
        try:
            given, parts = await _read(request)
            values = METHODS[name].read(given)
            self.world.calls.append((name, values))
            await self.bell.ring()
            result = (
                await self._updates(values)
                if name == "getUpdates"
                else Methods(self.world, self.rates).call(name, values, parts)
            )
        except Refused as refused:
            return _answer(refused)
        return _failure(fault) if fault else Response(json.dumps({"ok": True, "result": result}))

    async def _updates(self, values: dict[str, Any]) -> list[dict[str, Any]]:
        if self.world.webhook:
            raise Refused("Conflict: can't use getUpdates method while webhook is active", code=409)
        if self._polling:
            raise Refused("Conflict: terminated by other getUpdates request", code=409)
        offset = values.get("offset", 0)
        self.world.updates = [one for one in self.world.updates if one["update_id"] >= offset]
        self.world.confirmed = max(self.world.confirmed, offset)
        await self.bell.ring()
        wanted = set(values.get("allowed_updates", []))
        until = asyncio.get_running_loop().time() + min(values.get("timeout", 0), LONGEST_WAIT)
        self._polling += 1
        try:
            while not self.world.updates and self.url and (left := until - asyncio.get_running_loop().time()) > 0:
                await self.bell.wait_for(left)
        finally:
            self._polling -= 1
        batch = [one for one in self.world.updates if not wanted or wanted & set(one)][: values.get("limit", 100)]
        for one in batch:
            if query := self.world.queries.get(one.get("callback_query", {}).get("id", "")):
                query.told_at = self.rates.now()
        return batch

    async def _file(self, request: Request) -> Response:
        data = self.world.files.get(request.path_params["name"])
        known = request.path_params["token"] == self.token and data is not None
        return Response(data if known else None, status_code=200 if known else 404)

    def app(self) -> Starlette:
        """The routes."""
        return Starlette(
            routes=[
                Route("/bot{token}/{method}", self._call, methods=["GET", "POST"]),
                Route("/file/bot{token}/files/{name}", self._file),
            ]
        )


async def _read(request: Request) -> tuple[dict[str, Any], dict[str, bytes]]:
    if "json" in request.headers.get("content-type", ""):
        body = await request.json()
        if not isinstance(body, dict):
            raise bad("an object was expected")
        return body, {}
    given: dict[str, Any] = {}
    parts: dict[str, bytes] = {}
    async with request.form() as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                parts[name] = await value.read()
            else:
                given[name] = value
    attached = json.dumps(given)
    given |= {name: data for name, data in parts.items() if f"attach://{name}" not in attached}
    return given, parts


def _answer(refused: Refused) -> Response:
    body: dict[str, Any] = {"ok": False, "error_code": refused.code, "description": refused.description}
    if refused.parameters:
        body["parameters"] = refused.parameters
    return Response(json.dumps(body), status_code=refused.code)


class _Cut(Response):
    """Breaks off in the middle of the answer."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"100")]})
        await send({"type": "http.response.body", "body": b"{"})


def _failure(fault: Fault) -> Response:
    if fault.status == 429:
        wait = f"Too Many Requests: retry after {fault.seconds}"
        return _answer(Refused(wait, code=429, retry_after=fault.seconds))
    if fault.status == 0:
        return _Cut()
    if fault.status == 200:
        return Response("<html>")
    if fault.status == 400:
        return _answer(bad("message is too long"))
    said = "Request Entity Too Large" if fault.status == 413 else "Internal Server Error"
    return _answer(Refused(said, code=fault.status))


@asynccontextmanager
async def bot_api(api: BotApi | None = None, *, port: int = 0) -> AsyncIterator[BotApi]:
    """Serve until the block ends; the same world can be served again."""
    api = api or BotApi()
    api.bell = Bell()
    async with served(api.app(), port=port) as (api.url, server):
        try:
            yield api
        finally:
            server.should_exit, api.url = True, ""
            await api.bell.ring()
