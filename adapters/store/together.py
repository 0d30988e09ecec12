"""Group commit: what is asked for while one commit runs is written by the next one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Job = TypeVar("Job")


class Together(Generic[Job]):
    """Collects jobs of one process and writes them as groups, in order; each is answered after its commit."""

    def __init__(self, write: Callable[[Sequence[Job]], Awaitable[Sequence[bool]]], *, most: int = 100) -> None:
        self._write = write
        self._most = most
        self._waiting: list[tuple[Job, asyncio.Future[bool]]] = []
        self._writer: asyncio.Task[None] | None = None

    async def do(self, job: Job) -> bool:
        """Write the job with its group and answer whether it was accepted.

        A caller who is cancelled before its group begins leaves nothing behind; afterwards the job is written.
        """
        answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((job, answer))
        if self._writer is None:
            self._writer = asyncio.create_task(self._run())
        return await answer

    async def finished(self) -> None:
        """Return when nothing is being written any more."""
        if self._writer is not None:
            await asyncio.wait([self._writer])

    async def _run(self) -> None:
        try:
            while self._waiting:
                group = [(job, answer) for job, answer in self._waiting[: self._most] if not answer.done()]
                del self._waiting[: self._most]
                if group:
                    await self._settle(group)
        finally:
            self._writer = None

    async def _settle(self, group: list[tuple[Job, asyncio.Future[bool]]]) -> None:
        try:
            answers = await self._write([job for job, _ in group])
        except BaseException as error:
            for _, answer in group:
                if not answer.done():
                    answer.set_exception(error) if isinstance(error, Exception) else answer.cancel()
            if not isinstance(error, Exception):
                raise
            return
        for (_, answer), accepted in zip(group, answers, strict=True):
            if not answer.done():
                answer.set_result(accepted)
