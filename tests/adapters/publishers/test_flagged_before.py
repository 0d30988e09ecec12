"""What a platform is known to refuse is said before anybody approves it, and what is just inside is not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from adapters.publishers import KNOWN, publishers
from adapters.publishers.around import AppThere, Surroundings
from adapters.publishers.outside import Outside
from core.account import Account, Platform
from core.errors import Problem
from core.ids import AccountId, BrandId
from core.payload import Media
from core.post import Content
from core.publisher import Publisher
from core.rules import check, of_account
from core.secret import Secret
from tests.contracts.publisher_case import a_post
from tests.core.hands import KEYS
from tests.fakes.blobs import MemoryBlobs
from tests.fakes.platform.clock import SharedClock

FAMILY = "👩‍👩‍👧‍👦"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One reason for a refusal: the `field` it is said about, a post that has it and one that just has not."""

    platform: str
    name: str
    field: str
    bad: Content
    good: Content
    details: Mapping[str, str] | None = None


def picture(
    *, size: int = 1000, mime: str = "image/jpeg", width: int = 1080, height: int = 1080, alt: str = "Bread"
) -> Media:
    return Media(sha256="0" * 64, mime=mime, size=size, width=width, height=height, alt=alt)


def film(*, size: int = 1_000_000, seconds: float = 20, mime: str = "video/mp4") -> Media:
    return Media(sha256="1" * 64, mime=mime, size=size, width=720, height=1280, seconds=seconds)


def words(most: int, *, letter: str = "a", media: tuple[Media, ...] = ()) -> tuple[Content, Content]:
    """One letter too many, and exactly as many as there may be."""
    return Content(text=letter * (most + 1), media=media), Content(text=letter * most, media=media)


def media(bad: tuple[Media, ...], good: tuple[Media, ...]) -> tuple[Content, Content]:
    """The same words with other media."""
    return Content(text="Bread", media=bad), Content(text="Bread", media=good)


def heavy(most: int, **more: str) -> tuple[Content, Content]:
    """A picture of a byte too many."""
    return media((picture(size=most + 1, **more),), (picture(size=most, **more),))  # type: ignore[arg-type]


def heavy_film(most: int) -> tuple[Content, Content]:
    """A film of a byte too many."""
    return media((film(size=most + 1),), (film(size=most),))


def too_many(most: int, *, one: Media | None = None) -> tuple[Content, Content]:
    """One medium too many."""
    each = one or picture()
    return media((each,) * (most + 1), (each,) * most)


def runs(bad: float, good: float) -> tuple[Content, Content]:
    """A film that is too short or too long."""
    return media((film(seconds=bad),), (film(seconds=good),))


def told(most: int) -> tuple[Content, Content]:
    """A description of a character too many."""
    return media((picture(alt="a" * (most + 1)),), (picture(alt="a" * most),))


def mixed() -> tuple[Content, Content]:
    """A film beside a picture."""
    return media((film(), picture()), (film(),))


def kind(mime: str, good: str = "image/jpeg") -> tuple[Content, Content]:
    """A picture of another format."""
    return media((picture(mime=mime),), (picture(mime=good),))


def film_kind(mime: str) -> tuple[Content, Content]:
    """A film of another format."""
    return media((film(mime=mime),), (film(),))


def shaped(bad: tuple[int, int], good: tuple[int, int]) -> tuple[Content, Content]:
    """A picture that is too wide or too high."""
    return media(
        (picture(width=bad[0], height=bad[1]),),
        (picture(width=good[0], height=good[1]),),
    )


def below(most: int) -> tuple[Content, Content]:
    """A thread of a Part too many."""
    return Content(text="One", thread=("More",) * most), Content(text="One", thread=("More",) * (most - 1))


def nothing() -> tuple[Content, Content]:
    """No words and no media."""
    return Content(text=" "), Content(text="Bread")


def bare() -> tuple[Content, Content]:
    """No picture where one is needed."""
    return Content(text="Bread"), Content(text="Bread", media=(picture(),))


