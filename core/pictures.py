"""Drawn pictures: what one is asked for and what it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from core.look import Face


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """A brand's look, ready to draw: colours as "#rrggbb" or empty, lettering, and the logo's bytes or none.

    One colour is enough: what is missing is chosen to go with it. A logo that cannot be read is left out.
    """

    ground: str = ""
    accent: str = ""
    face: Face = Face.MIXED
    logo: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What every card has around its words.

    `kicker` is one short word for the kind of post ("tip", "question"), or empty. `seed` chooses one of
    several palettes and layouts, the same one every time. `width` and `height` are pixels, 320 to 2160.
    """

    brand: str
    kicker: str
    seed: int
    width: int = 1080
    height: int = 1080
    style: Style = Style()


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteCard:
    """A short text to be set as a picture."""

    frame: Frame
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCard:
    """A headline and two to six short points below it."""

    frame: Frame
    title: str
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoCard:
    """A headline over a photo, which fills the picture; its bytes were admitted by `Photos`."""

    frame: Frame
    headline: str
    photo: bytes = field(repr=False)


Drawing = QuoteCard | ListCard | PhotoCard


class Tint(StrEnum):
    """How an entry of the calendar feels; a mark stands beside every colour."""

    QUIET = "quiet"
    WAIT = "wait"
    GOOD = "good"
    LIVE = "live"
    BAD = "bad"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """One post in the calendar: its hour ("09:00"), its state, how it begins, and the platforms it goes to."""

    clock: str
    tint: Tint
    mark: str
    text: str
    platforms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDay:
    """One day. `free` are hours of slots nothing is planned for; `outside` days only fill up the first and last row."""

    day: date
    entries: tuple[CalendarEntry, ...] = ()
    free: tuple[str, ...] = ()
    outside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarSheet:
    """Whole weeks from Monday to Sunday: one is drawn in detail, several as a month.

    `legend` names each tint with its mark in a word, in the order shown.
    """

    title: str
    brand: str
    today: date
    days: Sequence[CalendarDay]
    legend: tuple[tuple[Tint, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A finished picture. `alt` holds the words that stand in it and the brand; empty for a mere shape."""

    data: bytes = field(repr=False)
    mime: str
    width: int
    height: int
    alt: str


class Pictures(Protocol):
    """Draws pictures on this machine."""

    async def warm(self) -> None:
        """Load what the first picture needs, so that it comes without a wait. Repeating is free."""
        ...

    async def draw(self, drawing: Drawing) -> Picture:
        """Draw a card as a PNG of at most 150 KiB (a photo as a JPEG of at most 400 KiB); equal cards, equal bytes.

        Long words are set smaller, down to 28 pixels on a picture 1080 wide, then shortened to whole words
        with an ellipsis; no word is ever broken. Text stands out from its ground with a contrast of at least
        4.5 to 1, over a photo too. A text with a character the fonts lack, or a word too long to be legible, is
        left out whole: then the card shows the initial of the brand, or only a shape. Words are shown as they are
        written; nothing in them is read as markup.

        Words stand on the ground the style asks for; an accent too faint for words keeps its hue and is used as it is
        for shapes. On very tall pictures words keep clear of what a phone lays over both ends.

        Raises:
            Invalid: the width or the height is out of range.
            Rejected: the picture cannot be drawn as asked; or its photo is damaged or too large.
        """
        ...

    async def calendar(self, sheet: CalendarSheet) -> Picture:
        """Draw the calendar, legible on a phone, as a PNG of at most 60 KiB; `alt` says how many posts are in it.

        Raises:
            Invalid: the days are not whole weeks, or none or more than six of them.
            Rejected: the picture cannot be drawn.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What somebody takes: `mimes` (any where empty), bytes up to `most`, width over height within `ratio`.

    A limit that is 0 does not exist.
    """

    mimes: frozenset[str] = frozenset()
    most: int = 0
    ratio: tuple[float, float] = (0, 0)


class Photos(Protocol):
    """Takes in pictures that people send, and fits them for those who take only some."""

    async def fit(self, data: bytes, shape: Shape) -> Picture:
        """The picture in that shape: cut around its middle as little as needed, another format, fewer bytes; equal
        pictures, equal bytes. `alt` is empty.

        Raises:
            Invalid: it is no picture that can be read.
            Rejected: it cannot be made small enough.
        """
        ...

    async def admit(self, data: bytes) -> Picture:
        """The picture upright, without hidden data (place, camera), as JPEG or PNG; `alt` is empty.

        Raises:
            Invalid: it is no picture that can be read, or too large in bytes or pixels.
        """
        ...
