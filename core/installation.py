"""Workspaces of a chat app that have let us in, beyond the one a setting may name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.account import SealedGrant


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """`team` is the chat app's own name for its workspace, `name` what people call it. The token is sealed."""

    front_end: str
    team: str
    name: str
    sealed: SealedGrant
    at: datetime

    @property
    def row(self) -> str:
        """The name its token is sealed for."""
        return row_of(self.front_end, self.team)


def row_of(front_end: str, team: str) -> str:
    """The name the token of that workspace is sealed for."""
    return f"installation {front_end} {team}"


class Installations(Protocol):
    """Who has let us in."""

    async def save(self, installation: Installation) -> None:
        """Keep it in place of an earlier one of the same workspace."""
        ...

    async def get(self, front_end: str, team: str) -> Installation | None:
        """The installation there, or None."""
        ...

    async def all(self) -> tuple[Installation, ...]:
        """Every installation."""
        ...

    async def remove(self, front_end: str, team: str) -> None:
        """Forget it. Repeating is harmless."""
        ...
