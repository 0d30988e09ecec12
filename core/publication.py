"""One post on one account: the thing that happens once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from core.ids import AccountId, PartId, PostId, PublicationId
from core.moves import SETTLED, PartState, check_part
from core.payload import Checkpoint, Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One visible piece of a publication; the first has `index` 0.

    `payload` and `digest` are frozen by the approval. `fire_at` is when the publisher may take it: the planned
    time, the end of an undo window or a retry, whichever is latest; None until the Part before it is live.
    `attempt` numbers the claims. `sent_at` is when the visible call of the newest attempt began, `first_sent_at`
    that of the first. `check_at` is when an unknown outcome is looked at next. `reason` is a code, not a sentence.
    """

    id: PartId
    publication_id: PublicationId
    account_id: AccountId
    index: int
    state: PartState
    payload: Payload
    digest: str = ""
    fire_at: datetime | None = None
    attempt: int = 0
    failures: int = 0
    owner: str = ""
    lease_until: datetime | None = None
    checkpoint: Checkpoint | None = None
    first_sent_at: datetime | None = None
    sent_at: datetime | None = None
    check_at: datetime | None = None
    live_at: datetime | None = None
    remote_id: str = ""
    url: str = ""
    reason: str = ""

    def go(self, to: PartState, *, reason: str = "") -> Part:
        """The Part in another state.

        Raises:
            IllegalMove: the table of moves has no such move.
        """
        check_part(self.state, to)
        return replace(self, state=to, reason=reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One post on one account, with its Parts in order."""

    id: PublicationId
    post_id: PostId
    account_id: AccountId
    parts: tuple[Part, ...]

    @property
    def state(self) -> PartState:
        """The state of the first Part that is not live, or live when all are."""
        return next((part.state for part in self.parts if part.state is not PartState.LIVE), PartState.LIVE)

    @property
    def url(self) -> str:
        """Where the first live Part can be seen."""
        return next((part.url for part in self.parts if part.url), "")

    @property
    def settled(self) -> bool:
        """True when nothing more happens by itself."""
        return self.state in SETTLED
