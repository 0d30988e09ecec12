"""greenlight run: everything, until somebody says stop."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import signal
from typing import TYPE_CHECKING

from bot.cli.link import fresh_token, invitation
from bot.cli.shell import WELL
from bot.cli.start import must_be_current
from bot.crash_reports import report_crashes
from bot.home import in_use, make_home, missing
from bot.logs import start_logging
from bot.metrics import Metrics
from bot.settings import Settings, read_settings
from bot.web.serve import serve
from bot.wiring.app import App, web_app
from bot.wiring.build import build
from bot.wiring.tools import migrate, system_clock
from core.errors import Invalid

if TYPE_CHECKING:
    from bot.front_end import FrontEnd
    from bot.telegram.service import Telegram

log = logging.getLogger(__name__)

_PATIENCE = 9.0
"""Seconds after the signal in which everything should have ended; most of it takes one."""


def main(_wanted: argparse.Namespace) -> int:
    """Serve the web chat, publish what is due and do the chores until SIGTERM or Ctrl+C; then end within 10 seconds."""
    settings = read_settings()
    start_logging(form=settings.log_format, level=settings.log_level)
    if settings.sentry_dsn:
        report_crashes(settings.sentry_dsn)
    make_home(settings.home)
    with in_use(settings.home):
        asyncio.run(_run(settings))
    return WELL


async def _run(settings: Settings) -> None:
    if missing(settings.database_file):
        await migrate(settings)
    await must_be_current(settings)
    metrics = Metrics(system_clock(), shown=settings.metrics)
    async with build(settings, metrics=metrics) as app:
        _stop_on_signals(app.shutting_down)
        log.info("started address=%s home=%s", settings.base_url, settings.home)
        await _until_stopped(app, settings, metrics)
    log.info("stopped")


async def _until_stopped(app: App, settings: Settings, metrics: Metrics) -> None:
    """Serve and work side by side, so that both have the same few seconds to end."""
    pages = web_app(app, metrics)

    async def invite() -> None:
        link = f"{settings.base_url}/enter/{await fresh_token(app)}"
        print(f"Greenlight is ready. Open {link} (works once; `greenlight link` prints another).", flush=True)

    wrong: Invalid | None = None
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(serve(pages, settings.host, settings.port, app.shutting_down, listening=invite))
            group.create_task(_work(app, metrics))
            if app.telegram is not None:
                group.create_task(_invite_to_telegram(app, app.telegram))
            if app.slack is not None:
                group.create_task(_invite_to_slack(app, app.slack.front_end))
    except* Invalid as several:
        wrong = next(one for one in several.exceptions if isinstance(one, Invalid))
    if wrong is not None:
        raise wrong


async def _invite_to_telegram(app: App, telegram: Telegram) -> None:
    """Where nobody talks with us in Telegram yet, print how to begin."""
    known, stopped = (asyncio.create_task(one.wait()) for one in (telegram.name_known, app.shutting_down))
    await asyncio.wait((known, stopped), return_when=asyncio.FIRST_COMPLETED)
    for one in (known, stopped):
        one.cancel()
    if app.shutting_down.is_set():
        return
    if await _is_unknown(app, telegram.front_end):
        link = await invitation(app, telegram.front_end)
        print(f"In Telegram: {link} (works once; `greenlight link telegram` prints another).", flush=True)


async def _invite_to_slack(app: App, slack: FrontEnd) -> None:
    """Where nobody talks with us in Slack yet, print how to begin."""
    if await _is_unknown(app, slack):
        words = await invitation(app, slack)
        print(f"In Slack, say: {words} (works once; `greenlight link slack` prints another).", flush=True)


async def _is_unknown(app: App, front_end: FrontEnd) -> bool:
    """Whether nobody talks with us there yet."""
    async with app.store.read() as tx:
        chats = [chat for workspace in await tx.workspaces.all() for chat in await tx.chats.of(workspace.id)]
    return not any(chat.front_end == front_end.name for chat in chats)


async def _work(app: App, metrics: Metrics) -> None:
    async with app.working(metrics):
        await app.shutting_down.wait()


def _stop_on_signals(shutting_down: asyncio.Event) -> None:
    """The first signal ends everything in order, a second one at once. What hangs is left behind: it is kept anyway."""
    loop = asyncio.get_running_loop()
    signals = (signal.SIGTERM, signal.SIGINT)

    def stop() -> None:
        shutting_down.set()
        loop.call_later(_PATIENCE, _leave)
        for one in signals:
            loop.remove_signal_handler(one)

    for one in signals:
        loop.add_signal_handler(one, stop)


def _leave() -> None:
    """End as the signal would have: whatever was under way is picked up at the next start, as after a crash."""
    log.error("stopped_while_busy")
    os._exit(128 + signal.SIGTERM)
