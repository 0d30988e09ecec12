"""What people must be told; written in the same transaction as the change it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from core.ids import BatchId, BrandId, MemberId, NoticeId, PartId, PostId, WorkspaceId


class Topic(StrEnum):
    """What a notice is about."""

    BATCH_READY = "batch_ready"
    BATCH_WAITS = "batch_waits"
    POST_LIVE = "post_live"
    POST_FAILED = "post_failed"
    POST_MISSED = "post_missed"
    POST_ASKS = "post_asks"
    POST_AT_RISK = "post_at_risk"
    POST_HELD = "post_held"
    POST_LAPSED = "post_lapsed"
    APPROVAL_VOIDED = "approval_voided"
    TICK_LATE = "tick_late"
    CLOCK_JUMPED = "clock_jumped"
    RESTORED = "restored"
    WRITER_FELL_BACK = "writer_fell_back"
    SOURCE_FAILS = "source_fails"
    POST_AGAIN = "post_again"
    CONNECTED = "connected"
    NOT_CONNECTED = "not_connected"
    PICK_ACCOUNT = "pick_account"
    ACCOUNT_BROKEN = "account_broken"
    ACCOUNT_ENDS = "account_ends"
    CHAT_LEFT = "chat_left"
    THROWN_OUT = "thrown_out"
    CHAT_ASKED = "chat_asked"
    CHAT_ANSWERED = "chat_answered"
    AUTOPILOT_RESTS = "autopilot_rests"
    ROLE_CHANGED = "role_changed"
    POLICY_CHANGED = "policy_changed"
    CHANGES_ASKED = "changes_asked"
    YOUR_TURN = "your_turn"
    APPROVAL_LAPSED = "approval_lapsed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One thing to tell a workspace, or only `member_id` in it. `facts` are codes and numbers, not sentences."""

    topic: Topic
    workspace_id: WorkspaceId
    at: datetime
    brand_id: BrandId | None = None
    batch_id: BatchId | None = None
    post_id: PostId | None = None
    part_id: PartId | None = None
    member_id: MemberId | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A notice on its way to one chat: delivered at least once, tried again at `try_at`.

    Of the messages it consists of the first `sent` have arrived.
    """

    id: NoticeId
    notice: Notice
    front_end: str
    chat: str
    attempts: int
    try_at: datetime
    sent: int = 0
