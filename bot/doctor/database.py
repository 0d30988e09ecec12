"""Looks at the database: does it answer, is it durable, has it today's shape?"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from bot.doctor.findings import Finding, Weight
from bot.home import missing

_PATIENCE = 10.0
"""Seconds the database gets to answer."""


async def database(
    file: Path | None,
    *,
    schema_problem: Callable[[], Awaitable[str]],
    durability_problems: Callable[[], Awaitable[Sequence[str]]],
) -> tuple[Finding, ...]:
    """What there is to say about the database; `file` is that of SQLite."""
    if missing(file):
        return (Finding(about="database", weight=Weight.WELL, says=f"{file} will be made at the first start."),)
    try:
        async with asyncio.timeout(_PATIENCE):
            shape = await schema_problem()
            lossy = await durability_problems()
    except Exception as error:  # noqa: BLE001 - whatever a database raises, the answer is the same
        return (_silent(file, error),)
    kind = "PostgreSQL" if file is None else "SQLite"
    return (
        Finding(about="database", weight=Weight.WELL, says=f"{kind} answers."),
        *(
            Finding(
                about="database", weight=Weight.WRONG, says=one, fix="Without this a power cut loses approved work."
            )
            for one in lossy
        ),
        _shape(shape),
    )


def _shape(problem: str) -> Finding:
    if problem:
        return Finding(about="schema", weight=Weight.WRONG, says=problem)
    return Finding(about="schema", weight=Weight.WELL, says="The database has the shape this version needs.")


def _silent(file: Path | None, error: Exception) -> Finding:
    """Only the kind of error is told: its text may quote the address, and with it the password."""
    if file is None:
        fix = "Is PostgreSQL running, and are host, name, user and password in GREENLIGHT_DATABASE_URL right?"
    else:
        fix = f"Is {file} a database of Greenlight, and may this user read and write it and its folder?"
    says = f"The database does not answer ({type(error).__name__})."
    return Finding(about="database", weight=Weight.WRONG, says=says, fix=fix)
