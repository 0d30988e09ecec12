"""Who did what: append-only, each entry sealed to the one before it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime

from core.ids import MemberId, WorkspaceId

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something a person or the autopilot did. `what` is a short past-tense name, `about` an id on the wire."""

    workspace_id: WorkspaceId
    member_id: MemberId | None
    what: str
    about: str
    door: str
    at: datetime
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """A deed in its place in the chain; `number` counts from 1 in each workspace."""

    deed: Deed
    number: int
    previous: str
    seal: str


def link(deed: Deed, number: int, previous: str) -> AuditEntry:
    """Put a deed at the end of a chain whose last seal is `previous`."""
    return AuditEntry(deed=deed, number=number, previous=previous, seal=_seal(deed, number, previous))


def first_broken(entries: tuple[AuditEntry, ...]) -> AuditEntry | None:
    """The first entry of a whole chain that was altered, moved or follows a missing one; None when all is well."""
    previous = GENESIS
    for number, entry in enumerate(entries, start=1):
        if (entry.number, entry.previous) != (number, previous):
            return entry
        if entry.seal != _seal(entry.deed, number, previous):
            return entry
        previous = entry.seal
    return None


def _seal(deed: Deed, number: int, previous: str) -> str:
    fields = [
        previous,
        number,
        deed.workspace_id,
        deed.member_id,
        deed.what,
        deed.about,
        deed.door,
        deed.detail,
    ]
    text = json.dumps([*fields, deed.at.astimezone(UTC).isoformat()], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
