"""Who is let in where: people by a one-time code, chats by owners, and out again."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from core.access import Actor, Right, must
from core.clock import Clock, Ids
from core.desk import touch_waiting
from core.errors import Conflict, Invalid, NotAllowed, NotFound, Problem
from core.ids import ChatId, MemberId, WorkspaceId, encode
from core.notice import Notice, Topic
from core.rates import Rates, Tier
from core.store import Store, Transaction
from core.ticket import hashed
from core.workspace import Chat, Identity, Member, Role

LASTS = timedelta(hours=24)
MAX_NAME = 80
_PURPOSE = "join"
_ASKED = "chat"


@dataclass(frozen=True, slots=True)
class Enter:
    """Keeps identities and chats. Codes fit into the links of any chat: 43 letters, digits, - and _."""

    store: Store
    clock: Clock
    ids: Ids
    rates: Rates = field(default_factory=Rates)

    async def code_for(self, member: Member) -> str:
        """A code that works once, for a day, and makes whoever brings it known as this member."""
        self.rates.take(member.id, Tier.CONNECT, self.clock)
        code = self.ids.token()
        value = json.dumps({"workspace": member.workspace_id, "member": member.id})
        async with self.store.begin() as tx:
            await tx.tickets.add(hashed(code), _PURPOSE, value, self.clock.now() + LASTS, member_id=member.id)
        return code

    async def invite(self, role: Role, name: str, *, by: Actor) -> str:
        """A code that works once, for a day, and makes whoever brings it a new member of that role.

        Without a `name` they are called as their chat calls them. It goes when the one who invited goes.

        Raises:
            NotAllowed: only owners invite.
        """
        must(by, Right.OWN)
        self.rates.take(by.member.id, Tier.CONNECT, self.clock)
        code, now = self.ids.token(), self.clock.now()
        value = json.dumps({"workspace": by.member.workspace_id, "role": role.value, "name": name.strip()[:MAX_NAME]})
        async with self.store.begin() as tx:
            await tx.tickets.add(hashed(code), _PURPOSE, value, now + LASTS, member_id=by.member.id)
            await tx.audit.append(
                by.deed("invited", by.member.workspace_id, now, detail=f"{role.value} {name}".strip())
            )
        return code

    async def by_code(
        self, code: str, *, front_end: str, person: str, chat: str, name: str = "", alone: bool = True
    ) -> Member:
        """Make a person of that front-end known as the member the code is for; an invitation makes one.

        A code opens the chat in which that person speaks with us `alone`. One with others it does not: see `chat`.

        Raises:
            Invalid: the code is used or too old, the person or chat belongs to another workspace, or somebody who
                is in the team already opens an invitation, which stays good for another.
        """
        async with self.store.begin() as tx:
            value = await tx.tickets.use(hashed(code), _PURPOSE, self.clock.now())
            if value is None:
                raise Invalid(
                    Problem(field="code", what="This link was used or is too old.", fix="Ask for a new one with /link.")
                )
            wanted = json.loads(value)
            workspace_id = WorkspaceId(wanted["workspace"])
            known = await tx.members.identify(front_end, person)
            if known is not None and known.workspace_id != workspace_id:
                what = "You belong to another workspace here."
                raise Invalid(Problem(field="code", what=what, fix="Leave it with /logout, then open the link again."))
            if known is not None and "role" in wanted:
                what = "You are in this team already."
                raise Invalid(Problem(field="code", what=what, fix="The link still works for somebody else."))
            if known is None:
                known = await self._newcomer(tx, wanted, front_end, name)
                await tx.members.link(Identity(front_end=front_end, remote_id=person, member_id=known.id))
            if alone:
                await self._open(tx, front_end, chat, Actor(member=known, door=front_end))
            else:
                await self._is_free(tx, front_end, chat, workspace_id)
        return known

    async def chat(self, chat: str, *, title: str = "", by: Actor) -> bool:
        """Let the workspace be spoken to in that chat of the front-end the person came through.

        False says that the owners were asked first, because this person is none: then nothing comes there yet. They
        are asked once a day about one chat, however often it is repeated.

        Raises:
            NotAllowed: the person may not decide, and so not for others either.
            Invalid: the chat belongs to another workspace.
        """
        if not by.member.role.may_decide:
            raise NotAllowed("Only an owner or approver can bring me into a chat.")
        async with self.store.begin() as tx:
            if by.member.role is Role.OWNER:
                await self._open(tx, by.door, chat, by)
                return True
            if not await self._is_free(tx, by.door, chat, by.member.workspace_id):
                return True
            await self._ask(tx, chat, title, by)
            return False

    async def answer(self, number: int, *, yes: bool, by: Actor) -> str:
        """An owner's answer about a chat that somebody else wants to open, good once; what the chat is called.

        Raises:
            NotAllowed, NotFound: only owners answer, and only about chats of their own team.
            Invalid: it was answered, a day has passed, whoever asked has left, or the chat belongs to another
                workspace by now.
        """
        must(by, Right.OWN)
        now = self.clock.now()
        async with self.store.begin() as tx:
            value = await tx.tickets.read(hashed(encode(number)), _ASKED, now)
            if value is not None and json.loads(value)["workspace"] != by.member.workspace_id:
                raise NotFound("chat")
            value = await tx.tickets.use(hashed(encode(number)), _ASKED, now)
            if value is None:
                what = "That was answered, or is too old."
                raise Invalid(Problem(field="chat", what=what, fix="Send /start in that chat to ask again."))
            wanted = json.loads(value)
            if yes:
                await self._open(tx, wanted["front_end"], wanted["chat"], by)
            else:
                await tx.audit.append(by.deed("refused_chat", number, now, detail=wanted["title"]))
            facts = {"who": by.member.name, "title": wanted["title"], "yes": "yes" if yes else ""}
            to = None if yes else MemberId(wanted["member"])
            notice = Notice(topic=Topic.CHAT_ANSWERED, workspace_id=by.member.workspace_id, at=now, facts=facts)
            await tx.outbox.tell(replace(notice, member_id=to))
        return str(wanted["title"])

    async def back(self, chat: str, *, by: Actor) -> None:
        """A member speaks with us alone again, in a chat we had left.

        Raises:
            Invalid: the chat belongs to another workspace.
        """
        async with self.store.begin() as tx:
            await self._open(tx, by.door, chat, by)

    async def left(self, front_end: str, chat: str, *, title: str) -> None:
        """That chat cannot be reached any more; the other chats of the workspace are told. Repeating is harmless."""
        async with self.store.begin() as tx:
            known = await tx.chats.find(front_end, chat)
            if known is None:
                return
            await tx.chats.remove(known.id)
            notice = Notice(
                topic=Topic.CHAT_LEFT,
                workspace_id=known.workspace_id,
                at=self.clock.now(),
                facts={"title": title, "front_end": front_end},
            )
            await tx.outbox.tell(notice)

    async def thrown_out(self, front_end: str, prefix: str, *, title: str, again: str) -> None:
        """No chat whose name begins so can be reached any more; each workspace is told once. Repeating is harmless.

        `again` is where somebody there can let us in again, empty where there is no such page.
        """
        async with self.store.begin() as tx:
            for workspace in await tx.workspaces.all():
                theirs = [
                    one
                    for one in await tx.chats.of(workspace.id)
                    if one.front_end == front_end and one.remote_id.startswith(prefix)
                ]
                for chat in theirs:
                    await tx.chats.remove(chat.id)
                if theirs:
                    facts, now = {"title": title, "front_end": front_end, "again": again}, self.clock.now()
                    notice = Notice(topic=Topic.THROWN_OUT, workspace_id=workspace.id, at=now, facts=facts)
                    await tx.outbox.tell(notice)

    async def moved(self, front_end: str, old: str, new: str) -> None:
        """The chat has another name on its front-end now. Repeating is harmless."""
        async with self.store.begin() as tx:
            known = await tx.chats.find(front_end, old)
            if known is not None:
                with suppress(Conflict):
                    await tx.chats.move(known, new)

    async def _newcomer(self, tx: Transaction, wanted: dict[str, Any], door: str, name: str) -> Member:
        """Whom a code is for; the member an invitation makes."""
        if "member" in wanted:
            return await tx.members.get(MemberId(wanted["member"]))
        now = self.clock.now()
        member = Member(
            id=MemberId(self.ids.new()),
            workspace_id=WorkspaceId(wanted["workspace"]),
            name=wanted["name"] or name.strip()[:MAX_NAME] or "Somebody new",
            role=Role(wanted["role"]),
            created_at=now,
        )
        await tx.members.add(member)
        for brand in await tx.brands.of(member.workspace_id):
            if not brand.policy.plain and member.role.may_decide:
                await touch_waiting(tx, brand.id)
        await tx.audit.append(Actor(member=member, door=door).deed("joined", member.id, now, detail=member.role.value))
        return member

    async def _open(self, tx: Transaction, front_end: str, chat: str, by: Actor) -> None:
        if await self._is_free(tx, front_end, chat, by.member.workspace_id):
            made = ChatId(self.ids.new())
            await tx.chats.add(Chat(id=made, workspace_id=by.member.workspace_id, front_end=front_end, remote_id=chat))
            await tx.audit.append(by.deed("opened_chat", made, self.clock.now()))

    async def _is_free(self, tx: Transaction, front_end: str, chat: str, workspace_id: WorkspaceId) -> bool:
        """Whether nobody is spoken to there yet. Raises Invalid where it is another workspace."""
        known = await tx.chats.find(front_end, chat)
        if known is not None and known.workspace_id != workspace_id:
            what = "This chat belongs to another workspace."
            raise Invalid(Problem(field="chat", what=what, fix="Use another chat, or remove me here first."))
        return known is None

    async def _ask(self, tx: Transaction, chat: str, title: str, by: Actor) -> None:
        """Ask every owner, unless they are asked about that chat already."""
        number, now, workspace_id = _number(by, chat), self.clock.now(), by.member.workspace_id
        key = hashed(encode(number))
        if await tx.tickets.read(key, _ASKED, now) is not None:
            return
        await tx.tickets.use(key, _ASKED, now)  # one that is too old makes room
        said = title.strip()[:MAX_NAME] or "a chat"
        wanted = {"front_end": by.door, "chat": chat, "title": said, "member": by.member.id, "workspace": workspace_id}
        await tx.tickets.add(key, _ASKED, json.dumps(wanted), now + LASTS, member_id=by.member.id)
        await tx.audit.append(by.deed("asked_for_chat", number, now, detail=said))
        facts = {"who": by.member.name, "title": said, "front_end": by.door, "number": str(number)}
        notice = Notice(topic=Topic.CHAT_ASKED, workspace_id=workspace_id, at=now, facts=facts)
        owners = [one.id for one in await tx.members.of(workspace_id) if one.role is Role.OWNER]
        if all([await self._is_heard_alone(tx, one) for one in owners]):
            await tx.outbox.tell(*(replace(notice, member_id=one) for one in owners))
        else:
            await tx.outbox.tell(notice)  # better heard by others than by nobody, and by nobody twice

    async def _is_heard_alone(self, tx: Transaction, member_id: MemberId) -> bool:
        """Whether a member has a chat with us alone."""
        known = await tx.members.identities(member_id)
        return any([await tx.chats.find(one.front_end, one.remote_id) for one in known])


def _number(by: Actor, chat: str) -> int:
    """The question about that chat as a button carries it: the same when it is asked again."""
    about = f"{by.member.workspace_id} {by.door} {chat}"
    return int.from_bytes(hashlib.sha256(about.encode()).digest()[:7])
