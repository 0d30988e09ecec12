"""Greenlight with every platform on this machine, to try connecting and publishing without an account: `make demo`.

Each platform is the server that the tests publish to; on its consent page it says yes for you. What is published there
is shown here. Everything is gone when it ends.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from time import sleep

from tests.fakes.platform.addresses import settings_for
from tests.fakes.platform.running import RunningPlatform, running_platform
from tests.fakes.platform.stages import STAGES

PERSON = "ana"
STOPS = 20  # seconds
SAYS = {"bluesky": f"{PERSON}.bsky.social, and leave the password empty", "mastodon": "{url}"}


def main() -> int:
    """Run until Ctrl+C or SIGTERM, or until Greenlight ends."""
    signal.signal(signal.SIGTERM, signal.getsignal(signal.SIGINT))
    with ExitStack() as stack:
        platforms = {name: stack.enter_context(running_platform(dialect=name)) for name in STAGES}
        home = stack.enter_context(tempfile.TemporaryDirectory(prefix="greenlight-demo-"))
        greenlight = stack.enter_context(_greenlight(home, platforms))
        for name, far in platforms.items():
            far.at_the_browser(PERSON)
            said = SAYS.get(name, "").format(url=far.url)
            print(f"/connect {name:10} is at {far.url}{f'; you are {said}' if said else ''}", flush=True)
        shown = dict.fromkeys(platforms, 0)
        try:
            while greenlight.poll() is None:
                for name, far in platforms.items():
                    shown[name] = _show(name, far, shown[name])
                sleep(1)
        except KeyboardInterrupt:
            return 0
    return greenlight.returncode


def _show(name: str, far: RunningPlatform, already: int) -> int:
    """Print what is new there; answers how much there is."""
    ledger = far.ledger()
    for post in ledger[already:]:
        media = f" [{len(post.media)} pictures or films]" if post.media else ""
        print(f"\n--- {name}, {post.account}{media}\n{post.text}", flush=True)
    for wrong in far.wrongs():
        print(f"!!! {name}: {wrong}", flush=True)
    return len(ledger)


@contextmanager
def _greenlight(home: str, platforms: dict[str, RunningPlatform]) -> Iterator[subprocess.Popen[bytes]]:
    """The product in a folder of its own, led to these platforms by its settings."""
    given = {
        "home": home,
        "allow_private_sources": "on",
        "port": os.environ.get("GREENLIGHT_PORT") or str(_free_port()),
    }
    for name, far in platforms.items():
        given |= settings_for(name, far.url)
    settings = {f"GREENLIGHT_{name.upper()}": value for name, value in given.items()}
    ours = {name: value for name, value in os.environ.items() if not name.startswith("GREENLIGHT_")}
    with subprocess.Popen([sys.executable, "-m", "bot", "run"], env={**ours, **settings}) as process:
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(timeout=STOPS)
            except subprocess.TimeoutExpired:
                process.kill()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    return port


if __name__ == "__main__":
    sys.exit(main())
