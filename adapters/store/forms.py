"""Half-answered questions in the database."""

from __future__ import annotations

import json

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.columns import Record
from adapters.store.engine import insert_into
from adapters.store.in_loop import InLoop
from adapters.store.tables import forms
from core.ids import FormId, MemberId, WorkspaceId
from core.talk import OpenForm


def to_row(form: OpenForm) -> dict[str, object]:
    """A form as its row."""
    return {
        "id": form.id,
        "workspace_id": form.workspace_id,
        "member_id": form.member_id,
        "front_end": form.front_end,
        "chat": form.chat,
        "name": form.name,
        "target": form.target,
        "opened_at": form.opened_at,
        "step": form.step,
        "answers": json.dumps(form.values),
    }


def from_row(row: Record) -> OpenForm:
    """The form a row stands for."""
    return OpenForm(
        id=FormId(row["id"]),
        workspace_id=WorkspaceId(row["workspace_id"]),
        member_id=MemberId(row["member_id"]),
        front_end=row["front_end"],
        chat=row["chat"],
        name=row["name"],
        target=row["target"],
        opened_at=row["opened_at"],
        step=row["step"],
        values=json.loads(row["answers"]),
    )


class SqlForms:
    """`core.store.Forms` over one connection."""

    def __init__(self, connection: AsyncConnection | InLoop) -> None:
        self._connection = connection

    async def save(self, form: OpenForm) -> None:
        """Write a new form or new answers in one."""
        write = insert_into(self._connection, forms).values(to_row(form))
        kept = {"step": write.excluded.step, "answers": write.excluded.answers}
        await self._connection.execute(write.on_conflict_do_update(index_elements=["id"], set_=kept))

    async def get(self, form_id: int) -> OpenForm | None:
        """The form of that id, or None when it was closed."""
        found = await self._connection.execute(select(forms).where(forms.c.id == form_id))
        row = found.mappings().one_or_none()
        return None if row is None else from_row(row)

    async def open_in(self, chat: str, member_id: MemberId) -> OpenForm | None:
        """The newest form that waits for this person in this chat."""
        wanted = (
            select(forms)
            .where(forms.c.member_id == member_id, forms.c.chat == chat)
            .order_by(forms.c.opened_at.desc(), forms.c.id.desc())
            .limit(1)
        )
        row = (await self._connection.execute(wanted)).mappings().one_or_none()
        return None if row is None else from_row(row)

    async def close(self, form_id: int) -> None:
        """Forget it."""
        await self._connection.execute(forms.delete().where(forms.c.id == form_id))
