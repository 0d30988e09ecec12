"""Each destination has words of its own: people see them, change them and approve them, and they are what goes out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from adapters.blobs import FileBlobs
from core.actions.set_up_brand import DEMO, FEED
from core.payload import Media
from core.post import Content, Variant
from tests.fakes.chat import Person, newest, presses
from tests.stories.house import House
from tests.stories.town import a_post, change, connect_town, now, open_town, owner

COMMON = "Fresh rolls for €4 on Sunday."
WORDS = Content(
    text=COMMON,
    variants={
        "linkedin": Variant(text="We bake on Sunday again. A bag of rolls is €4, as ever.", hashtags=("Lisbon",)),
        "x": Variant(text="Warm rolls, every single day"),
    },
)


async def test_a_card_has_a_tab_for_each_destination_also_those_not_connected(house: House, ana: Person) -> None:
    await a_post(house, ana, WORDS, FEED)
    assert COMMON in (await newest(ana, "Sun 22 Nov")).text

    await ana.opens("LinkedIn", about="Sun 22 Nov")

    card = await newest(ana, "Sun 22 Nov")
    assert "A bag of rolls is €4, as ever.\n\n#Lisbon" in card.text
    assert "LinkedIn is not connected yet, so nothing goes out there." in card.text


async def test_too_long_where_nothing_is_connected_is_told_but_stops_nothing(house: House, ana: Person) -> None:
    await a_post(house, ana, replace(WORDS, variants={"x": Variant(text="Rolls! " * 50)}), FEED)
    await ana.opens("X", about="Sun 22 Nov")
    assert "X takes 280 characters; this has 350. Please take out 70." in (await newest(ana, "Sun 22 Nov")).text

    await presses(ana, "Approve", about="Sun 22 Nov")
    await house.wait(days=1)

    assert house.published() == [COMMON]


async def test_too_long_where_something_is_connected_says_where_and_by_how_much(house: House, ana: Person) -> None:
    post = await a_post(house, ana, replace(WORDS, text="Rolls! " * 100), FEED, DEMO)

    await presses(ana, "Approve", about="Sun 22 Nov")
    await house.wait(days=1)

    sentence = "Demo (nothing leaves this machine) takes 500 characters; this has 700. Please take out 200."
    assert sentence in ana.toasts
    assert (await now(house, post)).approved_at is None
    assert house.published() == []


async def test_a_price_corrected_on_the_first_tab_follows_where_it_stands(house: House, ana: Person) -> None:
    post = await a_post(house, ana, WORDS, FEED)

    await presses(ana, "Edit", about="Sun 22 Nov")
    await ana.fills(text="Fresh rolls for €5 on Sunday.")
    await house.settle()

    assert "Saved. Also corrected: LinkedIn. X keeps its own words." in ana.toasts
    said = (await now(house, post)).content
    assert said.text == "Fresh rolls for €5 on Sunday."
    assert said.for_platform("linkedin").text == "We bake on Sunday again. A bag of rolls is €5, as ever."
    assert said.for_platform("x").text == "Warm rolls, every single day"


async def test_a_change_on_a_tab_with_its_own_words_stays_there_and_says_what_still_stands(
    house: House, ana: Person
) -> None:
    post = await a_post(house, ana, WORDS, FEED)
    await ana.opens("LinkedIn", about="Sun 22 Nov")

    await presses(ana, "Edit", about="Sun 22 Nov")
    await ana.fills(text="We bake on Sunday again. A bag of rolls is €5, as ever.", tags="#Lisbon #Bread")
    await house.settle()

    told = "Saved. Only LinkedIn was changed. “€4” still stands on Padaria feed, Instagram and Facebook."
    assert told in ana.toasts
    said = (await now(house, post)).content
    assert said.text == COMMON
    assert said.for_platform("linkedin").text == "We bake on Sunday again. A bag of rolls is €5, as ever."
    assert said.for_platform("linkedin").hashtags == ("Lisbon", "Bread")


async def test_the_same_correction_everywhere_can_be_asked_for_on_any_tab(house: House, ana: Person) -> None:
    post = await a_post(house, ana, WORDS, FEED)
    await ana.opens("LinkedIn", about="Sun 22 Nov")

    await presses(ana, "Edit", about="Sun 22 Nov")
    await ana.fills(text="We bake on Monday again. A bag of rolls is €5, as ever.", where="same")

    assert "Saved. Also corrected: Padaria feed, Instagram and Facebook. X keeps its own words." in ana.toasts
    assert (await now(house, post)).content.text == "Fresh rolls for €5 on Monday."


async def test_words_for_everybody_can_be_asked_for(house: House, ana: Person) -> None:
    post = await a_post(house, ana, WORDS, FEED)

    await presses(ana, "Edit", about="Sun 22 Nov")
    await ana.fills(text="We are closed on Sunday.", where="all")

    assert any(toast.startswith("Saved. It says the same everywhere now.") for toast in ana.toasts)
    content = (await now(house, post)).content
    assert {content.for_platform(name).text for name in ("feed", "linkedin", "x")} == {"We are closed on Sunday."}


async def test_one_voice_is_not_asked_where(house: House, ana: Person) -> None:
    post = await a_post(house, ana, Content(text=COMMON), FEED)

    await presses(ana, "Edit", about="Sun 22 Nov")
    await ana.fills(text="Fresh rolls.", link="https://padaria.example/rolls")

    assert "Saved." in ana.toasts
    assert (await now(house, post)).content == Content(text="Fresh rolls.", link="https://padaria.example/rolls")


async def test_a_link_that_is_none_is_refused_in_one_sentence(house: House, ana: Person) -> None:
    post = await a_post(house, ana, Content(text=COMMON), FEED)

    await presses(ana, "Edit", about="Sun 22 Nov")
    await ana.fills(link="javascript:alert(1)")

    assert (await now(house, post)).content.link == ""


async def test_a_reply_changes_the_words_of_the_open_tab(house: House, ana: Person) -> None:
    post = await a_post(house, ana, WORDS, FEED)
    await ana.opens("X", about="Sun 22 Nov")

    await ana.says("Warm rolls, all day", to=(await newest(ana, "Sun 22 Nov")).id)

    assert (await now(house, post)).content.for_platform("x").text == "Warm rolls, all day"
    assert (await now(house, post)).content.text == COMMON


async def test_the_feed_gets_the_words_of_the_feed(house: House, ana: Person) -> None:
    words = replace(WORDS, variants={**WORDS.variants, "feed": Variant(text="For our readers: rolls.")})
    await a_post(house, ana, words, FEED)

    await presses(ana, "Approve", about="Sun 22 Nov")
    await house.wait(days=1)

    assert house.published() == ["For our readers: rolls."]


async def test_other_words_for_a_connected_destination_void_the_approval(house: House, ana: Person) -> None:
    words = replace(WORDS, variants={"demo": Variant(text="For the demo.")})
    post = await a_post(house, ana, words, FEED, DEMO)
    await presses(ana, "Approve", about="Sun 22 Nov")

    after = await change(house, post, replace(words, variants={"demo": Variant(text="Buy now!")}))
    await house.wait(days=1)

    assert after.approved_at is None
    assert house.published() == []


async def test_other_words_for_an_unconnected_platform_are_a_new_revision_too(house: House, ana: Person) -> None:
    post = await a_post(house, ana, WORDS, FEED)
    await presses(ana, "Approve", about="Sun 22 Nov")
    await house.settle()
    await ana.opens("X", about="Scheduled")

    await presses(ana, "Edit", about="Scheduled")
    await ana.fills(text="Warm rolls, all day")
    await house.wait(days=1)

    assert "Saved. It was approved before, so it waits for you again. Only X was changed." in ana.toasts
    assert (await now(house, post)).revision == post.revision + 1
    assert house.published() == []


async def test_platforms_are_ticked_and_new_cards_follow(house: House, ana: Person) -> None:
    await a_post(house, ana, WORDS, FEED)

    await ana.says("/platforms")
    message = (await newest(ana, "Which platforms should I write for?")).id
    for press in ("-facebook", "+bluesky"):
        buttons = (await newest(ana, "Which platforms should I write for?")).buttons
        await ana.sends(next(one for one in buttons.values() if one.endswith(f":{press}")), message=message)
    await house.settle()

    assert ana.toasts[-2:] == ["New posts get no words for Facebook any more.", "New posts get words for Bluesky."]
    async with house.app.store.read() as tx:
        (brand,) = await tx.brands.of((await owner(house)).member.workspace_id)
    assert brand.written_for == ("linkedin", "x", "instagram", "bluesky")
    await presses(ana, "Edit", about="Sun 22 Nov")
    await ana.fills(text="Fresh rolls.")
    await house.settle()
    await ana.opens("Bluesky", about="Sun 22 Nov")
    assert "Bluesky is not connected yet" in (await newest(ana, "Sun 22 Nov")).text


async def test_each_connected_destination_gets_its_own_words_and_pictures(tmp_path: Path) -> None:
    async with open_town(tmp_path) as (house, platform, blobs):
        ana = await house.web_person()
        common, own = [await _picture(blobs, data) for data in (b"for everybody", b"for the town")]
        post = await a_post(house, ana, Content(text=COMMON, media=(common,)), FEED)
        account = await connect_town(house, post)
        await house.app.actions.change_post.target(post.id, account.id, on=True, by=await owner(house))
        variants = {"town": Variant(text="For the town.", hashtags=("Rolls",), media=(own,))}
        await change(house, post, Content(text=COMMON, media=(common,), variants=variants))

        await presses(ana, "Approve", about="Sun 22 Nov")
        await house.wait(days=1)

        (shown,) = platform.visible("token")
        assert shown.text == "For the town. #Rolls"
        assert [platform.medium(one) for one in shown.media] == [b"for the town"]
        assert house.published() == [COMMON]
        assert [one["href"].rpartition("/")[2] for one in house.feed().entries[0].enclosures] == [
            f"{common.sha256}.png"
        ]


async def _picture(blobs: FileBlobs, data: bytes) -> Media:
    return Media(sha256=await blobs.put(data), mime="image/png", size=len(data), width=1, height=1)
