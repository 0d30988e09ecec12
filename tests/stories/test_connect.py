"""From /connect to a live link, and everything that can go wrong on the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from bot.wiring.app import web_app
from core.account import Account, Health
from core.moves import PartState
from core.store import PostFilter
from tests.fakes.chat import Person, newest, presses
from tests.fakes.platform.running import RunningPlatform, running_platform
from tests.stories.house import House, set_up

SUNDAY = "Sun 22 Nov"


@pytest.fixture(scope="module")
def server() -> Iterator[RunningPlatform]:
    """A Mastodon server in a process of its own."""
    with running_platform(dialect="mastodon") as running:
        yield running
        assert running.wrongs() == []


@dataclass(slots=True)
class Browser:
    """Somebody's browser: it keeps cookies, and follows redirects as far as the pages of ours."""

    house: House
    person: Person
    client: httpx.AsyncClient = field(init=False)

    def __post_init__(self) -> None:
        self.client = a_client(self.house)

    async def link(self, about: str) -> str:
        """The newest link in the chat, as a path."""
        text = (await newest(self.person, about)).text
        return "/connect/" + text.partition(f"{self.house.address}/connect/")[2].split()[0]

    async def leaves(self, link: str, **answers: str) -> httpx.Response:
        """Press “Go on”."""
        return await self.client.post(link, data=answers, headers={"Origin": self.house.address})

    async def consents(self, answer: httpx.Response) -> str:
        """Say yes (or no) at the platform; the way back."""
        assert answer.status_code == 303, answer.text
        async with httpx.AsyncClient() as outside:
            there = await outside.get(answer.headers["location"])
        assert there.status_code == 302, there.text
        return there.headers["location"].removeprefix(self.house.address)

    async def connects(self, server: str) -> httpx.Response:
        """All of it."""
        link = await self.link("Connect Mastodon to")
        assert "Connect Mastodon" in (await self.client.get(link)).text
        return await self.client.get(await self.consents(await self.leaves(link, server=server)))


def a_client(house: House) -> httpx.AsyncClient:
    client = httpx.AsyncClient(transport=httpx.ASGITransport(web_app(house.app, house.metrics)), base_url=house.address)
    house.people.append(client)
    return client


async def accounts(house: House) -> list[Account]:
    async with house.app.store.read() as tx:
        (workspace,) = await tx.workspaces.all()
        (brand,) = await tx.brands.of(workspace.id)
        return [one for one in await tx.accounts.of(brand.id) if one.platform == "mastodon"]


async def test_a_link_leads_to_consent_and_back_and_posts_go_live_there(
    house: House, ana: Person, server: RunningPlatform
) -> None:
    await set_up(house, ana)
    name = f"ana-{type(ana).__name__.lower()}"
    server.at_the_browser(name)
    await ana.says(f"/connect mastodon {server.url}")
    browser = Browser(house, ana)
    page = await browser.connects(server.url)
    assert page.status_code == 200
    assert f"Connected as @{name}@127.0.0.1" in page.text
    await house.settle()
    assert f"connected Mastodon: @{name}@127.0.0.1" in (await newest(ana, "New posts of Padaria do Sol")).text

    await ana.says("/new Our oven has a name, and it is Rosa.")
    await presses(ana, "Approve", about="Rosa")
    house.clock.advance(timedelta(days=9))
    await house.app.actions.publish_due()
    await house.settle()
    (account,) = await accounts(house)
    async with house.app.store.read() as tx:
        posts = await tx.posts.find(PostFilter(limit=50))
        sent = [one for one in await tx.publications.of(*(post.id for post in posts)) if one.account_id == account.id]
    assert [one.state for one in sent] == [PartState.LIVE]
    assert sent[0].url.startswith(f"https://social.example/@{name}/")
    (shown,) = [post for post in server.ledger(name) if "Rosa" in post.text]
    assert shown.details["visibility"] == "public"


async def test_the_tokens_lie_sealed_in_the_database(
    house: House, ana: Person, server: RunningPlatform, tmp_path: Path
) -> None:
    await set_up(house, ana)
    server.at_the_browser("ana")
    await ana.says("/connect mastodon")
    await Browser(house, ana).connects(server.url)
    files = [one.read_bytes() for one in tmp_path.rglob("*") if one.is_file()]
    assert not any(token.encode() in data for token in server.tokens() for data in files)


