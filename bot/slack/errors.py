"""What Slack answers when something does not work, in our errors: the one place that knows its codes.

https://docs.slack.dev/reference/methods/chat.postMessage#errors and those of its neighbours (read 2026-11)
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.front_end import CannotEdit, ChatGone
from core.clock import Clock
from core.errors import OutcomeUnknown, Reconnect, Rejected, Throttled, Unavailable

log = logging.getLogger(__name__)

_OUT = frozenset(
    {
        "invalid_auth",
        "not_authed",
        "account_inactive",
        "token_revoked",
        "token_expired",
        "missing_scope",
        "invalid_token",
    }
)
_NOBODY = frozenset(
    {
        *("channel_not_found", "not_in_channel", "is_archived", "restricted_action", "user_not_found", "user_disabled"),
        *("cannot_dm_bot", "messages_tab_disabled", "user_not_in_channel", "team_access_not_granted"),
    }
)
_NOT_EDITABLE = frozenset({"cant_update_message", "message_not_found", "edit_window_closed"})
_NOBODY_KNOWS = frozenset({"fatal_error", "internal_error", "service_unavailable", "request_timeout"})
_LATE = frozenset({"expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id"})
_MOVED_ON = frozenset({"hash_conflict", "not_found", "view_not_found", "expired_url", "used_url"})
_PAUSE = timedelta(seconds=1)


class TooLate(Exception):
    """A window can be opened for three seconds after somebody acted, and once."""


class MovedOn(Exception):
    """What was to be changed looks different by now, or is gone."""


@contextmanager
def in_our_words(clock: Clock) -> Iterator[None]:
    """Raise our own errors instead of the library's.

    Raises:
        Throttled, Unavailable, OutcomeUnknown, Reconnect, Rejected: as the port of all adapters says.
        CannotEdit, ChatGone: as the front-end's port says.
        TooLate, MovedOn: see there.
    """
    try:
        yield
    except SlackApiError as error:
        raise _refusal(error, clock) from error
    except aiohttp.ClientConnectorError as error:
        raise Unavailable("slack_unreachable") from error
    except (aiohttp.ClientError, TimeoutError, SlackClientError) as error:
        raise OutcomeUnknown("slack_silent") from error


def _refusal(error: SlackApiError, clock: Clock) -> Exception:
    response = error.response
    code, status = str(response.get("error", "")), int(getattr(response, "status_code", 200) or 200)
    if status == 429 or code == "ratelimited":
        wait = timedelta(seconds=float(response.headers.get("Retry-After", response.headers.get("retry-after", 1))))
        return Throttled("slack_busy", retry_at=clock.now() + max(wait, _PAUSE))
    if status >= 500 or code in _NOBODY_KNOWS:
        return OutcomeUnknown("slack_silent")
    for codes, ours in (
        (_OUT, Reconnect("slack_token")),
        (_NOBODY, ChatGone(code)),
        (_NOT_EDITABLE, CannotEdit(code)),
        (_LATE, TooLate(code)),
        (_MOVED_ON, MovedOn(code)),
    ):
        if code in codes:
            return ours
    log.error("slack_refused code=%s details=%s", code, response.get("response_metadata"))
    return Rejected("slack_refused")
