"""Seven days of posts of one brand, reviewed together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.ids import BatchId, BrandId
from core.post import Post


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """`first` and `last` are days in the brand's zone.

    `decided_at` is set when no post of it waits any more. `undo_until` is set by Approve all: until then
    one press takes it back. `version` grows with every change of the batch or of a post in it.
    `reminded_at` is when people were last nudged about it; once it is `muted` nobody is.
    """

    id: BatchId
    brand_id: BrandId
    first: date
    last: date
    created_at: datetime
    decided_at: datetime | None = None
    undo_until: datetime | None = None
    reminded_at: datetime | None = None
    muted: bool = False
    version: int = 1

    def next_first(self, gap_days: int, today: date) -> date:
        """The day the batch after this one starts: the day after its last, plus the gap, never before tomorrow."""
        return max(self.last + timedelta(days=1 + gap_days), today + timedelta(days=1))


def edition(posts: Iterable[Post]) -> int:
    """A number that changes with every new text, picture or time in the batch, and with nothing else."""
    return sum(post.revision for post in posts)
