"""What Slack tells us, as events of the conversation.

https://docs.slack.dev/reference/interaction-payloads and https://docs.slack.dev/reference/events (read 2026-11)
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from bot.cards.press import Press
from bot.slack.front_end import WHISPERED
from bot.slack.manifest import MAIN
from bot.slack.modal import values_of
from bot.slack.names import NAME
from bot.slack.places import Place
from bot.slack.rich import words_in
from bot.talk import (
    AddedEvent,
    CommandEvent,
    FormEvent,
    Incoming,
    LeftEvent,
    PressEvent,
    TextEvent,
    UploadedFile,
    UploadEvent,
    Where,
)

Payload = Mapping[str, Any]

_CODES = re.compile(r"<(?P<code>[^<>|]+)(?:\|(?P<label>[^<>]*))?>")


def command(body: Payload) -> CommandEvent:
    """`/greenlight name args`, or `/name args`."""
    name, args = str(body["command"]).lstrip("/").lower(), str(body.get("text", "")).strip()
    if name == MAIN:
        name, _, args = args.partition(" ")
    where = _where(
        Place(body["team_id"], body["channel_id"]), body["user_id"], body.get("user_name", ""), body["trigger_id"]
    )
    return CommandEvent(where=where, name=(name or "help").lstrip("/").lower(), args=_plain(args).strip())


def press(body: Payload, private: Place | None) -> PressEvent | None:
    """A button of a message or, with the person's `private` channel, of the App Home; None when it says nothing to us.

    Raises:
        ValueError: the button is from another version.
    """
    action, team = body["actions"][0], body["team"]["id"]
    if not str(action.get("action_id", "")).startswith("press"):
        return None
    container, user = body["container"], body["user"]
    place = Place(team, body["channel"]["id"]) if "channel" in body else private
    if place is None:
        return None
    name = str(container.get("message_ts", ""))
    hangs = f"{WHISPERED}{name}" if container.get("is_ephemeral") else name
    where = _where(place, user["id"], user.get("name", ""), body["trigger_id"], message=hangs)
    return PressEvent(where=where, press=Press.unpack(str(action["value"])))


def submission(body: Payload) -> FormEvent:
    """A modal was sent."""
    view, user = body["view"], body["user"]
    opened = json.loads(view["private_metadata"])
    where = _where(
        Place.parse(opened["chat"]),
        user["id"],
        user.get("name", ""),
        body.get("trigger_id") or f"{view['id']}:{view['hash']}",
        message=opened["message"],
        team=body["team"]["id"],
    )
    return FormEvent(where=where, form_id=int(opened["form"]), values=values_of(view["state"]["values"]))


def made_a_post(body: Payload) -> CommandEvent:
    """The shortcut on somebody's message: its words become a post."""
    message = body["message"]
    where = _where(
        Place(body["team"]["id"], body["channel"]["id"]),
        body["user"]["id"],
        body["user"].get("name", ""),
        body["trigger_id"],
    )
    return CommandEvent(
        where=where, name="new", args=words_in(message.get("blocks") or ()) or _plain(message.get("text", ""))
    )


def new_post(body: Payload, private: Place) -> CommandEvent:
    """The shortcut that is everywhere: it asks for an idea."""
    where = _where(private, body["user"]["id"], body["user"].get("name", ""), body["trigger_id"])
    return CommandEvent(where=where, name="new")


def event(body: Payload, bot_user: str) -> Incoming | None:
    """Something that was said to us, a channel that we came to or left; None when it is nothing to us."""
    inner, team, number = body["event"], str(body["team_id"]), str(body["event_id"])
    match inner.get("type"):
        case "message" if inner.get("channel_type") == "im":
            return _said(inner, team, number, bot_user)
        case "app_mention":
            return _said(inner, team, number, bot_user)
        case "member_joined_channel" if inner.get("user") == bot_user and inner.get("inviter"):
            where = _where(Place(team, inner["channel"]), inner["inviter"], "", number)
            return AddedEvent(where=where, title=f"<#{inner['channel']}>")
        case "channel_left" | "group_left":
            where = _where(Place(team, inner["channel"]), str(inner.get("actor_id", "")), "", number)
            return LeftEvent(where=where, title="a channel in Slack")
    return None


def _said(inner: Payload, team: str, number: str, bot_user: str) -> Incoming | None:
    subtype = inner.get("subtype")
    if subtype == "message_changed":
        changed = inner["message"]
        if changed.get("text") == inner.get("previous_message", {}).get("text") or "thread_ts" not in changed:
            return None  # only a corrected reply counts as said anew
        inner = {**changed, "channel": inner["channel"]}
    elif subtype not in (None, "file_share", "thread_broadcast"):
        return None
    if inner.get("bot_id") or inner.get("user") in (None, bot_user):
        return None
    thread = str(inner.get("thread_ts", ""))
    answers = "" if thread == inner.get("ts") else thread
    where = _where(Place(team, inner["channel"]), inner["user"], "", number, message=answers)
    text = words_in(inner.get("blocks") or (), without=bot_user)
    text = text or _plain(str(inner.get("text", "")).replace(f"<@{bot_user}>", "")).strip()
    files = tuple(_file(team, one) for one in inner.get("files") or ())
    if files:
        return UploadEvent(where=where, files=files, text=text)
    if text.startswith("/"):
        name, _, args = text[1:].partition(" ")
        return CommandEvent(where=where, name=name.lower(), args=args.strip())
    return TextEvent(where=where, text=text) if text else None


def _file(team: str, file: Payload) -> UploadedFile:
    return UploadedFile(
        remote=str(Place(team, file["id"])),
        name=str(file.get("name") or file["id"]),
        mime=str(file.get("mimetype") or "application/octet-stream"),
        size=int(file.get("size") or 0),
    )


def _plain(text: str) -> str:
    """What a person typed: codes become the words or the address they stand for."""

    def words(found: re.Match[str]) -> str:
        code, label = found["code"], found["label"]
        if code.startswith(("http://", "https://", "mailto:")):
            return code.removeprefix("mailto:")
        return f"{'#' if code.startswith('#') else '@'}{label or code[1:]}"

    return _CODES.sub(words, text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _where(place: Place, user: str, name: str, number: str, *, message: str = "", team: str = "") -> Where:
    return Where(
        front_end=NAME,
        chat=str(place),
        person=str(Place(team or place.team, user)),
        name=name,
        event_id=number,
        message=message,
        alone=place.alone,
    )


def at(body: Payload) -> Where | None:
    """Where a press came from that we cannot read; None outside of channels."""
    if "channel" not in body:
        return None
    return _where(
        Place(body["team"]["id"], body["channel"]["id"]),
        body["user"]["id"],
        body["user"].get("name", ""),
        body["trigger_id"],
    )
