"""Messages: posted, changed, deleted, shown to one person, pinned.

https://docs.slack.dev/reference/methods/chat.postMessage and its neighbours (read 2026-11)
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from tests.fakes.slack_api.blocks import MARKDOWN, check_blocks
from tests.fakes.slack_api.call import Call
from tests.fakes.slack_api.checks import Check, Refused, anything, flag, many, one_of, problem, thing, words
from tests.fakes.slack_api.records import Channel, Message
from tests.fakes.slack_api.world import World

TEXT, CHANGED_TEXT = 40_000, 4000
METADATA = 8 * 1024  # unverified

_METADATA = thing(event_type_=words(), event_payload_=anything)
SAYS: dict[str, Check] = {
    "text": words(least=0),
    "blocks": many(anything, least=0),
    "markdown_text": words(),
    "parse": one_of("none", "full"),
    "link_names": flag,
}
POSTS: dict[str, Check] = {
    **SAYS,
    "channel_": words(),
    "thread_ts": words(),
    "reply_broadcast": flag,
    "mrkdwn": flag,
    "unfurl_links": flag,
    "unfurl_media": flag,
    "metadata": _METADATA,
}
CHANGES: dict[str, Check] = {**SAYS, "channel_": words(), "ts_": words(), "metadata": _METADATA}
PINS: dict[str, Check] = {"channel_": words(), "timestamp_": words()}
WHISPERS: dict[str, Check] = {**SAYS, "channel_": words(), "user_": words(), "thread_ts": words()}


def said(world: World, given: Mapping[str, Any], longest: int = TEXT) -> dict[str, Any]:
    """What a message will hold. Raises Refused for what Slack would not take, and for what nobody could read aloud."""
    text, blocks, markdown = given.get("text", ""), given.get("blocks", []), given.get("markdown_text", "")
    if markdown:
        if text or blocks:
            raise Refused("markdown_text_conflict", broken=["markdown_text stands alone, without text and blocks"])
        text, blocks = markdown, [{"type": "markdown", "text": markdown}]
        longest = MARKDOWN
    if not text.strip():
        raise Refused("no_text", broken=["text is missing: notifications and screen readers have nothing to say"])
    if len(text) > longest:
        raise Refused("msg_too_long", broken=[problem(f"text of {len(text)} characters, {longest} allowed", "/text")])
    check_blocks(blocks)
    for one in _images(blocks):
        if why := _not_shown(world, one):
            raise Refused("invalid_blocks", response_metadata={"messages": [problem(why, "/blocks")]})
    metadata = given.get("metadata", {})
    if len(json.dumps(metadata)) > METADATA:
        raise Refused("metadata_too_large", broken=["metadata is too large"])
    return {"text": text, "blocks": blocks, **({"metadata": metadata} if metadata else {})}


def post(call: Call) -> dict[str, Any]:
    """chat.postMessage"""
    channel = _open_to(call, call.given["channel"])
    data = said(call.world, call.given)
    data |= thread(channel, call.given)
    call.rates.count(("post", channel.id), 1, 1.0)
    parse = call.given.get("parse") == "full" or call.given.get("link_names", False)
    message = call.world.hang(channel, call.team.bot_user, call.now, data, parse=parse)
    return {"channel": channel.id, "ts": message.ts, "message": message.data}


def change(call: Call) -> dict[str, Any]:
    """chat.update"""
    channel, message = own(call, call.given["channel"], call.given["ts"], "cant_update_message")
    data = said(call.world, call.given, CHANGED_TEXT)
    if message.blocks and "blocks" not in call.given and "markdown_text" not in call.given:
        raise Refused("invalid_arguments", broken=["text and blocks are changed together, or nobody knows what stays"])
    replace(call.world, message, data)
    return {"channel": channel.id, "ts": message.ts, "text": data["text"], "message": message.data}


def replace(world: World, message: Message, data: Mapping[str, Any]) -> None:
    """Another content for a message that stays where it is."""
    message.before.append(message.data)
    kept = {name: value for name, value in message.data.items() if name != "blocks"}
    blocks = world.named(data["blocks"])
    message.data = {**kept, **data, **({"blocks": blocks} if blocks else {})}
    if not blocks:
        message.data.pop("blocks", None)


def delete(call: Call) -> dict[str, Any]:
    """chat.delete"""
    channel, message = own(call, call.given["channel"], call.given["ts"], "cant_delete_message")
    channel.deleted[message.ts] = channel.messages.pop(message.ts)
    return {"channel": channel.id, "ts": message.ts}


def whisper(call: Call) -> dict[str, Any]:
    """chat.postEphemeral"""
    channel = _open_to(call, call.given["channel"])
    if call.team.bot_user not in channel.members:
        raise Refused("not_in_channel")
    if call.given["user"] not in channel.members:
        raise Refused("user_not_in_channel")
    data = said(call.world, call.given) | thread(channel, call.given)
    message = call.world.hang(channel, call.team.bot_user, call.now, data, only=call.given["user"])
    return {"message_ts": message.ts}


def pin(call: Call) -> dict[str, Any]:
    """pins.add"""
    channel, ts = _pinnable(call)
    if ts in channel.pinned:
        raise Refused("already_pinned")
    channel.pinned.append(ts)
    return {}


def unpin(call: Call) -> dict[str, Any]:
    """pins.remove"""
    channel, ts = _pinnable(call)
    if ts not in channel.pinned:
        raise Refused("no_pin")
    channel.pinned.remove(ts)
    return {}


def own(call: Call, channel_id: str, ts: str, otherwise: str) -> tuple[Channel, Message]:
    """The bot's own message that stays for everybody. Raises Refused."""
    channel = call.channel(channel_id)
    message = channel.messages.get(ts)
    if message is None or message.only:
        raise Refused("message_not_found")
    if message.sender != call.team.bot_user:
        raise Refused(otherwise)
    return channel, message


