"""Jobs that arrive while a commit runs are written by the next one."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from adapters.store.together import Together


class Book:
    """Writes groups of words when it is let; refuses short ones, breaks on "fire"."""

    def __init__(self) -> None:
        self.groups: list[list[str]] = []
        self.free = asyncio.Event()

    async def write(self, words: Sequence[str]) -> list[bool]:
        """Note the group down."""
        self.groups.append(list(words))
        await self.free.wait()
        if "fire" in words:
            raise OSError("the book burns")
        return [len(word) > 2 for word in words]


async def started(together: Together[str], *words: str) -> list[asyncio.Task[bool]]:
    """Ask for each word to be written and wait until all have asked."""
    tasks = [asyncio.create_task(together.do(word)) for word in words]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return tasks


async def test_what_waits_during_a_commit_goes_together_into_the_next() -> None:
    book = Book()
    together = Together(book.write)
    tasks = await started(together, "one")
    tasks += await started(together, "two", "a", "three")
    book.free.set()
    assert await asyncio.gather(*tasks) == [True, True, False, True]
    assert book.groups == [["one"], ["two", "a", "three"]]


async def test_no_group_is_larger_than_allowed() -> None:
    book = Book()
    together = Together(book.write, most=2)
    tasks = await started(together, "one", "two", "three", "four", "five")
    book.free.set()
    await asyncio.gather(*tasks)
    assert [len(group) for group in book.groups] == [2, 2, 1]


async def test_a_failure_reaches_those_of_its_group_only() -> None:
    book = Book()
    together = Together(book.write)
    tasks = await started(together, "fire")
    tasks += await started(together, "water")
    book.free.set()
    with pytest.raises(OSError, match="burns"):
        await tasks[0]
    assert await tasks[1]


async def test_who_gives_up_before_the_group_begins_leaves_nothing_behind() -> None:
    book = Book()
    together = Together(book.write)
    tasks = await started(together, "one", "two")
    late = await started(together, "three", "four")
    late[0].cancel()
    book.free.set()
    await asyncio.gather(*tasks, *late, return_exceptions=True)
    assert book.groups == [["one", "two"], ["four"]]


async def test_finished_waits_for_all_that_was_asked_for() -> None:
    book = Book()
    together = Together(book.write)
    tasks = await started(together, "one")
    tasks += await started(together, "two")
    book.free.set()
    await together.finished()
    assert book.groups == [["one"], ["two"]]
    assert await asyncio.gather(*tasks) == [True, True]
    await together.finished()
