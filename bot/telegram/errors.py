"""What the Bot API answers when something does not work, in our errors: the one place that knows its texts.

The texts are those of the server (https://github.com/tdlib/telegram-bot-api, read 2026-11); case varies.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import httpx
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.front_end import CannotEdit, ChatGone
from core.clock import Clock
from core.errors import OutcomeUnknown, Reconnect, Rejected, Throttled, Unavailable

_SAME = ("message is not modified",)
_LATE = ("query is too old", "query id is invalid")
_NOT_EDITABLE = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "there is no text in the message to edit",
    "there is no caption in the message to edit",
    "there is no media in the message to edit",
    "message to delete not found",
    "message can't be deleted",
)
_NOBODY = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "group chat was deactivated",
    "not enough rights to send",
    "have no rights to send",
    "chat_write_forbidden",
)
_NO_TOPIC = ("message thread not found", "topic_closed", "topic_deleted")
_TOO_MUCH = "request entity too large"
_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


class Moved(Exception):
    """The group has become a supergroup with another id."""

    def __init__(self, chat: int) -> None:
        super().__init__(chat)
        self.chat = chat


class NoTopic(Exception):
    """The topic is closed or gone; the chat is still there."""


class Already(Exception):
    """The message shows this already, or the press was answered or is too old for it: nothing is left to do."""


@contextmanager
def in_our_words(clock: Clock) -> Iterator[None]:
    """Raise our own errors instead of the library's.

    Raises:
        Throttled, Unavailable, OutcomeUnknown, Reconnect, Rejected: as the port of all adapters says.
        CannotEdit, ChatGone: as the front-end's port says.
        Moved, NoTopic, Already: see there.
    """
    try:
        yield
    except RetryAfter as error:
        raise Throttled("telegram_busy", retry_at=clock.now() + _wait(error)) from error
    except ChatMigrated as error:
        raise Moved(error.new_chat_id) from error
    except Forbidden as error:
        raise ChatGone(error.message) from error
    except InvalidToken as error:
        raise Reconnect("telegram_token") from error
    except BadRequest as error:  # a NetworkError by birth, so it goes first
        raise _refusal(error.message.casefold()) from error
    except NetworkError as error:
        if isinstance(error.__cause__, _NEVER_LEFT):
            raise Unavailable("telegram_unreachable") from error
        if _TOO_MUCH in error.message.casefold():
            raise Rejected("telegram_refused") from error
        raise OutcomeUnknown("telegram_silent") from error
    except TelegramError as error:
        raise Unavailable("telegram_refused") from error


def _refusal(text: str) -> Exception:
    kinds: tuple[tuple[tuple[str, ...], Exception], ...] = (
        ((*_SAME, *_LATE), Already()),
        (_NOT_EDITABLE, CannotEdit(text)),
        (_NOBODY, ChatGone(text)),
        (_NO_TOPIC, NoTopic()),
    )
    for texts, error in kinds:
        if any(one in text for one in texts):
            return error
    return Rejected("telegram_refused")


def _wait(error: RetryAfter) -> timedelta:
    wait = error.retry_after
    return wait if isinstance(wait, timedelta) else timedelta(seconds=wait)
