"""Column types that mean the same in SQLite and in PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Connection, Dialect, Integer, Text, TypeDecorator
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.types import TypeEngine

Record = Mapping[Any, Any]
"""One row by column name. Drivers do not tell types, and SQLAlchemy takes columns as keys beside names."""

Cells = Sequence[Any]
"""One row by position."""

BIG = BigInteger().with_variant(Integer(), "sqlite")
"""64 bits; an INTEGER in SQLite, so that a primary key is the row's own place."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Instant(TypeDecorator[datetime]):
    """An aware datetime, read back in UTC: timestamptz in PostgreSQL, microseconds since 1970 in SQLite."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[datetime]:
        """Choose the column type of this database."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(TIMESTAMP(timezone=True))
        return dialect.type_descriptor(BigInteger())  # type: ignore[arg-type]  # stored as a number

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | int | None:
        """Turn an instant into what the column holds."""
        if value is None:
            return None
        return in_utc(value) if dialect.name == "postgresql" else micros(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[int | None], datetime | None] | None:
        """How to turn what the column holds into an instant; PostgreSQL's driver, told to use UTC, does it itself."""
        return None if dialect.name == "postgresql" else _read_micros


class Words(TypeDecorator[str]):
    """Text without the few things that no database holds: NUL and halves of characters are left out."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Leave out what cannot be stored."""
        return None if value is None else storable(value)


def storable(text: str) -> str:
    """Text without NUL and without halves of surrogate pairs."""
    return text if text.isascii() and "\0" not in text else text.replace("\0", "").encode("utf-8", "ignore").decode()


def _read_micros(value: int | None) -> datetime | None:
    return None if value is None else from_micros(value)


def listed(connection: Connection, ids: Iterable[int]) -> list[int] | str:
    """Ids as the one parameter of a statement whose text is the same for any number of them."""
    wanted = sorted(ids)
    return wanted if connection.dialect.name == "postgresql" else json.dumps(wanted)


def in_utc(value: datetime) -> datetime:
    """The same instant in UTC.

    Raises:
        ValueError: the time is naive; a wall time is not an instant.
    """
    if value.tzinfo is None:
        raise ValueError("a stored instant must know its zone")
    return value.astimezone(UTC)


def micros(value: datetime) -> int:
    """An instant as whole microseconds since 1970.

    Raises:
        ValueError: the time is naive.
    """
    return (in_utc(value) - _EPOCH) // _MICROSECOND


def from_micros(value: int) -> datetime:
    """The instant that many microseconds after 1970, in UTC."""
    return _EPOCH + timedelta(microseconds=value)
