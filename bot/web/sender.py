"""Who sends something from the page, and from where."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header

from bot.talk import Where
from bot.web.parts import Entered
from bot.web.sessions import Session

_ZONE = re.compile(r"[A-Za-z0-9_+/-]{1,60}")  # what zone names are made of; whether there is such a zone is asked later


@dataclass(frozen=True, slots=True)
class Sender:
    """The person who entered in this browser, and the time zone of their device, or an empty string."""

    session: Session
    zone: str

    def where(self, event_id: str, message: str = "", tab: str = "") -> Where:
        """The origin of an event of theirs."""
        return Where(
            front_end="web",
            chat=self.session.chat,
            person=self.session.person,
            name=self.session.name,
            event_id=f"{self.session.person}:{event_id}",
            message=message,
            tab=tab,
            zone=self.zone,
        )


async def sender_of(session: Entered, x_greenlight_zone: Annotated[str, Header()] = "") -> Sender:
    """Who sends this request; a zone that cannot be a zone's name is left out."""
    return Sender(session, x_greenlight_zone if _ZONE.fullmatch(x_greenlight_zone) else "")


Sending = Annotated[Sender, Depends(sender_of)]
