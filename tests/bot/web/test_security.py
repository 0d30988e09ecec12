"""Who may send what, and what every answer carries."""

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web.app import build_app
from tests.bot.web.house import BASE_URL, a_house

SAY = {"event_id": "event-0001", "text": "Hello"}


@pytest.mark.parametrize("origin", ["http://elsewhere.test", "null", ""])
async def test_another_site_cannot_speak_for_a_person(origin: str) -> None:
    house = a_house()
    async with house.browser(Origin=origin) as browser:
        answer = await browser.post("/api/say", json=SAY)
    assert answer.status_code == 403
    assert not house.heard


async def test_a_plain_form_cannot_speak_for_a_person() -> None:
    house = a_house()
    async with house.browser() as browser:
        del browser.headers["X-Greenlight"]
        assert (await browser.post("/api/say", json=SAY)).status_code == 403
    assert not house.heard


async def test_the_address_in_the_browser_may_differ_from_the_configured_one() -> None:
    house = a_house()
    async with house.browser(Origin="http://127.0.0.1:8080", Host="127.0.0.1:8080") as browser:
        assert (await browser.post("/api/say", json=SAY)).status_code == 200


async def test_behind_a_proxy_the_configured_address_counts() -> None:
    house = a_house()
    async with house.browser(Origin=BASE_URL, Host="inside:8080") as browser:
        assert (await browser.post("/api/say", json=SAY)).status_code == 200


@pytest.mark.parametrize("path", ["/", "/healthz", "/static/icon.svg", "/api/start", "/nothing/here"])
async def test_every_answer_carries_the_safety_headers(path: str) -> None:
    house = a_house()
    async with house.browser() as browser:
        headers = (await browser.get(path)).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-request-id"]


@pytest.mark.parametrize("path", ["/static/app.js", "/static/app.css", "/static/fonts/inter.woff2"])
async def test_what_is_never_a_page_cannot_be_taken_for_one(path: str) -> None:
    async with a_house().browser() as browser:
        headers = (await browser.get(path)).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "html" not in headers["content-type"]
    assert "content-security-policy" not in headers


async def test_request_ids_differ() -> None:
    house = a_house()
    async with house.browser() as browser:
        ids = {(await browser.get("/healthz")).headers["x-request-id"] for _ in range(5)}
    assert len(ids) == 5


async def test_a_request_that_is_far_too_long_is_not_read() -> None:
    house = a_house()
    async with house.browser() as browser:
        answer = await browser.post("/api/say", json=SAY | {"text": "x" * 300_000})
    assert answer.status_code == 413
    assert "too long" in answer.json()["error"]


async def test_a_body_we_cannot_read_is_refused_with_a_sentence() -> None:
    house = a_house()
    async with house.browser() as browser:
        answer = await browser.post("/api/say", json={"text": "no event"})
    assert answer.status_code == 422
    assert answer.json()["error"].startswith("That could not be read.")


async def test_nothing_describes_our_api_to_strangers() -> None:
    house = a_house()
    async with house.browser(None) as browser:
        for path in ("/docs", "/redoc", "/openapi.json"):
            assert (await browser.get(path)).status_code == 404


async def test_what_machines_bring_is_bounded_like_everything_else_and_hides_no_page() -> None:
    async def hook(request: Request) -> Response:
        return Response(str(len(await request.body())))

    house = a_house()
    house.app = build_app(house.parts, Route("/hook", hook, methods=["POST"]))
    async with house.browser() as machine:
        assert (await machine.post("/hook", content=b"12345")).text == "5"
        refused = await machine.post("/hook", content=b"x" * 300_000)
        assert (refused.status_code, "too long" in refused.json()["error"]) == (413, True)
        assert (await machine.get("/hook")).status_code == 405
        assert (await machine.get("/healthz")).status_code == 200
        assert (await machine.get("/nowhere")).json()["error"] == "There is nothing at this address."
