"""Who said yes to which bytes, and whether that is enough."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from core.account import Platform
from core.ids import ApprovalId, BrandId, MemberId, PostId
from core.workspace import Member, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """One yes. `digest` covers every Part of the post as it was; `door` is the front-end it came through.

    `step` is the turn it was given in, counted from 1. `instead_of` is the member who was away and for whom it was
    given, `role` what that one, or else the member, was for that brand then.
    """

    id: ApprovalId
    post_id: PostId
    member_id: MemberId
    revision: int
    digest: str
    step: int
    door: str
    at: datetime
    voided_at: datetime | None = None
    role: Role | None = None
    instead_of: MemberId | None = None

    @property
    def people(self) -> frozenset[MemberId]:
        """Who gave it and for whom; none of them counts a second time."""
        return frozenset({self.member_id, self.instead_of or self.member_id})


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """In whose name somebody speaks, and what that one is for the brand."""

    member_id: MemberId
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is decided about: exactly these bytes in this revision, who wrote them, and where they go."""

    revision: int
    digest: str
    author: MemberId | None = None
    platforms: frozenset[Platform] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One turn: `needs` different people out of `members`, or of that exact `role`, or of all who may decide."""

    needs: int = 1
    role: Role | None = None
    members: tuple[MemberId, ...] = ()

    def takes(self, member_id: MemberId, role: Role | None) -> bool:
        """Whether a yes of that member counts in this turn."""
        if self.members:
            return member_id in self.members
        return self.role in (None, role)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long a decision may take. A yes that waits for others falls after `lapse_days`; after `escalate_hours` the
    next person is asked. Those hours count from `work_from` to `work_to` o'clock, Monday to Friday, where the brand is.
    """

    lapse_days: int = 7
    escalate_hours: int = 4
    work_from: int = 9
    work_to: int = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far a decision has come: the approvals that count, and the turn that is open; None when it is enough.

    `step` is the number of that turn, from 1; `missing` how many more it takes.
    """

    counted: tuple[Approval, ...]
    turn: Step | None
    step: int
    missing: int

    @property
    def enough(self) -> bool:
        """Whether nobody is waited for any more."""
        return self.turn is None

    @property
    def spoken(self) -> frozenset[MemberId]:
        """Those whose yes counts, given by them or for them; nobody counts twice."""
        return frozenset().union(*(one.people for one in self.counted))


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Who has to approve a post: the steps one after the other, each member in one of them.

    With `not_author` the yes of whoever changed the content last does not count. `stricter` asks for at least so many
    people where a post goes to that platform.
    """

    steps: tuple[Step, ...] = (Step(),)
    not_author: bool = False
    stricter: Mapping[Platform, int] = field(default_factory=dict)
    patience: Patience = Patience()

    @property
    def plain(self) -> bool:
        """Whether any one yes is enough."""
        return self.steps == (Step(),) and not self.not_author and not self.stricter

    def turns(self, platforms: frozenset[Platform]) -> tuple[Step, ...]:
        """The steps for a post that goes there; what a platform asks for beyond them is one more at the end."""
        wanted = max((needs for platform, needs in self.stricter.items() if platform in platforms), default=0)
        more = wanted - sum(step.needs for step in self.steps)
        return (*self.steps, Step(needs=more)) if more > 0 else self.steps

    def standing(self, approvals: Iterable[Approval], subject: Subject) -> Standing:
        """How far these approvals, oldest first, bring that subject. A yes out of turn never counts."""
        turns = self.turns(subject.platforms)
        counted: list[Approval] = []
        spoken: frozenset[MemberId] = frozenset()
        at, heard = 0, 0
        for one in approvals:
            if at == len(turns):
                break
            valid = one.voided_at is None and one.revision == subject.revision and one.digest == subject.digest
            own = self.not_author and subject.author in one.people
            in_turn = turns[at].takes(one.instead_of or one.member_id, one.role)
            if not valid or own or one.people & spoken or not in_turn:
                continue
            counted.append(one)
            spoken |= one.people
            heard += 1
            if heard == turns[at].needs:
                at, heard = at + 1, 0
        turn = turns[at] if at < len(turns) else None
        missing = turn.needs - heard if turn else 0
        return Standing(counted=tuple(counted), turn=turn, step=at + 1, missing=missing)

    def awaited(
        self, standing: Standing, subject: Subject, team: Iterable[Member], brand_id: BrandId
    ) -> tuple[Member, ...]:
        """Those of the team whose own yes would count now, in the order of the team."""
        turn = standing.turn
        if turn is None:
            return ()
        return tuple(
            one
            for one in team
            if (role := one.role_for(brand_id)).may_decide
            and one.id not in standing.spoken
            and not (self.not_author and one.id == subject.author)
            and turn.takes(one.id, role)
        )


ANYONE = Policy()
"""One yes of anybody who may decide."""


def voices(member: Member, team: Iterable[Member], brand_id: BrandId, now: datetime) -> tuple[Voice, ...]:
    """A member's own voice, then those of the people who are away and said that this member decides for them."""
    absent = (one for one in team if (away := one.away_at(now)) and away.deputy == member.id)
    others = (Voice(member_id=one.id, role=one.role_for(brand_id)) for one in absent)
    return (
        Voice(member_id=member.id, role=member.role_for(brand_id)),
        *(one for one in others if one.role.may_decide),
    )
