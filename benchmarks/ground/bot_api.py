"""A far side for Telegram's front-end in a process of its own: it answers at once and notes when.

`python -m benchmarks.ground.bot_api` prints its port and ends with its standard input. `POST /presses` takes the
presses to hand out, evenly over so many seconds from the first question on; `GET /noted` tells what came back.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import Any
from urllib.parse import parse_qs

TOKEN = "1:bench"
ME = {"id": 1, "is_bot": True, "first_name": "Greenlight", "username": "greenlight_bench_bot"}


@dataclass(slots=True)
class Far:
    """Presses to come, and what was answered and changed."""

    presses: list[dict[str, Any]] = field(default_factory=list)
    seconds: float = 0.0
    begun: float = 0.0
    told: dict[str, float] = field(default_factory=dict)
    answered: dict[str, float] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)

    async def answer(self, path: str, body: bytes) -> object:
        """The result of a call."""
        name = path.rpartition("/")[2]
        match name:
            case "presses":
                told = json.loads(body)
                self.presses, self.seconds, self.begun = told["presses"], told["seconds"], 0.0
                return True
            case "noted":
                waits = [self.answered[one] - self.told[one] for one in self.answered if one in self.told]
                return {"waits": waits, "told": len(self.told), "changed": len(self.changed)}
            case "getMe":
                return ME
            case "getUpdates":
                return await self._updates(body)
        given = {key: values[0] for key, values in parse_qs(body.decode("utf-8", "replace")).items()}
        if name == "answerCallbackQuery":
            self.answered[given["callback_query_id"]] = monotonic()
            return True
        if name in ("sendMessage", "editMessageText"):
            chat, message = given["chat_id"], int(given.get("message_id", "1"))
            self.changed[f"{chat}/{message}"] = self.changed.get(f"{chat}/{message}", 0) + (name != "sendMessage")
            return {
                "message_id": message,
                "date": 0,
                "chat": {"id": int(chat), "type": "private"},
                "text": given["text"],
            }
        return True

    async def _updates(self, body: bytes) -> list[dict[str, Any]]:
        offset = int(parse_qs(body.decode()).get("offset", ["0"])[0])
        self.begun = self.begun or monotonic()
        for _ in range(3000):
            now = monotonic()
            every = self.seconds / max(len(self.presses), 1)
            due = min(len(self.presses), int((now - self.begun) / every) + 1 if every else 0)
            batch = [one for one in self.presses[:due] if one["update_id"] >= offset][:100]
            if batch:
                for one in batch:
                    self.told.setdefault(one["callback_query"]["id"], now)
                return batch
            await asyncio.sleep(0.01)
        return []


async def main() -> None:
    """Serve until the standard input ends."""
    far = Far()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                first, *lines = head.split("\r\n")
                size = next((int(one.split(":")[1]) for one in lines if one.lower().startswith("content-length")), 0)
                body = await reader.readexactly(size)
                result = await far.answer(first.split(" ")[1], body)
                data = json.dumps({"ok": True, "result": result}).encode()
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(data) + data)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await asyncio.to_thread(sys.stdin.read)


@contextmanager
def far_bot_api() -> Iterator[str]:
    """The address of such a process, which ends with the block."""
    command = [sys.executable, "-m", "benchmarks.ground.bot_api"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.stdin.close()
            process.wait(timeout=10)


if __name__ == "__main__":
    asyncio.run(main())
