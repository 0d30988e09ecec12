"""The web chat as the conversation sees it: cards become kept messages, every open page learns of them."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import timedelta

from bot.cards.card import Card
from bot.cards.form import Form
from bot.cards.text import Link
from bot.front_end import Can, CannotEdit
from bot.talk import Where
from bot.web.answers import Answers
from bot.web.hub import Hub
from bot.web.messages import bot_author
from bot.web.render import Json, card_json, form_json
from bot.web.sessions import DOWNLOAD
from core.clock import Clock, Ids
from core.errors import NotFound
from core.store import Store
from core.ticket import hashed

MAX_TEXT = 20_000  # characters of one message, ours


class WebFrontEnd:
    """Implements `bot.front_end.FrontEnd` with the message table and the pages that listen to it."""

    name = "web"
    can = Can(
        dialogs=True,
        toasts=True,
        tabs=True,
        buttons_with_album=True,
        max_text=MAX_TEXT,
        max_caption=MAX_TEXT,
    )

    def __init__(self, *, store: Store, clock: Clock, ids: Ids, base_url: str) -> None:
        self._store = store
        self._ids = ids
        self._base_url = base_url
        self._clock = clock
        self.hub = Hub()
        self.answers = Answers()

    async def invitation(self, code: str) -> str:
        """The address of the door, which takes the code."""
        return f"{self._base_url}/enter/{code}"

    def way_back(self, chat: str) -> str:
        """The chat's page."""
        return "/"

    async def send(self, chat: str, card: Card, *, tab: str = "", only: str = "") -> tuple[str, ...]:
        """Keep the card as a message and show it on every open page of the chat."""
        async with self._store.begin() as tx:
            now = self._clock.now()
            message_id, seq = await tx.chat_messages.add(chat, bot_author(only), _body(card, tab), now)
        self.hub.ring(chat, seq)
        self.answers.said(str(message_id))
        return (str(message_id),)

    async def edit(self, chat: str, messages: tuple[str, ...], card: Card, *, tab: str = "") -> None:
        """Show this card where the sent one hangs.

        Raises:
            CannotEdit: there is no such message any more.
        """
        if not messages or not messages[-1].isdecimal():
            raise CannotEdit
        try:
            async with self._store.begin() as tx:
                seq = await tx.chat_messages.edit(chat, int(messages[-1]), _body(card, tab), self._clock.now())
        except NotFound as error:
            raise CannotEdit from error
        self.hub.ring(chat, seq)

    async def working(self, where: Where, text: str, *, cards: int = 0) -> None:
        """Show on the pages of the person who acted what is in the making, and the outlines of its cards."""
        self._remark(where, {"working": {"text": text, "cards": cards}})

    async def toast(self, where: Where, text: str, *, alert: bool = False) -> None:
        """Show a short remark to the person who acted."""
        answer = self.answers.of(where)
        if answer is None:
            self._remark(where, {"toasts": [text]})
        else:
            answer.toasts.append(text)

    async def hand(self, where: Where, name: str, text: str, words: str) -> None:
        """Offer a link that works once, for an hour, in this person's browser; the text is gone once it was fetched."""
        token = self._ids.token()
        async with self._store.begin() as tx:
            member = await tx.members.identify(self.name, where.person)
            value = json.dumps({"person": where.person, "name": name, "text": text})
            expires = self._clock.now() + timedelta(hours=1)
            await tx.tickets.add(hashed(token), DOWNLOAD, value, expires, member_id=member.id if member else None)
        link = f"{self._base_url}/download/{token}"
        card = Card(kind="say", body=(words, " ", Link(text=f"Fetch {name}", url=link), " (works once, for an hour)."))
        await self.send(where.chat, card, only=where.person)

    def fetch(self, remote: str) -> AsyncIterator[bytes]:
        """Never called: browsers bring their files along."""
        raise AssertionError("the web chat names no files")

    async def open_form(self, where: Where, form: Form) -> None:
        """Open a dialog on the page of the person who acted."""
        answer = self.answers.of(where)
        if answer is None:
            self._remark(where, {"open_form": form_json(form)})
        else:
            answer.open_form = form

    async def refuse_form(self, where: Where, form_id: int, problems: dict[str, str]) -> None:
        """Keep the dialog open and show the sentences beside its fields."""
        answer = self.answers.of(where)
        if answer is not None:
            answer.refused |= problems

    async def close_form(self, where: Where, form_id: int) -> None:
        """Close the dialog."""
        answer = self.answers.of(where)
        if answer is not None:
            answer.close_form = form_id

    def _remark(self, where: Where, remark: dict[str, Json]) -> None:
        self.hub.remark(where.chat, where.person, json.dumps(remark, ensure_ascii=False))


def _body(card: Card, tab: str) -> str:
    return json.dumps({"card": card_json(card), "tab": tab}, ensure_ascii=False)
