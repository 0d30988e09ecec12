"""Brands of many kinds, as owners describe them: data for the writer's tests and for the page of samples."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from core.rules import Rules
from core.source import ItemId, SourceId, SourceItem
from core.writing import Brief

MONDAY = date(2026, 11, 23)
FOUND = datetime(2026, 11, 20, 8, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What an owner says about a brand, and the items of its sources, newest first."""

    brand: str
    interests: tuple[str, ...] = ()
    voice: str = ""
    language: str = "en"
    items: tuple[SourceItem, ...] = ()
    shown: bool = False

    def brief(
        self,
        *,
        week: int = 0,
        to: tuple[Rules, ...] = (),
        avoid: tuple[str, ...] = (),
        used: frozenset[ItemId | None] = frozenset(),
    ) -> Brief:
        """The brief for seven days, so many weeks after the first, without items that were used."""
        first = MONDAY + timedelta(weeks=week)
        return Brief(
            brand=self.brand,
            interests=self.interests,
            voice=self.voice,
            language=self.language,
            days=tuple(first + timedelta(days=day) for day in range(7)),
            avoid=avoid,
            destinations=to,
            material=tuple(item for item in self.items if item.id not in used),
        )


def an_item(number: int, *, title: str, text: str, source: str = "Our blog", url: str = "") -> SourceItem:
    """Build a source item; a greater number is older."""
    return SourceItem(
        id=ItemId(number),
        source_id=SourceId(1),
        source=source,
        key=f"item-{number}",
        title=title,
        text=text,
        url=url,
        found_at=FOUND - timedelta(days=number),
    )


def _told(row: dict[str, Any]) -> Told:
    return Told(
        brand=row["name"],
        interests=tuple(row.get("interests", ())),
        voice=row.get("voice", ""),
        language=row.get("language", "en"),
        items=tuple(an_item(number, **item) for number, item in enumerate(row.get("item", ()), start=1)),
        shown=row.get("shown", False),
    )


BRIEFS = tuple(
    _told(row) for row in tomllib.loads(Path(__file__).with_name("briefs.toml").read_text(encoding="utf-8"))["brand"]
)
SHOWN = tuple(told for told in BRIEFS if told.shown)


def brand(name: str) -> Told:
    """The brand with this name."""
    return next(told for told in BRIEFS if told.brand == name)
