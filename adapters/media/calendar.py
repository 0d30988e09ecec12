"""Draws calendars: a week day by day with the beginnings of its posts, a month as a grid of marks and hours."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO

from adapters.media.engine import TEMPLATES, Engine
from adapters.media.lettering import ELLIPSIS, Coverage, runs_right_to_left, tidied
from core.errors import Invalid, Problem, Rejected
from core.pictures import CalendarDay, CalendarEntry, CalendarSheet, Picture

TEMPLATE = "calendar.typ"
COLOURS = TEMPLATES / "calendar.json"
MOST_BYTES = 60 * 1024
COMPRESSION = 7  # of 9; the last two steps cost three times the CPU for a twentieth of the bytes
WEEK, MOST_WEEKS = 7, 6
# How many posts and free slots a day shows, and whether with texts; each is tried when the one before is too heavy.
IN_A_DAY = ((3, True), (2, True), (1, True), (3, False))
IN_A_CELL = ((2, False),)
PLATFORMS_SHOWN = 4

LOOSE_ENDS = " ,;:.!?…–—-"  # never stand before an ellipsis

# Scripts that put no spaces between words: each of their characters is a piece, elsewhere each word with its space is.
_ALONE = r"\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"
_PIECES = re.compile(rf"\s*[{_ALONE}]|\s*[^\s{_ALONE}]+")

Json = dict[str, object]


def draw(engine: Engine, sheet: CalendarSheet) -> Picture:
    """The calendar as a PNG of at most 60 KiB, 1080 pixels wide; as tall as its days need.

    Raises:
        Invalid: the days are not whole weeks, or none or more than six of them.
        Rejected: the picture cannot be drawn.
    """
    _must_be_weeks(sheet.days)
    for room, texts in IN_A_DAY if len(sheet.days) == WEEK else IN_A_CELL:
        png, _ = engine.set(TEMPLATE, json.dumps(_values(sheet, engine.coverage, room, texts=texts)))
        picture = _in_our_colours(png)
        if len(picture.data) <= MOST_BYTES:
            return replace(picture, alt=alt_of(sheet))
    raise Rejected("picture_too_heavy")


def alt_of(sheet: CalendarSheet) -> str:
    """What is in it, in a sentence: whose calendar, which days, how many posts, how they stand."""
    tints = Counter(entry.tint for day in sheet.days for entry in day.entries)
    free = sum(len(day.free) for day in sheet.days)
    posts = tints.total()
    counts = [
        f"{posts or 'no'} {'post' if posts == 1 else 'posts'}",
        *(f"{tints[tint]} {word.lower()}" for tint, _, word in sheet.legend if tints[tint]),
        *([f"{free} {'slot' if free == 1 else 'slots'} free"] if free else []),
    ]
    return f"Calendar of {tidied(sheet.brand)}, {tidied(sheet.title)}: {', '.join(counts)}."


def _in_our_colours(png: bytes) -> Picture:
    """The same picture with the colours of the template as its palette.

    A palette chosen by counting would give up the pale grounds first: they are large but close to white.
    """
    from PIL import Image

    palette = Image.new("P", (1, 1))
    palette.putpalette(_palette())
    with Image.open(BytesIO(png)) as image:
        reduced = image.convert("RGB").quantize(palette=palette, dither=Image.Dither.NONE)
    out = BytesIO()
    reduced.save(out, "PNG", compress_level=COMPRESSION)
    return Picture(data=out.getvalue(), mime="image/png", width=reduced.width, height=reduced.height, alt="")


@cache
def _palette() -> bytes:
    written = re.findall(r"#([0-9a-f]{6})", COLOURS.read_text(encoding="utf-8"))
    return bytes.fromhex("".join(dict.fromkeys(written)))


def _values(sheet: CalendarSheet, coverage: Coverage, room: int, *, texts: bool) -> Json:
    """What the template is given: only text that can be drawn."""
    words = {tint: word for tint, _, word in sheet.legend}

    def label(text: str) -> Json | None:
        clean = tidied(text)
        if not clean or not coverage.draws(clean):
            return None
        return {"beginnings": _beginnings(clean), "rtl": runs_right_to_left(clean)}

    def line(entry: CalendarEntry) -> Json:
        return {
            "clock": entry.clock,
            "tint": entry.tint,
            "mark": entry.mark if coverage.draws(entry.mark) else "",
            "word": words.get(entry.tint, ""),
            "text": label(entry.text) if texts else None,
            "platforms": entry.platforms[:PLATFORMS_SHOWN],
        }

    def drawn(day: CalendarDay) -> Json:
        lines, more = _shown(day, room)
        return {
            "number": day.day.day,
            "weekday": f"{day.day:%a}",
            "today": day.day == sheet.today,
            "past": day.day < sheet.today,
            "outside": day.outside,
            "lines": [line(one) if isinstance(one, CalendarEntry) else {"clock": one, "tint": None} for one in lines],
            "more": more,
        }

    return {
        "brand": label(sheet.brand),
        "title": label(sheet.title),
        "week": len(sheet.days) == WEEK,
        "days": [drawn(day) for day in sheet.days],
        "legend": [
            {"tint": tint, "mark": mark if coverage.draws(mark) else "", "word": word if coverage.draws(word) else ""}
            for tint, mark, word in sheet.legend
        ],
    }


def _beginnings(text: str) -> list[str]:
    """The text in ever more of its pieces, each but the whole with an ellipsis."""
    pieces = _PIECES.findall(text)
    cut = ("".join(pieces[:count]).strip().rstrip(LOOSE_ENDS) + ELLIPSIS for count in range(1, len(pieces)))
    return [*cut, text]


def _shown(day: CalendarDay, room: int) -> tuple[list[CalendarEntry | str], int]:
    """The entries and then the free slots that have room, in order of time, and how many entries have not."""
    entries = sorted(day.entries, key=lambda entry: entry.clock)[:room]
    free = sorted(day.free)[: room - len(entries)]
    lines: list[CalendarEntry | str] = [*entries, *free]
    lines.sort(key=lambda one: one if isinstance(one, str) else one.clock)
    return lines, len(day.entries) - len(entries)


def _must_be_weeks(days: Sequence[CalendarDay]) -> None:
    first: date | None = days[0].day if days else None
    whole = first is not None and first.weekday() == 0 and len(days) % WEEK == 0
    consecutive = all(day.day.toordinal() - offset == first.toordinal() for offset, day in enumerate(days) if first)
    if not whole or not consecutive or len(days) > MOST_WEEKS * WEEK:
        raise Invalid(
            Problem(
                field="days",
                what=f"A calendar of {len(days)} days is not one to six whole weeks.",
                fix="Begin on a Monday and end on a Sunday.",
                limit=MOST_WEEKS * WEEK,
                actual=len(days),
            )
        )
