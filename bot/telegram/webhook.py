"""The webhook: Telegram brings updates to our own pages. For installations with a public address."""

from __future__ import annotations

import hashlib
import hmac
import logging
from collections.abc import Awaitable, Callable, Sequence

from fastapi import APIRouter, Request, Response
from telegram import Bot, Update

from bot.telegram.errors import in_our_words
from bot.telegram.receive import UPDATES
from core.clock import Clock

log = logging.getLogger(__name__)

PATH = "/telegram"
CONNECTIONS = 40  # at once; https://core.telegram.org/bots/api#setwebhook (read 2026-11)
_SECRET = "X-Telegram-Bot-Api-Secret-Token"


def secret_of(key: bytes, token: str) -> str:
    """What Telegram must show with every update: made from a key of ours, another one for another bot."""
    return hmac.new(key, f"telegram webhook {token}".encode(), hashlib.sha256).hexdigest()


async def register(bot: Bot, clock: Clock, *, base_url: str, secret: str) -> None:
    """Ask Telegram to bring updates here. Repeating is harmless. Raises the PortErrors."""
    with in_our_words(clock):
        await bot.set_webhook(
            f"{base_url}{PATH}", allowed_updates=UPDATES, secret_token=secret, max_connections=CONNECTIONS
        )


def router(bot: Bot, take: Callable[[Sequence[Update]], Awaitable[None]], secret: str) -> APIRouter:
    """The page that takes updates: acknowledged when they are kept, refused without the secret."""
    routes = APIRouter()

    @routes.post(PATH)
    async def update(request: Request) -> Response:
        """One update."""
        if not hmac.compare_digest(request.headers.get(_SECRET, "").encode(), secret.encode()):
            return Response(status_code=403)
        try:
            told = Update.de_json(await request.json(), bot)
        except (ValueError, KeyError, TypeError) as error:
            log.warning("telegram_update_not_read cause=%s", type(error).__name__)
            return Response(status_code=200)  # the same again would not help
        await take((told,))
        return Response(status_code=200)

    return routes
