"""What a card shows has changed: newer versions, and cards that are behind.

Rows are locked in order of their ids, so two writers who touch the same posts wait instead of deadlocking.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import Connection, TextClause, text

from adapters.store.columns import listed


@dataclass(frozen=True, slots=True)
class Raised:
    """What one transaction did to the versions of posts.

    `ahead` counts how often it raised a post beyond what its reader knows, so that the post can still be saved after
    its publications were. `saved` are those it wrote as a whole, whose cards are marked already.
    """

    ahead: Counter[int] = field(default_factory=Counter)
    saved: set[int] = field(default_factory=set)


_POSTS = "UPDATE posts SET version = version + 1 WHERE id {posts} RETURNING batch_id"
_BATCHES = "UPDATE batches SET version = version + 1 WHERE id {batches}"
_CARDS = "UPDATE deliveries SET behind = {yes} WHERE (post_id {posts} OR batch_id {batches}) AND NOT behind"


def _in_sqlite(sql: str) -> TextClause:
    named = {name: f"IN (SELECT value FROM json_each(:{name}))" for name in ("posts", "batches")}
    return text(sql.format(yes="1", **named))


def _in_postgres(sql: str, *, locking: str = "") -> TextClause:
    named = {name: f"= ANY(CAST(:{name} AS bigint[]))" for name in ("posts", "batches")}
    if locking:
        chosen = f"SELECT id FROM {locking} WHERE id {named[locking]} ORDER BY id FOR NO KEY UPDATE"
        named[locking] = f"= ANY(ARRAY({chosen}))"
    return text(sql.format(yes="true", **named))


_STATEMENTS = {
    "sqlite": (_in_sqlite(_POSTS), _in_sqlite(_BATCHES), _in_sqlite(_CARDS)),
    "postgresql": (
        _in_postgres(_POSTS, locking="posts"),
        _in_postgres(_BATCHES, locking="batches"),
        _in_postgres(_CARDS),
    ),
}


def touch_posts(connection: Connection, ids: Iterable[int]) -> None:
    """Raise the version of these posts and of their batches by one."""
    posts = set(ids)
    if not posts:
        return
    raise_posts, _, _ = _STATEMENTS[connection.dialect.name]
    touched = connection.execute(raise_posts, {"posts": listed(connection, posts)})
    touch_batches(connection, {week for week in touched.scalars() if week is not None}, posts_too=posts)


def touch_batches(connection: Connection, ids: Iterable[int], *, posts_too: Iterable[int] = ()) -> None:
    """Raise the version of these batches by one and mark every card of them, and of those posts, as behind."""
    _, raise_batches, mark_cards = _STATEMENTS[connection.dialect.name]
    weeks = set(ids)
    batches = listed(connection, weeks)
    if weeks:
        connection.execute(raise_batches, {"batches": batches})
    connection.execute(mark_cards, {"posts": listed(connection, set(posts_too)), "batches": batches})
