"""Where and who in Slack: names are unique only inside a workspace, so ours carry it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A channel of a workspace, or in the same way a person of it."""

    team: str
    id: str

    def __str__(self) -> str:
        return f"{self.team}:{self.id}"

    @staticmethod
    def parse(text: str) -> Place:
        """Read what `str` wrote."""
        team, _, id = text.partition(":")
        return Place(team, id)

    @property
    def alone(self) -> bool:
        """True where one person and the bot are by themselves: ids of such channels begin with D."""
        return self.id.startswith("D")
