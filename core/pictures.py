"""Drawn pictures: what one is asked for and what it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteCard:
    """A short text to be set as a picture.

    `kicker` is one short word for the kind of post ("tip", "question"), or empty. `seed` chooses one of
    several palettes and layouts, the same one every time. `width` and `height` are pixels, 320 to 2160.
    """

    quote: str
    brand: str
    kicker: str
    seed: int
    width: int = 1080
    height: int = 1080


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

    async def quote(self, card: QuoteCard) -> Picture:
        """Draw the card as a PNG of at most 150 KiB; the same card always gives the same bytes.

        Long quotes are set smaller, down to 28 pixels on a picture 1080 wide, then shortened to whole words
        with an ellipsis; no word is ever broken. Text stands out from its ground with a contrast of at least
        4.5 to 1. A text with a character the fonts lack, or a word too long to be legible, is left out whole:
        then the card shows the initial of the brand, or only a shape. Words are shown as they are written;
        nothing in them is read as markup.

        Raises:
            Invalid: the width or the height is out of range.
            Rejected: the picture cannot be drawn as asked.
        """
        ...


class Photos(Protocol):
    """Takes in pictures that people send."""

    async def admit(self, data: bytes) -> Picture:
        """The picture upright, without hidden data (place, camera), as JPEG or PNG; `alt` is empty.

        Raises:
            Invalid: it is no picture that can be read, or too large in bytes or pixels.
        """
        ...
