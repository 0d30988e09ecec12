"""Takes updates in: kept before they are acknowledged, then handled, each chat in its own order."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from telegram import Update

from bot.front_end import ChatGone
from bot.lanes import Conversation, FrontEnd, Lanes
from bot.talk import ChannelEvent, Incoming, UploadEvent, Where
from bot.telegram.receive import Heard, hear
from core.errors import PortError

log = logging.getLogger(__name__)

ALBUM_SECONDS = 1.0
"""How long the pictures of an album are waited for; each comes as an update of its own."""

_NOT_CHECKED = "Telegram did not tell me whether that channel is yours. Please take me out and add me again."


@dataclass(slots=True)
class _Album:
    parts: list[Heard] = field(default_factory=list)
    kept: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Reception:
    """Where updates arrive, by polling or by webhook. `moved` hears of groups with a new id.

    `may_post` tells of a channel and a person whether they are an admin of it who may post.
    """

    def __init__(
        self,
        *,
        conversation: Conversation,
        front_end: FrontEnd,
        moved: Callable[[int, int], Awaitable[None]],
        may_post: Callable[[str, str], Awaitable[bool]],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._front_end = front_end
        self._moved = moved
        self._may_post = may_post
        self._sleep = sleep
        self._albums: dict[str, _Album] = {}
        self._lanes = Lanes(conversation, front_end)

    async def take(self, updates: Sequence[Update], bot_name: str, *, whole: bool = False) -> None:
        """Keep these updates; once this returns none of them is lost. They are handled afterwards.

        `whole` says that albums are complete; else their other parts are waited for.

        Raises:
            PortError: they could not be kept; Telegram sends them again.
        """
        heard: list[Heard] = []
        for update in updates:
            message = update.message
            if message is not None and message.migrate_to_chat_id:
                await self._moved(message.chat.id, message.migrate_to_chat_id)
                continue
            one = _heard(update, bot_name)
            if one is not None:
                heard.append(one)
        for album, group in groupby(_side_by_side(heard), key=lambda one: one.album):
            if album and whole:
                await self._keep_album(list(group))
            elif album:
                await self._collect(album, list(group))
            else:
                events = [await self._event(one) for one in group]
                await self._lanes.keep([event for event in events if event is not None])

    async def settle(self) -> None:
        """Return when everything taken in so far was handled."""
        await self._lanes.settle()

    async def close(self) -> None:
        """Let what is under way end."""
        await self._lanes.close()

    async def _collect(self, album: str, parts: list[Heard]) -> None:
        """Keep an album as one upload, once its pictures are here; whoever brings a part returns when it is kept."""
        known = self._albums.get(album)
        if known is not None:
            known.parts += parts
            await known.kept
            return
        begun = self._albums[album] = _Album(parts=parts)
        try:
            try:
                await self._sleep(ALBUM_SECONDS)
            finally:
                del self._albums[album]
            await self._keep_album(begun.parts)
        except BaseException:
            begun.kept.cancel()
            raise
        begun.kept.set_result(None)

    async def _keep_album(self, parts: Sequence[Heard]) -> None:
        uploads = [one.event for one in parts if isinstance(one.event, UploadEvent)]
        files = tuple(file for one in uploads for file in one.files)
        text = next((one.text for one in uploads if one.text), "")
        await self._lanes.keep([UploadEvent(where=parts[0].where, files=files, text=text)])

    async def _event(self, heard: Heard) -> Incoming | None:
        """The event to keep; None when the person was told instead why nothing can be done."""
        if heard.unheard:
            await self._tell(heard.where, heard.unheard)
            return None
        if isinstance(heard.event, ChannelEvent) and heard.event.we_may_post:
            return await self._checked(heard.event)
        return heard.event

    async def _checked(self, event: ChannelEvent) -> Incoming | None:
        """With what Telegram says about the person: nobody connects a channel that is not theirs."""
        try:
            may = await self._may_post(event.channel, event.where.person)
        except (PortError, ChatGone) as error:
            log.warning("channel_not_checked event=%s cause=%s", event.where.event_id, error)
            await self._tell(event.where, _NOT_CHECKED)
            return None
        return replace(event, they_may_post=may)

    async def _tell(self, where: Where, text: str) -> None:
        """A sentence that may get lost: whoever sent something strange sees that nothing happened."""
        try:
            await self._front_end.toast(where, text, alert=True)
        except Exception as error:  # noqa: BLE001  # the next event must not wait for this one's chat
            log.info("not_told event=%s cause=%s", where.event_id, type(error).__name__)


def _heard(update: Update, bot_name: str) -> Heard | None:
    try:
        return hear(update, bot_name)
    except Exception:  # one that breaks us must not keep all later ones from being heard
        log.exception("update_not_understood update=%s", update.update_id)
        return None


def _side_by_side(heard: Sequence[Heard]) -> list[Heard]:
    """The parts of each album together, where the first of them stood; everything else in its order."""
    first: dict[str, int] = {}
    places = [first.setdefault(one.album, place) if one.album else place for place, one in enumerate(heard)]
    return [heard[place] for place in sorted(range(len(heard)), key=places.__getitem__)]
