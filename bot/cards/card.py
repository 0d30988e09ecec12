"""The neutral picture of a post, a batch or a page."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.cards.press import Press
from bot.cards.text import Text
from core.payload import Media


class Tone(StrEnum):
    """How a thing feels; never told by colour alone, a mark and a word always stand beside it."""

    QUIET = "quiet"
    WAIT = "wait"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """A status: one emoji and one or two words."""

    mark: str
    word: str
    tone: Tone = Tone.QUIET


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A press or, with `url`, a link. `label` alone carries the meaning."""

    label: str
    press: Press | None = None
    url: str = ""
    tone: Tone = Tone.QUIET


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a list: a mark, what it is, what is said of it, where it leads."""

    mark: str
    label: str
    text: Text = ()
    url: str = ""
    press: Press | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The exact outgoing text for one destination, counted as that destination counts.

    `pictures` are its own ones, where they differ from the card's; `note` says what holds for this destination only.
    """

    name: str
    label: str
    text: str
    count: int
    limit: int
    problem: str = ""
    note: str = ""
    pictures: tuple[Media, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Everything a front-end needs to draw one message.

    `kind` and `subject` say what it shows; posts and batches redraw themselves when `version` grows.
    A card with `previews` shows one at a time (tabs where there are several). `buttons` come in rows.
    `still` stands for its film where a front-end does not show that. `pinned` asks the front-end to keep it in sight.
    """

    kind: str
    subject: int = 0
    version: int = 0
    title: Text = ()
    badge: Badge | None = None
    body: Text = ()
    previews: tuple[Preview, ...] = ()
    pictures: tuple[Media, ...] = ()
    still: Media | None = None
    rows: tuple[Row, ...] = ()
    footer: Text = ()
    buttons: tuple[tuple[Button, ...], ...] = ()
    pinned: bool = False


def say(*body: str) -> Card:
    """A plain message."""
    return Card(kind="say", body=body)
