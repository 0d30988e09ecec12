"""Who was asked for a yes, so that nobody is asked twice about the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.ids import MemberId, PostId


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """That member was asked about that revision of the post."""

    post_id: PostId
    member_id: MemberId
    revision: int
    at: datetime


class Asks(Protocol):
    """Questions to people, by post."""

    async def add(self, ask: Ask) -> bool:
        """Note it; False when that member was asked about that revision already."""
        ...

    async def of(self, *post_ids: PostId) -> tuple[Ask, ...]:
        """Who was asked about these posts, oldest first."""
        ...
