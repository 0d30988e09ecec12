"""The same calendars drawn with matplotlib, as somebody who knows it would: one figure, kept and cleared.

Same size, words, colours, marks and shapes, places to within a few pixels. The beginnings of posts are cut by
counting characters where ours are measured, and letters come from one font without fallbacks; both favour this side.
"""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Circle, FancyBboxPatch

from adapters.media.calendar import COLOURS
from adapters.media.engine import FONTS
from core.pictures import CalendarDay, CalendarEntry, CalendarSheet

DOTS_PER_INCH = 100
POINT = 72 / DOTS_PER_INCH  # one pixel
WIDTH, SIDE, ROOM = 1080, 29, 1022
CELL = 146
LEGEND_FROM = (51, 227, 440, 567, 714)
LONGEST_LINE = 50  # characters
TABLE: dict[str, Any] = json.loads(COLOURS.read_text(encoding="utf-8"))
REGULAR = FontProperties(fname=FONTS / "NotoSans-Regular.ttf")
BOLD = FontProperties(fname=FONTS / "NotoSans-Bold.ttf")
SYMBOLS = FontProperties(fname=FONTS / "NotoSansSymbols2-Regular.ttf")


class MatplotlibCalendar:
    """Draws weeks with one post a day, and months."""

    def __init__(self) -> None:
        self._figure = Figure(dpi=DOTS_PER_INCH, facecolor=TABLE["ground"])
        FigureCanvasAgg(self._figure)

    def draw(self, sheet: CalendarSheet, height: int) -> bytes:
        """The calendar as a PNG, `height` pixels tall."""
        self._figure.clear()
        self._figure.set_size_inches(WIDTH / DOTS_PER_INCH, height / DOTS_PER_INCH)
        axes = self._figure.add_axes((0, 0, 1, 1))
        axes.set_xlim(0, WIDTH)
        axes.set_ylim(height, 0)
        axes.axis("off")
        _words(axes, 35, 60, sheet.brand, 32, TABLE["soft"], bold=True)
        _words(axes, 35, 121, sheet.title, 54, TABLE["ink"], bold=True)
        (_week if len(sheet.days) == 7 else _month)(axes, sheet)
        out = BytesIO()
        self._figure.savefig(out, format="png")
        return out.getvalue()


def _week(axes: Axes, sheet: CalendarSheet) -> None:
    words = {tint: word for tint, _, word in sheet.legend}
    for place, day in enumerate(sheet.days):
        top = 178 + 132 * place
        past = day.day < sheet.today
        if day.day == sheet.today:
            _box(axes, 17, top, ROOM + 24, 132, 28, edge=TABLE["now"], thick=4)
        elif place:
            axes.plot((SIDE, SIDE + ROOM), (top, top), color=TABLE["mist"], linewidth=2 * POINT)
        label = TABLE["now"] if day.day == sheet.today else TABLE["soft"]
        _words(axes, 39, top + 33, f"{day.day:%a}", 30, label, bold=True)
        _number(axes, 39, top + 84, day, sheet, 46)
        for entry in day.entries:
            tones = TABLE["past" if past else "tints"][entry.tint]
            said = TABLE["soft" if past else "ink"]
            _box(axes, 165, top + 14, 874, 104, 20, fill=tones["pale"])
            _disc(axes, 202, top + 48, 21, entry.mark, tones)
            _words(axes, 237, top + 48, entry.clock, 34, said, bold=True)
            _words(axes, 340, top + 48, words[entry.tint], 30, tones["ink"])
            _signs(axes, 1023 - 46 * len(entry.platforms[:4]) + 8, top + 29, entry, 38, 8, past=past)
            _words(axes, 183, top + 89, _beginning(entry.text), 32, said)
        for clock in day.free:
            _box(axes, 165, top + 38, 874, 56, 16, edge=TABLE["hair"], thick=3, dashed=True)
            _words(axes, 185, top + 66, clock, 30, TABLE["soft"], bold=True)
            _words(axes, 285, top + 66, "free", 30, TABLE["soft"])


