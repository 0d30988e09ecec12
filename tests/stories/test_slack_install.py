"""Several Slack workspaces let Greenlight in, throw it out, and let it in again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from bot.slack.names import NAME
from bot.wiring.app import web_app
from core.store import Store
from tests.fakes.chat import newest, presses
from tests.fakes.slack_api.people import SlackPerson
from tests.fakes.slack_api.server import Fault, SlackApi, slack_api
from tests.fakes.slack_api.world import CLIENT_ID
from tests.stories.house import House, open_house, set_up

HTTPS = "https://greenlight.example.org"
TWO, ZOE = "T0TWO", "U0ZOE"


@pytest.fixture
async def slack() -> AsyncIterator[SlackApi]:
    async with slack_api() as served:
        served.world.team(TWO, "Two & Sons")
        yield served


@pytest.fixture
async def house(tmp_path: Path, slack: SlackApi) -> AsyncIterator[House]:
    async with open_house(tmp_path, slack=slack, slack_installs=True, public_url=HTTPS) as built:
        yield built


def a_browser(house: House) -> httpx.AsyncClient:
    client = httpx.AsyncClient(transport=httpx.ASGITransport(web_app(house.app, house.metrics)), base_url=HTTPS)
    house.people.append(client)
    return client


def zoe_of(house: House) -> SlackPerson:
    return house.slack_person(ZOE, "Zoe", team=TWO)


async def asked(browser: httpx.AsyncClient) -> str:
    """Where Slack's consent page is."""
    answer = await browser.get("/slack/install")
    assert answer.status_code == 303
    return answer.headers["location"]


async def installed(house: House, person: SlackPerson, browser: httpx.AsyncClient | None = None) -> httpx.Response:
    browser = browser or a_browser(house)
    return await browser.get(person.allows(await asked(browser)))


async def linked(house: House, person: SlackPerson) -> None:
    owner = await house.web_person()
    await owner.says("/link slack")
    code = (await newest(owner, "/greenlight link ")).text.partition("/greenlight link ")[2].split()[0]
    await person.says(f"/greenlight link {code}")
    await newest(person, "I know you here now")


async def test_a_workspace_lets_us_in_and_its_people_decide_there(house: House) -> None:
    zoe = zoe_of(house)
    page = await installed(house, zoe)
    assert page.status_code == 200
    assert "Greenlight is in Two &amp; Sons" in page.text
    assert "app_redirect?app=A0GREEN&amp;team=T0TWO" in page.text
    await linked(house, zoe)
    await set_up(house, zoe)
    await presses(zoe, "Approve", about="Sun 22 Nov")
    await house.settle()
    assert "Scheduled" in (await newest(zoe, "Sun 22 Nov")).text


async def test_two_workspaces_are_served_each_with_its_own_token(house: House) -> None:
    zoe, ana = zoe_of(house), house.slack_person()
    for person in (zoe, ana):
        await installed(house, person)
        await linked(house, person)
    await set_up(house, ana)
    await newest(ana, "Sun 22 Nov")
    await newest(zoe, "Sun 22 Nov")


async def test_what_is_asked_for_is_what_the_manifest_names(house: House) -> None:
    query = parse_qs(urlsplit(await asked(a_browser(house))).query)
    assert query["client_id"] == [CLIENT_ID]
    assert query["redirect_uri"] == [f"{HTTPS}/slack/oauth_redirect"]
    assert "chat:write" in query["scope"][0].split(",")
    assert "user_scope" not in query


async def test_the_token_lies_sealed_in_the_database(house: House, slack: SlackApi, tmp_path: Path) -> None:
    await installed(house, zoe_of(house))
    token = next(name for name, token in slack.world.tokens.items() if token.team == TWO)
    files = [one.read_bytes() for one in tmp_path.iterdir() if one.is_file()]
    assert not any(token.encode() in data for data in files)


