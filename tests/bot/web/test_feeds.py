"""Public feeds, as readers fetch them."""

from pathlib import Path

import pytest

from tests.bot.web.house import a_house

PICTURE = "a" * 64 + ".png"


def a_feed(feeds: Path) -> Path:
    folder = feeds / "bakery"
    (folder / "media").mkdir(parents=True)
    (folder / "feed.atom").write_bytes(b"<feed/>")
    (folder / "feed.json").write_bytes(b"{}")
    (folder / "secret.txt").write_bytes(b"no")
    (folder / "media" / PICTURE).write_bytes(b"\x89PNG")
    return folder


@pytest.mark.parametrize(
    ("name", "kind"), [("feed.atom", "application/atom+xml"), ("feed.json", "application/feed+json")]
)
async def test_a_feed_is_open_to_everyone_with_its_media_type(tmp_path: Path, name: str, kind: str) -> None:
    a_feed(tmp_path)
    async with a_house(tmp_path).browser(None) as browser:
        answer = await browser.get(f"/feeds/bakery/{name}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(kind)


async def test_a_reader_that_has_the_feed_is_not_sent_it_again(tmp_path: Path) -> None:
    folder = a_feed(tmp_path)
    async with a_house(tmp_path).browser(None) as browser:
        first = await browser.get("/feeds/bakery/feed.atom")
        by_tag = {"If-None-Match": f'"other", W/{first.headers["etag"]}'}
        by_time = {"If-Modified-Since": first.headers["last-modified"]}
        assert (await browser.get("/feeds/bakery/feed.atom", headers=by_tag)).status_code == 304
        assert (await browser.get("/feeds/bakery/feed.atom", headers=by_time)).status_code == 304
        (folder / "feed.atom").write_bytes(b"<feed>new</feed>")
        assert (await browser.get("/feeds/bakery/feed.atom", headers=by_tag)).text == "<feed>new</feed>"
        assert (await browser.get("/feeds/bakery/feed.atom", headers=by_time | by_tag)).status_code == 200


async def test_a_tag_outweighs_a_time(tmp_path: Path) -> None:
    a_feed(tmp_path)
    async with a_house(tmp_path).browser(None) as browser:
        first = await browser.get("/feeds/bakery/feed.atom")
        headers = {"If-None-Match": '"old"', "If-Modified-Since": first.headers["last-modified"]}
        assert (await browser.get("/feeds/bakery/feed.atom", headers=headers)).status_code == 200


async def test_a_broken_date_is_ignored(tmp_path: Path) -> None:
    a_feed(tmp_path)
    async with a_house(tmp_path).browser(None) as browser:
        headers = {"If-Modified-Since": "yesterday"}
        assert (await browser.get("/feeds/bakery/feed.atom", headers=headers)).status_code == 200


async def test_head_answers_without_a_body(tmp_path: Path) -> None:
    a_feed(tmp_path)
    async with a_house(tmp_path).browser(None) as browser:
        answer = await browser.head("/feeds/bakery/feed.atom")
    assert (answer.status_code, answer.headers["content-length"], answer.content) == (200, "7", b"")


async def test_pictures_of_a_feed_are_served_for_ever(tmp_path: Path) -> None:
    a_feed(tmp_path)
    async with a_house(tmp_path).browser(None) as browser:
        answer = await browser.get(f"/feeds/bakery/media/{PICTURE}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize(
    "path",
    [
        "/feeds/bakery/secret.txt",
        "/feeds/bakery/entries",
        "/feeds/other/feed.atom",
        "/feeds/..%2fbakery/feed.atom",
        "/feeds/%2e%2e/feed.atom",
        "/feeds/Bakery/feed.atom",
        "/feeds/bakery%00/feed.atom",
        "/feeds/bakery/media/..%2fsecret.txt",
        "/feeds/bakery/media/%2e%2e%2fsecret.txt",
        f"/feeds/bakery/media/{'a' * 64}.txt",
        f"/feeds/bakery/media/{'b' * 64}.png",
    ],
)
async def test_nothing_but_feeds_and_their_pictures_can_be_fetched(tmp_path: Path, path: str) -> None:
    a_feed(tmp_path)
    async with a_house(tmp_path).browser(None) as browser:
        assert (await browser.get(path)).status_code == 404
