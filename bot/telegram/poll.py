"""Long polling, for installations nobody reaches from outside: what was told is kept before more is asked for."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any, cast
from warnings import catch_warnings, simplefilter

from telegram import Bot, Update
from telegram.warnings import PTBUserWarning

from bot.telegram.errors import in_our_words
from bot.telegram.receive import UPDATES, is_of_album, read
from bot.telegram.reception import ALBUM_SECONDS
from core.clock import Clock
from core.errors import GreenlightError, Reconnect, Throttled

log = logging.getLogger(__name__)

ASK_SECONDS = 30  # how long Telegram may keep a question open while there is nothing to tell
SLACK_SECONDS = 10  # beyond that, for the answer to arrive
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0  # seconds between tries while Telegram cannot be reached


async def poll(
    bot: Bot,
    take: Callable[[Sequence[Update]], Awaitable[None]],
    clock: Clock,
    stop: asyncio.Event,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Hand over what Telegram has for us until `stop` is set, albums whole.

    A cut line is tried again for as long as it takes.
    """
    offset, pause, ready = 0, FIRST_PAUSE, False
    while not stop.is_set():
        try:
            if not ready:
                with in_our_words(clock):
                    await bot.delete_webhook()
                ready = True
            updates = await _unless(stop, _ask(bot, clock, offset))
            while updates and is_of_album(updates[-1]):
                # A question is answered with the first part; asked again, with those that followed as well.
                await sleep(ALBUM_SECONDS)
                before, updates = updates, await _ask(bot, clock, offset, seconds=0)
                if len(updates) == len(before):
                    break
            if updates:
                await take(updates)
                offset = updates[-1].update_id + 1
            pause = FIRST_PAUSE
        except Exception as error:
            if isinstance(error, GreenlightError):
                said = "telegram_token_refused" if isinstance(error, Reconnect) else "telegram_line_down"
                log.warning("%s cause=%s", said, error)
            else:
                log.exception("telegram_updates_not_kept")
            if isinstance(error, Throttled):
                pause = max(pause, (error.retry_at - clock.now()).total_seconds())
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), pause)
            pause = min(pause * 2, LONGEST_PAUSE)


async def _ask(bot: Bot, clock: Clock, offset: int, seconds: int = ASK_SECONDS) -> tuple[Update, ...]:
    with in_our_words(clock):
        try:
            return await bot.get_updates(
                offset=offset, timeout=seconds, read_timeout=SLACK_SECONDS, allowed_updates=UPDATES
            )
        except (TypeError, KeyError, ValueError, AttributeError):  # one of them cannot be read; the others can
            return await _one_by_one(bot, offset)


async def _one_by_one(bot: Bot, offset: int) -> tuple[Update, ...]:
    """What is new; an update that nobody can read is an empty one."""
    with catch_warnings():
        simplefilter("ignore", PTBUserWarning)  # it would rather have us use get_updates
        told = await bot.do_api_request("getUpdates", {"offset": offset, "allowed_updates": UPDATES})
    return tuple(read(one, bot) or Update(one["update_id"]) for one in cast(list[dict[str, Any]], told))


async def _unless(stop: asyncio.Event, asking: Awaitable[tuple[Update, ...]]) -> tuple[Update, ...]:
    """The answer, or nothing when we stop first: what was not taken is told again."""
    asked, stopped = asyncio.ensure_future(asking), asyncio.ensure_future(stop.wait())
    await asyncio.wait((asked, stopped), return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if not asked.done():
        asked.cancel()
        return ()
    return asked.result()
