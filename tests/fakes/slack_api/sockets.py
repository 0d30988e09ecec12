"""Socket Mode: connections the app opens, what goes over them, and what it acknowledges.

https://docs.slack.dev/apis/events-api/using-socket-mode (read 2026-11)
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import aiohttp
from aiohttp import web

from tests.fakes.bot_api.world import Bell
from tests.fakes.slack_api.lines import PATIENCE, Answer, Kind
from tests.fakes.slack_api.world import APP, World


class Served(Protocol):
    """The server the connections belong to; its world may be put back to an earlier one."""

    world: World
    bell: Bell
    violations: list[str]


@dataclass(slots=True)
class Sockets:
    """The connections of Socket Mode. Each thing goes to one of them, in turn; `acks` are kept as they came."""

    at: Served
    patience: float = PATIENCE
    acks: list[dict[str, Any]] = field(default_factory=list)
    open: list[web.WebSocketResponse] = field(default_factory=list)
    _sent: dict[str, tuple[Kind, asyncio.Future[Any]]] = field(default_factory=dict)

    async def connected(self, connections: int = 1) -> None:
        """Return when the app holds so many connections."""
        while len(self.open) < connections:
            await self.at.bell.wait_for(5.0)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One connection, with a ticket that is good once."""
        ticket = request.query.get("ticket", "")
        if ticket not in self.at.world.tickets:
            return web.Response(status=403)
        self.at.world.tickets.discard(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.open.append(socket)
        hello = {"type": "hello", "num_connections": len(self.open), "connection_info": {"app_id": APP}}
        await socket.send_json({**hello, "debug_info": {"host": "applink", "approximate_connection_time": 18060}})
        await self.at.bell.ring()
        try:
            async for message in socket:
                if message.type == aiohttp.WSMsgType.TEXT:
                    self._take(json.loads(message.data))
                    await self.at.bell.ring()
        finally:
            if socket in self.open:
                self.open.remove(socket)
        return socket

    async def deliver(self, kind: Kind, payload: Mapping[str, Any], attempt: int = 0, why: str = "") -> Answer:
        if not self.open:
            return Answer(why="no_connection")
        socket = self.open.pop(0)
        self.open.append(socket)
        id = self.at.world.next("envelope")
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._sent[id] = (kind, answer)
        envelope = {"envelope_id": id, "type": kind, "payload": payload, "accepts_response_payload": _may_answer(kind)}
        if kind == "events_api":
            envelope |= {"retry_attempt": attempt, "retry_reason": why}
        try:
            await socket.send_json(envelope)
            async with asyncio.timeout(self.patience):
                return Answer(body=await answer)
        except TimeoutError:
            return Answer(why="timeout")
        except ConnectionError:
            return Answer(why="connection_failed")

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask every connection to go; after anything but a warning Slack hangs up itself."""
        for socket in list(self.open):
            await socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "applink"}})
            if reason != "warning":
                self.open.remove(socket)
                await socket.close()

    async def close(self) -> None:
        """Hang up without a word."""
        for socket in list(self.open):
            await socket.close()

    def _take(self, ack: dict[str, Any]) -> None:
        self.acks.append(ack)
        sent = self._sent.get(ack.get("envelope_id", ""))
        if sent is None:
            self.at.violations.append(f"acknowledged what was never sent: {ack}")
            return
        kind, answer = sent
        if set(ack) - {"envelope_id", "payload"}:
            self.at.violations.append(f"unknown fields in an acknowledgement: {ack}")
        elif "payload" in ack and not _may_answer(kind):
            self.at.violations.append(f"an event was answered with a payload: {ack}")
        elif answer.done() and not answer.cancelled():
            self.at.violations.append(f"acknowledged twice: {ack}")
        elif not answer.done():
            answer.set_result(ack.get("payload"))


def _may_answer(kind: Kind) -> bool:
    return kind != "events_api"
