"""A town of brands whose approved, sealed posts are due: rows as the product itself would have written them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, Table, create_engine, insert

from adapters.store import (
    accounts,
    approvals,
    batches,
    brands,
    deliveries,
    members,
    posts,
    publications,
    tables as t,
    workspaces,
)
from adapters.store.engine import driver_url, prepare_sqlite
from adapters.vault import AesVault
from core.account import Account, Grant
from core.digest import post_digest
from core.freeze import plan, schedule, seal
from core.payload import Media
from core.post import Content
from core.publisher import Publisher
from core.secret import KeyRing, Secret
from tests.builders import (
    a_batch,
    a_brand,
    a_chat,
    a_delivery,
    a_member,
    a_post,
    a_workspace,
    an_account,
    an_approval,
    fresh_id,
    some_media,
)

KEYS = KeyRing(current="k1", keys={"k1": b"1" * 32})
SECOND = timedelta(seconds=1)
TEXT = "The oven is on, the first loaves are out, and number {number} still sings when you tap it. Come by before ten."

Rows = dict[Table, list[dict[str, object]]]


class BuilderIds:
    """Ids as the builders count them."""

    def new(self) -> int:
        """The next number."""
        return fresh_id()

    def token(self) -> str:
        """A number as text."""
        return f"token-{fresh_id()}"

    def jitter(self) -> float:
        """No chance at all."""
        return 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """`brands` brands with one account each; every brand has `each` posts in one week's batch.

    The posts of one brand are due an hour apart from `since` on, those of neighbours a second apart: fifty in
    a row belong to fifty accounts. `token` and `remote_id` name the account on the far side, `extra` is in its grant,
    `details` in its row, and `media` in every post.
    """

    brands: int
    each: int
    publisher: Publisher
    since: datetime
    pictures: bool = True
    remote_id: Callable[[int], str] = field(default=lambda number: f"remote-{number}")
    token: Callable[[int], str] = field(default=lambda number: f"token-{number}")
    media: tuple[Media, ...] = ()
    extra: Callable[[int], Mapping[str, str]] = field(default=lambda number: {})
    details: Mapping[str, str] = field(default_factory=dict)

    def rows(self) -> Rows:
        """Every row, table by table, in the order in which they may be written."""
        rows: Rows = {table: [] for table in t.metadata.sorted_tables}
        for number in range(self.brands):
            self._brand(rows, number)
        return {table: given for table, given in rows.items() if given}

    def fill(self, url: str) -> None:
        """Write the town into a migrated database."""
        engine = create_engine(driver_url(url, waiting=False))
        if engine.dialect.name == "sqlite":
            prepare_sqlite(engine, begin="BEGIN IMMEDIATE")
        with engine.begin() as connection:
            _write(connection, self.rows())
        engine.dispose()

    def _brand(self, rows: Rows, number: int) -> None:
        workspace = a_workspace(f"Bakery {number}")
        member, chat, brand = a_member(workspace), a_chat(workspace), a_brand(workspace)
        batch = a_batch(brand, first=self.since.date(), created_at=self.since)
        account = self._account(an_account(brand, self.publisher.platform, self.remote_id(number)), number)
        rows[t.workspaces].append(workspaces.to_row(workspace))
        rows[t.members].append(members.to_row(member))
        rows[t.brands].append(brands.to_row(brand))
        rows[t.accounts].append(accounts.to_row(account))
        rows[t.batches].append(batches.to_row(batch))
        rows[t.deliveries].append(deliveries.to_row(a_delivery("batch", batch.id, chat)) | {"behind": False})
        for turn in range(self.each):
            instant = self.since.replace(microsecond=0) + turn * timedelta(hours=1) + number * SECOND
            content = Content(
                text=TEXT.format(number=fresh_id()), hashtags=("Sourdough", "Bakery"), media=self._media()
            )
            post = a_post(brand, batch=batch, content=content, instant=instant)
            planned = plan(post, account, {account.platform: self.publisher}, BuilderIds())
            sealed = schedule(seal(post, planned, account, KEYS), post, not_before=instant)
            approval = an_approval(post, member, digest=post_digest(sealed.parts), at=self.since)
            rows[t.posts].append(posts.to_row(post))
            rows[t.approvals].append(approvals.to_row(approval))
            rows[t.publications].append({"id": sealed.id, "post_id": post.id, "account_id": account.id})
            rows[t.parts] += [publications.part_to_row(part, post.id) for part in sealed.parts]
            rows[t.deliveries].append(deliveries.to_row(a_delivery("post", post.id, chat)) | {"behind": False})

    def _account(self, account: Account, number: int) -> Account:
        grant = Grant(access=Secret(self.token(number)), extra=self.extra(number))
        return replace(account, details=self.details, grant=AesVault(KEYS).seal(grant, account.row))

    def _media(self) -> tuple[Media, ...]:
        return self.media or ((some_media(),) if self.pictures else ())


def _write(connection: Connection, rows: Rows, *, at_a_time: int = 500) -> None:
    for table, given in rows.items():
        for first in range(0, len(given), at_a_time):
            chunk: Sequence[dict[str, object]] = given[first : first + at_a_time]
            connection.execute(insert(table), list(chunk))
