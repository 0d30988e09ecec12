"""How many posts a card counts for a platform that takes so many a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.views import post_view
from tests.builders import NOON
from tests.core.scene import Scene

HOUR = timedelta(hours=1)
AT = NOON + timedelta(days=2)


async def test_only_the_posts_of_the_24_hours_up_to_this_one_are_counted(scene: Scene) -> None:
    scene.paper.rules = replace(scene.paper.rules, max_daily=5)
    desk = replace(scene.desk, rules={**scene.desk.rules, scene.paper.platform: scene.paper.rules})
    instants = (AT, AT - HOUR, AT - 23 * HOUR, AT - 24 * HOUR, AT + HOUR)
    first, *_ = [await scene.approved(instant=instant) for instant in instants]
    async with scene.store.read() as tx:
        assert (await post_view(tx, first.id, desk)).in_a_day == 3
