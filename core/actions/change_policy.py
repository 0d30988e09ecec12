"""Say who has to approve the posts of a brand."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.access import Actor, Right, brand_for
from core.approval import Patience, Policy, Step
from core.brand import Brand
from core.desk import Desk, changed, pick_up, put_down, settle_batch, touch_waiting
from core.errors import Invalid, Problem
from core.freeze import bound_for, is_taken, subject_of
from core.ids import BrandId, MemberId
from core.moves import PartState, PostState
from core.notice import Notice, Topic
from core.store import PostFilter, Store, Transaction
from core.workspace import Member

MOST_NEEDED = 5
MOST_STEPS = 5
PATIENCE = {"lapse_days": (1, 30), "escalate_hours": (1, 72), "work_from": (0, 23), "work_to": (1, 24)}
_PAGE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyChanged:
    """The brand with its new policy: how many posts lost a yes, and how many approved ones wait again."""

    brand: Brand
    asked_anew: int
    reopened: int


@dataclass(frozen=True, slots=True)
class ChangePolicy:
    """A new policy asks anew: a yes given for less never counts as one for more, nor a part as the whole.

    Every partial yes falls, so none becomes enough by a milder policy. Approved posts stay approved where their
    approvals satisfy the new policy too; the others wait again. What the publisher has in its hands is checked by it.
    """

    store: Store
    desk: Desk

    async def __call__(self, brand_id: BrandId, policy: Policy, *, by: Actor) -> PolicyChanged:
        """Keep the policy and tell the workspace.

        Raises:
            NotAllowed, NotFound: only owners of the brand may, or there is no such brand here.
            Invalid: there are not the people it asks for.
            Conflict: somebody decided about a post at the same moment.
        """
        now = self.desk.clock.now()
        async with self.store.begin() as tx:
            brand = await brand_for(tx, brand_id, by, may=Right.OWN)
            if policy == brand.policy:
                return PolicyChanged(brand=brand, asked_anew=0, reopened=0)
            _must_be_met(policy, await tx.members.of(brand.workspace_id), brand_id)
            _must_be_patient(policy.patience)
            kept = replace(brand, policy=policy)
            await tx.brands.save(kept)
            asked, reopened = 0, 0
            if policy != replace(brand.policy, patience=policy.patience):
                asked = await self._ask_anew(tx, kept)
                reopened = await self._reopen(tx, kept, by)
            await tx.audit.append(by.deed("changed_policy", brand_id, now, detail=f"{asked} {reopened}"))
            facts = {"who": by.member.name, "asked": str(asked), "reopened": str(reopened)}
            notice = Notice(topic=Topic.POLICY_CHANGED, workspace_id=brand.workspace_id, at=now, facts=facts)
            await tx.outbox.tell(replace(notice, brand_id=brand_id))
        return PolicyChanged(brand=kept, asked_anew=asked, reopened=reopened)

    async def _ask_anew(self, tx: Transaction, brand: Brand) -> int:
        """Let every partial yes of the brand fall; answers at how many posts."""
        given = {one.post_id for one in await tx.approvals.partial(brand.workspace_id)}
        waiting = await touch_waiting(tx, brand.id)
        for post_id in given & waiting:
            await tx.approvals.void(post_id, self.desk.clock.now())
        return len(given & waiting)

    async def _reopen(self, tx: Transaction, brand: Brand, by: Actor) -> int:
        """Let approved posts that are still ahead wait again where the new policy wants more; answers how many."""
        wanted = PostFilter(
            brand_id=brand.id, states=(PostState.APPROVED,), part_states=(PartState.SCHEDULED,), limit=_PAGE
        )
        reopened = 0
        while posts := await tx.posts.find(wanted):
            kept = 0
            for post in posts:
                sheet = await pick_up(tx, post.id, by)
                subject = subject_of(post, sheet.publications, bound_for(sheet.publications, sheet.accounts))
                if is_taken(sheet.publications) or brand.policy.standing(sheet.approvals, subject).enough:
                    kept += 1
                    continue
                after = changed(sheet, post.void(), self.desk)
                await put_down(tx, sheet, after)
                await tx.approvals.void(post.id, self.desk.clock.now())
                await settle_batch(tx, post.batch_id, self.desk.clock.now())
                reopened += 1
            wanted = replace(wanted, offset=wanted.offset + kept)
        return reopened


def _must_be_patient(patience: Patience) -> None:
    for name, (low, high) in PATIENCE.items():
        value: int = getattr(patience, name)
        if not low <= value <= high:
            fix = f"Please choose {low} to {high}."
            raise Invalid(Problem(field=name, what=f"{value} is out of range.", fix=fix, limit=high, actual=value))
    if patience.work_from >= patience.work_to:
        raise Invalid(Problem(field="work_to", what="Working hours end after they begin.", fix="Try 9 to 18."))


def _must_be_met(policy: Policy, team: tuple[Member, ...], brand_id: BrandId) -> None:
    """Raise Invalid unless the team can satisfy it, whoever of them writes."""
    needs = [step.needs for step in policy.steps]
    numbers = (*needs, *policy.stricter.values())
    if not 0 < len(needs) <= MOST_STEPS or not all(0 < one <= MOST_NEEDED for one in numbers):
        what = f"A policy has up to {MOST_STEPS} steps of 1 to {MOST_NEEDED} people."
        raise Invalid(Problem(field="policy", what=what, limit=MOST_NEEDED))
    for author in (None, *(one.id for one in team)) if policy.not_author else (None,):
        if not _met(policy.turns(frozenset(policy.stricter)), team, brand_id, author):
            what = "There are not enough people here who could approve by that."
            fix = "Invite somebody with /team, or ask for less."
            raise Invalid(Problem(field="policy", what=what, fix=fix))


def _met(turns: tuple[Step, ...], team: tuple[Member, ...], brand_id: BrandId, author: MemberId | None) -> bool:
    """Whether every place of every turn can be taken by somebody of their own, who is not the author."""
    places = [step for step in turns for _ in range(step.needs)]
    able = [one for one in team if one.role_for(brand_id).may_decide and one.id != author]
    taken: dict[MemberId, int] = {}

    def seat(place: int, tried: set[MemberId]) -> bool:
        for one in able:
            if one.id not in tried and places[place].takes(one.id, one.role_for(brand_id)):
                tried.add(one.id)
                if one.id not in taken or seat(taken[one.id], tried):
                    taken[one.id] = place
                    return True
        return False

    return all(seat(place, set()) for place in range(len(places)))