def _month(axes: Axes, sheet: CalendarSheet) -> None:
    for place, day in enumerate(sheet.days):
        left, top = SIDE + CELL * (place % 7) + 4, 226 + 154 * (place // 7)
        past = day.day < sheet.today
        if place < 7:
            _words(axes, left + 65, 198, f"{day.day:%a}", 28, TABLE["soft"], bold=True, middle=True)
        if place % 7 == 0:
            axes.plot((SIDE, SIDE + ROOM), (top, top), color=TABLE["mist"], linewidth=2 * POINT)
        if day.day == sheet.today:
            _box(axes, left - 4, top + 4, CELL, 148, 18, edge=TABLE["now"], thick=4)
        _number(axes, left + 6, top + 31, day, sheet, 32)
        for entry in day.entries[:2]:
            tones = TABLE["past" if past else "tints"][entry.tint]
            _box(axes, left, top + 58, CELL - 8, 82, 14, fill=tones["pale"])
            _disc(axes, left + 24, top + 82, 17, entry.mark, tones)
            _words(axes, left + 48, top + 82, entry.clock, 29, TABLE["soft" if past else "ink"], bold=True)
            _signs(axes, left + 8, top + 105, entry, 27, 4, past=past)
        for clock in day.free[:1]:
            _box(axes, left, top + 58, CELL - 8, 46, 14, edge=TABLE["hair"], thick=3, dashed=True)
            _words(axes, left + 69, top + 81, clock, 28, TABLE["soft"], middle=True)
    for left, (tint, mark, word) in zip(LEGEND_FROM, sheet.legend, strict=False):
        _disc(axes, left, top + 190, 18, mark, TABLE["tints"][tint])
        _words(axes, left + 28, top + 190, word, 28, TABLE["soft"])
    if any(day.free for day in sheet.days):
        _box(axes, 890, top + 172, 46, 36, 11, edge=TABLE["hair"], thick=3, dashed=True)
        _words(axes, 946, top + 190, "Free", 28, TABLE["soft"])


def _number(axes: Axes, left: float, middle: float, day: CalendarDay, sheet: CalendarSheet, size: float) -> None:
    today = day.day == sheet.today
    if today:
        axes.add_patch(Circle((left + size * 0.55, middle), size * 0.7, color=TABLE["now"]))
    quiet = "hair" if day.outside else "soft" if day.day < sheet.today else "ink"
    _words(axes, left, middle, str(day.day.day), size, TABLE["ground" if today else quiet], bold=not day.outside)


def _signs(axes: Axes, left: float, top: float, entry: CalendarEntry, size: float, gap: float, *, past: bool) -> None:
    for place, name in enumerate(entry.platforms[:4]):
        sign = TABLE["platforms"][name]
        at = left + place * (size + gap)
        _box(axes, at, top, size, size, size * 0.26, fill=sign["past" if past else "fill"])
        middle = at + size / 2
        _words(axes, middle, top + size / 2, sign["letters"], size * 0.6, TABLE["ground"], bold=True, middle=True)


def _disc(axes: Axes, x: float, y: float, radius: float, mark: str, tones: dict[str, str]) -> None:
    axes.add_patch(Circle((x, y), radius, color=tones["disc"]))
    font = SYMBOLS if mark in "✓➜" else BOLD
    axes.text(
        x, y, mark, fontproperties=font, fontsize=radius * 1.3 * POINT, color=tones["on"], ha="center", va="center"
    )


def _words(
    axes: Axes, x: float, y: float, words: str, size: float, colour: str, *, bold: bool = False, middle: bool = False
) -> None:
    axes.text(
        x,
        y,
        words,
        fontproperties=BOLD if bold else REGULAR,
        fontsize=size * POINT,
        color=colour,
        ha="center" if middle else "left",
        va="center",
    )


def _box(
    axes: Axes,
    left: float,
    top: float,
    width: float,
    height: float,
    radius: float,
    *,
    fill: str = "none",
    edge: str = "none",
    thick: float = 0,
    dashed: bool = False,
) -> None:
    inner = (width - 2 * radius, height - 2 * radius)
    axes.add_patch(
        FancyBboxPatch(
            (left + radius, top + radius),
            *inner,
            boxstyle=f"round,pad={radius}",
            facecolor=fill,
            edgecolor=edge,
            linewidth=thick * POINT,
            linestyle="--" if dashed else "-",
        )
    )


def _beginning(text: str) -> str:
    return text if len(text) <= LONGEST_LINE else text[:LONGEST_LINE].rsplit(" ", 1)[0] + "…"
