"""Draws cards with typst, away from the event loop."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict

from adapters.media import calendar
from adapters.media.engine import Engine, shrunk
from adapters.media.lettering import Coverage, Paragraph, initial, paragraphs, runs_right_to_left, tidied
from core.errors import Invalid, Problem, Rejected
from core.pictures import CalendarSheet, Drawing, Frame, Picture, QuoteCard

QUOTE = "quote.typ"
SMALLEST_SIDE, LARGEST_SIDE = 320, 2160  # pixels
MOST_BYTES = 150 * 1024
SEEDS = 2**31  # templates count with whole numbers far below this


class DrawnPictures:
    """Pictures drawn by this process from the templates and fonts beside this module.

    One picture is drawn at a time, in a worker thread; the others wait without holding a thread.
    """

    def __init__(self) -> None:
        self._turn = asyncio.Semaphore(1)
        self._engine = Engine()

    async def warm(self) -> None:
        """Load typst and the fonts."""
        async with self._turn:
            await asyncio.to_thread(self._engine.warm, QUOTE)

    async def draw(self, drawing: Drawing) -> Picture:
        """Draw the card as a PNG of at most 150 KiB; see `core.pictures.Pictures`."""
        if not isinstance(drawing, QuoteCard):
            raise Rejected("not_drawn_yet")
        problems = _problems(drawing.frame)
        if problems:
            raise Invalid(*problems)
        async with self._turn:
            return await asyncio.to_thread(self._quote, drawing)

    async def calendar(self, sheet: CalendarSheet) -> Picture:
        """Draw the calendar as a PNG of at most 60 KiB; see `core.pictures.Pictures`."""
        async with self._turn:
            return await asyncio.to_thread(calendar.draw, self._engine, sheet)

    def _quote(self, card: QuoteCard) -> Picture:
        png, words = self._engine.set(QUOTE, _values(card, self._engine.coverage))
        said = words if isinstance(words, str) else ""
        return Picture(
            data=shrunk(png, MOST_BYTES),
            mime="image/png",
            width=card.frame.width,
            height=card.frame.height,
            alt=_alt(card, said),
        )


def _values(card: QuoteCard, coverage: Coverage) -> str:
    """What the template is given, as JSON: only text that can be drawn."""
    quote = paragraphs(card.quote)
    frame = card.frame
    brand, kicker = tidied(frame.brand), tidied(frame.kicker).upper()

    def label(text: str) -> dict[str, str | bool] | None:
        if not text or not coverage.draws(text):
            return None
        return asdict(Paragraph(text=text, rtl=runs_right_to_left(text)))

    drawable = all(coverage.draws(paragraph.text) for paragraph in quote)
    return json.dumps(
        {
            "paragraphs": [asdict(paragraph) for paragraph in quote] if drawable else [],
            "brand": label(brand),
            "kicker": label(kicker),
            "initial": label(initial(brand)),
            "seed": frame.seed % SEEDS,
            "width": frame.width,
            "height": frame.height,
        }
    )


def _alt(card: QuoteCard, words: str) -> str:
    parts = [part for part in (tidied(words), tidied(card.frame.brand)) if part]
    return " \N{EM DASH} ".join(parts)


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
