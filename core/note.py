"""What reviewers write beside a post: seen by members, never published, never part of what is approved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NewType, Protocol

from core.ids import MemberId, PostId

NoteId = NewType("NoteId", int)

MAX_NOTE = 2000  # characters, ours


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A remark about a post. `member_id` is None once its author is gone; `author` is their name as it was.

    One that `asks` wants the content changed; it is open until that happens, at `done_at`.
    """

    id: NoteId
    post_id: PostId
    member_id: MemberId | None
    author: str
    text: str
    at: datetime
    asks: bool = False
    done_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Whether a change is still asked for."""
        return self.asks and self.done_at is None


class Notes(Protocol):
    """Remarks, by post."""

    async def add(self, note: Note) -> None: ...

    async def of(self, post_id: PostId) -> tuple[Note, ...]:
        """The remarks about a post, oldest first."""
        ...

    async def settle(self, post_id: PostId, at: datetime) -> None:
        """The content was changed: what was asked for is done. Repeating is harmless."""
        ...

    async def remove(self, note_id: NoteId) -> None:
        """Take a remark back. Repeating is harmless."""
        ...
