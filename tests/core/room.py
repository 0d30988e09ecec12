"""A team of four with a post that waits, under a policy of the test's choice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from core.access import Actor
from core.actions.approve import Approve
from core.actions.change_policy import ChangePolicy
from core.actions.change_post import ChangePost
from core.approval import ANYONE, Policy, Step
from core.brand import Brand
from core.desk import OWN_WORDS, SAID, TURN
from core.errors import Invalid, NotAllowed
from core.freeze import plan
from core.moves import PostState
from core.post import Content, Post
from core.workspace import Role
from tests.builders import HOUR, MINUTE, NOON, a_member, a_post, an_identity
from tests.core.hands import PAPER
from tests.core.scene import Scene, fitter

TWO = Policy(steps=(Step(needs=2),))
IN_TURN = Policy(steps=(Step(role=Role.APPROVER), Step(role=Role.OWNER)))
OTHERS = Policy(not_author=True)
ON_PAPER_TWO = Policy(stricter={PAPER: 2})
POLICIES = {"one": ANYONE, "two": TWO, "in turn": IN_TURN, "not the author": OTHERS, "two on paper": ON_PAPER_TWO}

Verdict = Literal["approved", "waits", "said", "own_words", "turn", "not allowed"]


@dataclass(slots=True, kw_only=True)
class Room:
    """The scene with a team of four and a post by Ben that waits."""

    scene: Scene
    team: dict[str, Actor]
    brand: Brand
    post: Post

    async def presses(self, who: str, *, seen: int = 0) -> Verdict:
        """That member presses Approve on the card they see; what comes of it."""
        scene = self.scene
        try:
            post = await Approve(scene.store, scene.desk)(
                self.post.id, by=self.team[who], seen=seen or (await scene.post(self.post)).revision
            )
        except NotAllowed:
            return "not allowed"
        except Invalid as refusal:
            verdicts: dict[str, Verdict] = {SAID: "said", OWN_WORDS: "own_words", TURN: "turn"}
            return verdicts[refusal.problems[0].field]
        return "approved" if post.state is PostState.APPROVED else "waits"

    async def state(self) -> PostState:
        return (await self.scene.post(self.post)).state

    async def goes_out(self) -> bool:
        """Whether it is live once its time has come."""
        self.scene.clock.advance(HOUR)
        return (await self.scene.publish()()).live == 1

    async def policy(self, policy: Policy) -> None:
        await ChangePolicy(self.scene.store, self.scene.desk)(self.brand.id, policy, by=self.scene.ana)

    async def under(self, name: str) -> None:
        """Write that policy into the row of the brand, past the verb that would ask anew."""
        async with self.scene.store.begin() as tx:
            await tx.brands.save(replace(self.brand, policy=POLICIES[name]))

    async def edit(self, who: str) -> None:
        """That member writes other words."""
        change = ChangePost(self.scene.store, self.scene.desk, fitter())
        await change.content(self.post.id, Content(text="Other words."), by=self.team[who])


async def a_room(scene: Scene) -> Room:
    """Ana and Cleo own, Ben approves and wrote the post, Will writes and Vera looks; each is known in the web chat."""
    team = {"ana": scene.ana}
    async with scene.store.begin() as tx:
        (brand,) = await tx.brands.of(scene.workspace.id)
        for name, role in (("ben", Role.APPROVER), ("cleo", Role.OWNER), ("will", Role.WRITER), ("vera", Role.VIEWER)):
            member = a_member(scene.workspace, name.title(), role=role, created_at=NOON + MINUTE)
            await tx.members.add(member, an_identity(member, "web", name))
            team[name] = Actor(member=member, door="web")
        post = replace(a_post(brand, state=PostState.PENDING, instant=NOON), author=team["ben"].member.id)
        await tx.posts.add(post)
        await tx.publications.add(plan(post, scene.account, scene.desk.publishers, scene.desk.ids))
    return Room(scene=scene, team=team, brand=brand, post=post)
