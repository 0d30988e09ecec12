"""What machines ask us."""

from prometheus_client import CollectorRegistry, Counter

from tests.bot.web.house import a_house


async def test_a_running_process_is_healthy() -> None:
    async with a_house().browser(None) as browser:
        assert (await browser.get("/healthz")).status_code == 200


async def test_ready_means_that_the_scheduler_ticked_within_two_minutes() -> None:
    house = a_house()
    house.rooms.beats["tick"] = house.clock.now()
    async with house.browser(None) as browser:
        house.clock.advance(minutes=2)
        assert (await browser.get("/readyz")).status_code == 200
        house.clock.advance(seconds=1)
        late = await browser.get("/readyz")
    assert late.status_code == 503
    assert "last ticked at 2026-11-21T09:00:00" in late.json()["reason"]


async def test_not_ready_before_the_first_tick() -> None:
    async with a_house().browser(None) as browser:
        answer = await browser.get("/readyz")
    assert answer.json() == {"status": "not ready", "reason": "the scheduler has not ticked yet"}


async def test_not_ready_without_a_database() -> None:
    house = a_house()
    house.rooms.broken = True
    async with house.browser(None) as browser:
        answer = await browser.get("/readyz")
        assert (await browser.get("/healthz")).status_code == 200
    assert answer.status_code == 503
    assert answer.json()["reason"] == "the database does not answer"


async def test_not_ready_while_shutting_down() -> None:
    house = a_house()
    house.rooms.beats["tick"] = house.clock.now()
    house.parts.shutting_down.set()
    async with house.browser(None) as browser:
        assert (await browser.get("/readyz")).status_code == 503


async def test_the_numbers_are_those_of_the_registry_we_were_given() -> None:
    registry = CollectorRegistry()
    house = a_house(registry=registry)
    Counter("posts_published", "Posts that went out.", registry=registry).inc(3)
    async with house.browser(None) as browser:
        answer = await browser.get("/metrics")
    assert "posts_published_total 3.0" in answer.text
    assert answer.headers["content-type"].startswith("text/plain")


async def test_without_numbers_there_is_no_such_page() -> None:
    async with a_house(registry=None).browser(None) as browser:
        answer = await browser.get("/metrics")
    assert answer.status_code == 404
