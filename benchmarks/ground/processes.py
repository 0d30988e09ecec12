"""Other processes: what they answer, and what they weigh."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

MEBIBYTE = 1 << 20
PATIENCE = 60.0
GREENLIGHT = (sys.executable, "-m", "bot")


@dataclass(frozen=True, slots=True)
class Installation:
    """A running `greenlight run` with a folder of its own; `python -m bot` starts the same thing."""

    base_url: str
    env: dict[str, str]
    process: subprocess.Popen[bytes]

    def link(self) -> str:
        """A one-time link into its web chat."""
        return subprocess.run(
            [*GREENLIGHT, "link"], env=self.env, check=True, capture_output=True, text=True
        ).stdout.strip()

    def resident(self) -> float:
        """Its resident memory in MiB."""
        return float(psutil.Process(self.process.pid).memory_info().rss) / MEBIBYTE


@contextmanager
def an_installation(*, new: bool = True) -> Iterator[Installation]:
    """Start Greenlight without any key or token in a folder of its own, ready when the block begins.

    A new one makes its database when it starts; the others were started before.
    """
    port = _free_port()
    base_url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(prefix="greenlight-bench-") as home:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GREENLIGHT_")}
        env = kept | {
            "GREENLIGHT_HOME": str(Path(home) / "home"),
            "GREENLIGHT_PORT": str(port),
            "GREENLIGHT_LOG_LEVEL": "warning",
        }
        if not new:
            subprocess.run([*GREENLIGHT, "migrate"], env=env, check=True, stdout=subprocess.DEVNULL)
        with subprocess.Popen([*GREENLIGHT, "run"], env=env, stdout=subprocess.DEVNULL) as process:
            try:
                _until_ready(base_url)
                yield Installation(base_url, env, process)
            finally:
                process.terminate()
                process.wait(timeout=20)


def empty_interpreter() -> float:
    """What a Python that waits for a line weighs, in MiB."""
    code = "import sys; sys.stdout.write('ready'); sys.stdout.flush(); sys.stdin.readline()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.read(5)
        weight = float(psutil.Process(process.pid).memory_info().rss) / MEBIBYTE
        process.communicate(b"\n")
    return weight


def _until_ready(base_url: str) -> None:
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        try:
            if httpx.get(f"{base_url}/readyz").is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    raise RuntimeError("Greenlight did not start")


def _free_port() -> int:
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        port: int = place.getsockname()[1]
    return port
