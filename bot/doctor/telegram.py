"""Is Telegram reached, and does it know our token?"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.doctor.findings import Finding, Weight
from core.errors import PortError, Reconnect


async def telegram(bot_name: Callable[[], Awaitable[str]] | None) -> tuple[Finding, ...]:
    """Ask who the bot is, by `bot_name`; nothing is said where there is no token."""
    if bot_name is None:
        return ()
    try:
        name = await bot_name()
    except Reconnect:
        says = "Telegram does not know the token in GREENLIGHT_TELEGRAM_TOKEN."
        fix = "Ask @BotFather for it with /token, or for a new one with /revoke."
        return (Finding(about="Telegram", weight=Weight.WRONG, says=says, fix=fix),)
    except PortError as error:
        says = f"Telegram did not answer ({error.reason})."
        fix = "Is this machine online? Behind a Bot API server of your own, check GREENLIGHT_TELEGRAM_API_URL."
        return (Finding(about="Telegram", weight=Weight.WRONG, says=says, fix=fix),)
    return (Finding(about="Telegram", weight=Weight.WELL, says=f"The bot is @{name}."),)
