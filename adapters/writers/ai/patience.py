"""Asks again where that can help: a model that is busy or away now may answer in a moment, at most three times."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from adapters.writers.ai.model import Answer, Ask, Meter, Model, guessed
from core.clock import Clock, Ids
from core.errors import OutcomeUnknown, PortError, Rejected, Throttled, Unavailable
from core.ids import BrandId
from core.money import Usage

log = logging.getLogger(__name__)

TRIES = 3
FIRST_WAIT = 0.5
LONGEST_WAIT = 20.0
"""Seconds; whoever asks for a longer pause is not waited for."""

Sleep = Callable[[float], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line to a model: counted, and patient within reason."""

    model: Model
    meter: Meter
    clock: Clock
    ids: Ids
    sleep: Sleep = asyncio.sleep

    async def ask(self, brand_id: BrandId, ask: Ask, *, purpose: str) -> str:
        """The text of a whole answer.

        Raises:
            PortError: as `Model.answer` and `Meter.call`, after the last try; Rejected also for an answer that was
                refused or cut off.
        """
        for number in range(1, TRIES + 1):
            try:
                answer = await self._once(brand_id, ask, purpose)
            except (OutcomeUnknown, Throttled, Unavailable) as error:
                wait = self._wait(error, number)
                if number == TRIES or wait > LONGEST_WAIT:
                    raise
                log.info("model_asked_again provider=%s reason=%s", self.model.provider, error.reason)
                await self.sleep(wait)
                continue
            if answer.stopped:
                raise Rejected(answer.stopped)
            return answer.text
        raise AssertionError("unreachable")

    async def _once(self, brand_id: BrandId, ask: Ask, purpose: str) -> Answer:
        async def work() -> tuple[Answer, str, Usage]:
            answer = await self.model.answer(ask)
            return answer, answer.model or self.model.name, answer.usage

        return await self.meter.call(
            brand_id,
            provider=self.model.provider,
            model=self.model.name,
            purpose=purpose,
            estimate=replace(guessed(ask, 0), output_tokens=ask.most),
            work=work,
        )

    def _wait(self, error: PortError, number: int) -> float:
        if isinstance(error, Throttled):
            return max(0.0, (error.retry_at - self.clock.now()).total_seconds())
        doubled: float = FIRST_WAIT * 2 ** (number - 1)
        return doubled * (1 - self.ids.jitter() / 4)
