"""How a film is made for whoever takes only some."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.film import MADE_SPEED, Film, FilmShape, Recipe, recipe
from core.payload import Media

STILL = Media(sha256="1" * 64, mime="image/jpeg", size=1)
PHONE = Film(
    sha256="0" * 64, size=12_000_000, seconds=10, width=1080, height=1920, fps=30, video="h264", audio="aac",
    pixels="yuv420p", still=STILL,
)  # fmt: skip
X = FilmShape(most=512_000_000, box=(1280, 1024), least=32)


@pytest.mark.parametrize(
    "strange",
    [{"video": "hevc"}, {"pixels": "yuv420p10le"}, {"audio": "opus"}, {"turned": True}, {"fps": 120}, {"fps": 10},
     {"size": 10**8}],
    ids=str,
)  # fmt: skip
def test_only_what_everybody_takes_is_left_as_it_is(strange: dict[str, object]) -> None:
    assert recipe(PHONE, FilmShape()) == Recipe(width=1080, height=1920, copied=True)
    made = recipe(replace(PHONE, **strange), FilmShape())  # type: ignore[arg-type]  # fields by name
    assert made == Recipe(width=1080, height=1920, speed=MADE_SPEED)


def test_a_film_is_made_as_large_as_the_box_lets_it_whichever_way_it_lies() -> None:
    assert recipe(PHONE, X) == Recipe(width=720, height=1280, speed=MADE_SPEED)
    lying = replace(PHONE, width=3840, height=2160)
    assert recipe(lying, X) == Recipe(width=1280, height=720, speed=MADE_SPEED)
    assert recipe(lying, FilmShape()) == Recipe(width=3840, height=2160, copied=True)
    assert recipe(replace(lying, video="hevc"), FilmShape()) == Recipe(width=1920, height=1080, speed=MADE_SPEED)


def test_a_small_film_grows_to_the_least_and_sides_are_even() -> None:
    small = replace(PHONE, width=181, height=91)
    assert recipe(small, FilmShape(least=360)) == Recipe(width=716, height=360, speed=MADE_SPEED)
    assert recipe(small, FilmShape()) == Recipe(width=182, height=92, speed=MADE_SPEED)


def test_bytes_bound_the_speed_and_too_few_of_them_make_no_film() -> None:
    how = recipe(PHONE, FilmShape(most=5_000_000))
    assert how is not None
    assert (how.speed + 128_000) * PHONE.seconds / 8 < 5_000_000
    assert recipe(replace(PHONE, size=10**8, seconds=10_000), FilmShape(most=50_000_000)) is None
