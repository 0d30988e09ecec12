"""A week or month as one card: the picture, and the same posts as rows that lead to their cards."""

from __future__ import annotations

from datetime import date, datetime

from bot.cards.card import Button, Card, Row, Tone
from bot.cards.labels import count, day
from bot.cards.press import Press
from bot.cards.progress import PARTS, badge_of
from bot.cards.text import Bold, Text, cut, plain
from core.calendar import Calendar, Legend, Planned, Span
from core.ids import BrandId
from core.moves import PartState
from core.payload import Media
from core.pictures import Tint
from core.post import Post
from core.publication import Publication

LEGEND: Legend = (
    (Tint.WAIT, "…", "Waiting"),
    (Tint.GOOD, "➜", "Scheduled"),
    (Tint.LIVE, "✓", "Live"),
    (Tint.BAD, "!", "Stuck"),
    (Tint.QUIET, "»", "Set aside"),
)
FREE = "⬜"
MOST_CHARACTERS = 1700  # of all rows together: a message of 2000 holds them with their title, body and footer
BEGINNING_IN_WEEK, BEGINNING_IN_MONTH = 44, 20

_TINTS = {
    Tone.QUIET: Tint.QUIET,
    Tone.WAIT: Tint.WAIT,
    Tone.GOOD: Tint.GOOD,
    Tone.WARN: Tint.BAD,
    Tone.BAD: Tint.BAD,
}


def tint_of(post: Post, publications: tuple[Publication, ...]) -> Tint:
    """The colour of a post in the picture; its mark in the list comes from the same badge."""
    badge = badge_of(post, publications)
    return Tint.LIVE if badge == PARTS[PartState.LIVE] else _TINTS[badge.tone]


def calendar_card(calendar: Calendar, pictures: tuple[Media, ...]) -> Card:
    """The card of a calendar. A list too long for one message keeps the days around today and says what is left out."""
    rows = _rows(calendar)
    start, stop = _window([_length(row) for _, row in rows], _first_ahead(rows, calendar))
    return Card(
        kind="calendar",
        subject=calendar.brand.id,
        title=(Bold(title_of(calendar.span)), f" · {calendar.brand.name}"),
        body=_summary(calendar),
        pictures=pictures,
        rows=tuple(row for _, row in rows[start:stop]),
        footer=_left_out(rows, start, stop),
        buttons=_buttons(calendar),
    )


def title_of(span: Span) -> str:
    """The days as people write them: "23 to 29 November 2026", "November 2026"."""
    first, last = span.first, span.last
    if not span.is_week:
        return f"{first:%B %Y}"
    if first.year != last.year:
        return f"{first.day} {first:%B %Y} to {last.day} {last:%B %Y}"
    if first.month != last.month:
        return f"{first.day} {first:%B} to {last.day} {last:%B %Y}"
    return f"{first.day} to {last.day} {last:%B %Y}"


def press_for(brand_id: BrandId, span: Span) -> Press:
    """The press that shows these days."""
    kind = "week" if span.is_week else "month"
    return Press(verb="calendar", target=brand_id, arg=f"{kind}.{span.first:%Y-%m-%d}")


def _rows(calendar: Calendar) -> list[tuple[date, Row]]:
    rows: list[tuple[datetime, Row]] = []
    for one in calendar.days:
        rows += [(planned.at, _post_row(planned, calendar)) for planned in one.planned]
        rows += [(at, Row(mark=FREE, label=_label(at, calendar), text=("free",))) for at in one.free]
    return [(at.date(), row) for at, row in sorted(rows, key=lambda pair: pair[0])]


def _post_row(planned: Planned, calendar: Calendar) -> Row:
    badge = badge_of(planned.post, planned.publications)
    begins = cut(planned.beginning, BEGINNING_IN_WEEK if calendar.span.is_week else BEGINNING_IN_MONTH)
    return Row(
        mark=badge.mark,
        label=_label(planned.at, calendar),
        text=(f"{badge.word}: {begins}" if begins else badge.word,),
        press=Press(verb="show", target=planned.post.id),
    )


def _label(at: datetime, calendar: Calendar) -> str:
    if at.date() == calendar.today:
        return f"Today, {at:%H:%M}"
    return f"{day(at)}, {at:%H:%M}" if calendar.span.is_week else f"{at:%a} {at.day}, {at:%H:%M}"


def _length(row: Row) -> int:
    return len(f"{row.mark} {row.label} {plain(row.text)}\n")


def _first_ahead(rows: list[tuple[date, Row]], calendar: Calendar) -> int:
    """The first row of today or later; the first of all where everything has passed."""
    return next((place for place, (day, _) in enumerate(rows) if day >= calendar.today), 0)


def _window(lengths: list[int], wanted: int) -> tuple[int, int]:
    """Which rows fit: as many as possible from the wanted one on, then as many as possible before it."""
    room = MOST_CHARACTERS
    start = stop = wanted
    while stop < len(lengths) and lengths[stop] <= room:
        room -= lengths[stop]
        stop += 1
    while start and lengths[start - 1] <= room:
        room -= lengths[start - 1]
        start -= 1
    return start, stop


def _summary(calendar: Calendar) -> Text:
    tints = [tint_of(one.post, one.publications) for each in calendar.days for one in each.planned]
    free = sum(len(each.free) for each in calendar.days)
    said = [f"{tints.count(tint)} {word.lower()}" for tint, _, word in LEGEND if tint in tints]
    said += [f"{count(free, 'slot')} free"] if free else []
    head = count(len(tints), "post") if tints else "Nothing is planned here"
    return (f"{head}: {', '.join(said)}." if said else f"{head}.",)


def _left_out(rows: list[tuple[date, Row]], start: int, stop: int) -> Text:
    if start == 0 and stop == len(rows):
        return ()
    missing = [day for day, _ in (*rows[:start], *rows[stop:])]
    monday = Span.week_of(missing[-1] if stop < len(rows) else missing[0]).first
    return (f"And {len(missing)} more: /calendar week {monday}, or /posts for all.",)


def _buttons(calendar: Calendar) -> tuple[tuple[Button, ...], ...]:
    span, brand_id = calendar.span, calendar.brand.id

    def button(label: str, to: Span) -> Button:
        return Button(label=label, press=press_for(brand_id, to))

    middle = calendar.today if calendar.today in span else span.first
    other = button("Month", Span.month_of(middle)) if span.is_week else button("Week", Span.week_of(middle))
    here = Span.week_of(calendar.today) if span.is_week else Span.month_of(calendar.today)
    today = () if calendar.today in span else (button("Today", here),)
    return ((button("‹ Earlier", span.earlier()), button("Later ›", span.later())), (other, *today))