@pytest.mark.parametrize("ana", ["web"], indirect=True)
async def test_whoever_declines_is_told_and_nothing_is_connected(
    house: House, ana: Person, server: RunningPlatform
) -> None:
    await set_up(house, ana)
    server.at_the_browser("ana", denies=True)
    await ana.says("/connect mastodon")
    page = await Browser(house, ana).connects(server.url)
    assert page.status_code == 400
    assert "it was declined at Mastodon (127.0.0.1" in page.text
    assert 'href="/"' in page.text
    await house.settle()
    await newest(ana, "Mastodon was not connected.")
    assert await accounts(house) == []


@pytest.mark.parametrize("ana", ["web"], indirect=True)
async def test_without_the_boxes_that_posting_needs_nothing_is_connected(
    house: House, ana: Person, server: RunningPlatform
) -> None:
    await set_up(house, ana)
    server.at_the_browser("ana", without=("write:media",))
    await ana.says("/connect mastodon")
    page = await Browser(house, ana).connects(server.url)
    assert page.status_code == 400
    assert "was not allowed everything that posting needs (write:media)" in page.text
    assert "leave every box ticked" in page.text


@pytest.mark.parametrize("ana", ["web"], indirect=True)
async def test_a_link_is_good_once_for_ten_minutes_in_one_browser(
    house: House, ana: Person, server: RunningPlatform
) -> None:
    await set_up(house, ana)
    server.at_the_browser("ana")
    await ana.says("/connect mastodon")
    browser = Browser(house, ana)
    link = await browser.link("Connect Mastodon to")
    for _ in range(3):
        assert (await browser.client.get(link)).status_code == 200  # looking at it does not use it up
    back = await browser.consents(await browser.leaves(link, server=server.url))
    assert (await browser.client.get(link)).status_code == 410
    assert (await browser.leaves(link, server=server.url)).status_code == 410
    stolen = await a_client(house).get(back)
    assert (stolen.status_code, "another browser" in stolen.text) == (410, True)
    assert (await browser.client.get(back)).status_code == 200
    assert (await browser.client.get(back)).status_code == 410

    await ana.says("/connect mastodon")
    link = await browser.link("Connect Mastodon to")
    back = await browser.consents(await browser.leaves(link, server=server.url))
    house.clock.advance(timedelta(minutes=10))
    assert (await browser.client.get(back)).status_code == 410
    assert len(await accounts(house)) == 1


@pytest.mark.parametrize("ana", ["web"], indirect=True)
async def test_a_wrong_server_is_said_on_the_page_and_the_link_stays_good(
    house: House, ana: Person, server: RunningPlatform
) -> None:
    await set_up(house, ana)
    server.at_the_browser("ana")
    await ana.says("/connect mastodon mastodno")
    browser = Browser(house, ana)
    link = await browser.link("Connect Mastodon to")
    assert 'value="mastodno"' in (await browser.client.get(link)).text
    for wrong, said in (
        ("mastodno", "“mastodno” is no server. Write its name, such as mastodon.social."),
        ("", "Which server is your account on?"),
        ("http://127.0.0.1:9", "127.0.0.1:9 does not answer as a Mastodon server."),
        ("https://169.254.169.254/", "169.254.169.254 does not answer as a Mastodon server."),
    ):
        page = await browser.leaves(link, server=wrong)
        assert (page.status_code, said in page.text) == (400, True), page.text
    assert (await browser.leaves(link, server=server.url)).status_code == 303


