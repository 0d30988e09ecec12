"""Films with the real ffmpeg: what is seen in them, what is made of them, and what happens when it cannot be."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.blobs import FileBlobs
from adapters.media.ffmpeg import read, run
from adapters.media.films import FfmpegFilms
from core.errors import Invalid, Rejected, Unavailable
from core.film import Film, FilmShape, Recipe, recipe
from core.payload import Media
from tests.fakes.films import a_film

X = FilmShape(most=512_000_000, box=(1280, 1024), least=32)
PLAYLIST = b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"


@pytest.fixture
def blobs(tmp_path: Path) -> FileBlobs:
    return FileBlobs(tmp_path / "blobs")


@pytest.fixture
def films(blobs: FileBlobs, tmp_path: Path) -> FfmpegFilms:
    return FfmpegFilms(blobs, tmp_path / "work")


async def nobody(share: float) -> None:
    """Hears nothing."""


async def seen(films: FfmpegFilms, data: bytes) -> Film:
    return await films.look(await films.blobs.put(data))


async def made(films: FfmpegFilms, film: Film, shape: FilmShape) -> tuple[Media, Film, bytes]:
    how = recipe(film, shape)
    assert how is not None
    medium = await films.make(film, how, nobody)
    return medium, await films.look(medium.sha256), await films.blobs.get(medium.sha256)


def workplaces(films: FfmpegFilms) -> list[Path]:
    return list(films.folder.glob("*/"))


async def test_a_plain_film_keeps_its_pictures_and_loses_what_is_hidden(films: FfmpegFilms) -> None:
    film = await seen(films, a_film())
    assert (film.width, film.height, film.fps, film.video, film.audio) == (64, 64, 25, "h264", "aac")
    assert b"loci" in a_film()  # where it was filmed
    medium, after, data = await made(films, film, FilmShape())
    assert (after.video, after.audio, after.width, medium.seconds) == ("h264", "aac", 64, film.seconds)
    assert b"loci" not in data
    assert b"Secret" not in data
    assert data.index(b"moov") < data.index(b"mdat")
    assert b"elst" not in data
    assert (await films.blobs.get(film.still.sha256)).startswith(b"\xff\xd8\xff")
    assert workplaces(films) == []


@pytest.mark.parametrize("ending", ["webm", "mkv", "mov"])
async def test_other_films_come_out_as_every_platform_takes_them(films: FfmpegFilms, ending: str) -> None:
    codec = {"webm": "libvpx", "mkv": "mpeg4", "mov": "libx264"}[ending]
    film = await seen(films, a_film(ending=ending, codec=codec, fps=10, sound=ending != "webm", seconds=2))
    medium, after, data = await made(films, film, FilmShape())
    assert (after.video, after.pixels, round(after.fps), medium.mime) == ("h264", "yuv420p", 30, "video/mp4")
    assert after.audio == ("" if ending == "webm" else "aac")
    assert b"elst" not in data


async def test_a_film_that_lies_on_its_side_comes_out_upright(films: FfmpegFilms) -> None:
    film = await seen(films, a_film(size="96x64", ending="mov", turned=90))
    assert (film.width, film.height, film.turned) == (64, 96, True)
    medium, after, _ = await made(films, film, FilmShape())
    assert (after.width, after.height, after.turned) == (64, 96, False)
    assert (medium.width, medium.height) == (64, 96)


async def test_a_film_is_made_smaller_in_sides_and_bytes_for_who_takes_less(films: FfmpegFilms) -> None:
    film = await seen(films, a_film(size="1290x100", seconds=0.4))
    small, after, _ = await made(films, film, X)
    assert (small.width, after.width, after.height) == (1280, 1280, 100)
    light = FilmShape(most=40_000, box=(64, 64))
    medium, _, _ = await made(films, film, light)
    assert light.takes(medium)


@pytest.mark.parametrize(
    "data", [b"", b"no film at all", PLAYLIST, a_film()[:400]], ids=["empty", "words", "playlist", "cut off"]
)
async def test_what_is_no_film_is_refused_in_a_sentence(films: FfmpegFilms, data: bytes) -> None:
    with pytest.raises(Invalid, match="cannot be read as a film"):
        await seen(films, data)
    assert workplaces(films) == []


async def test_a_film_that_ends_too_early_is_not_made(films: FfmpegFilms) -> None:
    whole = a_film(ending="mkv", codec="mpeg4", sound=False)
    film = await seen(films, whole[: len(whole) // 2])
    with pytest.raises(Rejected, match="film_damaged"):
        await made(films, film, FilmShape())


async def test_one_that_takes_too_long_is_killed(blobs: FileBlobs, tmp_path: Path) -> None:
    films = FfmpegFilms(blobs, tmp_path / "work", within=0.01)
    film = await seen(films, a_film(ending="webm", codec="libvpx"))
    with pytest.raises(Rejected, match="film_too_slow"):
        await made(films, film, FilmShape())
    assert workplaces(films) == []


async def test_a_cancelled_one_leaves_nothing_behind_and_the_next_has_its_turn(films: FfmpegFilms) -> None:
    film = await seen(films, a_film(ending="webm", codec="libvpx"))
    begun = asyncio.Event()

    async def told(share: float) -> None:
        begun.set()
        await asyncio.Event().wait()

    how = Recipe(width=64, height=64, speed=1_000_000)
    making = asyncio.create_task(films.make(film, how, told))
    await begun.wait()
    making.cancel()
    with pytest.raises(asyncio.CancelledError):
        await making
    assert workplaces(films) == []
    assert (await films.make(film, how, nobody)).width == 64


async def test_what_a_killed_process_left_is_cleared_away(films: FfmpegFilms) -> None:
    left = films.folder / "left"
    left.mkdir(parents=True)
    (left / "film").write_bytes(b"half")
    await seen(films, a_film())
    assert workplaces(films) == []


async def test_a_full_disk_is_said_and_may_be_tried_again(tmp_path: Path) -> None:
    class Full(FileBlobs):
        async def put_all(self, pieces: AsyncIterator[bytes], *, most: int = 0) -> str:
            raise Unavailable("disk_full")

    films = FfmpegFilms(Full(tmp_path / "blobs"), tmp_path / "work")
    film = await seen(films, a_film())
    with pytest.raises(Unavailable, match="disk_full"):
        await made(films, film, FilmShape())


async def test_the_device_itself_being_full_is_a_full_disk() -> None:
    ran = await run("-f", "lavfi", "-i", "testsrc=duration=0.2", "-f", "avi", "-y", "/dev/full", within=10)
    assert "No space left on device" in ran.said


def test_what_ffmpeg_says_about_a_phone_film_is_understood() -> None:
    said = """
  Duration: 00:01:02.50, start: 0.000000, bitrate: 17000 kb/s
  Stream #0:0[0x1](und): Video: hevc (Main 10) (hvc1 / 0x31637668), yuv420p10le(tv, bt2020nc/bt2020/arib-std-b67), """
    said += """1920x1080, 16000 kb/s, 29.97 fps, 29.97 tbr, 600 tbn (default)
    Side data:
      DOVI configuration record: version: 1.0
      Display Matrix: rotation of -90.00 degrees
  Stream #0:1[0x2](und): Audio: aac (LC) (mp4a / 0x6134706D), 44100 Hz, stereo, fltp, 170 kb/s (default)
"""
    phone = read(said)
    assert phone is not None
    assert (phone.seconds, phone.video, phone.pixels) == (62.5, "hevc", "yuv420p10le")
    assert (phone.width, phone.height, phone.fps, phone.turned, phone.audio) == (1080, 1920, 29.97, True, "aac")
