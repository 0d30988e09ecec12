"""A million old posts in seconds: copies of the town's posts, made by the database itself."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
from sqlalchemy import Table

from adapters.store.tables import parts, posts, publications

APART = 100_000_000
"""Between the ids of two copies; a town is smaller than that."""

_SHIFTED = {"id", "post_id", "publication_id"}
_OUTCOME = "CASE copy.n % 20 WHEN 0 THEN 'failed' WHEN 1 THEN 'missed' WHEN 2 THEN 'cancelled' ELSE 'live' END"


def grow_sqlite(file: Path, copies: int) -> None:
    """Add that many copies of every post, each a day older than the one before and long finished."""
    numbers = f"(WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {copies}) SELECT n FROM c)"
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        for table in (posts, publications, parts):
            connection.execute(_copying(table, f"{numbers} AS copy", day="{column} - copy.n * 86400000000"))
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def grow_postgres(url: str, copies: int) -> None:
    """The same in PostgreSQL. Whether the copies belong to somebody is not asked again a million times."""
    numbers = f"generate_series(1::bigint, {copies}) AS copy(n)"
    with psycopg.connect(url) as connection:
        connection.execute("SET session_replication_role = replica")
        for table in (posts, publications, parts):
            connection.execute(_copying(table, numbers, day="{column} - copy.n * interval '1 day'").encode())


def _copying(table: Table, numbers: str, *, day: str) -> str:
    """An INSERT of the rows that are there, once for each number."""
    news = {name: f"old.{name} + copy.n * {APART}" for name in _SHIFTED}
    news |= {name: day.format(column=f"old.{name}") for name in ("instant", "created_at", "approved_at")}
    if table is parts:
        live = f"({_OUTCOME}) = 'live'"
        news["state"] = _OUTCOME
        news["remote_id"] = f"CASE WHEN {live} THEN 'r' || (old.id + copy.n * {APART}) ELSE '' END"
        news["fire_at"] = f"CASE WHEN {live} THEN {day.format(column='old.fire_at')} END"
        news["live_at"] = f"CASE WHEN {live} THEN {day.format(column='old.fire_at')} END"
    columns = table.columns.keys()
    picked = ", ".join(news.get(name, f"old.{name}") for name in columns)
    return (
        f"INSERT INTO {table.name} ({', '.join(columns)}) SELECT {picked} FROM {numbers} CROSS JOIN {table.name} AS old"
    )
