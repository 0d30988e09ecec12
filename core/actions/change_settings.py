"""Change what `/settings` offers."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.access import Actor, Right, must
from core.clock import Clock
from core.errors import Invalid, Problem
from core.store import Store
from core.workspace import Settings, Workspace

LIMITS = {
    "batch_days": (1, 14),
    "gap_days": (0, 28),
    "remind_after_hours": (1, 168),
    "tick_seconds": (5, 60),
    "quiet_from": (0, 23),
    "quiet_to": (0, 23),
}


@dataclass(frozen=True, slots=True)
class ChangeSettings:
    """Settings of a workspace, each inside its limits."""

    store: Store
    clock: Clock

    async def __call__(self, settings: Settings, *, by: Actor) -> Workspace:
        """Keep the settings.

        Raises:
            NotAllowed: this person may not.
            Invalid: a number is out of its range; all of them are named.
        """
        must(by, Right.DECIDE)
        problems = []
        for name, (low, high) in LIMITS.items():
            value: int = getattr(settings, name)
            if not low <= value <= high:
                problems.append(
                    Problem(
                        field=name,
                        what=f"{value} is out of range.",
                        fix=f"Please choose {low} to {high}.",
                        limit=high,
                        actual=value,
                    )
                )
        if problems:
            raise Invalid(*problems)
        async with self.store.begin() as tx:
            workspace = replace(await tx.workspaces.get(by.member.workspace_id), settings=settings)
            await tx.workspaces.save(workspace)
            await tx.audit.append(by.deed("changed_settings", workspace.id, self.clock.now()))
        return workspace
