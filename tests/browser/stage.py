"""Conversations that would take long to bring about, put on the real page: the server's first answer is added to."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from playwright.async_api import Page, Route

from bot.cards.card import Card
from bot.cards.form import Form
from bot.web.render import Json, card_json, form_json

LATER = 9_000_000  # ids and numbers above those of every real message
NOTHING: dict[str, Json] = {
    "toasts": [],
    "open_form": None,
    "close_form": None,
    "refused": {},
    "said": [],
    "seq": 0,
}
AT = "2026-11-25T09:00:00+00:00"


def from_bot(card: Card, number: int = 0) -> dict[str, Json]:
    """A message of ours that shows this card."""
    return _message(number) | {"from": "bot", "card": card_json(card), "tab": ""}


def from_person(name: str, text: str, number: int = 0) -> dict[str, Json]:
    """A message of another person."""
    return _message(number) | {"from": "other", "name": name, "text": text, "files": [], "reply_to": ""}


async def add(page: Page, messages: Sequence[Mapping[str, Json]], *, alone: bool = False) -> None:
    """From the next load on the page begins with these messages after (or, `alone`, instead of) its own."""

    async def answer(route: Route) -> None:
        real = await route.fetch()
        start = await real.json()
        if alone:
            start |= {"messages": [], "pinned": [], "more": False}
        start["messages"] += messages
        await route.fulfill(status=real.status, content_type="application/json", body=json.dumps(start))

    await page.route("**/api/start", answer)


async def a_pixel(route: Route) -> None:
    """Answer with a picture, whichever was asked for."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="400"/>'
    await route.fulfill(status=200, content_type="image/svg+xml", body=svg)


async def nothing(route: Route) -> None:
    """Answer that nothing came of it."""
    await route.fulfill(status=200, json=NOTHING)


def opens(form: Form) -> dict[str, Json]:
    """An answer that opens this dialog."""
    return NOTHING | {"open_form": form_json(form)}


def _message(number: int) -> dict[str, Json]:
    return {"id": str(LATER + number), "seq": 0, "at": AT, "only": False}
