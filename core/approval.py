"""Who said yes to which bytes, and whether that is enough."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.ids import ApprovalId, MemberId, PostId


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """One yes. `digest` covers every Part of the post as it was; `door` is the front-end it came through."""

    id: ApprovalId
    post_id: PostId
    member_id: MemberId
    revision: int
    digest: str
    step: int
    door: str
    at: datetime
    voided_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How many different approvers a post needs."""

    approvers: int = 1

    def satisfied(self, approvals: tuple[Approval, ...], *, revision: int, digest: str) -> bool:
        """True when enough different members approved exactly this revision and these bytes."""
        valid = {
            approval.member_id
            for approval in approvals
            if approval.voided_at is None and approval.revision == revision and approval.digest == digest
        }
        return len(valid) >= self.approvers


ONE_APPROVER = Policy()
