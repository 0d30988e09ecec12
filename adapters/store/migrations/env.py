"""What Alembic runs: the connection comes from `adapters.store.schema`, nothing is read from a file."""

from __future__ import annotations

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection

from adapters.store.columns import Instant
from adapters.store.tables import metadata


def render_item(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Write our own column type into new migrations by its name."""
    return "Instant()" if kind == "type" and isinstance(item, Instant) else False


def run() -> None:
    """Run the migrations on the given connection, all in one transaction."""
    connection: Connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=render_item,
        compare_server_default=False,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
