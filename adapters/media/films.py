"""Films with ffmpeg: looked into, bounded, and made as the platforms take them."""

from __future__ import annotations

import asyncio
import fcntl
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp

from adapters.durable import locked, reason
from adapters.media.ffmpeg import READS, Seen, read, run
from core.errors import Invalid, Problem, Rejected, Unavailable
from core.film import FPS, LONGEST, MIME, Film, Films, Recipe
from core.payload import Media
from core.ports import Blobs

PIECE = 4 * 1024 * 1024  # bytes moved at a time
LOOKING = 60.0  # seconds a look may take
MAKING = 3600.0  # seconds that making one may take
STILL = 1280  # pixels of a still's longer side
_WHOLE = 0.9  # of the seconds that must come out
_QUALITY = "21"  # of x264: hardly to be told from the film that was sent
_FULL = "No space left on device"

_UNREADABLE = Problem(
    field="media", what="This file cannot be read as a film.", fix="Please send an MP4, MOV, WebM or MKV."
)


@dataclass(frozen=True, slots=True)
class FfmpegFilms(Films):
    """`core.film.Films` with the ffmpeg of imageio-ffmpeg. `folder` is where it works; nothing stays there.

    One film is looked into and one made at a time, in a process of its own; the others wait.
    """

    blobs: Blobs
    folder: Path
    within: float = MAKING
    _look: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1), init=False)
    _make: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1), init=False)

    async def look(self, sha256: str) -> Film:
        """What is in the film, with a still of it. Raises as the port says."""
        async with self._look, self._desk(sha256) as film:
            ran = await run(*READS, "-i", f"file:{film}", within=LOOKING)
            seen = read(ran.said)
            if seen is None:
                raise Invalid(_UNREADABLE)
            seconds = seen.seconds or await _counted(film)
            if not seconds or not seen.fps:
                raise Invalid(_UNREADABLE)
            if seconds > LONGEST:
                raise Invalid(_too_long(seconds))
            return Film(
                sha256=sha256,
                size=film.stat().st_size,
                seconds=seconds,
                width=seen.width,
                height=seen.height,
                fps=seen.fps,
                video=seen.video,
                audio=seen.audio,
                pixels=seen.pixels,
                turned=seen.turned,
                still=await self._still(film, seen, seconds),
            )

    async def make(self, film: Film, how: Recipe, told: Callable[[float], Awaitable[None]]) -> Media:
        """The film made so. Raises as the port says."""

        async def share(seconds: float) -> None:
            await told(min(1.0, seconds / film.seconds))

        async with self._make, self._desk(film.sha256) as source:
            made = source.with_name("made.mp4")
            work = ("-c", "copy") if how.copied else _anew(film, how)
            how_to = ("-i", f"file:{source}", *_PICKED, *work, *_CLEAN, *_MP4, f"file:{made}")
            ran = await run(*READS, *how_to, within=self.within, told=share)
            if _FULL in ran.said:
                raise Unavailable("disk_full")
            if ran.code or ran.seconds < film.seconds * _WHOLE:
                raise Rejected("film_damaged")
            size = made.stat().st_size
            return Media(
                sha256=await self.blobs.put_all(_pieces(made)),
                mime=MIME,
                size=size,
                width=how.width,
                height=how.height,
                seconds=film.seconds,
            )

    async def _still(self, film: Path, seen: Seen, seconds: float) -> Media:
        """A picture from the first seconds."""
        scale = min(1.0, STILL / max(seen.width, seen.height))
        width, height = max(1, round(seen.width * scale)), max(1, round(seen.height * scale))
        still = film.with_name("still.jpg")
        at = f"{min(1.0, seconds / 3):.2f}"
        how = ("-frames:v", "1", "-vf", f"scale={width}:{height},setsar=1", "-q:v", "3", *_CLEAN)
        ran = await run(*READS, "-ss", at, "-i", f"file:{film}", *how, f"file:{still}", within=LOOKING)
        if ran.code or not still.exists():
            raise Unavailable("disk_full") if _FULL in ran.said else Invalid(_UNREADABLE)
        data = await asyncio.to_thread(still.read_bytes)
        sha256 = await self.blobs.put(data)
        return Media(sha256=sha256, mime="image/jpeg", size=len(data), width=width, height=height)

    @asynccontextmanager
    async def _desk(self, sha256: str) -> AsyncIterator[Path]:
        """The film as a file in a folder of its own, which is gone afterwards.

        Raises:
            Rejected, Unavailable: it is lost, or there is no room for it.
        """
        try:
            place, lock = await asyncio.to_thread(_place, self.folder)
            try:
                film = place / "film"
                await self._bring(sha256, film)
                yield film
            finally:
                await asyncio.to_thread(_clear, place, lock)
        except OSError as error:
            raise Unavailable(reason(error)) from error

    async def _bring(self, sha256: str, to: Path) -> None:
        size = await self.blobs.size(sha256)
        with to.open("wb") as file:
            for begin in range(0, size, PIECE):
                data = await self.blobs.piece(sha256, begin, min(begin + PIECE, size))
                await asyncio.to_thread(file.write, data)


