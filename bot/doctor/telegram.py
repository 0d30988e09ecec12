"""Is Telegram reached, does it know our token, and does what people write arrive?"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.doctor.findings import Finding, Weight
from core.errors import PortError, Reconnect

_ABOUT = "Telegram"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bot:
    """What Telegram says about the bot.

    `webhook` is where it brings updates to, empty where it is asked for them; `wanted` is where they should go.
    `trouble` is its last complaint, `waiting` how many updates it holds.
    """

    name: str
    wanted: str
    webhook: str
    trouble: str
    waiting: int


async def telegram(look: Callable[[], Awaitable[Bot]] | None) -> tuple[Finding, ...]:
    """Ask Telegram by `look`; nothing is said where there is no token."""
    if look is None:
        return ()
    try:
        bot = await look()
    except Reconnect:
        says = "Telegram does not know the token in GREENLIGHT_TELEGRAM_TOKEN."
        fix = "Ask @BotFather for it with /token, or for a new one with /revoke."
        return (Finding(about=_ABOUT, weight=Weight.WRONG, says=says, fix=fix),)
    except PortError as error:
        says = f"Telegram did not answer ({error.reason})."
        fix = "Is this machine online? Behind a Bot API server of your own, check GREENLIGHT_TELEGRAM_API_URL."
        return (Finding(about=_ABOUT, weight=Weight.WRONG, says=says, fix=fix),)
    return (Finding(about=_ABOUT, weight=Weight.WELL, says=f"The bot is @{bot.name}."), *_updates(bot))


def _updates(bot: Bot) -> tuple[Finding, ...]:
    """How what people write arrives; a start of Greenlight sets the address anew, so another one is only a note."""
    if bot.webhook != bot.wanted:
        says = f"Telegram brings updates to {bot.webhook or 'nobody'}, not to {bot.wanted or 'whoever asks for them'}."
        fix = "The next start of Greenlight sets that. If another program uses this bot, give each its own."
        return (Finding(about=_ABOUT, weight=Weight.NOTE, says=says, fix=fix),)
    if bot.webhook and bot.trouble and bot.waiting:
        says = f"{bot.waiting} updates wait, because Telegram could not bring them: {bot.trouble}."
        fix = "Can GREENLIGHT_PUBLIC_URL be reached from outside, with a valid certificate?"
        return (Finding(about=_ABOUT, weight=Weight.WRONG, says=says, fix=fix),)
    return ()
