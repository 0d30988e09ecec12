"""All that the publisher needs to know about some Parts, in two questions."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ARRAY, Column, ColumnElement, Connection, bindparam, func, select, text

from adapters.store import accounts as account_rows, approvals as approval_rows, posts as post_rows
from adapters.store.columns import BIG, Cells, listed
from adapters.store.policies import policy_from
from adapters.store.publications import gathered
from adapters.store.tables import accounts, approvals, brands, parts, posts, publications
from core.account import Account
from core.approval import Approval, Policy
from core.freeze import bound_for
from core.ids import AccountId, PostId, WorkspaceId
from core.post import Post
from core.publication import Publication
from core.queue import Claim

_POST = posts.c.keys()
_APPROVAL = approvals.c.keys()
_PART = parts.c.keys()
_ACCOUNT = accounts.c.keys()


class Claims:
    """Loads the Claims of Parts named by their ids, written once for each database."""

    def __init__(self, *, postgres: bool) -> None:
        self._posts = (
            select(posts, brands.c.workspace_id, brands.c.policy, approvals)
            .join(brands, brands.c.id == posts.c.brand_id)
            .join(approvals, approvals.c.post_id == posts.c.id, isouter=True)
            .where(among(posts.c.id, postgres=postgres))
            .order_by(posts.c.id, approvals.c.at, approvals.c.id)
        )
        self._parts = (
            select(parts, accounts)
            .join(publications, publications.c.id == parts.c.publication_id)
            .join(accounts, accounts.c.id == publications.c.account_id)
            .where(among(publications.c.post_id, postgres=postgres))
            .order_by(parts.c.publication_id, parts.c.position)
        )

    def load(self, connection: Connection, named: Sequence[tuple[int, int]]) -> tuple[Claim, ...]:
        """The Claims of these Parts, each named by its id and that of its post, in the order given."""
        if not named:
            return ()
        ids = {"ids": listed(connection, {post_id for _, post_id in named})}
        about = _about_posts((connection.execute(self._posts, ids)).all())
        rows = (connection.execute(self._parts, ids)).all()
        connected = _connected(rows)
        published: dict[PostId, list[Publication]] = {}
        for publication in gathered([dict(zip(_PART, row, strict=False)) for row in rows]):
            published.setdefault(publication.post_id, []).append(publication)
        held = {part.id: part for group in published.values() for one in group for part in one.parts}
        claims = []
        for part_id, post_id in named:
            part = held.get(part_id)  # type: ignore[call-overload]  # a PartId is an int
            if part is None or post_id not in about:
                continue
            post, workspace_id, policy, given = about[post_id]
            claims.append(
                Claim(
                    part=part,
                    publications=tuple(published[post.id]),
                    post=post,
                    account=connected[part.account_id],
                    workspace_id=workspace_id,
                    approvals=given,
                    policy=policy,
                    platforms=bound_for(tuple(published[post.id]), connected),
                )
            )
        return tuple(claims)


def among(column: Column[int], *, postgres: bool) -> ColumnElement[bool]:
    """True where the column is one of `:ids`. One text for any number of ids, so the database plans it once."""
    if postgres:
        return column == func.any(bindparam("ids", type_=ARRAY(BIG)))
    return column.in_(text("SELECT value FROM json_each(:ids)"))


_About = tuple[Post, WorkspaceId, Policy, tuple[Approval, ...]]


def _about_posts(rows: Sequence[Cells]) -> dict[int, _About]:
    width = len(_POST)
    found: dict[int, _About] = {}
    for row in rows:
        post_id, approval_id = row[0], row[width + 2]
        if post_id not in found:
            post = post_rows.from_row(dict(zip(_POST, row, strict=False)))
            found[post.id] = (post, WorkspaceId(row[width]), policy_from(row[width + 1]), ())
        if approval_id is not None:
            post, workspace_id, policy, earlier = found[post_id]
            approval = approval_rows.from_row(dict(zip(_APPROVAL, row[width + 2 :], strict=True)))
            found[post.id] = (post, workspace_id, policy, (*earlier, approval))
    return found


def _connected(rows: Sequence[Cells]) -> dict[AccountId, Account]:
    found: dict[AccountId, Account] = {}
    width = len(_PART)
    for row in rows:
        if row[width] not in found:
            account = account_rows.from_row(dict(zip(_ACCOUNT, row[width:], strict=True)))
            found[account.id] = account
    return found
