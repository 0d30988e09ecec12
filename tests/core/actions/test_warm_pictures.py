"""Pictures are warmed up beside the conversation, and never left running."""

from __future__ import annotations

import asyncio

from core.actions.warm_pictures import WarmPictures
from core.errors import Rejected
from core.pictures import CalendarSheet, Drawing, Picture


class SlowPictures:
    """Pictures that warm up until `done` is set, then as `error` says."""

    def __init__(self, error: Exception | None = None) -> None:
        self.done = asyncio.Event()
        self.begun = self.ended = 0
        self._error = error

    async def warm(self) -> None:
        self.begun += 1
        try:
            await self.done.wait()
            if self._error:
                raise self._error
        finally:
            self.ended += 1

    async def draw(self, drawing: Drawing) -> Picture:
        raise Rejected("not_here")

    async def calendar(self, sheet: CalendarSheet) -> Picture:
        raise Rejected("not_here")


async def test_nobody_waits_and_a_second_call_is_free() -> None:
    pictures = SlowPictures()
    async with WarmPictures(pictures) as warm:
        warm.begin()
        warm.begin()
        await asyncio.sleep(0)
        assert (pictures.begun, pictures.ended) == (1, 0)


async def test_what_still_runs_is_ended_with_the_block() -> None:
    pictures = SlowPictures()
    async with WarmPictures(pictures) as warm:
        warm.begin()
        await asyncio.sleep(0)
    assert pictures.ended == 1


async def test_nothing_begins_by_itself() -> None:
    pictures = SlowPictures()
    async with WarmPictures(pictures):
        await asyncio.sleep(0)
    assert pictures.begun == 0


async def test_pictures_that_cannot_be_warmed_end_nothing_else() -> None:
    pictures = SlowPictures(Rejected("template_failed"))
    pictures.done.set()
    async with WarmPictures(pictures) as warm:
        warm.begin()
        await asyncio.sleep(0)
    assert pictures.ended == 1
