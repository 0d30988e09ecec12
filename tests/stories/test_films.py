"""A film sent in chat becomes a post's film, is made ready, and goes out as it was approved."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from core.errors import PortError, Rejected, Unavailable
from core.film import Film, Recipe
from core.moves import PostState
from core.payload import Media
from core.post import Post
from core.secret import Secret
from core.store import PostFilter
from tests.builders import an_account
from tests.fakes.bot_api.server import bot_api
from tests.fakes.chat import Person, newest, presses
from tests.fakes.films import a_film
from tests.stories.house import House, open_house, set_up
from tests.stories.test_pictures import SUNDAY, a_photo

FILM = "loaves.mp4"
APPS = ("x", "youtube")


@pytest.fixture
async def platforms(tmp_path: Path) -> AsyncIterator[House]:
    """Greenlight with apps of platforms, of which none is ever called."""
    apps = {f"{name}_client_id": "ours" for name in APPS} | {f"{name}_client_secret": Secret("ours") for name in APPS}
    async with open_house(tmp_path, platforms=apps) as built:
        yield built


async def test_a_film_becomes_a_post_that_waits_until_it_is_ready(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.uploads(a_film(), name=FILM, text="Our oven has a name, and it is Rosa.")

    card = await newest(ana, "Rosa")
    assert "Making the film ready" in card.text
    await presses(ana, "Approve", about="Rosa")
    assert any("Its film is being made ready." in toast for toast in ana.toasts)
    await house.settle()

    card = await newest(ana, "Rosa")
    assert "64 × 64 H.264, 0:01" in card.text
    assert "Hidden data (place, camera) is removed." in card.text
    await presses(ana, "Approve", about="Rosa")
    await house.settle()
    post = await _newest_post(house)
    assert post.state is PostState.APPROVED
    data = await house.app.blobs.get(post.content.media[0].sha256)
    assert b"loci" not in data
    assert b"Secret" not in data


async def _newest_post(house: House) -> Post:
    async with house.app.store.read() as tx:
        found = await tx.posts.find(PostFilter(limit=100))
    return max(found, key=lambda post: post.id)


async def test_a_film_takes_the_place_of_a_cards_pictures_and_photos_of_the_film(house: House, ana: Person) -> None:
    await set_up(house, ana)
    card = await newest(ana, SUNDAY)
    await ana.uploads(a_film(), name=FILM, text="Rosa is lit", to=card.id)
    assert "This is its film now" in (await newest(ana, "Film")).text
    await house.settle()
    post = await _post_of(house, SUNDAY)
    assert [one.mime for one in post.content.media] == ["video/mp4"]
    assert post.content.media[0].alt == "Rosa is lit"

    await ana.uploads(a_photo("red"), to=(await newest(ana, SUNDAY)).id)
    assert "The film made room." in (await newest(ana, "It has one picture now.")).text
    content = (await _post_of(house, SUNDAY)).content
    assert content.film is None
    assert [one.mime for one in content.media] == ["image/jpeg"]


async def test_what_cannot_be_used_gets_one_sentence_and_makes_no_post(house: House) -> None:
    ana = await house.web_person()
    await set_up(house, ana)
    before = await _newest_post(house)
    await ana.uploads(b"\x00\x00\x00\x20ftypisom and then nothing", name=FILM, text="Rosa")
    await newest(ana, "This file cannot be read as a film. Please send an MP4, MOV, WebM or MKV.")
    await ana.uploads(a_film(), a_photo("red"), name=FILM, text="Rosa")
    await newest(ana, "A post shows either pictures or one film. Please send the film alone.")
    assert await _newest_post(house) == before


async def test_telegram_is_told_to_bring_a_heavy_film_to_the_web_chat(tmp_path: Path) -> None:
    async with bot_api() as api, open_house(tmp_path, api=api) as house:
        ana = house.telegram_person()
        await set_up(house, ana)
        await ana.uploads(bytes(20 * 1024 * 1024 + 1), name=FILM)
        said = await newest(ana, "Telegram lets me fetch 20.")
        assert "Please send it in the web chat" in said.text


async def test_one_film_serves_every_platform_that_takes_it_and_another_is_made_for_the_rest(platforms: House) -> None:
    house = platforms
    ana = await house.web_person()
    await set_up(house, ana)
    await _goes_to(house, "youtube", "bluesky", "x")
    await ana.uploads(a_film(1.2, "1400x700", fps=24), name=FILM, text="Rosa is lit.")
    await house.settle()

    content = (await _newest_post(house)).content
    sizes = {name: one.media[0].width for name, one in content.variants.items() if one.media}
    assert (content.media[0].width, sizes) == (1400, {"x": 1280})
    await ana.opens("Rosa on x", about="Rosa is lit.")
    card = await newest(ana, "Rosa is lit.")
    assert "1280 × 640 H.264, 0:01" in card.text
    assert "it was 1400 × 700 H.264" in card.text


async def test_a_film_too_long_for_one_platform_is_a_problem_of_that_one(platforms: House) -> None:
    house = platforms
    ana = await house.web_person()
    await set_up(house, ana)
    await _goes_to(house, "x")
    await ana.uploads(a_film(141, "16x16", fps=24, sound=False), name=FILM, text="Rosa is lit.")
    await house.settle()
    assert "X takes films of 0.5 to 140 seconds; this has 141." in (await newest(ana, "Rosa is lit.")).text
    assert (await _newest_post(house)).content.media != ()


async def test_the_card_shows_how_far_it_is_and_a_restart_goes_on(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        ana = await house.web_person()
        await set_up(house, ana)
        await ana.uploads(a_film(), name=FILM, text="Rosa is lit.")
        films = HalfWay()
        make = house.app.actions.make_films
        making = asyncio.create_task(replace(make, fitter=replace(make.fitter, films=films))())
        await films.half_way.wait()
        await house.app.messenger.deliver()
        assert "Making the film ready, 40%" in (await newest(ana, "Rosa is lit.")).text
        making.cancel()
        await asyncio.gather(making, return_exceptions=True)
    async with open_house(tmp_path) as house:
        await house.app.actions.make_films()
        await house.app.messenger.deliver()
        assert "64 × 64 H.264" in (await newest(await house.web_person(), "Rosa is lit.")).text


async def test_a_film_that_cannot_be_made_says_what_to_do_and_passing_trouble_is_tried_again(house: House) -> None:
    ana = await house.web_person()
    await set_up(house, ana)
    await ana.uploads(a_film(), name=FILM, text="Rosa is lit.")
    make = house.app.actions.make_films
    await replace(make, fitter=replace(make.fitter, films=Failing(Unavailable("disk_full"))))()
    await house.app.messenger.deliver()
    assert "The disk is full" in (await newest(ana, "Rosa is lit.")).text
    await replace(make, fitter=replace(make.fitter, films=Failing(Rejected("film_damaged"))))()
    await house.app.messenger.deliver()
    card = await newest(ana, "Rosa is lit.")
    assert "The film is damaged" in card.text
    assert "Film not ready" in card.text
    await presses(ana, "Approve", about="Rosa is lit.")
    assert any("Please send another one." in toast for toast in ana.toasts)
    assert await make() == 0


async def test_going_back_to_the_version_with_the_film_finds_it_ready(house: House) -> None:
    ana = await house.web_person()
    await set_up(house, ana)
    await ana.uploads(a_film(), name=FILM, text="Rosa is lit.")
    await house.settle()
    ready = (await _newest_post(house)).content
    await presses(ana, "Picture", about="Rosa is lit.")
    await presses(ana, "No film")
    assert (await _newest_post(house)).content.film is None
    await presses(ana, "One version back")
    assert (await _newest_post(house)).content == ready


@dataclass
class HalfWay:
    """Makes films as far as two fifths."""

    half_way: asyncio.Event = field(default_factory=asyncio.Event)

    async def look(self, sha256: str) -> Film:
        raise NotImplementedError

    async def make(self, film: Film, how: Recipe, told: Callable[[float], Awaitable[None]]) -> Media:
        await told(0.4)
        self.half_way.set()
        await asyncio.Event().wait()
        raise AssertionError("nobody goes on")


@dataclass(frozen=True)
class Failing:
    """Makes no film."""

    error: PortError

    async def look(self, sha256: str) -> Film:
        raise NotImplementedError

    async def make(self, film: Film, how: Recipe, told: Callable[[float], Awaitable[None]]) -> Media:
        raise self.error


async def _goes_to(house: House, *platforms: str) -> None:
    """The brand posts to accounts there and nowhere else."""
    async with house.app.store.begin() as tx:
        (workspace,) = await tx.workspaces.all()
        (brand,) = await tx.brands.of(workspace.id)
        there = [replace(an_account(brand, name), name=f"Rosa on {name}") for name in platforms]
        for account in there:
            await tx.accounts.add(account)
        await tx.brands.save(replace(brand, targets=tuple(one.id for one in there)))


async def _post_of(house: House, about: str) -> Post:
    async with house.app.store.read() as tx:
        (batch,) = await tx.batches.of((await tx.brands.of((await tx.workspaces.all())[0].id))[0].id)
        return (await tx.posts.find(PostFilter(batch_id=batch.id, limit=7)))[0]
