"""A voice and a plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import time

from core.errors import Invalid, Problem
from core.ids import AccountId, BrandId, WorkspaceId
from core.slot import Slot, zone_named

MAX_NAME = 80
MAX_VOICE = 4000
MAX_INTERESTS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """What is written about, how it sounds, when and where it goes out.

    `slug` names the brand in links and files. `targets` are the accounts new posts are meant for.
    With `autopilot` off no further batch is drafted by itself.
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

    def __post_init__(self) -> None:
        problems = []
        if not self.name.strip():
            problems.append(Problem(field="name", what="A brand needs a name."))
        if len(self.name) > MAX_NAME:
            problems.append(
                Problem(
                    field="name",
                    what=f"The name has {len(self.name)} characters; {MAX_NAME} is the limit.",
                    fix="Please shorten it.",
                    limit=MAX_NAME,
                    actual=len(self.name),
                )
            )
        if len(self.voice) > MAX_VOICE:
            problems.append(
                Problem(
                    field="voice",
                    what=f"That is {len(self.voice)} characters; {MAX_VOICE} is the limit.",
                    fix="Please send a shorter version.",
                    limit=MAX_VOICE,
                    actual=len(self.voice),
                )
            )
        if len(self.interests) > MAX_INTERESTS:
            problems.append(
                Problem(
                    field="interests",
                    what=f"That is {len(self.interests)} topics; {MAX_INTERESTS} is the limit.",
                    fix="Please pick the most important ones.",
                    limit=MAX_INTERESTS,
                    actual=len(self.interests),
                )
            )
        if not self.slots:
            problems.append(Problem(field="slots", what="A brand needs at least one posting time."))
        try:
            zone_named(self.zone)
        except Invalid as error:
            problems.extend(error.problems)
        if problems:
            raise Invalid(*problems)

    def aimed_at(self, targets: tuple[AccountId, ...]) -> Brand:
        """The brand with other destinations for its coming posts."""
        return replace(self, targets=targets)