async def test_a_state_is_good_once_in_the_browser_that_began_and_for_ten_minutes(house: House) -> None:
    zoe, browser = zoe_of(house), a_browser(house)
    back = zoe.allows(await asked(browser))
    stranger = await a_browser(house).get(back)
    assert (stranger.status_code, "another browser" in stranger.text) == (400, True)
    assert (await browser.get(back)).status_code == 400

    back = zoe.allows(await asked(browser))
    house.clock.advance(timedelta(minutes=10))
    late = await browser.get(back)
    assert (late.status_code, "older than ten minutes" in late.text) == (400, True)

    back = zoe.allows(await asked(browser))
    assert (await browser.get(back)).status_code == 200
    again = await browser.get(back)
    assert (again.status_code, "used already" in again.text) == (400, True)


async def test_whoever_declines_is_told_how_to_begin_again(house: House) -> None:
    zoe, browser = zoe_of(house), a_browser(house)
    page = await browser.get(zoe.allows(await asked(browser), denied=True))
    assert page.status_code == 400
    assert "declined in Slack. Please begin again at /slack/install." in page.text


@pytest.mark.parametrize(
    ("fault", "status", "said"),
    [
        (Fault(method="oauth.v2.access", error="invalid_code"), 400, "had grown too old"),
        (Fault(method="oauth.v2.access", error="bad_client_secret"), 400, "GREENLIGHT_SLACK_CLIENT_SECRET"),
        (Fault(method="oauth.v2.access", error="something_new"), 400, "Slack said no (something_new)"),
        (Fault(method="oauth.v2.access", status=503), 503, "Slack did not answer"),
        (Fault(method="oauth.v2.access", status=0), 503, "Slack did not answer"),
    ],
    ids=lambda one: one.error or str(one.status) if isinstance(one, Fault) else "",
)
async def test_what_slack_refuses_is_said_on_the_page(
    house: House, slack: SlackApi, fault: Fault, status: int, said: str
) -> None:
    slack.faults.append(fault)
    page = await installed(house, zoe_of(house))
    assert (page.status_code, said in page.text) == (status, True)


async def test_a_workspace_that_throws_us_out_is_told_elsewhere_and_may_let_us_in_again(
    house: House, tmp_path: Path, slack: SlackApi
) -> None:
    zoe = zoe_of(house)
    await installed(house, zoe)
    await linked(house, zoe)
    await set_up(house, zoe)
    await zoe.uninstalls()
    await house.settle()
    told = (await newest(await house.web_person(), "has removed me")).text
    assert "“Two & Sons” on Slack" in told
    assert f"{HTTPS}/slack/install" in told
    assert await _installation(house.app.store) is None
    before = len(slack.world.calls)
    await presses(await house.web_person(), "Approve", about="Sun 22 Nov")
    await house.settle()
    assert [name for name, _ in slack.world.calls[before:]] == []

    await installed(house, zoe)
    await zoe.says("/greenlight pending")
    await presses(zoe, "One by one")
    await presses(zoe, "Approve", about="Mon 23 Nov")
    await house.settle()
    assert "Scheduled" in (await newest(zoe, "Mon 23 Nov")).text


async def test_an_installation_outlives_a_restart(tmp_path: Path, slack: SlackApi) -> None:
    async with open_house(tmp_path, slack=slack, slack_installs=True, public_url=HTTPS) as house:
        await installed(house, zoe_of(house))
        await linked(house, zoe_of(house))
    async with open_house(tmp_path, slack=slack, slack_installs=True, public_url=HTTPS) as house:
        zoe = zoe_of(house)
        await zoe.says("/greenlight help")
        await newest(zoe, "/connect")


async def test_only_the_tokens_of_people_are_revoked_and_we_stay(house: House) -> None:
    zoe = zoe_of(house)
    await installed(house, zoe)
    await linked(house, zoe)
    await zoe.takes_back_own_token()
    await zoe.says("/greenlight help")
    await newest(zoe, "/connect")


async def test_without_a_client_id_there_is_no_such_page(tmp_path: Path, slack: SlackApi) -> None:
    async with open_house(tmp_path, slack=slack, public_url=HTTPS) as house:
        assert (await a_browser(house).get("/slack/install")).status_code == 404
        assert (await a_browser(house).get("/slack/oauth_redirect?code=1")).status_code == 404


async def _installation(store: Store) -> object:
    async with store.read() as tx:
        return await tx.installations.get(NAME, TWO)
