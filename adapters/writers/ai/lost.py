"""What it means when no answer came back."""

from __future__ import annotations

from core.errors import OutcomeUnknown, PortError, Unavailable


def lost_in(error: BaseException | None) -> PortError:
    """What an exception of httpx2 means, on which both libraries stand: only what never left surely costs nothing."""
    import httpx2

    if isinstance(error, httpx2.ConnectError | httpx2.ConnectTimeout | httpx2.PoolTimeout):
        return Unavailable("ai_unreachable")
    if isinstance(error, httpx2.TimeoutException):
        return OutcomeUnknown("ai_timeout")
    return OutcomeUnknown("ai_unreachable")
