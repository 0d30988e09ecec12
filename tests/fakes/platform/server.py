"""The process of the test platform: `python -m tests.fakes.platform.server [clock file] [ledger file] [dialect]`.

It prints the public and the control port on one line, and ends when its standard input is closed, so it never
outlives the one who started it.
"""

from __future__ import annotations

import asyncio
import json
import socket
import struct
import sys
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from pathlib import Path
from urllib.parse import urlsplit

from adapters.clock import SystemClock
from tests.fakes.platform.clock import SharedClock
from tests.fakes.platform.contracts import OF, Contract
from tests.fakes.platform.dialect import Dialect, dialect_of
from tests.fakes.platform.faults import Answer, Call, Fault
from tests.fakes.platform.fetching import REACHED
from tests.fakes.platform.messages import Request, Response, Wrong
from tests.fakes.platform.network import Member, Network

Serve = Callable[[Request, asyncio.StreamWriter], Awaitable[bytes | None]]
_RESET = struct.pack("ii", 1, 0)


class Door:
    """A port; it can be shut, so that connections are refused, and opened again on the same port.

    A second socket is bound to the port and never listens: while the door is shut, nobody else gets the port.
    """

    def __init__(self, serve: Serve) -> None:
        self._serve = serve
        self._server: asyncio.Server | None = None
        self._guests: dict[asyncio.StreamWriter, asyncio.Task[None]] = {}
        self._place = socket.socket()
        self._place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        self._place.bind(("127.0.0.1", 0))
        self.port: int = self._place.getsockname()[1]

    async def open(self) -> None:
        if self._server is None:
            self._server = await asyncio.start_server(self._greet, "127.0.0.1", self.port, reuse_port=True)

    async def shut(self) -> None:
        """Break every connection and refuse new ones; done when both is true."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for guest in tuple(self._guests):
            guest.transport.abort()
        if self._guests:
            await asyncio.wait(self._guests.values())

    async def end(self) -> None:
        """Shut it for good; the port is free again."""
        await self.shut()
        self._place.close()

    async def _greet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._guests[writer] = task
        connection: socket.socket = writer.get_extra_info("socket")
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            while (request := await _read(reader)) is not None:
                answer = await self._serve(request, writer)
                if answer is None:
                    break
                writer.write(answer)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            del self._guests[writer]
            writer.close()


class Platform:
    """The network behind its two ports."""

    def __init__(self, network: Network, dialect: Dialect, contract: Contract | None) -> None:
        self._network = network
        self._dialect = dialect
        self._contract = contract
        self._twists: dict[str, dict[str, object]] = {}
        self.public = Door(self._serve_account)
        self.control = Door(self._serve_control)

    async def _serve_account(self, request: Request, writer: asyncio.StreamWriter) -> bytes | None:
        public = self._spoken(request, lambda: self._dialect.open_to_all(self._network, request))
        if public is not None:
            if twist := self._twists.get(urlsplit(request.target).path):
                public.body.update(twist)
            return written(public)
        member = self._dialect.member_of(self._network, request)
        if member is None:
            worthless = Fault(call=Call.STEP, answer=Answer.STATUS, status=401, reason="token")
            return written(self._dialect.refused(self._network, worthless))
        call = self._dialect.call_of(request)
        if call is not Call.FIND:
            self._network.writes[member.name] += 1
        fault = member.next_fault(call)
        if fault is None:
            return written(self._served(member, request))
        return await self._misbehave(fault, member, request, writer)

    async def _misbehave(
        self, fault: Fault, member: Member, request: Request, writer: asyncio.StreamWriter
    ) -> bytes | None:
        done = self._served(member, request, fault.late) if fault.commit else None
        match fault.answer:
            case Answer.STATUS:
                return written(self._dialect.refused(self._network, fault))
            case Answer.RESET:
                _reset(writer)
                return None
            case Answer.SILENCE:
                await writer.wait_closed()
                return None
            case Answer.SLOW:
                await asyncio.sleep(fault.seconds)
            case Answer.GARBLED:
                return b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>"
            case Answer.TRUE:
                pass
        return written(done or self._served(member, request, fault.late))

    def _served(self, member: Member, request: Request, late: float = 0.0) -> Response:
        answer = self._spoken(request, lambda: self._dialect.serve(self._network, member, request, late))
        assert answer is not None
        return answer

    def _spoken(self, request: Request, serve: Callable[[], Response | None]) -> Response | None:
        """The answer; what no documentation allows is refused loudly and kept for the one who scripts."""
        try:
            if self._contract is None:
                return serve()
            self._contract.asked(request)
            answer = serve()
            if answer is not None:
                self._contract.answered(request, answer)
            return answer
        except Wrong as error:
            self._network.wrongs.append(str(error))
            return Response(status=418, body={"wrong": str(error)})

    async def _serve_control(self, request: Request, writer: asyncio.StreamWriter) -> bytes | None:
        asked = json.loads(request.body or b"{}")
        match request.path:
            case ["join"]:
                self._network.join(asked.pop("token"), Member(**asked))
            case ["change"]:
                member = self._network.members[asked.pop("token")]
                for name, value in asked.items():
                    setattr(member, name, value)
            case ["fault"]:
                self._network.members[asked.pop("token")].faults.append(Fault.from_json(asked))
            case ["shut"]:
                await self.public.shut()
            case ["open"]:
                await self.public.open()
            case ["ledger"]:
                return written(Response(status=200, body={"posts": self._ledger(asked.get("account"))}))
            case ["visible"]:
                member = self._network.members[asked["token"]]
                posts = [asdict(post) for post in self._network.visible(member)]
                return written(Response(status=200, body={"posts": posts}))
            case ["media"]:
                data = self._network.media[asked["sha256"]]
                return written(Response(status=200, body={"hex": data.hex()}))
            case ["consent"]:
                consents = self._network.consents
                consents.account, consents.denies = asked["account"], asked["denies"]
                consents.without = tuple(asked["without"])
            case ["known"]:
                return written(Response(status=200, body={"tokens": sorted(self._network.members)}))
            case ["twist"]:
                self._twists[asked["path"]] = asked["fields"]
            case ["keep"]:
                self._network.drawer.setdefault(asked["what"], {})[asked["name"]] = asked["value"]
            case ["reach"]:
                REACHED[asked["host"]] = asked["at"]
            case ["wrongs"]:
                return written(Response(status=200, body={"wrongs": self._network.wrongs}))
            case ["writes"]:
                return written(Response(status=200, body={"writes": self._network.writes[asked["account"]]}))
        return written(Response(status=200))

    def _ledger(self, account: str | None) -> list[dict[str, object]]:
        return [asdict(post) for post in self._network.ledger if account in (None, post.account)]


async def _read(reader: asyncio.StreamReader) -> Request | None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ")
    pairs = (line.partition(":") for line in lines if line)
    headers = {name.lower(): value.strip() for name, _, value in pairs}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Request(method=method, target=target, headers=headers, body=body)


def written(response: Response, *, head: bool = False) -> bytes:
    """The answer as it travels; with `head` without its body."""
    body = b"" if response.status == 204 else _bytes_of(response.body)
    headers = {"Content-Type": "application/json", **response.headers}
    if response.status != 204:
        headers.setdefault("Content-Length", str(len(body)))
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {response.status} Answer\r\n{lines}\r\n".encode() + (b"" if head else body)


def _bytes_of(body: object) -> bytes:
    return body if isinstance(body, bytes) else json.dumps(body).encode()


def _reset(writer: asyncio.StreamWriter) -> None:
    """Break the connection with a reset, as a crashed machine would."""
    connection: socket.socket = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    writer.transport.abort()


async def _run(network: Network, dialect: Dialect, contract: Contract | None) -> None:
    platform = Platform(network, dialect, contract)
    await platform.public.open()
    await platform.control.open()
    print(platform.public.port, platform.control.port, flush=True)
    ended = asyncio.Event()
    asyncio.get_running_loop().add_reader(sys.stdin.fileno(), ended.set)
    await ended.wait()


def main(arguments: list[str]) -> None:
    """Serve until standard input is closed."""
    clock_file, ledger_file, dialect = [*arguments, "", "", ""][:3]
    now = SharedClock(Path(clock_file)).now if clock_file else SystemClock().now
    contract = OF[dialect]() if dialect in OF else None
    asyncio.run(_run(Network(now, Path(ledger_file) if ledger_file else None), dialect_of(dialect), contract))


if __name__ == "__main__":
    main(sys.argv[1:])
