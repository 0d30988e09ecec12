"""What posts draw on: added by address, by pasting and by sending a file; looked at politely; removed when unwanted."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from core.ids import BrandId
from tests.fakes.chat import Person, newest, presses
from tests.fakes.documents import a_docx, a_pdf
from tests.fakes.site import Site, a_site
from tests.stories.house import House, set_up

PASTED = """/source add Our flour
We mill our own wheat every Monday, on a stone from 1923.

Our rye comes from two farms in the valley, and we know both families."""


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with a_site() as opened:
        yield opened


def a_feed(*entries: tuple[str, str], date: str = "Sat, 21 Nov 2026 09:00:00 GMT") -> str:
    """An RSS feed of (guid, title) entries."""
    items = "".join(
        f"<item><guid>{guid}</guid><title>{title}</title><link>https://blog.example/{guid}</link>"
        f"<description>All about {title.lower()}.</description><pubDate>{date}</pubDate></item>"
        for guid, title in entries
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Crumbs</title>{items}</channel></rss>'


async def test_pasted_text_becomes_material(house: House, ana: Person) -> None:
    await set_up(house, ana)

    await ana.says(PASTED)

    assert "The text “Our flour” is added" in (await newest(ana, "Our flour")).text
    await presses(ana, "Show items")
    assert "stone from 1923" in (await ana.sees())[-1].text


async def test_a_draft_says_which_item_it_came_from_and_no_item_is_used_twice(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.says(PASTED)

    await ana.says("/next")
    await house.settle()

    drawn = [one for one in await ana.sees() if "Our flour" in one.text and "Approve" in one.buttons]
    assert len(drawn) == 1
    assert "on a stone from 1923" in drawn[0].text
    async with house.app.store.read() as tx:
        assert await tx.sources.fresh(await _brand(house)) == ()


async def test_a_word_file_that_is_simply_sent_becomes_a_source(house: House, ana: Person) -> None:
    await set_up(house, ana)
    data = a_docx(("berschrift1", "Our starter"), ("Standard", "It was begun in 1923 and is fed twice a day."))

    await ana.uploads(data, name="About us.docx")

    assert "The file “About us” is added, with 1 item" in (await newest(ana, "About us")).text
    await presses(ana, "Show items")
    assert "Our starter" in (await ana.sees())[-1].text


async def test_a_file_sent_with_words_is_called_by_them(house: House, ana: Person) -> None:
    await set_up(house, ana)

    await ana.uploads(
        a_pdf("We bake with butter from the valley."), name="scan-0815.pdf", text="/source add Price list"
    )

    assert "The file “Price list” is added" in (await newest(ana, "Price list")).text


async def test_a_file_that_cannot_be_read_gets_one_sentence_and_becomes_nothing(house: House, ana: Person) -> None:
    await set_up(house, ana)

    await ana.uploads(a_pdf("Hidden words.", password="pass"), name="secret.pdf")
    await ana.uploads(b"PK\x03\x04", name="sheet.xlsx", text="/source add")

    assert "locked with a password" in (await newest(ana, "secret.pdf")).text
    assert "I can draw on .txt, .md, .docx and .pdf" in (await newest(ana, "sheet.xlsx")).text
    await ana.says("/source")
    assert "0 of 30" in (await ana.sees())[-1].text


async def test_a_feed_polled_twice_keeps_no_item_twice(house: House, ana: Person, site: Site) -> None:
    await set_up(house, ana)
    url = site.says("/feed", a_feed(("1", "Rye"), ("2", "Spelt")), kind="application/rss+xml")
    await ana.says(f"/source add {url}")
    assert "The feed “Crumbs” is added, with 2 items" in (await newest(ana, "Crumbs")).text

    site.says("/feed", a_feed(("1", "Rye"), ("2", "Spelt"), ("3", "Oats"), date="Sun, 22 Nov 2026 10:00:00 GMT"))
    await house.wait(hours=2)
    assert len(site.asked) == 1
    await house.wait(hours=2)

    assert len(site.asked) == 2
    await ana.says("/source")
    assert "3 items, 3 unused" in (await ana.sees())[-1].text


async def test_a_page_that_names_a_feed_is_added_as_that_feed(house: House, ana: Person, site: Site) -> None:
    await set_up(house, ana)
    site.says("/news.xml", a_feed(("1", "Rye")), kind="application/rss+xml")
    url = site.says("/", '<title>Hi</title><link rel=alternate type="application/rss+xml" href="/news.xml"><p>Hello')

    await ana.says(f"/source add {url}")

    assert "That page names a feed of its own, so I added the feed “Crumbs”" in (await newest(ana, "Crumbs")).text


async def test_looking_by_hand_says_what_is_new_and_not_twice_in_two_minutes(
    house: House, ana: Person, site: Site
) -> None:
    await set_up(house, ana)
    await ana.says(f"/source add {site.says('/feed', a_feed(('1', 'Rye')))}")
    site.says("/feed", a_feed(("1", "Rye"), ("2", "Spelt")))
    house.clock.advance(timedelta(minutes=5))
    await ana.says("/source")

    await presses(ana, "Look now")
    await presses(ana, "Look now")

    assert "1 new item in “Crumbs”." in ana.toasts
    assert "I looked a moment ago. Please wait two minutes." in ana.toasts
    assert len(site.asked) == 2


async def test_a_source_that_fails_for_a_day_is_told_about_once(house: House, site: Site) -> None:
    ana = await house.web_person()
    await set_up(house, ana)
    await ana.says(f"/source add {site.says('/feed', a_feed(('1', 'Rye')))}")
    del site.pages["/feed"]

    await _hours(house, 26)
    assert not [one for one in await ana.sees() if "I could not read" in one.text]
    await _hours(house, 72)

    told = [one for one in await ana.sees() if "I could not read “Crumbs”" in one.text]
    assert len(told) == 1
    assert "There is nothing at that address (404)" in told[0].text
    await presses(ana, "Show sources")
    assert "(404)" in (await ana.sees())[-1].text


async def test_a_source_that_is_gone_for_good_is_left_alone(house: House, site: Site) -> None:
    ana = await house.web_person()
    await set_up(house, ana)
    await ana.says(f"/source add {site.says('/feed', a_feed(('1', 'Rye')))}")
    site.says("/feed", status=410)

    await _hours(house, 48)

    assert len(site.asked) == 2
    assert len([one for one in await ana.sees() if "gone for good" in one.text]) == 1


async def test_a_source_is_removed_after_one_more_question_and_posts_stay(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.says(PASTED)
    await ana.says("/source")

    await presses(ana, "Remove")
    assert "Remove “Our flour” with its 1 item?" in (await ana.sees())[-1].text
    await presses(ana, "Yes, remove it")

    await ana.says("/source")
    assert "0 of 30" in (await ana.sees())[-1].text
    assert len([one for one in await ana.sees() if "Approve" in one.buttons]) == 7


@pytest.mark.parametrize(
    ("path", "sentence"),
    [("/nothing", "nothing at that address (404)"), ("/picture", "neither a feed nor a web page")],
)
async def test_an_address_that_cannot_be_read_gets_one_sentence(
    house: House, ana: Person, site: Site, path: str, sentence: str
) -> None:
    await set_up(house, ana)
    site.says("/picture", b"\x89PNG\r\n\x1a\n\0\0", kind="image/png")

    await ana.says(f"/source add {site.url(path)}")

    assert sentence in (await ana.sees())[-1].text


async def test_slow_sources_do_not_hold_up_the_heartbeat(house: House, site: Site) -> None:
    ana = house.harsh_person()
    await set_up(house, ana)
    await ana.says(f"/source add {site.says('/feed', a_feed(('1', 'Rye')))}")
    house.clock.advance(timedelta(hours=3))

    await house.tick()

    assert len(site.asked) == 1
    await house.work.run("sources")
    assert len(site.asked) == 2


async def test_many_sources_are_turned_page_by_page(house: House, ana: Person) -> None:
    await set_up(house, ana)
    for number in range(7):
        await ana.says(f"/source add Note {number}\nBread number {number} rests for a night.")
    await ana.says("/source")

    assert "Note 4" in (await ana.sees())[-1].text
    await presses(ana, "Later")

    assert "Note 6" in (await newest(ana, "7 of 30")).text
    assert "Note 4" not in (await newest(ana, "7 of 30")).text


async def test_the_same_source_is_not_added_twice(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.says(PASTED)

    await ana.says(PASTED.replace("Our flour", "Flour again"))

    assert "That is there already, as “Our flour”." in (await ana.sees())[-1].text


async def _hours(house: House, hours: int) -> None:
    for _ in range(hours):
        house.clock.advance(timedelta(hours=1))
        await house.beat()


async def _brand(house: House) -> BrandId:
    async with house.app.store.read() as tx:
        (workspace,) = await tx.workspaces.all()
        (brand,) = await tx.brands.of(workspace.id)
    return brand.id