@pytest.mark.parametrize("ana", ["web"], indirect=True)
async def test_connecting_again_keeps_the_account_and_refuses_another(
    house: House, ana: Person, server: RunningPlatform
) -> None:
    await set_up(house, ana)
    server.at_the_browser("ana")
    await ana.says("/connect mastodon")
    browser = Browser(house, ana)
    await browser.connects(server.url)
    (before,) = await accounts(house)
    await _broken(house, before)
    await ana.says("/accounts")
    await presses(ana, f"Reconnect {before.name}")
    link = await browser.link("Connect Mastodon to")
    server.at_the_browser("ben")
    page = await browser.client.get(await browser.consents(await browser.leaves(link, server=server.url)))
    assert page.status_code == 400
    assert "You allowed it as @ben@" in page.text
    (still,) = await accounts(house)
    assert still.health is Health.BROKEN

    await ana.says("/accounts")
    await presses(ana, f"Reconnect {before.name}")
    server.at_the_browser("ana")
    link = await browser.link("Connect Mastodon to")
    await browser.client.get(await browser.consents(await browser.leaves(link, server=server.url)))
    (after,) = await accounts(house)
    assert (after.id, after.health, after.grant != before.grant) == (before.id, Health.OK, True)


@pytest.mark.parametrize("ana", ["web"], indirect=True)
async def test_two_accounts_of_one_platform_stand_side_by_side(
    house: House, ana: Person, server: RunningPlatform
) -> None:
    await set_up(house, ana)
    browser = Browser(house, ana)
    for name in ("ana", "ben"):
        server.at_the_browser(name)
        await ana.says("/connect mastodon")
        await browser.connects(server.url)
    await ana.says("/accounts")
    said = (await newest(ana, "Accounts")).text
    assert "@ana@127.0.0.1" in said
    assert "@ben@127.0.0.1" in said


@pytest.mark.parametrize("ana", ["web"], indirect=True)
async def test_disconnecting_gives_the_permission_back_and_names_the_posts_that_have_nowhere_to_go(
    house: House, ana: Person, server: RunningPlatform
) -> None:
    await set_up(house, ana)
    server.at_the_browser("ana")
    await ana.says("/connect mastodon")
    await Browser(house, ana).connects(server.url)
    (account,) = await accounts(house)
    async with house.app.store.begin() as tx:
        (workspace,) = await tx.workspaces.all()
        (brand,) = await tx.brands.of(workspace.id)
        await tx.brands.save(brand.aimed_at((account.id,)))
    await ana.says("/new Our oven has a name, and it is Rosa.")
    had = set(server.tokens())
    await ana.says("/accounts")
    await presses(ana, f"Disconnect {account.name}")
    await presses(ana, "Yes, disconnect it")
    assert len(had) - len(set(server.tokens())) == 1
    assert "Rosa" in (await newest(ana, "nowhere to go now")).text
    (gone,) = await accounts(house)
    assert (gone.health, gone.grant) == (Health.DISCONNECTED, None)


@pytest.mark.parametrize("ana", ["web"], indirect=True)
async def test_what_is_unknown_or_switched_off_says_what_to_do(house: House, ana: Person) -> None:
    await set_up(house, ana)
    await ana.says("/connect myspace")
    await newest(ana, "“myspace” cannot be connected. I know: bluesky, mastodon, telegram")
    await ana.says("/connect")
    assert "Mastodon" in (await newest(ana, "Where shall approved posts go?")).buttons


async def _broken(house: House, account: Account) -> None:
    async with house.app.store.begin() as tx:
        await tx.accounts.mark(account.fell_ill(Health.BROKEN, "token_refused"))


async def test_what_the_platform_asks_for_is_chosen_in_the_chat_and_goes_out(
    house: House, ana: Person, server: RunningPlatform
) -> None:
    await set_up(house, ana)
    name = f"option-{type(ana).__name__.lower()}"
    server.at_the_browser(name)
    await ana.says("/connect mastodon")
    await Browser(house, ana).connects(server.url)
    await ana.says("/new Our oven has a name, and it is Rosa.")
    await presses(ana, "More", about="Rosa")
    await presses(ana, "Options…")
    if "Cancel" in (await ana.sees())[-1].buttons:  # asked one by one
        await ana.says("followers")
        await ana.says("Bread inside")
    else:
        await ana.fills(**{"mastodon.visibility": "private", "mastodon.spoiler_text": "Bread inside"})
    await house.settle()
    await presses(ana, "Approve", about="Rosa")
    house.clock.advance(timedelta(days=9))
    await house.app.actions.publish_due()
    (shown,) = [post for post in server.ledger(name) if "Rosa" in post.text]
    assert (shown.details["visibility"], shown.details["warning"]) == ("private", "Bread inside")
