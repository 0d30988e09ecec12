"""Files go up in three steps, take their time, and come down with a token only."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from slack_sdk.errors import SlackApiError

from tests.fakes.slack.conftest import ANA, Stage

PICTURE = b"not really a picture"


def image_of(file: str) -> list[dict[str, Any]]:
    return [{"type": "image", "slack_file": {"id": file}, "alt_text": "A cup"}]


async def test_a_file_shared_to_a_channel_hangs_there(stage: Stage) -> None:
    await stage.client.files_upload_v2(
        filename="a.png", content=PICTURE, channel=stage.channel.id, initial_comment="Hi"
    )
    (message,) = stage.api.world.seen(stage.channel, ANA)
    assert (message.text, message.pictures) == ("Hi", 1)


async def test_a_picture_can_be_shown_once_it_has_been_processed(stage: Stage) -> None:
    stage.api.world.looks = 2
    file = (await stage.client.files_upload_v2(filename="a.png", content=PICTURE))["file"]["id"]
    looks = [(await stage.client.files_info(file=file))["file"]["mimetype"]]
    with pytest.raises(SlackApiError, match="invalid slack file"):
        await stage.posts(blocks=image_of(file))
    looks += [(await stage.client.files_info(file=file))["file"]["mimetype"] for _ in range(2)]
    assert looks == ["", "", "image/png"]
    await stage.posts(blocks=image_of(file))


async def test_a_file_of_another_length_is_not_taken(stage: Stage) -> None:
    begun = await stage.client.files_getUploadURLExternal(filename="a.png", length=5)
    async with httpx.AsyncClient() as client:
        answer = await client.post(begun["upload_url"], content=PICTURE)
    assert answer.status_code == 400
    assert await stage.refused("files.completeUploadExternal", files=[{"id": begun["file_id"]}]) == "file_not_found"
    assert stage.api.forgiven()


async def test_without_a_token_a_download_is_a_page_to_sign_in(stage: Stage) -> None:
    file = (await stage.client.files_upload_v2(filename="a.png", content=PICTURE))["file"]
    async with httpx.AsyncClient() as client:
        stranger = await client.get(file["url_private"])
        bot = await client.get(file["url_private"], headers={"authorization": f"Bearer {stage.api.token}"})
    assert (stranger.status_code, stranger.headers["content-type"][:9]) == (200, "text/html")
    assert bot.content == PICTURE