def thread(channel: Channel, given: Mapping[str, Any]) -> dict[str, Any]:
    """Where in a thread a message belongs. Raises Refused."""
    if "thread_ts" not in given:
        if "reply_broadcast" in given:
            raise Refused("invalid_arguments", broken=["reply_broadcast without a thread"])
        return {}
    parent = channel.messages.get(given["thread_ts"]) or channel.deleted.get(given["thread_ts"])
    if parent is None:
        raise Refused("thread_not_found")
    if parent.data.get("thread_ts", parent.ts) != parent.ts:
        raise Refused("invalid_arguments", broken=["thread_ts is the ts of a reply; use its parent instead"])
    return {"thread_ts": parent.ts}


def _open_to(call: Call, id: str) -> Channel:
    """The channel the bot may speak in; a person's id stands for the conversation with them. Raises Refused."""
    user = call.world.users.get(id)
    if user is not None and user.team == call.team.id and not user.is_bot:
        return call.world.dm(id)
    channel = call.channel(id)
    if channel.archived:
        raise Refused("is_archived")
    if call.team.bot_user not in channel.members and "chat:write.public" not in call.token.scopes:
        raise Refused("not_in_channel")
    return channel


def _pinnable(call: Call) -> tuple[Channel, str]:
    channel = call.channel(call.given["channel"])
    if call.team.bot_user not in channel.members:
        raise Refused("not_in_channel")
    message = channel.messages.get(call.given["timestamp"])
    if message is None or message.only:
        raise Refused("message_not_found")
    return channel, message.ts


def _images(blocks: list[dict[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for block in blocks:
        for one in (block, block.get("accessory", {}), *block.get("elements", ())):
            if one.get("type") == "image":
                yield one


def _not_shown(world: World, image: Mapping[str, Any]) -> str:
    """Why Slack cannot show an image: it fetches addresses itself, and files only once they are processed."""
    if "image_url" in image:
        host = urlsplit(image["image_url"]).hostname or ""
        return "downloading image failed" if host == "localhost" or host.startswith("127.") else ""
    file = world.files.get(image["slack_file"].get("id", "")) or next(
        (one for one in world.files.values() if image["slack_file"].get("url", "").split("/")[-2:-1] == [one.id]), None
    )
    return "" if file is not None and file.complete and file.looks == 0 else "invalid slack file"
