"""A post's pictures, changed in chat: photos in order, words over a photo, a drawn card, none."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from core.moves import PostState
from core.payload import Media
from core.post import Post
from core.store import PostFilter
from tests.fakes.chat import Person, newest, presses
from tests.stories.house import House, set_up

SUNDAY = "Sun 22 Nov, 09:00"


def a_photo(colour: str, size: tuple[int, int] = (640, 480)) -> bytes:
    """A picture of one colour."""
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


async def test_photos_sent_together_make_one_post_with_the_pictures_in_order(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.uploads(a_photo("red"), a_photo("green"), a_photo("blue"), text="Three loaves.")

    post = (await _posts(house))[-1]
    assert post.content.text == "Three loaves."
    assert [await _colour(house, one) for one in post.content.media] == ["red", "green", "blue"]
    assert "Three loaves." in (await newest(ana, "Three loaves.")).text


async def test_the_order_of_an_album_is_changed_with_arrows(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.uploads(a_photo("red"), a_photo("green"), a_photo("blue"), text="Three loaves.")
    await presses(ana, "Picture", about="Three loaves.")

    await presses(ana, "◀ 3")
    await presses(ana, "1 ▶")
    await presses(ana, "✕ 3")

    post = (await _posts(house))[-1]
    assert [await _colour(house, one) for one in post.content.media] == ["blue", "red"]
    assert "2 · photo" in (await newest(ana, "1 · photo")).text


async def test_a_photo_becomes_the_ground_for_the_headline_in_every_ratio(house: House, ana: Person) -> None:
    await set_up(house, ana)
    card = await newest(ana, SUNDAY)
    await ana.uploads(a_photo("navy", (1600, 900)), to=card.id)
    photo = (await _sunday(house)).content.media[0]

    await presses(ana, "Use photo 1 as background")
    content = (await _sunday(house)).content
    assert content.drawn is not None
    assert content.photo == photo
    assert content.media[0].sha256 != photo.sha256
    assert content.media[0].mime == "image/jpeg"
    assert content.headline.split()[0] in content.media[0].alt

    await presses(ana, "The photo without words")
    assert (await _sunday(house)).content.media == (photo,)
    await presses(ana, "One version back")
    assert (await _sunday(house)).content == content


async def test_a_photo_sent_in_answer_to_a_card_is_added_and_its_words_describe_it(house: House, ana: Person) -> None:
    await set_up(house, ana)
    card = await newest(ana, SUNDAY)
    await ana.uploads(a_photo("red"), text="A loaf, still warm", to=card.id)
    said = await newest(ana, "It has one picture now.")
    assert "The drawn one made room." in said.text
    await house.settle()
    await ana.uploads(a_photo("green"), to=(await newest(ana, SUNDAY)).id)

    media = (await _sunday(house)).content.media
    assert [await _colour(house, one) for one in media] == ["red", "green"]
    assert [one.alt for one in media] == ["A loaf, still warm", ""]
    assert "◀ 2" in (await newest(ana, "It has 2 pictures now, in this order.")).buttons


async def test_a_change_of_pictures_voids_the_approval_and_says_so(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await presses(ana, "Approve", about=SUNDAY)
    await house.settle()
    await presses(ana, "Picture", about=SUNDAY)
    await presses(ana, "No picture")
    await house.wait(days=1)

    assert "Done. It was approved before, so it waits for you again." in ana.toasts
    assert house.published() == []
    assert (await _sunday(house)).content.media == ()


async def test_a_card_is_drawn_instead_of_a_photo_and_another_one_each_time(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.uploads(a_photo("red"), text="We open at six. Come early, the buns go fast.")
    await presses(ana, "Picture", about="We open at six.")

    await presses(ana, "Draw a card instead")
    first = (await _posts(house))[-1].content
    await presses(ana, "Draw another card")
    second = (await _posts(house))[-1].content

    assert "We open at six." in first.media[0].alt
    assert "the buns" not in first.media[0].alt
    assert first.media != second.media


async def test_a_photo_is_described_for_those_who_cannot_see_it(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.uploads(a_photo("red"), text="Three loaves.")
    await presses(ana, "Picture", about="Three loaves.")
    listed = await newest(ana, "1 · photo")
    press = next(press for press in listed.buttons.values() if press.startswith("alt:"))

    await ana.sends(press, message=listed.id)
    await ana.fills(alt="Three loaves on a board")

    assert (await _posts(house))[-1].content.media[0].alt == "Three loaves on a board"
    assert "Three loaves on a board" in (await newest(ana, "1 · photo")).text


async def test_a_late_press_on_an_old_menu_shows_the_pictures_as_they_are(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.uploads(a_photo("red"), a_photo("green"), text="Two loaves.")
    await presses(ana, "Picture", about="Two loaves.")
    menu = await newest(ana, "2 · photo")
    await ana.sends(menu.buttons["✕ 1"], message=menu.id)

    await ana.sends(menu.buttons["✕ 1"], message=menu.id)

    assert any("It changed a moment ago" in toast for toast in ana.toasts)
    media = (await _posts(house))[-1].content.media
    assert [await _colour(house, one) for one in media] == ["green"]


async def test_regenerating_keeps_the_photos_people_sent(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.uploads(a_photo("red"), to=(await newest(ana, SUNDAY)).id)
    before = await _sunday(house)
    await house.settle()

    await presses(ana, "Regenerate", about=SUNDAY)
    await ana.fills(hint="shorter")

    after = await _sunday(house)
    assert after.content.text != before.content.text
    assert after.content.media == before.content.media


async def _posts(house: House) -> list[Post]:
    """Every waiting post, in order of creation."""
    async with house.app.store.read() as tx:
        found = await tx.posts.find(PostFilter(states=(PostState.PENDING,), limit=100))
    return sorted(found, key=lambda post: post.id)


async def _sunday(house: House) -> Post:
    """The post of the week's first day."""
    async with house.app.store.read() as tx:
        (batch,) = await tx.batches.of((await tx.brands.of((await tx.workspaces.all())[0].id))[0].id)
        posts = await tx.posts.find(PostFilter(batch_id=batch.id, limit=7))
    return posts[0]


async def _colour(house: House, media: Media) -> str:
    """Which of the colours of these stories a picture has."""
    with Image.open(BytesIO(await house.app.blobs.get(media.sha256))) as image:
        pixel = image.convert("RGB").getpixel((10, 10))
    known = {"red": (255, 0, 0), "green": (0, 128, 0), "blue": (0, 0, 255), "navy": (0, 0, 128)}
    assert isinstance(pixel, tuple)
    return min(known, key=lambda name: sum(abs(a - b) for a, b in zip(known[name], pixel, strict=True)))
