"""A small web server on this machine that answers as it is told and remembers what it was asked."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a path answers. With `silent`, nothing ever; `length` is declared instead of the true one, -1 not at all."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    silent: bool = False
    length: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request as it arrived; header names in lower case."""

    path: str
    headers: Mapping[str, str]


@dataclass(slots=True)
class Site:
    """Paths and their answers; a path nobody knows is 404. An answer with an ETag honours If-None-Match."""

    pages: dict[str, Answer] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    port: int = 0

    def says(
        self, path: str, body: bytes | str = b"", *, kind: str = "text/html; charset=utf-8", **told: object
    ) -> str:
        """From now on the path answers so; answers its address."""
        data = body.encode() if isinstance(body, str) else body
        headers = {"Content-Type": kind} | dict(told.pop("headers", {}))  # type: ignore[call-overload]  # a mapping
        self.pages[path] = Answer(body=data, headers=headers, **told)  # type: ignore[arg-type]  # fields of Answer
        return self.url(path)

    def url(self, path: str, host: str = "127.0.0.1", scheme: str = "http") -> str:
        """The address of a path."""
        return f"{scheme}://{host}:{self.port}{path}"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            first, *lines = head.split("\r\n")
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines if line)}
            asked = Asked(path=first.split(" ")[1], headers=headers)
            self.asked.append(asked)
            answer = self.pages.get(asked.path, Answer(status=404))
            if answer.silent:
                await reader.read()
                return
            mark = answer.headers.get("ETag", "")
            if mark and headers.get("if-none-match") == mark:
                answer = Answer(status=304, headers={"ETag": mark})
            length = len(answer.body) if answer.length is None else answer.length
            size = {} if length < 0 else {"Content-Length": str(length)}
            told = size | {"Connection": "close"} | dict(answer.headers)
            lines = [f"HTTP/1.1 {answer.status} Told", *(f"{name}: {value}" for name, value in told.items()), "", ""]
            writer.write("\r\n".join(lines).encode("latin-1") + answer.body)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        finally:
            writer.close()


@asynccontextmanager
async def a_site(tls: ssl.SSLContext | None = None) -> AsyncIterator[Site]:
    """A site that is up until the block ends."""
    site = Site()
    server = await asyncio.start_server(site._serve, "127.0.0.1", 0, ssl=tls)
    site.port = server.sockets[0].getsockname()[1]
    async with server:
        yield site
