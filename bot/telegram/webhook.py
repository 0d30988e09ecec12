"""The webhook: Telegram brings updates to our own pages. For installations with a public address."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Awaitable, Callable, Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot, Update

from bot.telegram.errors import in_our_words
from bot.telegram.receive import UPDATES, read
from core.clock import Clock

PATH = "/telegram"
CONNECTIONS = 40  # at once; https://core.telegram.org/bots/api#setwebhook (read 2026-11)
_SECRET = "X-Telegram-Bot-Api-Secret-Token"


def secret_of(key: bytes, token: str) -> str:
    """What Telegram must show with every update: made from a key of ours, another one for another bot."""
    return hmac.new(key, f"telegram webhook {token}".encode(), hashlib.sha256).hexdigest()


async def register(bot: Bot, clock: Clock, *, url: str, secret: str) -> None:
    """Ask Telegram to bring updates here. Repeating is harmless. Raises the PortErrors."""
    with in_our_words(clock):
        await bot.set_webhook(url, allowed_updates=UPDATES, secret_token=secret, max_connections=CONNECTIONS)


def page(bot: Bot, take: Callable[[Sequence[Update]], Awaitable[None]], secret: str) -> Route:
    """The page that takes updates: acknowledged when they are kept, refused without the secret."""

    async def update(request: Request) -> Response:
        """One update."""
        if not hmac.compare_digest(request.headers.get(_SECRET, "").encode(), secret.encode()):
            return Response(status_code=403)
        try:
            told = await request.json()
        except ValueError:
            return Response(status_code=200)  # the same again would not help
        if isinstance(told, dict) and (one := read(told, bot)) is not None:
            await take((one,))
        return Response(status_code=200)

    return Route(PATH, update, methods=["POST"])
