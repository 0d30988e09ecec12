"""A brand's look: seen, changed, and carried to the pictures that wait."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

from PIL import Image

from core.access import Actor
from core.actions.redraw_waiting import RedrawWaiting
from core.brand import Brand
from core.look import Face, Look
from core.pictures import CalendarSheet, Drawing, Picture
from core.post import Post
from core.store import PostFilter
from tests.fakes.chat import Person, newest, presses, skips
from tests.stories.house import House, set_up
from tests.stories.test_pictures import a_photo

SUNDAY, MONDAY = "Sun 22 Nov, 09:00", "Mon 23 Nov, 09:00"
NAVY = (0x14, 0x21, 0x3D)


async def test_the_brand_is_shown_with_a_picture_in_its_look(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.says("/brand")

    card = (await ana.sees())[-1]
    assert card.pictures == 1
    assert "sourdough bread" in card.text
    assert "the pictures choose" in card.text
    assert "Padaria do Sol feed" in card.text


async def test_colours_are_given_by_name_or_number_and_the_sample_shows_them(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.says("/brand")
    await presses(ana, "Change the look")
    await ana.fills(ground="Forest-Green", accent="#FB0", face="serif")

    brand = await _brand(house)
    assert (brand.look.ground, brand.look.accent, brand.look.face) == ("#1f5132", "#ffbb00", Face.SERIF)
    card = await newest(ana, "From now on pictures look like this.")
    assert card.pictures == 1
    assert "forest green (#1f5132)" in card.text


async def test_what_is_no_colour_is_refused_in_a_sentence_and_nothing_is_lost(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.says("/brand")
    await presses(ana, "Change the look")
    await ana.fills(ground="blueish")
    refused = [*getattr(ana, "refused", {}).values(), *(one.text for one in await ana.sees())]
    assert any("I do not know a colour “blueish”" in said for said in refused)

    await ana.fills(ground="navy")

    assert (await _brand(house)).look.ground == "#14213d"


async def test_a_logo_is_sent_with_words_or_in_answer_to_the_card_and_removed_again(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.uploads(a_photo("red"), text="/brand logo")
    first = (await _brand(house)).look.logo
    card = await newest(ana, "on every picture")
    await ana.uploads(a_photo("green"), to=card.id)
    second = (await _brand(house)).look.logo
    assert first
    assert second
    assert first.sha256 != second.sha256

    await presses(ana, "Change the look")
    await ana.fills(removal="remove" if hasattr(ana, "client") else "Remove it")

    assert (await _brand(house)).look.logo is None


async def test_a_logo_is_an_answer_where_questions_are_asked_one_by_one(house: House) -> None:
    ana = house.harsh_person()
    await set_up(house, ana)
    await ana.says("/brand")
    await presses(ana, "Change the look")
    for _ in range(3):
        await skips(ana)
    await ana.says("here it comes")
    assert "Please send it as a file or picture" in (await ana.sees())[-1].text

    await ana.uploads(a_photo("red"))

    assert (await _brand(house)).look.logo is not None


async def test_waiting_pictures_are_drawn_again_but_neither_photos_nor_approved_posts(
    house: House, ana: Person
) -> None:
    await set_up(house, ana)
    await presses(ana, "Approve", about=SUNDAY)
    await ana.uploads(a_photo("red"), to=(await newest(ana, MONDAY)).id)
    before = await _week(house)
    await ana.says("/brand")
    await presses(ana, "Change the look")
    await ana.fills(ground="navy", accent="coral")

    await presses(ana, "Redraw the waiting pictures")
    after = await _week(house)

    assert "5 pictures drawn again. Photos and approved posts stayed as they were." in ana.toasts
    assert after[:2] == before[:2]
    for old, new in zip(before[2:], after[2:], strict=True):
        assert new.content.media != old.content.media
        assert new.content.text == old.content.text
        assert new.revision == old.revision + 1
        assert await _has_navy(house, new)

    await presses(ana, "Redraw the waiting pictures")
    assert "Every waiting picture we drew looks like this already." in ana.toasts


async def test_a_picture_whose_photo_is_lost_keeps_the_old_one_and_people_are_told(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.uploads(a_photo("red"), to=(await newest(ana, MONDAY)).id)
    await presses(ana, "Use photo 1 as background")
    before = await _week(house)
    photo = before[1].content.photo
    assert photo is not None
    next(house.app.settings.blobs.rglob(f"*{photo.sha256[-20:]}*")).unlink()
    await ana.says("/brand")
    await presses(ana, "Change the look")
    await ana.fills(ground="navy")

    await presses(ana, "Redraw the waiting pictures")

    assert any(toast.startswith("6 pictures drawn again.") for toast in ana.toasts)
    assert any("1 post kept the old one" in toast for toast in ana.toasts)
    assert (await _week(house))[1] == before[1]


async def test_a_post_that_is_changed_while_it_is_drawn_keeps_what_it_was_changed_to(house: House) -> None:
    ana = await house.web_person()
    await set_up(house, ana)
    app, brand, before = house.app, await _brand(house), await _week(house)
    async with app.store.read() as tx:
        owner = (await tx.members.of(brand.workspace_id))[0]
    by = Actor(member=owner, door="web")
    mine = replace(before[0].content, text="Mine.")
    studio = app.actions.redraw_waiting.studio

    class Interrupted:
        """Pictures during whose drawing somebody edits the first post."""

        async def draw(self, drawing: Drawing) -> Picture:
            async with app.store.read() as tx:
                untouched = (await tx.posts.get(before[0].id)).revision == 1
            if untouched:
                await app.actions.change_post.content(before[0].id, mine, by=by)
            return await studio.pictures.draw(drawing)

        async def warm(self) -> None:
            await studio.pictures.warm()

        async def calendar(self, sheet: CalendarSheet) -> Picture:
            return await studio.pictures.calendar(sheet)

    await app.actions.change_look(brand.id, Look(ground="#14213d"), by=by)
    redrawn = await RedrawWaiting(app.store, replace(studio, pictures=Interrupted()))(brand.id, by=by)

    assert (len(redrawn.posts), redrawn.left) == (6, 1)
    assert (await _week(house))[0].content == mine


async def _brand(house: House) -> Brand:
    async with house.app.store.read() as tx:
        return (await tx.brands.of((await tx.workspaces.all())[0].id))[0]


async def _week(house: House) -> tuple[Post, ...]:
    brand = await _brand(house)
    async with house.app.store.read() as tx:
        (batch,) = await tx.batches.of(brand.id)
        return await tx.posts.find(PostFilter(batch_id=batch.id, limit=7))


async def _has_navy(house: House, post: Post) -> bool:
    """Whether a good part of a post's picture has the ground that was chosen."""
    with Image.open(BytesIO(await house.app.blobs.get(post.content.media[0].sha256))) as image:
        pixels = image.convert("RGB").resize((60, 60)).getcolors(3600) or []
    near = [many for many, pixel in pixels if _distance(pixel) < 30]
    return sum(near) > 300


def _distance(pixel: object) -> int:
    assert isinstance(pixel, tuple)
    return sum(abs(one - other) for one, other in zip(pixel, NAVY, strict=True))
