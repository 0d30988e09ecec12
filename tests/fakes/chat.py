"""A person in a chat: says, presses, fills in, sees. The same words drive every front-end."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Protocol

import httpx

from bot.cards.press import Press
from bot.cards.text import plain
from bot.conversation import Conversation
from bot.talk import CommandEvent, Incoming, PressEvent, TextEvent, UploadedFile, UploadEvent, Where
from core.ports import Blobs
from tests.fakes.harsh import HarshFrontEnd

_events = count(1)

PHOTO = "sent.jpg"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One message as the person sees it."""

    id: str
    text: str
    buttons: Mapping[str, str]
    pictures: int


class Person(Protocol):
    """Somebody in a chat."""

    @property
    def toasts(self) -> list[str]:
        """The short remarks this person got, oldest first."""
        ...

    async def says(self, text: str, *, to: str = "") -> None: ...

    async def sends(self, press: str, *, message: str, event: str = "") -> None:
        """Press a packed button; with `event` as the same event again."""
        ...

    async def opens(self, tab: str, *, about: str) -> None:
        """Open the preview of that label on the newest card that contains `about`."""

    async def uploads(self, *files: bytes, name: str = PHOTO, text: str = "", to: str = "") -> None:
        """Send files, with words or in answer to a message."""
        ...

    async def fills(self, **values: str) -> None:
        """Answer the form that is open, leaving out what is not named."""
        ...

    async def sees(self) -> list[Seen]:
        """Everything in the chat, oldest first."""
        ...


async def presses(person: Person, label: str, *, about: str = "") -> None:
    """Press the newest button whose label starts so, on a message that contains `about`."""
    message, press = await button(person, label, about=about)
    await person.sends(press, message=message)


async def skips(person: Person) -> None:
    """Skip the question that was asked last."""
    last = (await person.sees())[-1]
    await person.sends(
        next(press for label, press in last.buttons.items() if label.startswith("Skip")), message=last.id
    )


async def button(person: Person, label: str, *, about: str = "") -> tuple[str, str]:
    """The newest button of that name, or else one that starts so: its message and its packed press."""
    messages = await person.sees()
    offers = [
        (name, message.id, press)
        for message in reversed(messages)
        if about in message.text
        for name, press in message.buttons.items()
    ]
    for fits in (str.__eq__, str.startswith):
        for name, message_id, press in offers:
            if fits(name, label):
                return message_id, press
    offered = [(one.text[:40], list(one.buttons)) for one in messages[-12:]]
    raise AssertionError(f"no button {label!r} about {about!r}; there are {offered}")


async def newest(person: Person, about: str) -> Seen:
    """The newest message that contains these words."""
    messages = await person.sees()
    found = [message for message in messages if about in message.text]
    assert found, f"{about!r} was not said; the last was {messages[-3:]}"
    return found[-1]


async def answers_in_turn(person: Person, values: dict[str, str]) -> None:
    """Answer the questions of a form one after the other, in a chat without dialogs."""
    answered = ""
    for _ in range(20):
        question = (await person.sees())[-1]
        if question.text == answered or not {"Cancel", "Skip"} & set(question.buttons):
            return
        name = next((name for name in values if _asks(question.text, name)), None)
        answered = question.text
        if name is not None:
            await person.says(values.pop(name))
        elif "Skip" in question.buttons or "Keep it as it is" in question.buttons:
            await presses(person, "Skip" if "Skip" in question.buttons else "Keep it as it is")
        else:
            return


@dataclass(slots=True)
class HarshPerson:
    """Somebody in the harshest chat."""

    conversation: Conversation
    front_end: HarshFrontEnd
    blobs: Blobs
    chat: str = "main"
    person: str = "owner"

    @property
    def toasts(self) -> list[str]:
        return self.front_end.toasts

    async def says(self, text: str, *, to: str = "") -> None:
        where = self._where(to)
        if text.startswith("/"):
            name, args = (*text[1:].split(maxsplit=1), "")[:2]
            await self._take(CommandEvent(where=where, name=name, args=args))
        else:
            await self._take(TextEvent(where=where, text=text))

    async def sends(self, press: str, *, message: str, event: str = "") -> None:
        await self._take(PressEvent(where=self._where(message, event), press=Press.unpack(press)))

    async def opens(self, tab: str, *, about: str) -> None:
        card = await newest(self, about)
        press = next(press for label, press in card.buttons.items() if label.strip("● ⚠️") == tab)
        await self.sends(press, message=card.id)

    async def uploads(self, *files: bytes, name: str = PHOTO, text: str = "", to: str = "") -> None:
        kept = tuple(
            [
                UploadedFile(sha256=await self.blobs.put(data), name=name, mime=_mime(name), size=len(data))
                for data in files
            ]
        )
        await self._take(UploadEvent(where=self._where(to), files=kept, text=text))

    async def fills(self, **values: str) -> None:
        await answers_in_turn(self, values)

    async def sees(self) -> list[Seen]:
        return [
            Seen(
                id=one.id,
                text=plain(one.message.text),
                buttons={
                    button.label: button.press.pack() for row in one.message.buttons for button in row if button.press
                },
                pictures=len(one.message.pictures),
            )
            for one in self.front_end.hung
            if one.chat == self.chat and one.only in ("", self.person)
        ]

    async def _take(self, event: Incoming) -> None:
        await self.conversation.take(event)

    def _where(self, message: str = "", event: str = "") -> Where:
        return Where(
            front_end=self.front_end.name,
            chat=self.chat,
            person=self.person,
            name=self.person.title(),
            event_id=event or f"e{next(_events)}",
            message=message,
        )


