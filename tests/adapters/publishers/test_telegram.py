"""A Telegram channel, against a Bot API server over a real socket."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from adapters.publishers.telegram.publish import TelegramPublisher
from adapters.publishers.telegram.rules import RULES
from core.account import Account, Grant
from core.errors import Reconnect, Rejected
from core.ids import AccountId, BrandId
from core.payload import Checkpoint, Live
from core.post import Content
from core.secret import Secret
from tests.contracts.publisher import PAUSE, SECRET, Can, Case, PublisherContract, Shown, a_picture, composed, published
from tests.contracts.publisher_case import prepared
from tests.fakes.blobs import MemoryBlobs
from tests.fakes.bot_api.server import BotApi, Fault, bot_api
from tests.fakes.bot_api.world import BOT_ID, Chat
from tests.fakes.platform.clock import SharedClock

CHANNEL = -1001234
SENDING = ("sendMessage", "sendPhoto", "sendMediaGroup")
FAULTS = {
    Can.REFUSE: (400, False, 1),
    Can.THROTTLE: (429, False, int(PAUSE.total_seconds())),
    Can.FAIL_BEFORE: (500, False, 1),
    Can.FAIL_AFTER: (500, True, 1),
    Can.RESET_BEFORE: (0, False, 1),
    Can.RESET_AFTER: (0, True, 1),
    Can.GARBLE: (200, True, 1),
}


@dataclass(slots=True)
class Channel:
    """The channel as its readers see it. `served` is what is closed to be out of reach."""

    api: BotApi
    served: AsyncExitStack
    port: int

    async def shown(self) -> tuple[Shown, ...]:
        world, seen = self.api.world, list[Shown]()
        for one in world.hanging(CHANNEL):
            media = tuple(world.files[size["file_id"]] for size in one.data.get("photo", []))
            if seen and one.data.get("media_group_id") and not one.text:
                last = seen.pop()
                seen.append(Shown(remote_id=last.remote_id, text=last.text, media=(*last.media, *media)))
            else:
                above = one.data.get("reply_to_message", {}).get("message_id")
                parent = f"{CHANNEL}/{above}" if above else ""
                seen.append(Shown(remote_id=f"{CHANNEL}/{one.id}", text=one.text, parent=parent, media=media))
        return tuple(seen)

    async def trace(self) -> str:
        return repr([name for name, _ in self.api.world.calls])

    async def arrange(self, what: Can) -> None:
        if what is Can.REVOKE:
            self.api.token = "1:another"
            return
        if what is Can.BE_UNREACHABLE:
            await self.served.aclose()
            return
        status, done, seconds = FAULTS[what]
        self.api.faults.extend(Fault(method=name, status=status, done=done, seconds=seconds) for name in SENDING)

    async def mend(self) -> None:
        self.api.token = f"1:{SECRET}"
        self.api.faults.clear()
        if not self.api.url:
            await self.served.enter_async_context(bot_api(self.api, port=self.port))


class TestTelegramChannel(PublisherContract):
    """Nothing can be read back: an unknown outcome is a question."""

    platform = RULES.platform
    can = frozenset({*FAULTS, Can.REVOKE, Can.BE_UNREACHABLE, Can.CARRY_MEDIA, Can.CARRY_THREADS, Can.REMOVE})

    @pytest.fixture
    async def case(self, tmp_path: Path, client: httpx.AsyncClient) -> AsyncIterator[Case]:
        clock = SharedClock.start(tmp_path / "clock")
        blobs = MemoryBlobs()
        async with AsyncExitStack() as served:
            api = await served.enter_async_context(bot_api(BotApi(token=f"1:{SECRET}")))
            rights = {"status": "administrator", "can_post_messages": True}
            api.world.chats[CHANNEL] = Chat(
                id=CHANNEL, type="channel", title="Padaria", username="padaria", members={BOT_ID: rights}
            )
            yield Case(
                publisher=TelegramPublisher(
                    client=client, token=Secret(f"1:{SECRET}"), api_url=api.url, blobs=blobs, clock=clock
                ),
                account=Account(
                    id=AccountId(1),
                    brand_id=BrandId(1),
                    platform=RULES.platform,
                    remote_id=str(CHANNEL),
                    name="Padaria",
                ),
                grant=Grant(access=Secret(SECRET)),
                clock=clock,
                blobs=blobs,
                far_side=Channel(api, served, urlsplit(api.url).port or 0),
            )
        clock.close()

    async def test_the_receipt_leads_to_the_message(self, case: Case) -> None:
        live = await published(case, "Good morning")
        assert live.url == f"https://t.me/padaria/{live.remote_id.partition('/')[2]}"

    async def test_an_album_has_its_words_below(self, case: Case) -> None:
        pictures = (await a_picture(case), await a_picture(case, b"\x89PNG\r\n\x1a\nother"))
        (payload,) = composed(case, Content(text="Two loaves", media=pictures))
        checkpoint = await prepared(case, payload, Checkpoint(key="k"))
        live = await case.publisher.reveal(payload, checkpoint, case.grant)
        (shown,) = await case.far_side.shown()
        assert isinstance(live, Live)
        assert (shown.remote_id, shown.text, len(shown.media)) == (live.remote_id, "Two loaves", 2)

    async def test_a_bot_that_was_removed_or_lost_its_rights_must_be_added_again(self, case: Case) -> None:
        far = case.far_side
        assert isinstance(far, Channel)
        (payload,) = composed(case, Content(text="Hello"))
        room = far.api.world.chats[CHANNEL]
        room.members[BOT_ID] = {"status": "left"}
        with pytest.raises(Reconnect, match="no_rights"):
            await case.publisher.reveal(payload, Checkpoint(key="k"), case.grant)
        del far.api.world.chats[CHANNEL]
        with pytest.raises(Reconnect, match="chat_not_found"):
            await case.publisher.reveal(payload, Checkpoint(key="k"), case.grant)

    async def test_what_is_too_old_is_not_deleted(self, case: Case) -> None:
        live = await published(case, "Good morning")
        far = case.far_side
        assert isinstance(far, Channel)
        far.api.world.chats[CHANNEL].too_old.add(int(live.remote_id.partition("/")[2]))
        with pytest.raises(Rejected):
            await case.publisher.remove(live.remote_id, case.grant)
