"""What a reply to a card asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.requests.edits import Edit
from core.slot import Moment


@dataclass(frozen=True, slots=True)
class Change:
    """Change the content."""

    edit: Edit


@dataclass(frozen=True, slots=True)
class Move:
    """Another time, which may have passed."""

    to: Moment


@dataclass(frozen=True, slots=True)
class Which:
    """One of these times, or with a single one: this time, if it was meant as a request at all."""

    moments: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class NextFree:
    """The next free slot."""


@dataclass(frozen=True, slots=True)
class SwapWith:
    """Change places with the post of that day; with `any_week` rather with that of the same weekday in its batch."""

    day: date
    any_week: bool = False


@dataclass(frozen=True, slots=True)
class Undo:
    """Back to the version before."""


@dataclass(frozen=True, slots=True)
class Decide:
    """Approve or skip: said in words, which is too easily misread."""


@dataclass(frozen=True, slots=True)
class Humanise:
    """Without what sounds made."""


@dataclass(frozen=True, slots=True)
class Rewrite:
    """Other words that only a writer can find."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """Sounds like a request, or is too short to be taken for a post without asking. `why` may say what is missing."""

    why: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """No request: this is what the post should say."""

    text: str


Request = Change | Move | Which | NextFree | SwapWith | Undo | Decide | Humanise | Rewrite | Unclear | Words

EXAMPLES = (
    "move to Friday 10:00",
    "tomorrow 9",
    "a day later",
    "next free slot",
    "swap with Thursday",
    "shorter",
    "no emoji",
    "make it human",
    "fewer hashtags",
    "drop the last line",
    "add link https://example.com",
    'replace "old" with "new"',
    "undo",
)
"""Requests that are understood, as a person may copy them."""
