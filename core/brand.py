"""A voice and a plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time

from core.account import Platform
from core.approval import ANYONE, Policy
from core.errors import Invalid, Problem, too_much
from core.ids import AccountId, BrandId, WorkspaceId
from core.look import Look
from core.slot import Slot, zone_named
from core.voice import Traits

MAX_NAME = 80
MAX_VOICE = 4000
MAX_INTERESTS = 12
WRITTEN_FOR = (Platform("linkedin"), Platform("x"), Platform("instagram"), Platform("facebook"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """What is written about, how it sounds, when and where it goes out.

    `slug` names the brand in links and files. `targets` are the accounts new posts are meant for; `written_for`
    are the platforms that get words of their own, connected or not. `policy` says who has to approve.
    `writer` is the name of the one who writes, empty for whoever is there. `monthly_cap` is what may be spent on models
    in a month, in micros (a million are a dollar); None is without a limit. With `human` every draft
    loses what sounds made. `traits` say how its own posts are written, where that was learned,
    `tag_sets` are hashtags by the name of their set.
    With `autopilot` off no further batch is drafted by itself, nor before `paused_until`.
    """

    id: BrandId
    workspace_id: WorkspaceId
    name: str
    slug: str
    interests: tuple[str, ...] = ()
    voice: str = ""
    language: str = "en"
    zone: str = "UTC"
    slots: tuple[Slot, ...] = (Slot(at=time(9, 0)),)
    targets: tuple[AccountId, ...] = ()
    autopilot: bool = True
    paused_until: datetime | None = None
    look: Look = Look()
    written_for: tuple[Platform, ...] = WRITTEN_FOR
    policy: Policy = ANYONE
    writer: str = ""
    monthly_cap: int | None = None
    human: bool = False
    traits: Traits | None = None
    tag_sets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        problems = []
        if not self.name.strip():
            problems.append(Problem(field="name", what="A brand needs a name."))
        if len(self.name) > MAX_NAME:
            problems.append(too_much("name", len(self.name), MAX_NAME, "Please shorten it."))
        if len(self.voice) > MAX_VOICE:
            problems.append(too_much("voice", len(self.voice), MAX_VOICE, "Please send a shorter version."))
        if len(self.interests) > MAX_INTERESTS:
            fix = "Please pick the most important ones."
            problems.append(too_much("interests", len(self.interests), MAX_INTERESTS, fix, of="topics"))
        if not self.slots:
            problems.append(Problem(field="slots", what="A brand needs at least one posting time."))
        try:
            zone_named(self.zone)
        except Invalid as error:
            problems.extend(error.problems)
        if problems:
            raise Invalid(*problems)

    def drafts_at(self, now: datetime) -> bool:
        """Whether the autopilot may draft then."""
        return self.autopilot and (self.paused_until is None or self.paused_until <= now)

    def budgeted(self, micros: int | None) -> Brand:
        """The brand with another budget for a month."""
        return replace(self, monthly_cap=micros)

    def aimed_at(self, targets: tuple[AccountId, ...]) -> Brand:
        """The brand with other destinations for its coming posts."""
        return replace(self, targets=targets)
