"""Remarks beside a post: for reviewers, never for readers."""

from __future__ import annotations

from dataclasses import dataclass

from core.access import Actor, Right, post_for
from core.clock import Clock, Ids
from core.errors import Invalid, NotAllowed, NotFound, Problem, too_much
from core.ids import PostId
from core.note import MAX_NOTE, Note, NoteId
from core.store import Store


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
        if not text.strip():
            raise Invalid(Problem(field="note", what="There is nothing in that note.", fix="Write a few words."))
        if len(text) > MAX_NOTE:
            raise Invalid(too_much("note", len(text), MAX_NOTE, "Please shorten it."))
        now = self.clock.now()
        note = Note(
            id=NoteId(self.ids.new()),
            post_id=post_id,
            member_id=by.member.id,
            author=by.member.name,
            text=text.strip(),
            at=now,
        )
        async with self.store.begin() as tx:
            post, _ = await post_for(tx, post_id, by, may=Right.WRITE)
            await tx.notes.add(note)
            await tx.posts.save(post.touched(), was=post)
            await tx.audit.append(by.deed("added_note", post_id, now))
        return note

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