PRIVACY = {"privacy_level": "SELF_ONLY"}
ONE = (picture(),)
TABLE: tuple[tuple[str, str, str, tuple[Content, Content]], ...] = (
    ("linkedin", "text", "text", words(3000)),
    ("linkedin", "emoji count two", "text", words(1500, letter="🍞")),
    ("linkedin", "nothing", "text", nothing()),
    ("linkedin", "thread", "thread", below(2)),
    ("linkedin", "pictures", "media", too_many(20)),
    ("linkedin", "film weight", "media", heavy_film(500_000_000)),
    ("linkedin", "film too long", "media", runs(1801, 1800)),
    ("linkedin", "film too short", "media", runs(2, 3)),
    ("linkedin", "film beside a picture", "media", mixed()),
    ("linkedin", "webp", "media", kind("image/webp")),
    ("linkedin", "mov", "media", film_kind("video/quicktime")),
    ("linkedin", "description", "alt", told(4086)),
    ("x", "text", "text", words(280)),
    ("x", "wide characters count two", "text", words(140, letter="日")),
    ("x", "a family counts two", "text", words(140, letter=FAMILY)),
    ("x", "nothing", "text", nothing()),
    ("x", "pictures", "media", too_many(4)),
    ("x", "picture weight", "media", heavy(5_000_000)),
    ("x", "film weight", "media", heavy_film(512_000_000)),
    ("x", "film too long", "media", runs(141, 140)),
    ("x", "film beside a picture", "media", mixed()),
    ("x", "tiff", "media", kind("image/tiff")),
    ("x", "description", "alt", told(1000)),
    ("instagram", "text", "text", words(2200, media=ONE)),
    ("instagram", "no picture", "media", bare()),
    ("instagram", "pictures", "media", too_many(10)),
    ("instagram", "picture weight", "media", heavy(8_000_000)),
    ("instagram", "film weight", "media", heavy_film(300_000_000)),
    ("instagram", "film too long", "media", runs(901, 900)),
    ("instagram", "film too short", "media", runs(2, 3)),
    ("instagram", "png", "media", kind("image/png")),
    ("instagram", "too high", "ratio", shaped((1080, 1360), (1080, 1350))),
    ("instagram", "too wide", "ratio", shaped((1940, 1000), (1910, 1000))),
    ("instagram", "description", "alt", told(1000)),
    (
        "instagram",
        "hashtags",
        "tags",
        (Content(text="#bread " * 31, media=ONE), Content(text="#bread " * 30, media=ONE)),
    ),
    ("facebook", "text", "text", words(63206)),
    ("facebook", "nothing", "text", nothing()),
    ("facebook", "pictures", "media", too_many(10)),
    ("facebook", "picture weight", "media", heavy(4_000_000)),
    ("facebook", "film too long", "media", runs(14_401, 14_400)),
    ("facebook", "film beside a picture", "media", mixed()),
    ("facebook", "webp", "media", kind("image/webp")),
    ("threads", "text", "text", words(500)),
    ("threads", "an emoji counts its bytes", "text", words(125, letter="🍞")),
    ("threads", "pictures", "media", too_many(20)),
    ("threads", "picture weight", "media", heavy(8_000_000)),
    ("threads", "film weight", "media", heavy_film(1_000_000_000)),
    ("threads", "film too long", "media", runs(301, 300)),
    ("threads", "gif", "media", kind("image/gif")),
    ("threads", "too wide", "ratio", shaped((1010, 100), (1000, 100))),
    ("threads", "description", "alt", told(1000)),
    ("bluesky", "graphemes", "text", words(300)),
    ("bluesky", "bytes", "text", words(120, letter=FAMILY)),
    ("bluesky", "pictures", "media", too_many(10)),
    ("bluesky", "picture weight", "media", heavy(2_000_000)),
    ("bluesky", "film weight", "media", heavy_film(300_000_000)),
    ("bluesky", "film too long", "media", runs(181, 180)),
    ("bluesky", "film beside a picture", "media", mixed()),
    ("mastodon", "text", "text", words(500)),
    ("mastodon", "pictures", "media", too_many(4)),
    ("mastodon", "picture weight", "media", heavy(16_777_216)),
    ("mastodon", "tiff", "media", kind("image/tiff")),
    ("pinterest", "text", "text", words(800, media=ONE)),
    ("pinterest", "no picture", "media", bare()),
    ("pinterest", "pictures", "media", too_many(5)),
    ("pinterest", "picture weight", "media", heavy(20_000_000)),
    ("pinterest", "film too short", "media", runs(3, 4)),
    ("pinterest", "film beside a picture", "media", mixed()),
    ("pinterest", "description", "alt", told(500)),
    ("tiktok", "text", "text", words(2200, media=(film(),))),
    ("tiktok", "no film", "media", bare()),
    ("tiktok", "pictures", "media", too_many(35)),
    ("tiktok", "png", "media", kind("image/png")),
    ("tiktok", "film beside a picture", "media", mixed()),
    ("youtube", "text", "text", words(5000, media=(film(),))),
    ("youtube", "no title", "options", (Content(text="", media=(film(),)), Content(text="Bread", media=(film(),)))),
    ("youtube", "two films", "media", too_many(1, one=film())),
    ("youtube", "a picture", "media", media(ONE, (film(),))),
    ("youtube", "film weight", "media", heavy_film(2_000_000_000)),
    ("telegram", "text", "text", words(4096)),
    ("telegram", "caption", "text", words(1024, media=ONE)),
    ("telegram", "pictures", "media", too_many(10)),
    ("telegram", "picture weight", "media", heavy(10_000_000)),
)
OPEN = Content(text="Bread", media=(film(),))
CHOSEN = Content(text="Bread", media=(film(),), details={"tiktok": PRIVACY})
SMALL = {"server": "small.example", "max_text": "200"}
LARGE = {"server": "large.example", "max_text": "5000"}
CAUSES = (
    *(
        Cause(
            platform=platform,
            name=name,
            field=field,
            bad=bad,
            good=good,
            details=PRIVACY if platform == "tiktok" else None,
        )
        for platform, name, field, (bad, good) in TABLE
    ),
    Cause(platform="tiktok", name="who may see it", field="options", bad=OPEN, good=CHOSEN),
    Cause(
        platform="mastodon",
        name="a smaller server",
        field="text",
        bad=words(200)[0],
        good=words(200)[1],
        details=SMALL,
    ),
    Cause(
        platform="mastodon",
        name="a larger server",
        field="text",
        bad=words(5000)[0],
        good=words(5000)[1],
        details=LARGE,
    ),
)


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Mapping[Platform, Publisher]:
    """Every platform, as the product makes it."""
    folder: Path = tmp_path_factory.mktemp("flagged")
    anywhere: Mapping[str, str] = defaultdict(lambda: "https://far.example")
    app = AppThere(client_id="id", client_secret=Secret("secret"), urls=anywhere)
    around = Surroundings(
        outside=Outside("test"),
        blobs=MemoryBlobs(),
        clock=SharedClock.start(folder / "clock"),
        keys=KEYS,
        base_url="https://greenlight.example",
        address=lambda medium: medium.sha256,
        public=True,
        apps={rules.platform: app for rules in KNOWN},
    )
    return publishers(feeds=folder / "feeds", demo=folder / "demo", around=around)


def said(publisher: Publisher, cause: Cause, content: Content) -> tuple[Problem, ...]:
    """What the card says about it."""
    account = Account(
        id=AccountId(1),
        brand_id=BrandId(1),
        platform=Platform(cause.platform),
        remote_id="1",
        name="ana",
        details=cause.details or {},
    )
    return check(publisher.compose(a_post(content), account), of_account(publisher.rules, account))


@pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: f"{cause.platform}, {cause.name}")
def test_a_known_cause_is_said_with_what_to_do(known: Mapping[Platform, Publisher], cause: Cause) -> None:
    publisher = known[Platform(cause.platform)]
    assert cause.field in {problem.field for problem in said(publisher, cause, cause.bad)}
    assert all(problem.fix for problem in said(publisher, cause, cause.bad))
    assert said(publisher, cause, cause.good) == ()


def test_at_least_sixty_causes_are_known_and_no_platform_is_left_out() -> None:
    assert len({(cause.platform, cause.name) for cause in CAUSES}) == len(CAUSES) >= 60
    assert {cause.platform for cause in CAUSES} == {str(rules.platform) for rules in KNOWN}
