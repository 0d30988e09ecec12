"""Remarks beside a post: for reviewers, never for readers."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.access import Actor, Right, post_for
from core.clock import Clock, Ids
from core.errors import IllegalMove, Invalid, NotAllowed, NotFound, Problem, too_much
from core.ids import PostId
from core.moves import PostState
from core.note import MAX_NOTE, Note, NoteId
from core.notice import Notice, Topic
from core.store import Store

SHOWN = 500  # characters of a wish that a notice carries


@dataclass(frozen=True, slots=True)
class NotePost:
    """A remark changes what the card shows and nothing else: no revision, no approval, no byte that goes out."""

    store: Store
    clock: Clock
    ids: Ids

    async def __call__(self, post_id: PostId, text: str, *, by: Actor) -> Note:
        """Leave a remark.

        Raises:
            NotAllowed, NotFound: this person may not, or there is no such post here.
            Invalid: there is nothing in it, or it is too long.
        """
        note = self._note(post_id, text, by)
        async with self.store.begin() as tx:
            post, _ = await post_for(tx, post_id, by, may=Right.WRITE)
            await tx.notes.add(note)
            await tx.posts.save(post.touched(), was=post)
            await tx.audit.append(by.deed("added_note", post_id, note.at))
        return note

    async def ask(self, post_id: PostId, text: str, *, by: Actor) -> Note:
        """Ask for a change: whoever wrote the post hears of it, and so does the writer when it is written anew.

        Where nobody else wrote it, everybody hears.

        An own yes to the post falls; those of others stand until the content is changed.

        Raises:
            NotAllowed, NotFound, Invalid: as above.
            IllegalMove: it does not wait for a decision.
        """
        note = replace(self._note(post_id, text, by), asks=True)
        async with self.store.begin() as tx:
            post, brand = await post_for(tx, post_id, by, may=Right.WRITE)
            if post.state is not PostState.PENDING:
                raise IllegalMove("post", post.state, PostState.PENDING)
            await tx.notes.add(note)
            await tx.posts.save(post.touched(), was=post)
            await tx.approvals.void(post_id, note.at, of=by.member.id)
            await tx.audit.append(by.deed("asked_for_changes", post_id, note.at))
            notice = Notice(topic=Topic.CHANGES_ASKED, workspace_id=brand.workspace_id, at=note.at, brand_id=brand.id)
            facts = {"who": by.member.name, "text": note.text[:SHOWN]}
            others = {one.id for one in await tx.members.of(brand.workspace_id)} - {by.member.id}
            author = post.author if post.author in others else None
            await tx.outbox.tell(replace(notice, post_id=post_id, member_id=author, facts=facts))
        return note

    def _note(self, post_id: PostId, text: str, by: Actor) -> Note:
        if not text.strip():
            raise Invalid(Problem(field="note", what="There is nothing in that note.", fix="Write a few words."))
        if len(text) > MAX_NOTE:
            raise Invalid(too_much("note", len(text), MAX_NOTE, "Please shorten it."))
        return Note(
            id=NoteId(self.ids.new()),
            post_id=post_id,
            member_id=by.member.id,
            author=by.member.name,
            text=text.strip(),
            at=self.clock.now(),
        )

    async def take_back(self, post_id: PostId, note_id: NoteId, *, by: Actor) -> None:
        """Take an own remark back. Raises NotAllowed for somebody else's, NotFound when it is gone."""
        async with self.store.begin() as tx:
            post, _ = await post_for(tx, post_id, by)
            note = next((one for one in await tx.notes.of(post_id) if one.id == note_id), None)
            if note is None:
                raise NotFound("note")
            if note.member_id != by.member.id:
                raise NotAllowed("Only who wrote a note can take it back.")
            await tx.notes.remove(note_id)
            await tx.posts.save(post.touched(), was=post)
            await tx.audit.append(by.deed("removed_note", post_id, self.clock.now()))
