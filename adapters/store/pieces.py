"""What tables are made of: the same columns and indexes again and again, with names that follow one rule."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, text

from adapters.store.columns import BIG, Words

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def words(name: str) -> Column[str]:
    """Text that is always there."""
    return Column(name, Words, nullable=False)


def number(name: str) -> Column[int]:
    """A whole number that is always there."""
    return Column(name, Integer, nullable=False)


def row_id() -> Column[int]:
    """The row's own id, given by us."""
    return Column("id", BIG, primary_key=True, autoincrement=False)


def counted_id() -> Column[int]:
    """The row's own id, counted up by the database."""
    return Column("id", BIG, primary_key=True, autoincrement=True)


def of(name: str, parent: str, *, nullable: bool = False, index: bool = False) -> Column[int]:
    """The id of the row this one hangs on, and goes with."""
    key = ForeignKey(f"{parent}.id", ondelete="CASCADE")
    return Column(name, BIG, key, nullable=nullable, index=index)


def only(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index over the rows that match `where`."""
    return Index(name, *columns, unique=unique, sqlite_where=text(where), postgresql_where=text(where))
