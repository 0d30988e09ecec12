"""Runs the ffmpeg program and reads what it says about a film. The program is looked for when it is first needed.

https://ffmpeg.org/ffmpeg.html (read 2026-11). It is a program of its own under the GPL that comes with imageio-ffmpeg.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from math import ceil
from pathlib import Path

from core.errors import Rejected, Unavailable

# Containers that hold their own films; playlists and the like, which name other files, are never opened.
READS = ("-format_whitelist", "mov,matroska,avi,mpegts,mpeg,flv,asf", "-protocol_whitelist", "file")
SPARE = 4  # it counts the seconds of every thread
MOST_SAID = 64_000  # bytes kept of what it says
_DURATION = re.compile(r"Duration: (\d+):(\d\d):(\d\d\.\d+)")
_VIDEO = re.compile(r"Stream #0:\d+.*?: Video: (?P<rest>.*(?:\n {4,}.*)*)")
_PICTURES = re.compile(
    r"(?P<codec>\w+).*?, (?P<pixels>\w+)(?:\([^)]*\))?, (?P<width>\d+)x(?P<height>\d+)"
    r"(?:,? \[?SAR (?P<x>\d+):(?P<y>\d+))?"
)
_FPS = re.compile(r"([\d.]+) fps")
_AUDIO = re.compile(r"Stream #0:\d+.*?: Audio: (\w+)")
_TURN = re.compile(r"rotation of (-?[\d.]+) degrees")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What ffmpeg says about a file. `seconds` is 0 where that does not say it; `width` and `height` are as shown."""

    seconds: float
    video: str
    pixels: str
    width: int
    height: int
    fps: float
    audio: str
    turned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """How a run ended: its exit code, the last it said, and how many seconds of film came out."""

    code: int
    said: str
    seconds: float


async def run(*arguments: str | Path, within: float, told: Callable[[float], Awaitable[None]] | None = None) -> Ran:
    """Let ffmpeg work, for so many seconds at most; `told` hears how many seconds of film are done.

    Cancelled or overdue it is killed. Should we be killed ourselves, it may go on for `SPARE` times as much of the
    processor's time, and no longer.

    Raises:
        Rejected: it took too long.
        Unavailable: there is no ffmpeg, or it cannot be started.
    """
    alone = ("-timelimit", str(ceil(within * SPARE)))
    words = [str(one) for one in ("-hide_banner", "-nostdin", "-nostats", *alone, "-progress", "pipe:1", *arguments)]
    try:
        child = await asyncio.create_subprocess_exec(
            _program(),
            *words,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
    except OSError as error:
        raise Unavailable("no_ffmpeg") from error
    assert child.stdout is not None
    assert child.stderr is not None
    said = asyncio.ensure_future(_tail(child.stderr))
    try:
        async with asyncio.timeout(within):
            seconds = await _progress(child.stdout, told)
            code = await child.wait()
    except TimeoutError as error:
        raise Rejected("film_too_slow") from error
    finally:
        with suppress(ProcessLookupError):
            child.kill()
        await child.wait()
        words_said = await said
    return Ran(code=code, said=words_said, seconds=seconds)


def read(said: str) -> Seen | None:
    """What ffmpeg said about its input; None where that has no moving pictures."""
    for video in _VIDEO.finditer(said):
        found = _PICTURES.match(video["rest"])
        if found and "attached pic" not in video["rest"]:
            break
    else:
        return None
    width, height = int(found["width"]), int(found["height"])
    wide = int(found["x"] or 1) / (int(found["y"] or 1) or 1)
    turn = _TURN.search(video["rest"])
    angle = round(float(turn[1])) % 360 if turn else 0
    shown = (round(width * (wide or 1)), height)
    fps, length, audio = _FPS.search(video["rest"]), _DURATION.search(said), _AUDIO.search(said)
    return Seen(
        seconds=int(length[1]) * 3600 + int(length[2]) * 60 + float(length[3]) if length else 0.0,
        video=found["codec"],
        pixels=found["pixels"],
        width=shown[angle in (90, 270)],
        height=shown[angle not in (90, 270)],
        fps=float(fps[1]) if fps else 0.0,
        audio=audio[1] if audio else "",
        turned=bool(angle) or wide not in (0, 1),
    )


async def _tail(stream: asyncio.StreamReader) -> str:
    """The last that was said."""
    kept = b""
    while piece := await stream.read(MOST_SAID):
        kept = (kept + piece)[-MOST_SAID:]
    return kept.decode(errors="replace")


async def _progress(stream: asyncio.StreamReader, told: Callable[[float], Awaitable[None]] | None) -> float:
    """Hear the reports to the end; answers how many seconds of film came out."""
    seconds = 0.0
    while line := await stream.readline():
        name, _, value = line.decode(errors="replace").strip().partition("=")
        if name == "out_time_us" and value.isdecimal():
            seconds = int(value) / 1e6
            if told is not None:
                await told(seconds)
    return seconds


@cache
def _program() -> str:
    """Where the program is. Raises Unavailable where there is none."""
    import imageio_ffmpeg

    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as error:
        raise Unavailable("no_ffmpeg") from error