_PICKED = ("-map", "0:V:0", "-map", "0:a:0?", "-dn", "-sn")
# Nothing hidden goes along: no place, no camera, no chapters, no name of the program.
_CLEAN = ("-map_metadata", "-1", "-map_chapters", "-1", "-bitexact")
_MP4 = ("-movflags", "+faststart", "-use_editlist", "0", "-avoid_negative_ts", "make_zero", "-f", "mp4")


def _anew(film: Film, how: Recipe) -> tuple[str, ...]:
    """Pictures and sound that every platform takes: progressive, 4:2:0, closed groups, no edit list.

    https://developers.facebook.com/docs/instagram-platform/content-publishing (read 2026-11) asks for most of it.
    """
    fps = film.fps if FPS[0] <= film.fps <= FPS[1] else 30 if film.fps < FPS[0] else FPS[1]
    looks = f"scale={how.width}:{how.height}:out_range=tv,setsar=1,format=yuv420p"
    pictures = ("-c:v", "libx264", "-preset", "veryfast", "-profile:v", "high", "-crf", _QUALITY, "-threads", "2")
    speed = ("-maxrate", str(how.speed), "-bufsize", str(how.speed), "-r", f"{fps:g}", "-g", f"{2 * fps:.0f}")
    groups = ("-sc_threshold", "0", "-bf", "0", "-flags", "+cgop")
    sound = ("-c:a", "aac", "-b:a", "128k", "-ar", "48000", "-ac", "2")
    return ("-vf", looks, *pictures, *speed, *groups, *sound)


async def _counted(film: Path) -> float:
    """How many seconds it runs, where it does not say so itself."""
    ran = await run(*READS, "-i", f"file:{film}", "-map", "0:V:0", "-c", "copy", "-f", "null", "-", within=LOOKING)
    return ran.seconds


async def _pieces(path: Path) -> AsyncIterator[bytes]:
    with path.open("rb") as file:
        while piece := await asyncio.to_thread(file.read, PIECE):
            yield piece


def _place(folder: Path) -> tuple[Path, int]:
    """A new folder to work in, and its lock; what a killed process left there goes."""
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder / "lock"):
        for left in folder.glob("*/"):
            _sweep(left)
        place = Path(mkdtemp(dir=folder))
        lock = os.open(place, os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_EX)
    return place, lock


def _sweep(left: Path) -> None:
    """Remove a folder in which nobody works."""
    with suppress(FileNotFoundError):  # whoever worked in it is done
        lock = os.open(left, os.O_RDONLY)
        with suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(left, ignore_errors=True)
        os.close(lock)


def _clear(place: Path, lock: int) -> None:
    shutil.rmtree(place, ignore_errors=True)
    os.close(lock)


def _too_long(seconds: float) -> Problem:
    return Problem(
        field="media",
        what=f"This film runs {seconds / 3600:.1f} hours; {LONGEST // 3600} are the limit.",
        fix="Please cut it shorter.",
        limit=LONGEST,
        actual=round(seconds),
    )
