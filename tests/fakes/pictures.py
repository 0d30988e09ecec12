"""Real pictures, each drawn once in a test run: stories tell of the same few brands again and again."""

from __future__ import annotations

from adapters.media.pictures import DrawnPictures
from core.pictures import CalendarSheet, Drawing, Picture

_drawn: dict[Drawing, Picture] = {}


class RememberedPictures:
    """`core.pictures.Pictures` that draws equal cards once; they are equal to the byte anyway."""

    def __init__(self) -> None:
        self._pictures = DrawnPictures()

    async def warm(self) -> None:
        """Nothing to load before there is something new to draw."""

    async def draw(self, drawing: Drawing) -> Picture:
        """The card, from memory if it was drawn before."""
        if drawing not in _drawn:
            _drawn[drawing] = await self._pictures.draw(drawing)
        return _drawn[drawing]

    async def calendar(self, sheet: CalendarSheet) -> Picture:
        """The calendar, drawn anew."""
        return await self._pictures.calendar(sheet)
