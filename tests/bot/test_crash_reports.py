"""What leaves for Sentry says what broke, and nothing that is a secret."""

import gzip
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).parents[2]

BREAK = """
import logging, sys
from bot.crash_reports import report_crashes
from bot.logs import start_logging
from core.secret import Secret
start_logging(form="json", level="info")
report_crashes(Secret(sys.argv[1]))
local = "hunter2-local"
try:
    raise ValueError("Bearer hunter2-text")
except ValueError:
    logging.getLogger("core").exception("job_failed job=%s token=%s", "tick", "hunter2-argument",
                                        extra={"password": "hunter2-extra"})
import sentry_sdk
sentry_sdk.flush(10)
"""


@contextmanager
def a_listener() -> Iterator[tuple[str, list[bytes]]]:
    """A far side that keeps what it is sent, and its address."""
    heard: list[bytes] = []

    class Listener(BaseHTTPRequestHandler):
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard.append(gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    try:
        yield f"http://key@127.0.0.1:{server.server_port}/1", heard
    finally:
        server.shutdown()
        serving.join()
        server.server_close()


def test_a_failure_is_reported_without_a_secret() -> None:
    with a_listener() as (address, heard):
        subprocess.run(
            [sys.executable, "-c", BREAK, address],
            env={**os.environ, "PYTHONPATH": str(ROOT), "NO_PROXY": "*"},
            check=True,
            capture_output=True,
        )
    said = b"".join(heard)
    assert b"job_failed" in said
    assert b"ValueError" in said
    assert b"hunter2" not in said
