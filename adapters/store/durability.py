"""Whether what is committed survives a power cut."""

from __future__ import annotations

from sqlalchemy import text

from adapters.store.engine import open_engines


async def problems(url: str) -> tuple[str, ...]:
    """What could make the database forget a commit, as sentences; empty when all is well. Reads only."""
    engines = open_engines(url)
    try:
        async with engines.reading() as connection:
            if not engines.postgres:
                mode = (await connection.execute(text("PRAGMA journal_mode"))).scalar_one()
                return () if mode == "wal" else (_not_wal(mode),)
            settings = {
                name: (await connection.execute(text(f"SHOW {name}"))).scalar_one()
                for name in ("fsync", "synchronous_commit")
            }
    finally:
        await engines.close()
    return tuple(
        f"PostgreSQL runs with {name} = off: after a crash a post could go out twice. Please switch it on."
        for name, value in settings.items()
        if value == "off"
    )


def _not_wal(mode: str) -> str:
    return f"SQLite uses the journal “{mode}” instead of its write-ahead log. Please keep the file on a local disk."
