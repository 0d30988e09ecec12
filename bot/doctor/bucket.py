"""Can the bucket be written and read?"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.cards.reasons import sentence
from bot.doctor.findings import Finding, Weight
from core.errors import PortError


async def bucket(name: str, look: Callable[[], Awaitable[None]] | None) -> tuple[Finding, ...]:
    """Keep a few bytes there by `look`; nothing is said where pictures go into a folder."""
    if look is None:
        return ()
    try:
        await look()
    except PortError as error:
        fix = f"The bucket is {name}; look at GREENLIGHT_BUCKET and its neighbours."
        return (Finding(about="Bucket", weight=Weight.WRONG, says=sentence(error.reason), fix=fix),)
    return (Finding(about="Bucket", weight=Weight.WELL, says=f"{name} can be written and read."),)
