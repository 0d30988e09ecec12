"""Unexpected errors, reported to Sentry when an address is set, without anybody's words or secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.logs import mask
from core.secret import Secret

if TYPE_CHECKING:
    from sentry_sdk.types import Event, Hint


def report_crashes(address: Secret) -> None:
    """Send what is logged as an error from now on, masked as in the log, without local variables and request bodies.

    API: https://docs.sentry.io/platforms/python/configuration/options/ (read 2026-11)
    """
    import sentry_sdk

    sentry_sdk.init(
        dsn=address.reveal(),
        before_send=_masked,
        include_local_variables=False,
        max_request_body_size="never",
        send_default_pii=False,
        default_integrations=True,
        traces_sample_rate=None,
    )


def _masked(event: Event, _hint: Hint) -> Event | None:
    if "logentry" in event:  # its arguments stand in the text too, where their names tell what is secret
        event["logentry"] = {name: one for name, one in event["logentry"].items() if name != "params"}
    clean: Event = mask(None, "", event)  # type: ignore[assignment, arg-type]  # an Event is a dict
    return clean
