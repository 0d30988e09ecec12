"""The week and the month at a glance: a picture, and the same posts as rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from core.brand import Brand
from core.errors import Rejected
from core.moves import PostState
from core.pictures import CalendarSheet, Drawing, Picture
from tests.builders import a_post
from tests.fakes.chat import Person, Seen, button, newest, presses
from tests.stories.house import House, set_up

WEEK = "23 to 29 November 2026"


class NoPictures:
    """`core.pictures.Pictures` on a machine that cannot draw."""

    async def warm(self) -> None:
        """There is nothing to load."""

    async def draw(self, drawing: Drawing) -> Picture:
        raise Rejected("no_fonts")

    async def calendar(self, sheet: CalendarSheet) -> Picture:
        raise Rejected("no_fonts")


async def test_the_week_comes_as_a_picture_with_the_same_posts_below(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await presses(ana, "Approve", about="Tue 24 Nov, 09:00")
    await ana.says("/calendar next")

    seen = await newest(ana, WEEK)
    assert seen.pictures == 1
    assert "6 posts: 5 waiting, 1 scheduled, 1 slot free." in seen.text
    assert "Mon 23 Nov, 09:00" in seen.text
    assert "Scheduled: " in seen.text
    assert "Waiting for you: " in seen.text
    assert "Sun 29 Nov, 09:00" in seen.text


async def test_today_and_what_was_skipped_are_on_it_and_what_was_cancelled_is_not(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await presses(ana, "Skip", about="Sun 22 Nov, 09:00")
    await _plan(house, "A quick word", day=21, hour=18)
    await _plan(house, "Never mind", day=21, hour=20, state=PostState.CANCELLED)
    await ana.says("/calendar")

    seen = await newest(ana, "16 to 22 November 2026")
    assert "2 posts: 1 waiting, 1 set aside." in seen.text
    assert "Today, 18:00" in seen.text
    assert "A quick word" in seen.text
    assert "Skipped: " in seen.text
    assert "Never mind" not in seen.text


async def test_a_row_leads_to_the_card_of_its_post(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.says("/calendar next")
    seen = await newest(ana, WEEK)

    await ana.sends(_press(seen, "Wed 25 Nov, 09:00"), message=seen.id)

    last = (await ana.sees())[-1]
    assert "Wed 25 Nov, 09:00" in last.text
    assert any(label.startswith("Approve") for label in last.buttons)


async def test_paging_shows_other_days_in_the_same_message_or_else_in_a_new_one(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.says("/calendar")
    for label, title in (
        ("Later ›", WEEK),
        ("Later ›", "30 November to 6 December 2026"),
        ("Month", "November 2026"),
        ("Later ›", "December 2026"),
        ("Today", "November 2026"),
        ("Week", "16 to 22 November 2026"),
        ("‹ Earlier", "9 to 15 November 2026"),
    ):
        message, press = await button(ana, label)
        await ana.sends(press, message=message)
        assert title in (await newest(ana, title)).text

    assert not any("did not work" in toast for toast in ana.toasts)


async def test_a_redrawn_calendar_takes_the_place_of_the_one_before(house: House) -> None:
    ana = await house.web_person()
    await set_up(house, ana)
    await ana.says("/calendar")
    before = len(await ana.sees())

    await presses(ana, "Later ›")

    seen = await ana.sees()
    assert len(seen) == before
    assert WEEK in seen[-1].text


async def test_the_month_shows_every_post_of_a_daily_brand(house: House, ana: Person) -> None:
    await set_up(house, ana)
    for day in range(1, 32):
        await _plan(house, f"Bread of the day, number {day:02}: a crust that sings", day=day, month=12)
    await ana.says("/calendar month 2026-12")

    seen = await newest(ana, "December 2026")
    assert any(one.pictures for one in await ana.sees() if "December 2026" in one.text)
    assert "31 posts: 31 waiting." in seen.text
    assert "Tue 1, 09:00" in seen.text
    assert "Thu 31, 09:00" in seen.text


async def test_a_month_too_long_for_a_message_says_what_it_leaves_out_and_where_it_is(
    house: House, ana: Person
) -> None:
    await set_up(house, ana)
    for day in range(1, 32):
        for hour in (9, 13, 18):
            await _plan(house, f"Bread of the day, number {day}: a crust that sings", day=day, month=12, hour=hour)
    await ana.says("/calendar month 2026-12")

    seen = await newest(ana, "December 2026")
    assert "93 posts: 93 waiting." in seen.text
    assert "Tue 1, 09:00" in seen.text
    assert "more: /calendar week 2026-12-28, or /posts for all." in seen.text


async def test_days_past_give_way_in_a_month_that_does_not_fit(house: House, ana: Person) -> None:
    await set_up(house, ana)
    for day in range(1, 31):
        for hour in (7, 13):
            await _plan(house, "A crust that sings and a crumb that listens", day=day, hour=hour)
    await ana.says("/calendar month")

    seen = await newest(ana, "November 2026")
    assert "Today, 13:00" in seen.text
    assert "Mon 30, 13:00" in seen.text
    assert "Sun 1, 07:00" not in seen.text
    assert "more: /calendar week 2026-10-26, or /posts for all." in seen.text


async def test_the_rows_come_without_a_picture_when_none_can_be_drawn(house: House) -> None:
    ana = house.harsh_person()
    await set_up(house, ana)
    actions = house.app.actions
    blind = replace(actions, show_calendar=replace(actions.show_calendar, pictures=NoPictures()))
    ana.conversation = replace(ana.conversation, actions=blind)
    await ana.says("/calendar next")

    seen = await newest(ana, WEEK)
    assert seen.pictures == 0
    assert "Mon 23 Nov, 09:00" in seen.text


async def test_what_is_no_week_or_month_is_answered_with_examples(house: House, ana: Person) -> None:
    await set_up(house, ana)
    for words in ("soon", "week 2026-13-40", "month 1850-01", "week next year"):
        await ana.says(f"/calendar {words}")
        assert "Try /calendar, /calendar month" in (await ana.sees())[-1].text


async def test_a_calendar_of_another_workspace_stays_closed(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.says("/calendar")
    message, press = await button(ana, "Later ›")
    verb, _, version, arg = press.split(":")

    await ana.sends(f"{verb}:zz:{version}:{arg}", message=message)

    assert "That is not here any more, or it is not yours." in ana.toasts


def _press(seen: Seen, words: str) -> str:
    return next(press for label, press in seen.buttons.items() if words in label)


async def _plan(
    house: House, text: str, *, day: int, hour: int = 9, month: int = 11, state: PostState = PostState.PENDING
) -> None:
    """Put one more post into the plan; the brand's zone is on UTC in winter."""
    at = datetime.fromisoformat(f"2026-{month:02}-{day:02}T{hour:02}:00:00+00:00")
    async with house.app.store.begin() as tx:
        await tx.posts.add(a_post(await _brand(house), state=state, text=text, instant=at))


async def _brand(house: House) -> Brand:
    async with house.app.store.read() as tx:
        workspace = (await tx.workspaces.all())[0]
        return (await tx.brands.of(workspace.id))[0]
