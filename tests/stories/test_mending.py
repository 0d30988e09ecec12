"""What does not fit or went wrong is mended with one tap, where the person is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from core.actions.set_up_brand import DEMO, FEED
from core.post import Content
from tests.fakes.chat import Person, newest, presses
from tests.fakes.platform.faults import Answer, Call, Fault
from tests.stories.house import House
from tests.stories.town import a_post, change, connect_town, now, open_town, owner

SUNDAY = "Sun 22 Nov"
LONG = " ".join(f"Sentence {number} is about bread and butter." for number in range(1, 20))


async def test_words_that_are_too_long_somewhere_are_shortened_there_alone(house: House, ana: Person) -> None:
    post = await a_post(house, ana, Content(text=f"{LONG} More on https://padaria.example/rolls today."), FEED, DEMO)

    await presses(ana, "Shorten", about=SUNDAY)
    await house.settle()

    content = (await now(house, post)).content
    short = content.for_platform("demo").text
    assert "Saved. Shortened for Demo and X." in ana.toasts
    assert content.for_platform("feed").text.startswith(LONG)
    assert LONG.startswith(short.partition("\n")[0])
    assert short.partition("\n")[0].endswith("butter.")
    assert short.endswith("https://padaria.example/rolls")
    assert "Shorten" not in (await newest(ana, SUNDAY)).buttons
    await presses(ana, "Approve", about=SUNDAY)
    await house.wait(days=1)
    assert len(house.published()) == 1


async def test_one_endless_sentence_is_cut_at_a_word(house: House, ana: Person) -> None:
    post = await a_post(house, ana, Content(text="rolls " * 200), DEMO)
    await presses(ana, "Shorten", about=SUNDAY)
    assert (await now(house, post)).content.for_platform("demo").text.endswith("rolls…")


async def test_what_fits_has_no_such_button_and_an_old_one_changes_nothing(house: House, ana: Person) -> None:
    post = await a_post(house, ana, Content(text=LONG), DEMO)
    card = await newest(ana, SUNDAY)
    await change(house, post, replace(post.content, text="Fresh rolls.", variants={}))
    await ana.sends(card.buttons["Shorten"], message=card.id)
    assert "It fits everywhere, as far as I can make it fit." in ana.toasts
    assert (await now(house, post)).content.text == "Fresh rolls."


async def test_a_thread_goes_on_at_the_part_that_failed(tmp_path: Path) -> None:
    async with open_town(tmp_path) as (house, platform, _):
        ana = await house.web_person()
        post = await a_post(house, ana, Content(text="First, the rolls.", thread=("Second, the butter.",)), FEED)
        account = await connect_town(house, post)
        await house.app.actions.change_post.target(post.id, account.id, on=True, by=await owner(house))
        await house.settle()
        await presses(ana, "Approve", about=SUNDAY)
        well = Fault(call=Call.REVEAL, answer=Answer.TRUE, commit=True)
        platform.plan("token", well, Fault(call=Call.REVEAL, answer=Answer.STATUS, status=422, reason="spam"))
        await house.wait_until((await now(house, post)).moment.instant)
        assert [one.text for one in platform.visible("token")] == ["First, the rolls."]
        card = await newest(ana, "1 of 2 parts are out")
        assert "Failed" in card.text

        await ana.sends(card.buttons["Retry"], message=card.id)
        await house.wait(minutes=2)
        first, second = platform.visible("token")
        assert (first.text, second.text, second.parent) == ("First, the rolls.", "Second, the butter.", first.id)


async def test_a_lost_permission_is_mended_by_connecting_again(tmp_path: Path) -> None:
    async with open_town(tmp_path) as (house, platform, _):
        ana = await house.web_person()
        post = await a_post(house, ana, Content(text="Fresh rolls."), FEED)
        account = await connect_town(house, post)
        await house.app.actions.change_post.target(post.id, account.id, on=True, by=await owner(house))
        await house.settle()
        platform.change("token", revoked=True)
        await presses(ana, "Approve", about=SUNDAY)
        await house.wait(days=1)
        card = await newest(ana, "The permission to post there is gone.")
        assert list(card.buttons)[:2] == ["Reconnect", "Retry"]
        await ana.sends(card.buttons["Retry"], message=card.id)
        await house.beat()
        assert ana.toasts[-1] == "It goes out as soon as Town square is connected again."
        assert platform.visible("token") == ()

        platform.change("token", revoked=False)
        connect = house.app.actions.connect_account
        await connect(post.brand_id, account.platform, account.remote_id, account.name, by=await owner(house))
        await house.beat()
        assert [one.text for one in platform.visible("token")] == ["Fresh rolls."]
