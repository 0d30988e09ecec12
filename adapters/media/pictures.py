"""Draws cards with typst, away from the event loop."""

from __future__ import annotations

import asyncio

from adapters.media import calendar
from adapters.media.backdrop import over_photo
from adapters.media.cards import TEMPLATE, Drawn, palette_of, values
from adapters.media.engine import SIDE_BY_SIDE, Engine, shrunk
from adapters.media.palette import veiled
from core.errors import Invalid, Problem
from core.pictures import CalendarSheet, Drawing, Frame, PhotoCard, Picture, QuoteCard

SMALLEST_SIDE, LARGEST_SIDE = 320, 2160  # pixels
MOST_BYTES = 150 * 1024
MOST_PHOTO_BYTES = 400 * 1024
FIRST = QuoteCard(frame=Frame(brand="Aa", kicker="", seed=0, width=SMALLEST_SIDE, height=SMALLEST_SIDE), quote="Aa")


class DrawnPictures:
    """Pictures drawn by this process from the templates and fonts beside this module.

    Two pictures are drawn side by side, in worker threads; the others wait without holding a thread.
    """

    def __init__(self, engine: Engine | None = None) -> None:
        self._turn = asyncio.Semaphore(SIDE_BY_SIDE)
        self._engine = engine or Engine()

    async def warm(self) -> None:
        """Load typst and the fonts by drawing a tiny card."""
        await self.draw(FIRST)

    async def draw(self, drawing: Drawing) -> Picture:
        """Draw the card; see `core.pictures.Pictures`."""
        problems = _problems(drawing.frame)
        if problems:
            raise Invalid(*problems)
        async with self._turn:
            return await asyncio.to_thread(self._drawn, drawing)

    async def calendar(self, sheet: CalendarSheet) -> Picture:
        """Draw the calendar as a PNG of at most 60 KiB; see `core.pictures.Pictures`."""
        async with self._turn:
            return await asyncio.to_thread(calendar.draw, self._engine, sheet)

    def _drawn(self, card: Drawing) -> Picture:
        png, said = self._engine.set(TEMPLATE, values(card, self._engine.coverage))
        drawn, frame = Drawn.read(said), card.frame
        if isinstance(card, PhotoCard):
            night = veiled(palette_of(card))
            mime = "image/jpeg"
            data = over_photo(png, card.photo, veil=drawn.veil, night=night, most_bytes=MOST_PHOTO_BYTES)
        else:
            mime, data = "image/png", shrunk(png, MOST_BYTES)
        return Picture(data=data, mime=mime, width=frame.width, height=frame.height, alt=drawn.alt(frame.brand))


def _problems(frame: Frame) -> tuple[Problem, ...]:
    sides = (("width", frame.width), ("height", frame.height))
    return tuple(
        Problem(
            field=side,
            what=f"The {side} of a picture is {pixels} pixels.",
            fix=f"Choose {SMALLEST_SIDE} to {LARGEST_SIDE}.",
            limit=LARGEST_SIDE if pixels > LARGEST_SIDE else SMALLEST_SIDE,
            actual=pixels,
        )
        for side, pixels in sides
        if not SMALLEST_SIDE <= pixels <= LARGEST_SIDE
    )
