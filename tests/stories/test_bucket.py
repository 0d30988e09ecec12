"""A week whose pictures stand in a bucket instead of a folder."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.fakes import s3
from tests.fakes.chat import presses
from tests.fakes.platform.addresses import settings_for
from tests.fakes.platform.running import running_platform
from tests.stories.house import open_house, set_up
from tests.stories.test_connect_everywhere import connected
from tests.stories.test_pictures import a_photo


async def test_a_photo_goes_into_the_bucket_and_from_there_to_its_destination(tmp_path: Path) -> None:
    async with s3.a_bucket() as bucket, open_house(tmp_path, platforms=s3.settings(bucket)) as house:
        ana = await house.web_person()
        await set_up(house, ana)
        await ana.uploads(a_photo("red"), text="Our oven has a name, and it is Rosa.")
        await house.settle()
        assert bucket.objects
        assert not house.app.settings.blobs.exists()
        await presses(ana, "Approve", about="Rosa")
        house.clock.advance(timedelta(days=9))
        await house.app.actions.publish_due()
        assert any("Rosa" in title for title in house.published())


async def test_platforms_fetch_from_the_bucket_where_that_is_switched_on(tmp_path: Path) -> None:
    with running_platform(dialect="instagram") as far:
        far.at_the_browser("ana")
        async with s3.a_bucket() as bucket:
            given = {**settings_for("instagram", far.url), **s3.settings(bucket), "bucket_links": True}
            async with open_house(tmp_path, platforms=given) as house:
                ana = await house.web_person()
                await set_up(house, ana)
                await connected(house, ana, "instagram")
                await ana.uploads(a_photo("red"), text="Our oven has a name, and it is Rosa.")
                await house.settle()
                await presses(ana, "Approve", about="Rosa")
                house.clock.advance(timedelta(days=9))
                await house.app.actions.publish_due()
                await house.wait(minutes=5)
        assert [post.text for post in far.ledger()] == ["Our oven has a name, and it is Rosa."]
        assert far.wrongs() == []
