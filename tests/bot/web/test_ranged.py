"""Pictures and films go out whole or in the range that was asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.web.ranged import PIECE
from tests.bot.web.house import a_house

FILM = bytes(4) + b"ftypisom" + bytes(range(88))
SIZE = len(FILM)


@pytest.mark.parametrize(
    ("asked", "begin", "end"),
    [
        ("bytes=0-9", 0, 10),
        ("bytes=10-", 10, SIZE),
        ("bytes=-7", SIZE - 7, SIZE),
        ("bytes=90-5000", 90, SIZE),
        ("Bytes=5-5", 5, 6),
    ],
)
async def test_a_range_is_answered_with_just_that(tmp_path: Path, asked: str, begin: int, end: int) -> None:
    house = a_house(tmp_path)
    name = await house.blobs.put(FILM)
    async with house.browser() as browser:
        answer = await browser.get(f"/media/{name}", headers={"Range": asked})
    assert (answer.status_code, answer.content) == (206, FILM[begin:end])
    assert answer.headers["content-range"] == f"bytes {begin}-{end - 1}/{SIZE}"
    assert answer.headers["content-length"] == str(end - begin)
    assert answer.headers["content-type"] == "video/mp4"


@pytest.mark.parametrize("asked", ["", "bytes=-", "bytes=9-2", "bytes=0-1,5-6", "lines=1-2", f"bytes=0-{SIZE - 1}"])
async def test_everything_else_is_answered_whole(tmp_path: Path, asked: str) -> None:
    house = a_house(tmp_path)
    name = await house.blobs.put(FILM)
    async with house.browser() as browser:
        answer = await browser.get(f"/media/{name}", headers={"Range": asked})
    assert (answer.status_code, answer.content) == (200, FILM)
    assert answer.headers["accept-ranges"] == "bytes"


@pytest.mark.parametrize("asked", [f"bytes={SIZE}-", f"bytes={SIZE + 5}-{SIZE + 9}", "bytes=-0"])
async def test_a_range_behind_the_end_says_where_the_end_is(tmp_path: Path, asked: str) -> None:
    house = a_house(tmp_path)
    name = await house.blobs.put(FILM)
    async with house.browser() as browser:
        answer = await browser.get(f"/media/{name}", headers={"Range": asked})
    assert (answer.status_code, answer.content) == (416, b"")
    assert answer.headers["content-range"] == f"bytes */{SIZE}"


async def test_a_range_of_something_else_is_answered_whole(tmp_path: Path) -> None:
    house = a_house(tmp_path)
    name = await house.blobs.put(FILM)
    async with house.browser() as browser:
        same = await browser.get(f"/media/{name}", headers={"Range": "bytes=0-3", "If-Range": f'"{name}"'})
        other = await browser.get(f"/media/{name}", headers={"Range": "bytes=0-3", "If-Range": '"older"'})
    assert (same.status_code, other.status_code) == (206, 200)


async def test_a_look_at_the_head_brings_the_size_alone(tmp_path: Path) -> None:
    house = a_house(tmp_path)
    name = await house.blobs.put(FILM)
    async with house.browser() as browser:
        answer = await browser.head(f"/media/{name}")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-length"] == str(SIZE)


async def test_a_large_film_is_never_held_whole(tmp_path: Path) -> None:
    house = a_house(tmp_path)
    film = FILM + bytes(3 * PIECE)
    name = await house.blobs.put(film)
    async with house.browser() as browser:
        answer = await browser.get(f"/media/{name}")
    assert answer.content == film
    assert house.blobs.largest_piece == PIECE


async def test_a_platform_fetches_a_film_in_ranges_by_a_link_of_ours_alone(tmp_path: Path) -> None:
    house = a_house(tmp_path)
    name = await house.blobs.put(FILM)
    async with house.browser(None) as platform:
        answer = await platform.get(f"/media/9/ours/{name}.mp4", headers={"Range": "bytes=4-7"})
        foreign = await platform.get(f"/media/9/theirs/{name}.mp4", headers={"Range": "bytes=4-7"})
    assert (answer.status_code, answer.content, answer.headers["content-type"]) == (206, b"ftyp", "video/mp4")
    assert foreign.status_code == 404
