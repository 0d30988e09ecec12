"""What a writer is asked for and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from core.ids import BrandId
from core.post import Content, Variant
from core.rules import Rules
from core.source import ItemId, SourceItem
from core.voice import Traits


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What a brand tells its writer, in the owner's own words.

    `days` names the posts wanted, one date each, in order; several may share a date.
    `avoid` holds the texts of earlier posts, newest first: nothing in them may be said again.
    `hint` is what a person asked for when regenerating one post, or empty.
    `idea` is the one thing a post must be about (from `/new`), or empty.
    `destinations` are the platforms that get words of their own, `material` items of the brand's sources that no
    draft has drawn on yet, newest first. `writer` is the name of the one who shall write, or empty; `brand_id` says
    whose money it costs, `traits` how its own posts are written, where that was learned.
    """

    brand_id: BrandId = BrandId(0)
    writer: str = ""
    traits: Traits | None = None
    brand: str
    interests: tuple[str, ...]
    voice: str
    language: str = "en"
    days: tuple[date, ...]
    avoid: tuple[str, ...] = ()
    hint: str = ""
    idea: str = ""
    destinations: tuple[Rules, ...] = ()
    material: tuple[SourceItem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One proposed post.

    `text` carries no hashtags; `hashtags` are bare words without `#`.
    `headline` is a short line (at most 120 characters) from the text, fit to be drawn on a picture.
    `points` are the items of a list, fit to be drawn as one: each at most 60 characters, at most six; empty for
    other shapes. `shape` names the kind of post ("tip", "question", …); `why` says in one sentence why this post.
    `variants` holds the words for each platform of the brief by its name, inside that platform's limits.
    `item` is the source item it draws on, `link` that item's address where readers should find it.
    """

    text: str
    hashtags: tuple[str, ...] = ()
    headline: str = ""
    points: tuple[str, ...] = ()
    variants: Mapping[str, Variant] = field(default_factory=dict)
    item: ItemId | None = None
    link: str = ""
    shape: str
    why: str


class Writer(Protocol):
    """Drafts posts. `origin` is shown on the card, for example "offline draft"."""

    @property
    def origin(self) -> str: ...

    async def draft(self, brief: Brief) -> tuple[Draft, ...]:
        """Answer one draft for each of `brief.days`, in order, no two alike.

        Raises:
            PortError: the writer could not do it; the caller falls back to the offline writer.
        """
        ...


class Editor(Protocol):
    """Changes the words of a post as a person asks."""

    @property
    def origin(self) -> str: ...

    async def edit(self, brief: Brief, content: Content) -> Content:
        """Answer the content with its words changed as `brief.hint` asks; pictures and link stay as they are.

        Raises:
            PortError: the editor could not do it; nothing was changed.
        """
        ...
