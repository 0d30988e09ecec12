"""Greenlight as people run it: a process of its own, with its own data folder and port."""

from __future__ import annotations

import asyncio
import json
import os
import re
import socket
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from itertools import count
from pathlib import Path

ROOT = Path(__file__).parents[2]
READY, END = 60, 20  # seconds a busy machine may need to start and to end a process

_doors = count(20_000 + os.getpid() * 50 % 12_000)


def free_port() -> int:
    """A port that nobody else takes: below those the system hands out, and different in every worker."""
    for port in _doors:
        try:
            socket.create_server(("127.0.0.1", port)).close()
        except OSError:
            continue
        return port
    raise AssertionError("there are endless ports")


class Greenlight:
    """`python -m bot run` in a folder. It can be killed and started again; port and data stay the same."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.log: list[dict[str, object]] = []
        self.said = ""
        self._process: Process | None = None
        self._reading: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        """The address of its web chat."""
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> str:
        """Start it, wait until it can be reached, and answer the link it prints."""
        self.said = ""
        self._process = await self._open("run", stderr=STDOUT)
        ready = asyncio.Event()
        self._reading = asyncio.create_task(self._read(self._process, ready))
        async with asyncio.timeout(READY):
            await ready.wait()
        link = re.search(rf"{self.url}/enter/\S+", self.said)
        assert link, f"it ended at once: {self.said} {self.log}"
        return link.group()

    async def link(self) -> str:
        """A fresh way in, printed by `python -m bot link`."""
        process = await self._open("link", stderr=PIPE)
        async with asyncio.timeout(READY):
            said, complained = await process.communicate()
        assert process.returncode == 0, complained.decode()
        return said.decode().strip()

    async def kill(self) -> None:
        """End it without a word of warning, as a power cut does."""
        assert self._process is not None
        self._process.kill()
        await self._ended()

    async def stop(self) -> None:
        """End it in order."""
        if self._process is not None and self._process.returncode is None:
            self._process.terminate()
            await self._ended()

    def complaints(self) -> list[dict[str, object]]:
        """What it logged as gone wrong."""
        return [line for line in self.log if line.get("level") not in ("debug", "info")]

    async def _ended(self) -> None:
        assert self._process is not None
        assert self._reading is not None
        async with asyncio.timeout(END):
            await self._process.wait()
            await self._reading

    async def _open(self, command: str, *, stderr: int) -> Process:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", command, cwd=self.folder, env=self._environment(), stdout=PIPE, stderr=stderr
        )

    def _environment(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("GREENLIGHT_")}
        return inherited | {
            "PYTHONPATH": str(ROOT),
            "GREENLIGHT_HOME": str(self.folder / "data"),
            "GREENLIGHT_PORT": str(self.port),
            "GREENLIGHT_TICK_SECONDS": "1",
            "GREENLIGHT_LOG_FORMAT": "json",
        }

    async def _read(self, process: Process, ready: asyncio.Event) -> None:
        """Keep what it logs, which is JSON, and what it says to people, which is not."""
        assert process.stdout is not None
        async for line in process.stdout:
            if line.startswith(b"{"):
                self.log.append(json.loads(line))
            else:
                self.said += line.decode()
            if "/enter/" in self.said:
                ready.set()
        ready.set()
