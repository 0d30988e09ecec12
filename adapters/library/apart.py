"""Has things read by a process of their own, which is ended when it takes too long."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from datetime import timedelta
from pathlib import Path

from adapters.library.wire import unpack
from core.errors import Rejected, Unavailable
from core.source import Fetched

log = logging.getLogger(__name__)

LONGEST = timedelta(seconds=20)
AT_ONCE = 2
_CODE = Path(__file__).parents[2]  # the folder that holds our packages


class Apart:
    """Two readers at once; the others wait for their turn. A reader has `patience` to answer."""

    def __init__(self, patience: timedelta = LONGEST) -> None:
        self._patience = patience
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def read(self, about: dict[str, str], body: bytes) -> Fetched:
        """What the body holds; `about` says what it is, as `adapters.library.reader.read` wants it.

        Raises:
            Rejected: nothing of it can be used, or reading it takes too much time or memory.
            Unavailable: this machine cannot start another process.
        """
        async with self._turns:
            answer = await _asked(json.dumps(about).encode() + b"\n" + body, self._patience)
        try:
            read = unpack(answer)
        except ValueError:
            log.warning("reader_gave_up bytes=%s", len(body))
            raise Rejected("too_much") from None
        if isinstance(read, str):
            raise Rejected(read)
        return read


async def _asked(question: bytes, patience: timedelta) -> bytes:
    """The answer of a fresh reader. It gets no environment, so no secret of ours is within its reach."""
    try:
        reader = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-X", "utf8", "-m", "adapters.library.reader"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            cwd=_CODE,
            env={},
        )
    except OSError as error:
        raise Unavailable("no_reader") from error
    try:
        async with asyncio.timeout(patience.total_seconds()):
            answer, _ = await reader.communicate(question)
    except TimeoutError:
        return b""
    finally:
        if reader.returncode is None:
            reader.kill()
            await reader.wait()
    return answer
