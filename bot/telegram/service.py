"""Telegram put together: the bot, its line, the front-end and the way updates come in."""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import cache, partial

from httpx import create_ssl_context
from starlette.routing import Route
from telegram import Bot, ChatMemberAdministrator, ChatMemberOwner, Update
from telegram.request import HTTPXRequest

from bot.front_end import ChatGone
from bot.lanes import Conversation
from bot.pace import Pace, Pacing
from bot.telegram.errors import Already, in_our_words
from bot.telegram.front_end import NAME, TelegramFrontEnd
from bot.telegram.line import FILM_SECONDS, LIMITS, Line
from bot.telegram.menu import show_menu
from bot.telegram.poll import LONGEST_PAUSE, SLACK_SECONDS, poll
from bot.telegram.reception import Reception
from bot.telegram.webhook import PATH, page, register
from core.actions.enter import Enter
from core.clock import Clock
from core.errors import GreenlightError, Rejected, Throttled
from core.ports import Blobs
from core.secret import Secret

log = logging.getLogger(__name__)

CONNECTIONS = 64
FIRST_PAUSE = 2.0  # seconds


class Telegram:
    """One bot. With `base_url` (https) Telegram brings updates to us, without we ask for them."""

    def __init__(
        self,
        *,
        token: Secret,
        api_url: str,
        base_url: str,
        webhook_secret: str,
        blobs: Blobs,
        clock: Clock,
        pace: Pacing = Pace,
    ) -> None:
        request, asking = (
            HTTPXRequest(
                connection_pool_size=size,
                read_timeout=SLACK_SECONDS,
                connect_timeout=SLACK_SECONDS,
                pool_timeout=SLACK_SECONDS,
                media_write_timeout=FILM_SECONDS,
                httpx_kwargs={"verify": _trust()},
            )
            for size in (CONNECTIONS, 1)
        )
        self._bot = Bot(
            token.reveal(),
            base_url=f"{api_url}/bot",
            base_file_url=f"{api_url}/file/bot",
            request=request,
            get_updates_request=asking,
        )
        self.webhook_url = f"{base_url}{PATH}" if base_url else ""
        self._secret = webhook_secret
        self._clock = clock
        self._pace = pace(clock, LIMITS)
        self._line = Line(bot=self._bot, clock=clock, pace=self._pace, moved=self._moved)
        self._enter: Enter | None = None
        self._reception: Reception | None = None
        self.front_end = TelegramFrontEnd(line=self._line, blobs=blobs)
        self.name_known = asyncio.Event()

    @property
    def bot(self) -> Bot:
        """The library's own bot."""
        return self._bot

    def connect(self, conversation: Conversation, enter: Enter) -> None:
        """Say who answers what arrives."""
        self._enter = enter
        self._reception = Reception(
            conversation=conversation,
            front_end=self.front_end,
            moved=self._moved,
            may_post=self._may_post,
            sleep=self._pace.sleep,
        )

    @property
    def reception(self) -> Reception:
        """Where updates arrive; there once `connect` was called."""
        assert self._reception is not None
        return self._reception

    def page(self) -> Route | None:
        """The page that takes updates, where Telegram brings them to us."""
        return page(self._bot, self._take, self._secret) if self.webhook_url else None

    async def run(self, stop: asyncio.Event) -> None:
        """Introduce ourselves and take updates until `stop` is set, however often the line is cut."""
        try:
            await self._until_done(self._introduce, stop)
            async with asyncio.TaskGroup() as group:
                group.create_task(self._until_done(self._show_menu, stop))
                await self._listen(stop)
            await self.reception.close()
        finally:
            await self.close()

    async def look(self) -> str:
        """Ask Telegram who we are; answers the bot's name. Raises the PortErrors, Reconnect for a wrong token."""
        try:
            with in_our_words(self._clock):
                await self._bot.initialize()
        except GreenlightError:
            await self._bot.shutdown()
            raise
        self.front_end.bot_name = self._bot.username
        self.name_known.set()
        return self._bot.username

    async def webhook(self) -> tuple[str, str, int]:
        """Where Telegram brings updates to, why it last could not, and how many wait. Raises the PortErrors."""
        with in_our_words(self._clock):
            told = await self._bot.get_webhook_info()
        return told.url, told.last_error_message or "", told.pending_update_count

    async def close(self) -> None:
        """Let go of the connections."""
        await self._bot.shutdown()

    async def _listen(self, stop: asyncio.Event) -> None:
        if not self.webhook_url:
            await poll(self._bot, partial(self._take, whole=True), self._clock, stop, self._pace.sleep)
            return
        registered = partial(register, self._bot, self._clock, url=self.webhook_url, secret=self._secret)
        await self._until_done(registered, stop)
        await stop.wait()

    async def _introduce(self) -> None:
        log.info("telegram_connected bot=%s", await self.look())

    async def _show_menu(self) -> None:
        with suppress(Already, Rejected), in_our_words(self._clock):
            await show_menu(self._bot)

    async def _until_done(self, what: Callable[[], Awaitable[None]], stop: asyncio.Event) -> None:
        pause = FIRST_PAUSE
        while not stop.is_set():
            try:
                await what()
            except (GreenlightError, ChatGone) as error:
                log.warning("telegram_not_reached cause=%s", error)
                wanted = (error.retry_at - self._clock.now()).total_seconds() if isinstance(error, Throttled) else 0.0
                with suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), max(pause, wanted))
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                return

    async def _take(self, updates: Sequence[Update], *, whole: bool = False) -> None:
        await self.name_known.wait()  # a webhook of an earlier start may bring some before we know who we are
        await self.reception.take(updates, self.front_end.bot_name, whole=whole)

    async def _may_post(self, channel: str, person: str) -> bool:
        with in_our_words(self._clock):
            member = await self._bot.get_chat_member(int(channel), int(person))
        if isinstance(member, ChatMemberOwner):
            return True
        return isinstance(member, ChatMemberAdministrator) and bool(member.can_post_messages)

    async def _moved(self, old: int, new: int) -> None:
        log.info("telegram_chat_moved old=%s new=%s", old, new)
        if self._enter is not None:
            await self._enter.moved(NAME, str(old), str(new))


@cache
def _trust() -> ssl.SSLContext:
    """The certificates that both of the bot's clients trust: reading them takes 20 ms, so they are read once."""
    return create_ssl_context()
