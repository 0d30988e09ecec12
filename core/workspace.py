"""The tenant, its people and the chats they talk in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from core.ids import BrandId, ChatId, MemberId, WorkspaceId


class Role(StrEnum):
    """What a member may do, from most to least."""

    OWNER = "owner"
    APPROVER = "approver"
    WRITER = "writer"
    VIEWER = "viewer"

    @property
    def may_decide(self) -> bool:
        """True for those whose press approves, skips or publishes."""
        return self in (Role.OWNER, Role.APPROVER)

    @property
    def may_write(self) -> bool:
        """True for those who may draft and edit."""
        return self is not Role.VIEWER


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """One person or a team. `settings` are those a person may change in chat."""

    id: WorkspaceId
    name: str
    created_at: datetime
    settings: Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What `/settings` changes. `gap_days` is left free between two batches, `tick_seconds` between two heartbeats.

    From `quiet_from` to `quiet_to` o'clock, on the brand's wall, nobody is reminded of anything; equal hours are none.
    """

    batch_days: int = 7
    gap_days: int = 0
    remind_after_hours: int = 24
    tick_seconds: int = 60
    quiet_from: int = 22
    quiet_to: int = 8

    def is_quiet(self, hour: int) -> bool:
        """Whether reminders keep still in that hour of the day."""
        if self.quiet_from <= self.quiet_to:
            return self.quiet_from <= hour < self.quiet_to
        return hour >= self.quiet_from or hour < self.quiet_to


class Posted(StrEnum):
    """How a member hears by mail of what went out."""

    DAILY = "daily"
    EACH = "each"
    OFF = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailWishes:
    """What a member wants by mail. Nothing is sent before the address was `confirmed` as theirs.

    `digest_at` is when the last digest was made.
    """

    confirmed: bool = False
    batch: bool = True
    reminder: bool = True
    critical: bool = True
    posted: Posted = Posted.DAILY
    digest_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """A member does not decide until then; `deputy`, if any, decides for them."""

    until: datetime
    deputy: MemberId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person in a workspace. `email` is unique over all members, or empty; `mail` says what is sent there.

    `brand_roles` are those that differ from `role`, each for one brand. Whoever was removed has `left_at`: the row
    stays, so that what they approved still has a name. Of a `guarded` member a code is asked before much happens.
    """

    id: MemberId
    workspace_id: WorkspaceId
    name: str
    role: Role
    created_at: datetime
    email: str = ""
    mail: MailWishes = MailWishes()
    brand_roles: Mapping[BrandId, Role] = field(default_factory=dict)
    left_at: datetime | None = None
    away: Away | None = None
    guarded: bool = False

    def away_at(self, now: datetime) -> Away | None:
        """Their absence, if they are away then."""
        return self.away if self.away is not None and now < self.away.until else None

    def role_for(self, brand_id: BrandId | None) -> Role:
        """The role in that brand; with None the one in the workspace."""
        return self.role if brand_id is None else self.brand_roles.get(brand_id, self.role)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who a member is on one front-end; one person exists there once."""

    front_end: str
    remote_id: str
    member_id: MemberId


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """A place where a workspace is spoken to. `remote_id` is the front-end's own name for it.

    `brand` is the one that is spoken of there; 0 is the first.
    """

    id: ChatId
    workspace_id: WorkspaceId
    front_end: str
    remote_id: str
    brand: BrandId = BrandId(0)
