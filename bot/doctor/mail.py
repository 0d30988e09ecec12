"""Does the mail server let us in?"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.cards.reasons import sentence
from bot.doctor.findings import Finding, Weight
from core.errors import PortError


async def mail(host: str, look: Callable[[], Awaitable[None]] | None) -> tuple[Finding, ...]:
    """Knock by `look`, without sending anything; nothing is said where mail goes into a folder."""
    if look is None:
        return ()
    try:
        await look()
    except PortError as error:
        return (Finding(about="Mail", weight=Weight.WRONG, says=sentence(error.reason), fix=f"The server is {host}."),)
    return (Finding(about="Mail", weight=Weight.WELL, says=f"{host} lets us in."),)
