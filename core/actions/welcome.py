"""Make room for the first person: a workspace, its owner and the chat they talk in."""

from __future__ import annotations

from dataclasses import dataclass

from core.clock import Clock, Ids
from core.ids import ChatId, MemberId, WorkspaceId
from core.store import Store
from core.workspace import Chat, Identity, Member, Role, Settings, Workspace


@dataclass(frozen=True, slots=True)
class Welcome:
    """Creates what must be there before anybody can say anything."""

    store: Store
    clock: Clock
    ids: Ids

    async def owner(self, front_end: str, remote_id: str, chat: str, *, name: str) -> Member:
        """The owner behind that identity; made with a workspace of their own when there is none yet.

        Repeating answers the same member.
        """
        now = self.clock.now()
        async with self.store.begin() as tx:
            known = await tx.members.identify(front_end, remote_id)
            if known is not None:
                return known
            workspace = Workspace(id=WorkspaceId(self.ids.new()), name=name, created_at=now, settings=Settings())
            member = Member(
                id=MemberId(self.ids.new()), workspace_id=workspace.id, name=name, role=Role.OWNER, created_at=now
            )
            await tx.workspaces.add(workspace)
            await tx.members.add(member, Identity(front_end=front_end, remote_id=remote_id, member_id=member.id))
            await tx.chats.add(
                Chat(id=ChatId(self.ids.new()), workspace_id=workspace.id, front_end=front_end, remote_id=chat)
            )
        return member
