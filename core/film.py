"""Films: what somebody sent, what a platform takes, and how one becomes the other."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from core.payload import Media

LARGEST = 1_000_000_000  # bytes of a film as sent, ours
LONGEST = 4 * 3600  # seconds of a film as sent, ours

MIME = "video/mp4"
PLAIN = ("h264", "yuv420p")  # with AAC or no sound; in MP4 it is taken by every platform whose rules say video/mp4
FPS = (24, 60)  # frames a second; https://developers.facebook.com/documentation/video-api/guides/reels-publishing
SPEED = 20_000_000  # bits a second; https://developers.facebook.com/docs/instagram-platform/content-publishing: 25 Mbps
SOUND = 128_000  # bits a second; https://developers.facebook.com/docs/instagram-platform/content-publishing
MADE = (1920, 1080)  # the longer and the shorter side of what we make, in pixels; ours, for a small machine
MADE_SPEED = 8_000_000  # bits a second of what we make; ours
SLOWEST = 150_000  # bits a second; below that nothing is recognised; ours
LASTING = frozenset({"film_damaged", "film_too_slow", "blob_gone", "blob_altered"})  # trouble that time does not end
_SPARE = 0.93  # of a platform's bytes: the container, and what the encoder goes over


@dataclass(frozen=True, slots=True, kw_only=True)
class Film:
    """A film as somebody sent it, by the SHA-256 (hex) of its bytes, and what is seen in them.

    `width` and `height` are pixels as it is shown, `turned` says that its frames lie otherwise; `fps` is frames and
    `size` bytes; `video`, `audio` (empty: it is silent) and `pixels` are named as ffmpeg does. `still` is a picture of
    it. `done` is the share of the work, 0 to 1, until it is ready for its platforms; `trouble` says in a code why it
    is not ready.
    """

    sha256: str
    size: int
    seconds: float
    width: int
    height: int
    fps: float
    video: str
    audio: str
    pixels: str
    still: Media
    turned: bool = False
    done: float = 0.0
    trouble: str = ""

    @property
    def hopeless(self) -> bool:
        """Whether trying again cannot help."""
        return self.trouble in LASTING

    @property
    def plain(self) -> bool:
        """Whether its pictures and sound may stay as they are; only the container and the hidden data change."""
        return (
            (self.video, self.pixels) == PLAIN
            and self.audio in ("aac", "")
            and not self.turned
            and FPS[0] <= self.fps <= FPS[1]
            and self.size * 8 <= SPEED * self.seconds
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmShape:
    """What a platform takes of films. `box` is the longest and the shorter side, whichever way it lies, and `least` the
    least of both, in pixels; `most` is bytes. A limit that is 0 does not exist.
    """

    most: int = 0
    box: tuple[int, int] = (0, 0)
    least: int = 0

    def takes(self, medium: Media) -> bool:
        """Whether a film can be taken as it is."""
        long, short = max(medium.width, medium.height), min(medium.width, medium.height)
        inside = not self.box[0] or (long <= self.box[0] and short <= self.box[1])
        return inside and short >= self.least and (not self.most or medium.size <= self.most)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How a film is made: `copied` as it is without hidden data, or anew in this size and at most this many bits a
    second of picture.
    """

    width: int
    height: int
    speed: int = 0
    copied: bool = False


def recipe(film: Film, shape: FilmShape) -> Recipe | None:
    """How this film is made for that shape, changed as little as possible; None where nothing could be seen in it."""
    whole = Media(sha256="", mime=MIME, size=film.size, width=film.width, height=film.height)
    if film.plain and shape.takes(whole) and not film.width % 2 and not film.height % 2:
        return Recipe(width=film.width, height=film.height, copied=True)
    long, short = max(film.width, film.height), min(film.width, film.height)
    box = tuple(min(ours, theirs or ours) for ours, theirs in zip(MADE, shape.box, strict=True))
    scale = max(min(1.0, box[0] / long, box[1] / short), shape.least / short)
    budget = int(shape.most * 8 * _SPARE / film.seconds) - SOUND if shape.most else MADE_SPEED
    if budget < SLOWEST:
        return None
    return Recipe(width=_even(film.width * scale), height=_even(film.height * scale), speed=min(MADE_SPEED, budget))


def _even(side: float) -> int:
    return max(2, 2 * int(side / 2 + 0.5))


class Films(Protocol):
    """Looks into films and makes them anew on this machine, from the blob store and into it."""

    async def look(self, sha256: str) -> Film:
        """What is in the film, with a still of it.

        Raises:
            Invalid: it is no film that can be read, or too long.
            Rejected, Unavailable: the blob store lost it or cannot keep the still; or nothing here can look.
        """
        ...

    async def make(self, film: Film, how: Recipe, told: Callable[[float], Awaitable[None]]) -> Media:
        """The film made so, without hidden data, upright, in MP4 with its index in front.

        `told` hears now and then which share of it is done. One is made at a time.

        Raises:
            Rejected: it is damaged, or it takes too long.
            Unavailable: there is no room for it just now.
        """
        ...
