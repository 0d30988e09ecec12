"""The port to mail: the second way to reach people, where no chat may be open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail to one address. `key` is the same when it is sent again, so that mailboxes can tell.

    `stop_url` ends this kind of mail with one click; empty where it is no subscription.
    """

    to: str
    subject: str
    text: str
    html: str
    key: str
    stop_url: str = ""


class Mailer(Protocol):
    """Hands mails to whoever brings them."""

    async def send(self, mail: Mail) -> None:
        """Hand over one mail.

        Raises:
            Unavailable: nothing was sent; safe to repeat. Throttled says from when.
            Rejected: that address is refused for good.
            Reconnect: the server does not let us in; a setting is wrong. Nothing was sent.
            OutcomeUnknown: the line was cut after the text had left; it may have been sent.
        """
        ...
