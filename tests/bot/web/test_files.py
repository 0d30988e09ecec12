"""Pictures and films, as the page gets them."""

import pytest

from core.kinds import kind_of
from tests.bot.web.house import a_house

PNG = b"\x89PNG\r\n\x1a\n and so on"


async def test_a_picture_is_served_with_its_kind_and_kept_for_ever() -> None:
    house = a_house()
    name = await house.blobs.put(PNG)
    async with house.browser() as browser:
        answer = await browser.get(f"/media/{name}")
        again = await browser.get(f"/media/{name}", headers={"If-None-Match": answer.headers["etag"]})
    assert (answer.content, answer.headers["content-type"]) == (PNG, "image/png")
    assert "immutable" in answer.headers["cache-control"]
    assert again.status_code == 304


async def test_a_page_in_disguise_is_only_a_download() -> None:
    house = a_house()
    name = await house.blobs.put(b"<script>alert(1)</script>")
    async with house.browser() as browser:
        answer = await browser.get(f"/media/{name}")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == "attachment"


@pytest.mark.parametrize("data", [b"%PDF-1.7 with a script", b"PK\x03\x04", b"plain words"])
async def test_a_document_is_only_a_download(data: bytes) -> None:
    house = a_house()
    name = await house.blobs.put(data)
    async with house.browser() as browser:
        answer = await browser.get(f"/media/{name}")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == "attachment"


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"%PDF-1.7", "prices", "application/pdf"),
        (b"PK\x03\x04", "a.DOCX", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (b"words", "a.txt", "text/plain"),
        (b"# words", "a.md", "text/markdown"),
        (PNG, "a.txt", "image/png"),
        (b"words", "a.png", "application/octet-stream"),
    ],
)
def test_a_document_is_told_by_its_ending_where_its_bytes_say_nothing(data: bytes, name: str, kind: str) -> None:
    assert kind_of(data, name) == kind


@pytest.mark.parametrize("name", ["0" * 64, "nonsense", "..%2f..%2fetc%2fpasswd"])
async def test_what_is_not_there_is_not_found(name: str) -> None:
    house = a_house()
    async with house.browser() as browser:
        assert (await browser.get(f"/media/{name}")).status_code in (404, 422)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\xff\xd8\xff\xe0 jpeg", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"RIFF1234WEBPVP8 ", "image/webp"),
        (b"\x00\x00\x00\x18ftypmp42", "video/mp4"),
        (b"\x00\x00\x00\x14ftypqt  ", "video/quicktime"),
        (b"\x1aE\xdf\xa3", "video/webm"),
        (b"", "application/octet-stream"),
    ],
)
def test_the_bytes_themselves_tell_their_kind(data: bytes, kind: str) -> None:
    assert kind_of(data) == kind
