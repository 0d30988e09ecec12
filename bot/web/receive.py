"""What the page sends, as events of the conversation."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field, ValidationError
from starlette.datastructures import UploadFile

from bot.cards.press import Press
from bot.talk import (
    CommandEvent,
    FormEvent,
    Incoming,
    PressEvent,
    TextEvent,
    UploadedFile,
    UploadEvent,
    Where,
)
from bot.web.answers import Answer
from bot.web.files import MAX_FILES, keep_files
from bot.web.front_end import MAX_TEXT
from bot.web.messages import event_of, person_author, words_body
from bot.web.parts import Entered, Parts, WebParts
from bot.web.security import from_our_script
from bot.web.sender import Sending
from core.errors import Invalid, Problem
from core.ids import decode

LOOK_BACK = 100  # messages searched for the words of a repeated event

_EventId = Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{8,64}$")]
_MessageId = Annotated[str, Field(pattern=r"^\d{0,19}$")]
_Tab = Annotated[str, Field(pattern=r"^[a-z0-9_-]{0,40}$")]

router = APIRouter(prefix="/api", dependencies=[Depends(from_our_script)])


class Said(BaseModel):
    """Words; with `reply_to` in answer to that message, of which the preview `tab` was open."""

    event_id: _EventId
    text: str
    reply_to: _MessageId = ""
    tab: _Tab = ""


class Pressed(BaseModel):
    """A packed press on a button of that message, of which the preview `tab` was open."""

    event_id: _EventId
    message: _MessageId
    press: str
    tab: _Tab = ""


class Filled(BaseModel):
    """The values of a dialog; its id in base36."""

    event_id: _EventId
    form_id: str
    values: dict[str, str]


@router.post("/say")
async def say(said: Said, parts: Parts, sender: Sending) -> JSONResponse:
    """Take words or a slash command."""
    where = sender.where(said.event_id, said.reply_to, said.tab)
    text = _checked(said.text.strip())
    if not text:
        raise Invalid(Problem(field="text", what="There is nothing in that message.", fix="Write a few words first."))
    return await _answer(parts, _words_or_command(where, text), shown=text)


@router.post("/press")
async def press(pressed: Pressed, parts: Parts, sender: Sending) -> JSONResponse:
    """Take the press of a button."""
    try:
        meaning = Press.unpack(pressed.press)
    except ValueError as error:
        raise Invalid(
            Problem(field="press", what="That button is not known.", fix="Load the page again and press it anew.")
        ) from error
    where = sender.where(pressed.event_id, pressed.message, pressed.tab)
    return await _answer(parts, PressEvent(where=where, press=meaning))


@router.post("/form")
async def form(filled: Filled, parts: Parts, sender: Sending) -> JSONResponse:
    """Take the values of a dialog."""
    try:
        form_id = decode(filled.form_id)
    except ValueError as error:
        raise Invalid(Problem(field="form_id", what="That form is not known.", fix="Open it again.")) from error
    where = sender.where(filled.event_id)
    return await _answer(parts, FormEvent(where=where, form_id=form_id, values=filled.values))


@router.post("/upload")
async def upload(request: Request, parts: Parts, sender: Sending) -> JSONResponse:
    """Take files, with or without words: multipart fields `event_id`, `text`, `reply_to`, `tab` and `files`."""
    async with request.form(max_files=MAX_FILES, max_fields=MAX_FILES) as fields:
        said = _said({name: fields.get(name, "") for name in ("event_id", "text", "reply_to", "tab")})
        text = _checked(said.text.strip())
        files = await keep_files(parts, fields.getlist("files"))
    where = sender.where(said.event_id, said.reply_to, said.tab)
    return await _answer(parts, UploadEvent(where=where, files=files, text=text), shown=text, files=files)


@router.post("/files")
async def files_of_a_form(request: Request, parts: Parts, session: Entered) -> JSONResponse:
    """Keep the files of a dialog's field and answer their hashes; the dialog sends them as its value."""
    async with request.form(max_files=MAX_FILES, max_fields=1) as fields:
        files = await keep_files(parts, fields.getlist("files"))
    return JSONResponse({"files": [{"sha256": one.sha256, "name": one.name, "mime": one.mime} for one in files]})


def _said(fields: dict[str, UploadFile | str]) -> Said:
    try:
        return Said.model_validate(fields)
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from error


def _checked(text: str) -> str:
    if len(text) > MAX_TEXT:
        raise Invalid(
            Problem(
                field="text",
                what=f"That message has {len(text):,} characters; {MAX_TEXT:,} are possible.",
                fix="Shorten it or send it in pieces.",
                limit=MAX_TEXT,
                actual=len(text),
            )
        )
    return text


def _words_or_command(where: Where, text: str) -> Incoming:
    if text.startswith("/") and text[1:2].isalnum():
        name, _, args = text[1:].partition(" ") if " " in text else text[1:].partition("\n")
        return CommandEvent(where=where, name=name.lower(), args=args.strip())
    return TextEvent(where=where, text=text)


async def _answer(
    parts: WebParts, event: Incoming, *, shown: str = "", files: tuple[UploadedFile, ...] = ()
) -> JSONResponse:
    """Hand the event to the conversation; words and files are shown in the chat first, once."""

    async def handle() -> None:
        if shown or files:
            await _show(parts, event.where, shown, files)
        await parts.take(event)

    answer: Answer = await parts.front_end.answers.collect(event.where, handle)
    return JSONResponse(answer.json() | {"seq": parts.front_end.hub.newest(event.where.chat)})


async def _show(parts: WebParts, where: Where, text: str, files: tuple[UploadedFile, ...]) -> None:
    async with parts.store.begin() as tx:
        newest = await tx.chat_messages.recent(where.chat, LOOK_BACK)
        if any(event_of(one) == where.event_id for one in newest):
            return
        body = words_body(where, text, files)
        author = person_author(where.person)
        _, seq = await tx.chat_messages.add(where.chat, author, body, parts.clock.now())
    parts.front_end.hub.ring(where.chat, seq)
