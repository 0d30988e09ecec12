"""What everyone who draws calendars promises, whatever it draws with."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import date, timedelta

import pytest

from core.errors import Invalid
from core.pictures import CalendarDay, CalendarEntry, CalendarSheet, Pictures, Tint
from tests.contracts.pictures import NOT_A_CHARACTER, colours, opened

MOST_BYTES = 60 * 1024
MONDAY, TODAY = date(2026, 11, 23), date(2026, 11, 25)
MARKS = {Tint.WAIT: "…", Tint.GOOD: "➜", Tint.LIVE: "✓", Tint.BAD: "!", Tint.QUIET: "»"}
WORDS = {
    Tint.WAIT: "Waiting",
    Tint.GOOD: "Scheduled",
    Tint.LIVE: "Live",
    Tint.BAD: "Stuck",
    Tint.QUIET: "Set aside",
}
EVERYWHERE = ("linkedin", "x", "instagram", "facebook", "feed", "bluesky")
BEGINNINGS = (
    "The oven is on and the first loaves are out, still singing on the rack.",
    "Saturday is walnut bread day: come early \N{CROISSANT}",
    "How long should a dough rest? We asked Ana, who has never hurried one.",
    "Three ways to save a stale loaf, and one to share it.",
    "What would you put on a slice of warm rye? Tell us below!",
    "A slow morning on our street, in four pictures.",
    "Five o'clock is when the street is ours. Here is what we do with it.",
)


def an_entry(
    text: str = BEGINNINGS[0],
    *,
    tint: Tint = Tint.WAIT,
    clock: str = "09:00",
    platforms: tuple[str, ...] = ("feed", "linkedin"),
) -> CalendarEntry:
    """One post in the calendar."""
    return CalendarEntry(clock=clock, tint=tint, mark=MARKS[tint], text=text, platforms=platforms)


def a_sheet(
    fill: Callable[[date], CalendarDay] | None = None,
    *,
    first: date = MONDAY,
    days: int = 7,
    title: str = "23 to 29 November 2026",
    brand: str = "Padaria do Sol",
) -> CalendarSheet:
    """Whole weeks of a bakery; `fill` says what is on a day."""
    fill = fill or (lambda day: CalendarDay(day=day))
    shown = [fill(first + timedelta(days=offset)) for offset in range(days)]
    tints = {entry.tint for day in shown for entry in day.entries}
    legend = tuple((tint, MARKS[tint], WORDS[tint]) for tint in WORDS if tint in tints)
    return CalendarSheet(title=title, brand=brand, today=TODAY, days=shown, legend=legend)


def a_month(fill: Callable[[date], CalendarDay], *, brand: str = "Padaria do Sol") -> CalendarSheet:
    """November 2026, six weeks of it; days of other months are outside."""

    def inside(day: date) -> CalendarDay:
        return fill(day) if day.month == TODAY.month else CalendarDay(day=day, outside=True)

    return a_sheet(inside, first=date(2026, 10, 26), days=42, title="November 2026", brand=brand)


def ordinary(day: date) -> CalendarDay:
    """One post a day, what passed is live or left out, a free slot on Saturdays."""
    text = BEGINNINGS[day.toordinal() % len(BEGINNINGS)]
    if day.weekday() == 5:
        return CalendarDay(day=day, free=("09:00",) if day >= TODAY else ())
    if day < TODAY:
        return CalendarDay(day=day, entries=(an_entry(text, tint=Tint.LIVE if day.day % 4 else Tint.QUIET),))
    tint = (Tint.WAIT, Tint.GOOD, Tint.BAD)[day.day % 3]
    return CalendarDay(day=day, entries=(an_entry(text, tint=tint, platforms=EVERYWHERE[:4]),))


def busy(day: date) -> CalendarDay:
    """Five posts of every kind and two free slots."""
    clocks = ("08:30", "10:00", "12:30", "17:00", "20:15")
    entries = tuple(
        an_entry(BEGINNINGS[(day.day + n) % 7], tint=list(Tint)[(day.day + n) % 5], clock=at, platforms=EVERYWHERE)
        for n, at in enumerate(clocks)
    )
    return CalendarDay(day=day, entries=entries, free=("09:00", "22:00"))


def filled_with(text: str, times: int = 5) -> Callable[[date], CalendarDay]:
    """Every day has that text, several times."""
    return lambda day: CalendarDay(
        day=day, entries=tuple(an_entry(text, clock=f"{8 + n:02}:00", platforms=EVERYWHERE) for n in range(times))
    )


def sheets() -> Sequence[CalendarSheet]:
    """Calendars of every size."""
    return (a_sheet(), a_sheet(ordinary), a_sheet(busy), a_month(ordinary), a_month(busy))


class CalendarPicturesContract:
    """Subclass it, bring a fixture `pictures`, and the promises about calendars are tried."""

    @pytest.mark.parametrize("sheet", sheets(), ids=["empty", "week", "busy week", "month", "busy month"])
    async def test_a_calendar_is_a_light_png_as_wide_as_a_phone_wants_it(
        self, pictures: Pictures, sheet: CalendarSheet
    ) -> None:
        picture = await pictures.calendar(sheet)
        image = opened(picture)
        assert image.size == (picture.width, picture.height)
        assert (picture.mime, picture.width) == ("image/png", 1080)
        assert picture.height <= 2 * picture.width
        assert len(picture.data) <= MOST_BYTES
        assert colours(image).most_common(1)[0][0] == (255, 255, 255)

    @pytest.mark.parametrize("text", ["\N{CROISSANT}" * 80, "\N{CROISSANT} " * 40, "W" * 80, "mm " * 26])
    async def test_heavy_texts_never_make_a_heavy_picture(self, pictures: Pictures, text: str) -> None:
        assert len((await pictures.calendar(a_sheet(filled_with(text)))).data) <= MOST_BYTES

    async def test_the_same_calendar_gives_the_same_bytes(self, pictures: Pictures) -> None:
        first = await pictures.calendar(a_sheet(ordinary))
        await pictures.calendar(a_month(busy))
        assert await pictures.calendar(a_sheet(ordinary)) == first

    async def test_alt_text_says_how_many_posts_there_are_and_how_they_stand(self, pictures: Pictures) -> None:
        picture = await pictures.calendar(a_sheet(ordinary))
        assert picture.alt == (
            "Calendar of Padaria do Sol, 23 to 29 November 2026: "
            "6 posts, 1 waiting, 1 scheduled, 1 live, 2 stuck, 1 set aside, 1 slot free."
        )

    async def test_alt_text_of_an_empty_calendar_says_so(self, pictures: Pictures) -> None:
        assert (await pictures.calendar(a_sheet())).alt.endswith(": no posts.")

    @pytest.mark.parametrize("one", list(Tint))
    @pytest.mark.parametrize("other", list(Tint))
    async def test_each_status_has_a_look_of_its_own_by_colour_and_by_mark(
        self, pictures: Pictures, one: Tint, other: Tint
    ) -> None:
        def only(tint: Tint, mark: str) -> CalendarSheet:
            entry = CalendarEntry(clock="09:00", tint=tint, mark=mark, text="Bread")
            return a_month(lambda day: CalendarDay(day=day, entries=(entry,) if day == TODAY else ()))

        drawn = [(await pictures.calendar(only(tint, "!"))).data for tint in (one, other)]
        assert (drawn[0] == drawn[1]) is (one is other)
        drawn = [(await pictures.calendar(only(Tint.GOOD, MARKS[tint]))).data for tint in (one, other)]
        assert (drawn[0] == drawn[1]) is (one is other)

    async def test_a_text_that_cannot_be_drawn_leaves_the_mark_and_the_hour(self, pictures: Pictures) -> None:
        undrawable = await pictures.calendar(a_sheet(filled_with(f"Ten {NOT_A_CHARACTER} loaves", 1)))
        assert undrawable.data == (await pictures.calendar(a_sheet(filled_with("", 1)))).data

    async def test_a_word_too_long_for_its_line_is_left_out_and_never_broken(self, pictures: Pictures) -> None:
        broken = await pictures.calendar(a_sheet(filled_with("w" * 80, 1)))
        assert broken.data == (await pictures.calendar(a_sheet(filled_with("", 1)))).data

    @pytest.mark.parametrize(
        "text", ["خبز جيد كل صباح", "לחם טוב הוא סבלנות", "Хороший хлеб", "रोटी", "Bread \N{CROISSANT}"]
    )
    async def test_every_script_we_ship_fonts_for_is_drawn(self, pictures: Pictures, text: str) -> None:
        drawn = await pictures.calendar(a_sheet(filled_with(text, 1)))
        assert drawn.data != (await pictures.calendar(a_sheet(filled_with("", 1)))).data

    async def test_words_are_never_read_as_markup(self, pictures: Pictures) -> None:
        words = '#panic("no") $x$ *b* "} , {"'
        picture = await pictures.calendar(a_sheet(filled_with(words, 1), brand=words, title=words))
        assert picture.alt.startswith(f"Calendar of {words}, {words}: 7 posts")

    @pytest.mark.parametrize(("first", "days"), [(MONDAY, 0), (MONDAY, 6), (MONDAY, 49), (TODAY, 7)])
    async def test_what_is_not_one_to_six_whole_weeks_is_refused(
        self, pictures: Pictures, first: date, days: int
    ) -> None:
        with pytest.raises(Invalid, match="whole weeks"):
            await pictures.calendar(a_sheet(first=first, days=days))

    async def test_calendars_asked_for_together_come_out_as_if_asked_one_by_one(self, pictures: Pictures) -> None:
        async with asyncio.TaskGroup() as group:
            together = [group.create_task(pictures.calendar(sheet)) for sheet in sheets()]
        assert [task.result() for task in together] == [await pictures.calendar(sheet) for sheet in sheets()]
