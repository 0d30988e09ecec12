"""Slack as the conversation sees it: a card is one message, a form a modal, a remark a word that one person sees."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import suppress

from bot.cards.card import Card
from bot.cards.form import Form
from bot.cards.layout import Message, lay_out
from bot.front_end import CannotEdit, ChatGone
from bot.slack.blocks import CAN, blocks_of, escaped, fallback, rich_text, split
from bot.slack.errors import TooLate
from bot.slack.line import Line, Said
from bot.slack.modal import modal
from bot.slack.names import NAME
from bot.slack.places import Place
from bot.slack.shown import Shown
from bot.talk import Where
from core.errors import PortError
from core.payload import Media
from core.ports import Blobs

log = logging.getLogger(__name__)

WHISPERED = "e"
"""How names of messages begin that one person sees and that do not last."""

_AGAIN = "That took too long for Slack to open a window. Please press the button again."


class SlackFrontEnd:
    """Implements `bot.front_end.FrontEnd` over a line to Slack."""

    name = NAME
    can = CAN

    def __init__(self, *, line: Line, blobs: Blobs, shown: Shown) -> None:
        self._line = line
        self._blobs = blobs
        self._shown = shown

    async def invitation(self, code: str) -> str:
        """What to say to us in Slack."""
        return f"/greenlight link {code}"

    def way_back(self, chat: str) -> str:
        """Opens the workspace in Slack (https://docs.slack.dev/interactivity/deep-linking, read 2026-11)."""
        place = Place.parse(chat)
        return f"slack://channel?team={place.team}&id={place.id}"

    async def send(self, chat: str, card: Card, *, tab: str = "", only: str = "") -> tuple[str, ...]:
        """Send the card. What is for one person alone is whispered where others are in the channel.

        Raises:
            ChatGone: nobody is there, or we are not in the channel.
        """
        place = Place.parse(chat)
        names = []
        for message in self._laid(card, tab):
            said = await self._said(place.team, message)
            if only and not place.alone:
                names.append(WHISPERED + await self._line.whisper(place, Place.parse(only).id, said))
            else:
                names.append(await self._line.post(place, said))
        return tuple(names)

    async def edit(self, chat: str, messages: tuple[str, ...], card: Card, *, tab: str = "") -> None:
        """Show this card where the sent one hangs. Of several changes that wait for their turn the newest is shown.

        Raises:
            CannotEdit: it has another shape now, is gone, or was whispered too long ago.
            ChatGone: nobody is there.
        """
        place, laid = Place.parse(chat), self._laid(card, tab)
        if not messages or len(laid) != len(messages):
            await self._take_away(place, messages)
            raise CannotEdit
        wanted = self._shown.begin(chat, messages[-1])
        for name, message in zip(messages, laid, strict=True):
            said = await self._said(place.team, message)
            if not name.startswith(WHISPERED):
                await self._line.update(place, name, said, wanted=wanted)
            elif address := self._shown.address(name):
                await self._line.respond(address, said)
            else:
                raise CannotEdit

    async def working(self, where: Where, text: str, *, cards: int = 0) -> None:
        """Say to the person who acted what is in the making."""
        await self.toast(where, text)

    async def toast(self, where: Where, text: str, *, alert: bool = False) -> None:
        """Whisper it to the person who acted."""
        person = Place.parse(where.person)
        await self._line.whisper(Place.parse(where.chat), person.id, _plainly(text))

    async def acknowledge(self, where: Where) -> None:
        """All that an event brought about was said: a modal that still waits may close."""
        self._shown.settled(where.event_id, {})

    async def hand(self, where: Where, name: str, text: str, words: str) -> None:
        """Send the file into the conversation with the person alone."""
        private = await self._line.private(Place.parse(where.person))
        await self._line.share(private, name, text.encode(), words)

    def fetch(self, remote: str) -> AsyncIterator[bytes]:
        """Read a file by Slack's name for it."""
        file = Place.parse(remote)
        return self._line.fetch(file.team, file.id)

    async def open_form(self, where: Where, form: Form) -> None:
        """Open a modal; it can be done for three seconds after the person acted."""
        trigger = self._shown.trigger(where.event_id)
        view = modal(form, where.chat, where.message)
        try:
            if not trigger:
                raise TooLate
            await self._line.open_view(Place.parse(where.person).team, trigger, view)
        except TooLate:
            log.info("slack_modal_too_late event=%s", where.event_id)
            await self.toast(where, _AGAIN)

    async def refuse_form(self, where: Where, form_id: int, problems: dict[str, str]) -> None:
        """Show the sentences by the fields of the modal; in the chat when it does not wait any more."""
        if not self._shown.settled(where.event_id, problems):
            await self.toast(where, " ".join(problems.values()))

    async def close_form(self, where: Where, form_id: int) -> None:
        """Let the modal go."""
        self._shown.settled(where.event_id, {})

    async def files(self, team: str, *pictures: Media) -> dict[str, str]:
        """Slack's names of those pictures, by their hashes, that can be shown there; uploaded where they are new."""
        images = [one for one in pictures if not one.is_film]
        named = {one.sha256: await self._file(team, one) for one in images}
        return {sha256: file for sha256, file in named.items() if file}

    def _laid(self, card: Card, tab: str) -> tuple[Message, ...]:
        return tuple(piece for message in lay_out(card, self.can, tab) for piece in split(message))

    async def _said(self, team: str, message: Message) -> Said:
        files = await self.files(team, *message.pictures)
        return Said(text=fallback(message.text), blocks=blocks_of(message, files))

    async def _file(self, team: str, picture: Media) -> str:
        """Slack's name for the picture; empty when it cannot be had, and the card goes without."""
        known = self._shown.file(team, picture.sha256)
        if known:
            return known
        try:
            data = await self._blobs.get(picture.sha256)
            form = picture.mime.partition("/")[2]
            file = await self._line.upload(team, f"{picture.sha256[:12]}.{form}", data, picture.alt)
        except PortError as error:
            log.warning("slack_picture_not_uploaded picture=%s reason=%s", picture.sha256[:12], error.reason)
            return ""
        if file:
            self._shown.uploaded(team, picture.sha256, file)
        return file

    async def _take_away(self, place: Place, messages: tuple[str, ...]) -> None:
        for name in messages:
            with suppress(PortError, CannotEdit, ChatGone):
                if not name.startswith(WHISPERED):
                    await self._line.delete(place, name)


def _plainly(text: str) -> Said:
    return Said(text=escaped(text), blocks=[rich_text((text,))])
