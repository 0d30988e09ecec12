"""Be away for a while, and let somebody decide meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.access import Actor
from core.clock import Clock
from core.desk import touch_waiting
from core.errors import Invalid, Problem
from core.ids import MemberId
from core.store import Store, Transaction
from core.workspace import Away, Member

LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class StepAway:
    """A deputy speaks for the one who is away, and never for two people at one post: one person is one yes.

    Only somebody who may decide can be a deputy, and it goes no further when that one is away too.
    """

    store: Store
    clock: Clock

    async def __call__(self, until: datetime, deputy: MemberId | None, *, by: Actor) -> Member:
        """Be away until then.

        Raises:
            Invalid: that has passed or is more than a year off, or the deputy may not decide or is not here.
        """
        now = self.clock.now()
        if not now < until <= now + LONGEST:
            what = "That ends between now and a year from now."
            raise Invalid(Problem(field="away", what=what, fix="Try /away until Friday."))
        async with self.store.begin() as tx:
            team = {one.id: one for one in await tx.members.of(by.member.workspace_id)}
            chosen = team.get(deputy) if deputy is not None else None
            if deputy is not None and (chosen is None or deputy == by.member.id or not _decides(chosen)):
                what = f"{chosen.name if chosen else 'That person'} cannot decide for you."
                raise Invalid(Problem(field="deputy", what=what, fix="Name another owner or approver."))
            member = replace(team[by.member.id], away=Away(until=until, deputy=deputy))
            detail = f"until {until.isoformat(timespec='minutes')} for {deputy or 'nobody'}"
            await self._keep(tx, member, by, "went_away", detail)
        return member

    async def back(self, *, by: Actor) -> Member:
        """Be here again. Repeating is harmless."""
        async with self.store.begin() as tx:
            member = replace(await tx.members.get(by.member.id), away=None)
            await self._keep(tx, member, by, "came_back", "")
        return member

    async def _keep(self, tx: Transaction, member: Member, by: Actor, what: str, detail: str) -> None:
        await tx.members.save(member)
        for brand in await tx.brands.of(member.workspace_id):
            if not brand.policy.plain:
                await touch_waiting(tx, brand.id)
        await tx.audit.append(by.deed(what, member.id, self.clock.now(), detail=detail))


def _decides(member: Member) -> bool:
    return any(role.may_decide for role in (member.role, *member.brand_roles.values()))
