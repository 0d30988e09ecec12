"""Brands in the database."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import time

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.columns import Record
from adapters.store.engine import add_new
from adapters.store.in_loop import InLoop
from adapters.store.policies import policy_from, policy_text
from adapters.store.tables import brands, deliveries
from core.account import Platform
from core.brand import Brand
from core.errors import Invalid, NotFound, Problem
from core.ids import AccountId, BrandId, WorkspaceId
from core.look import Face, Look
from core.payload import Media
from core.slot import Slot
from core.voice import Traits


def to_row(brand: Brand) -> dict[str, object]:
    """A brand as its row."""
    return {
        "id": brand.id,
        "workspace_id": brand.workspace_id,
        "name": brand.name,
        "slug": brand.slug,
        "interests": json.dumps(brand.interests),
        "voice": brand.voice,
        "language": brand.language,
        "zone": brand.zone,
        "slots": json.dumps([[slot.at.isoformat(), sorted(slot.weekdays)] for slot in brand.slots]),
        "targets": json.dumps(brand.targets),
        "autopilot": brand.autopilot,
        "paused_until": brand.paused_until,
        "look": _look_text(brand.look),
        "written_for": json.dumps(brand.written_for),
        "policy": policy_text(brand.policy),
        "writer": brand.writer,
        "monthly_cap": brand.monthly_cap,
        "human": brand.human,
        "tag_sets": json.dumps(dict(brand.tag_sets)),
        "traits": json.dumps(asdict(brand.traits)) if brand.traits else "{}",
    }


def from_row(row: Record) -> Brand:
    """The brand a row stands for."""
    return Brand(
        id=BrandId(row["id"]),
        workspace_id=WorkspaceId(row["workspace_id"]),
        name=row["name"],
        slug=row["slug"],
        interests=tuple(json.loads(row["interests"])),
        voice=row["voice"],
        language=row["language"],
        zone=row["zone"],
        slots=tuple(
            Slot(at=time.fromisoformat(at), weekdays=frozenset(weekdays)) for at, weekdays in json.loads(row["slots"])
        ),
        targets=tuple(AccountId(one) for one in json.loads(row["targets"])),
        autopilot=row["autopilot"],
        paused_until=row["paused_until"],
        look=_look_from(row["look"]),
        written_for=tuple(Platform(one) for one in json.loads(row["written_for"])),
        policy=policy_from(row["policy"]),
        writer=row["writer"],
        monthly_cap=row["monthly_cap"],
        human=row["human"],
        tag_sets={name: tuple(tags) for name, tags in json.loads(row["tag_sets"]).items()},
        traits=_traits_from(row["traits"]),
    )


def _traits_from(text: str) -> Traits | None:
    raw = json.loads(text)
    if not raw:
        return None
    lists = {name: tuple(raw[name]) for name in ("openings", "favourites")}
    return Traits(**{**raw, **lists})


def _look_text(look: Look) -> str:
    return json.dumps(asdict(look))


def _look_from(text: str) -> Look:
    raw = json.loads(text)
    if not raw:
        return Look()
    logo = Media(**raw["logo"]) if raw["logo"] else None
    return Look(ground=raw["ground"], accent=raw["accent"], face=Face(raw["face"]), logo=logo)


_NOT_SAVED = frozenset({"id", "workspace_id", "slug", "monthly_cap"})
_BY_ID = select(brands).where(brands.c.id == bindparam("id"))


class SqlBrands:
    """`core.store.Brands` over one connection."""

    def __init__(self, connection: AsyncConnection | InLoop) -> None:
        self._connection = connection

    async def add(self, brand: Brand) -> None:
        """Store a new brand.

        Raises:
            Invalid: the slug is taken in the installation.
        """
        if not await add_new(self._connection, brands, to_row(brand)):
            what = f"There is a brand called “{brand.slug}” already."
            raise Invalid(Problem(field="slug", what=what, fix="Please choose another name."))

    async def get(self, brand_id: BrandId) -> Brand:
        """The brand of that id.

        Raises:
            NotFound: there is none.
        """
        found = await self._connection.execute(_BY_ID, {"id": brand_id})
        row = found.mappings().one_or_none()
        if row is None:
            raise NotFound
        return from_row(row)

    async def of(self, workspace_id: WorkspaceId) -> tuple[Brand, ...]:
        """All brands of a workspace, oldest first."""
        wanted = select(brands).where(brands.c.workspace_id == workspace_id).order_by(brands.c.id)
        return tuple(map(from_row, (await self._connection.execute(wanted)).mappings()))

    async def save(self, brand: Brand) -> None:
        """Write everything but the budget and what never changes: the id, the workspace and the slug."""
        row = to_row(brand)
        kept = {name: value for name, value in row.items() if name not in _NOT_SAVED}
        await self._connection.execute(brands.update().where(brands.c.id == brand.id).values(kept))

    async def budget(self, brand_id: BrandId, micros: int | None) -> None:
        """Write what may be spent on models in a month, and nothing else."""
        await self._connection.execute(brands.update().where(brands.c.id == brand_id).values(monthly_cap=micros))

    async def remove(self, brand_id: BrandId) -> None:
        """Delete the brand and everything that hangs on it, the places of its own cards included."""
        await self._connection.execute(deliveries.delete().where(deliveries.c.subject == brand_id))
        await self._connection.execute(brands.delete().where(brands.c.id == brand_id))
