"""A brand's look: seen, changed, and carried to the pictures that wait."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from core.brand import Brand
from core.look import Face
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
