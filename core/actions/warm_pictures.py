"""Load what the first picture needs while people still answer questions."""

from __future__ import annotations

import asyncio
import logging
from types import TracebackType
from typing import Self

from core.errors import GreenlightError
from core.pictures import Pictures

log = logging.getLogger(__name__)


class WarmPictures:
    """Warms up in the background, inside a block that ends the work when it is left."""

    def __init__(self, pictures: Pictures) -> None:
        self._pictures = pictures
        self._task: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Start without waiting. Repeating is free."""
        if self._task is None:
            self._task = asyncio.create_task(self._warm(), name="warm_pictures")

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop, and wait until it has stopped."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def _warm(self) -> None:
        try:
            await self._pictures.warm()
        except GreenlightError as error:
            log.warning("pictures_not_warm cause=%s", type(error).__name__)
