"""Each platform gets pictures it takes; the others keep the common ones."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from adapters.media.films import FfmpegFilms
from core.account import Platform
from core.errors import Rejected
from core.fitting import Fitter, fits, shape_of
from core.payload import Media
from core.pictures import Picture, Shape
from core.post import Content, Variant
from tests.builders import some_media
from tests.core.hands import paper_rules
from tests.fakes.blobs import MemoryBlobs

SQUARE = replace(paper_rules(), platform=Platform("square"), media_types=frozenset({"image/jpeg"}), ratio=(1, 1))
ANY = replace(paper_rules(), platform=Platform("any"), media_types=frozenset())


class PaperPhotos:
    """Writes down what it was asked for, and makes a square of everything."""

    def __init__(self) -> None:
        self.asked: list[Shape] = []
        self.broken = False

    async def fit(self, data: bytes, shape: Shape) -> Picture:
        self.asked.append(shape)
        if self.broken:
            raise Rejected("picture_too_heavy")
        return Picture(data=b"fitted " + data, mime="image/jpeg", width=10, height=10, alt="")

    async def admit(self, data: bytes) -> Picture:
        raise NotImplementedError


def a_fitter(photos: PaperPhotos, blobs: MemoryBlobs) -> Fitter:
    return Fitter(photos, blobs, FfmpegFilms(blobs, Path("nowhere")))


@pytest.fixture
def photos() -> PaperPhotos:
    return PaperPhotos()


@pytest.fixture
def blobs() -> MemoryBlobs:
    return MemoryBlobs()


async def a_wide_one(blobs: MemoryBlobs) -> Media:
    data = b"wide"
    return Media(sha256=await blobs.put(data), mime="image/png", size=4, width=20, height=10, alt="A loaf")


async def test_only_the_platform_that_needs_it_gets_its_own(photos: PaperPhotos, blobs: MemoryBlobs) -> None:
    wide = await a_wide_one(blobs)
    content = await a_fitter(photos, blobs).fitted(Content(text="Bread", media=(wide, wide)), (SQUARE, ANY))
    assert content.media == (wide, wide)
    assert set(content.variants) == {"square"}
    own = content.for_platform("square")
    assert own.text == "Bread"
    assert [(one.mime, one.width, one.alt) for one in own.media] == [("image/jpeg", 10, "A loaf")] * 2
    assert await blobs.get(own.media[0].sha256) == b"fitted wide"
    assert photos.asked == [shape_of(SQUARE)]


async def test_what_fits_stays_and_nothing_is_asked(photos: PaperPhotos, blobs: MemoryBlobs) -> None:
    content = Content(text="Bread", media=(replace(some_media(), mime="image/jpeg", width=10, height=10),))
    assert await a_fitter(photos, blobs).fitted(content, (SQUARE, ANY)) is content
    film = Content(text="Bread", media=(replace(some_media(), mime="video/mp4"),))
    assert await a_fitter(photos, blobs).fitted(film, (SQUARE,)) is film
    assert photos.asked == []


async def test_words_of_their_own_are_kept(photos: PaperPhotos, blobs: MemoryBlobs) -> None:
    wide = await a_wide_one(blobs)
    own = {"square": Variant(text="Square bread", hashtags=("bread",))}
    content = await a_fitter(photos, blobs).fitted(Content(text="Bread", media=(wide,), variants=own), (SQUARE,))
    assert content.variants["square"].words() == "Square bread\n\n#bread"


async def test_what_cannot_be_fitted_stays_for_the_rules_to_name(photos: PaperPhotos, blobs: MemoryBlobs) -> None:
    photos.broken = True
    content = Content(text="Bread", media=(await a_wide_one(blobs),))
    assert await a_fitter(photos, blobs).fitted(content, (SQUARE,)) is content
    lost = Content(text="Bread", media=(replace(some_media(), width=20, height=10),))
    assert await a_fitter(photos, MemoryBlobs()).fitted(lost, (SQUARE,)) is lost


def test_a_limit_that_is_not_there_lets_everything_pass() -> None:
    assert fits(replace(some_media(), width=9000, height=1, size=10**9), Shape())
    assert not fits(replace(some_media(), size=11), Shape(most=10))