def _mime(name: str) -> str:
    return "image/jpeg" if name == PHOTO else "application/octet-stream"


def _asks(text: str, name: str) -> bool:
    words = {
        "text": "Send the new text",
        "tags": "Which hashtags",
        "link": "Which link?",
        "where": "Where shall the change hold?",
        "hint": "What should be different",
        "changes": "What should be changed",
        "code": "Which six digits",
        "when": "When should it go out",
        "interests": "Which topics",
        "voice": "What should I know",
        "time": "At what time?",
        "zone": "Which time zone?",
        "gap_days": "Free days",
        "batch_days": "Days in a batch",
        "language": "Which language",
        "ground": "words stand on",
        "accent": "should stand out",
        "face": "Which lettering",
        "removal": "Keep the logo",
        "alt": "What is on picture",
    }
    return words.get(name, "\0") in text


@dataclass(slots=True)
class WebPerson:
    """Somebody in front of the web chat, over its HTTP interface."""

    client: httpx.AsyncClient
    toasts: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    _form: dict[str, Any] | None = None
    _tabs: dict[str, str] = field(default_factory=dict)

    async def says(self, text: str, *, to: str = "") -> None:
        await self._post("say", text=text, reply_to=to, tab=self._tabs.get(to, ""))

    async def sends(self, press: str, *, message: str, event: str = "") -> None:
        await self._post("press", press=press, message=message, event_id=event, tab=self._tabs.get(message, ""))

    async def opens(self, tab: str, *, about: str) -> None:
        card = await newest(self, about)
        history = (await self.client.get("/api/history")).json()["messages"]
        previews = next(one["card"]["previews"] for one in history if one["id"] == card.id)
        self._tabs[card.id] = next(one["name"] for one in previews if one["label"] == tab)

    async def uploads(self, *files: bytes, name: str = PHOTO, text: str = "", to: str = "") -> None:
        fields = {"event_id": f"event-{next(_events):08}", "text": text, "reply_to": to}
        sent = [("files", (name, data, _mime(name))) for data in files]
        answer = await self.client.post("/api/upload", data=fields, files=sent)
        assert answer.status_code == 200, answer.text
        self.toasts.extend(answer.json().get("toasts", []))

    async def fills(self, **values: str) -> None:
        assert self._form is not None, "no dialog is open"
        given = {one["name"]: values.get(one["name"], one.get("value", "")) for one in self._form["fields"]}
        await self._post("form", form_id=self._form["id"], values=given)

    async def sees(self) -> list[Seen]:
        answer = await self.client.get("/api/history")
        assert answer.status_code == 200, answer.text
        return [_seen(message) for message in answer.json()["messages"]]

    async def _post(self, what: str, **body: object) -> None:
        event = str(body.pop("event_id", "")) or f"event-{next(_events):08}"
        answer = await self.client.post(f"/api/{what}", json={"event_id": event, **body})
        assert answer.status_code == 200, answer.text
        said = answer.json()
        self.toasts.extend(said.get("toasts", []))
        self.refused = said.get("refused", {})
        self._form = said.get("open_form") or (None if said.get("close_form") else self._form)


def _seen(message: Mapping[str, Any]) -> Seen:
    card = message.get("card", {})
    said = [message.get("text", ""), *_strings(card)]
    buttons = {one["label"]: one["press"] for row in card.get("buttons", []) for one in row if one.get("press")} | {
        json.dumps(one.get("label")): one["press"] for one in card.get("rows", []) if one.get("press")
    }
    return Seen(id=message["id"], text="\n".join(said), buttons=buttons, pictures=len(card.get("pictures", [])))


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for name, one in value.items() if name not in ("press", "url") for text in _strings(one)]
    if isinstance(value, list):
        return [text for one in value for text in _strings(one)]
    return []
