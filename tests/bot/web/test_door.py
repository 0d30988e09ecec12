"""How people get in."""

from core.ids import MemberId, WorkspaceId
from core.rates import LIMITS, Tier
from core.ticket import hashed
from core.workspace import Member, Role
from tests.bot.web.house import BEN, a_house


async def test_a_link_lets_in_once_and_the_browser_is_remembered() -> None:
    house = a_house()
    async with house.browser(None) as browser:
        entered = await browser.post(house.link())
        assert (entered.status_code, entered.headers["location"]) == (303, "/")
        page = await browser.get("/")
        assert page.status_code == 200
        assert "data-log" in page.text
        me = (await browser.get("/api/start")).json()["me"]
        assert me == {"name": "Ana", "chat": "main:1"}


async def test_the_cookie_cannot_be_read_by_scripts_or_sent_by_other_sites() -> None:
    house = a_house()
    async with house.browser(None) as browser:
        cookie = (await browser.post(house.link())).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    assert "Max-Age=7776000" in cookie
    assert "Secure" not in cookie  # this house stands on http


async def test_the_token_of_a_session_is_not_kept_only_its_hash() -> None:
    house = a_house()
    async with house.browser(None) as browser:
        await browser.post(house.link())
        cookie = browser.cookies["greenlight"]
    assert cookie not in repr(house.rooms.kept_tickets)


async def test_looking_at_a_link_does_not_use_it_up() -> None:
    house = a_house()
    async with house.browser(None) as browser:
        link = house.link()
        assert (await browser.get(link)).status_code == 200
        assert (await browser.head(link)).status_code == 200
        assert (await browser.post(link)).status_code == 303


async def test_the_page_of_a_link_sends_its_own_origin_along() -> None:
    house = a_house()
    async with house.browser(None) as browser:
        page = await browser.get(house.link())
    assert page.headers["referrer-policy"] == "same-origin"


async def test_a_used_link_says_how_to_get_a_new_one() -> None:
    house = a_house()
    link = house.link()
    async with house.browser(None) as first:
        await first.post(link)
    async with house.browser(None) as second:
        refused = await second.post(link)
    assert refused.status_code == 410
    assert "greenlight link" in refused.text


async def test_a_second_click_in_the_same_browser_leads_to_the_chat() -> None:
    house = a_house()
    link = house.link()
    async with house.browser(None) as browser:
        await browser.post(link)
        again = await browser.post(link)
    assert (again.status_code, again.headers["location"]) == (303, "/")


async def test_an_old_link_no_longer_works() -> None:
    house = a_house()
    link = house.link()
    house.clock.advance(hours=1)
    async with house.browser(None) as browser:
        assert (await browser.post(link)).status_code == 410


async def test_a_session_ends_after_ninety_days() -> None:
    house = a_house()
    async with house.browser(None) as browser:
        await browser.post(house.link())
        house.clock.advance(days=89)
        assert (await browser.get("/")).status_code == 200
        house.clock.advance(days=2)
        assert (await browser.get("/")).status_code == 401


async def test_a_stranger_sees_how_to_get_in_and_nothing_else() -> None:
    house = a_house()
    async with house.browser(None) as browser:
        page = await browser.get("/")
        assert page.status_code == 401
        assert "greenlight link" in page.text
        for path in ("/api/start", "/api/history", "/api/stream", f"/media/{'0' * 64}"):
            assert (await browser.get(path)).status_code == 401


async def test_another_site_cannot_sign_a_browser_in() -> None:
    house = a_house()
    async with house.browser(None, Origin="http://elsewhere.test") as browser:
        assert (await browser.post(house.link(BEN))).status_code == 403


async def test_a_session_belongs_to_its_member_and_goes_with_them() -> None:
    house = a_house()
    now = house.clock.now()
    ana = Member(id=MemberId(9), workspace_id=WorkspaceId(1), name="Ana", role=Role.OWNER, created_at=now)
    house.rooms.people["ana"] = ana
    async with house.browser(None) as browser:
        await browser.post(house.link())
        assert house.rooms.owners[hashed(browser.cookies["greenlight"])] == ana.id


async def test_who_leaves_is_out_in_that_browser_and_may_leave_twice() -> None:
    house = a_house()
    async with house.browser() as browser, house.browser(BEN) as other:
        assert (await browser.get("/")).status_code == 200
        cookie = browser.cookies["greenlight"]
        left = await browser.post("/api/leave")
        assert left.status_code == 204
        assert "Max-Age=0" in left.headers["set-cookie"]
        browser.cookies.set("greenlight", cookie)
        assert (await browser.get("/")).status_code == 401
        assert (await browser.get("/api/start")).status_code == 401
        assert (await browser.post("/api/leave")).status_code == 204
        assert (await other.get("/")).status_code == 200


async def test_another_page_cannot_make_anybody_leave() -> None:
    async with a_house().browser(Origin="https://elsewhere.test") as lured:
        assert (await lured.post("/api/leave")).status_code == 403
        assert (await lured.get("/")).status_code == 200


async def test_too_many_requests_are_told_when_to_come_back() -> None:
    house = a_house()
    async with house.browser() as browser:
        for _ in range(LIMITS[Tier.API].times):
            house.parts.rates.take("ana", Tier.API, house.clock)
        answer = await browser.get("/api/start")
        assert (answer.status_code, answer.headers["retry-after"]) == (429, "1")
        assert "Try again in 1 s." in answer.json()["error"]
        house.clock.advance(seconds=1)
        assert (await browser.get("/api/start")).status_code == 200
