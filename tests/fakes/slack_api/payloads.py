"""What Slack tells an app about what a person did.

https://docs.slack.dev/reference/interaction-payloads, https://docs.slack.dev/interactivity/implementing-slash-commands
and https://docs.slack.dev/reference/events (read 2026-11)
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from tests.fakes.slack_api import state
from tests.fakes.slack_api.records import Channel, Message, User, View
from tests.fakes.slack_api.views import shown
from tests.fakes.slack_api.world import APP, World

VERIFICATION = "verification-token-of-our-own"

Payload = dict[str, Any]

_EMOJI = re.compile("([\U0001f300-\U0001faff])")


def command(world: World, user: User, channel: Channel, name: str, text: str) -> Payload:
    """A slash command as the fields of a form, without its trigger and response_url."""
    team = world.teams[user.team]
    return {
        "token": VERIFICATION,
        "team_id": team.id,
        "team_domain": team.domain,
        "channel_id": channel.id,
        "channel_name": "directmessage" if channel.kind == "im" else channel.name,
        "user_id": user.id,
        "user_name": user.name.lower(),
        "command": name,
        "text": text,
        "api_app_id": APP,
        "is_enterprise_install": "false",
    }


def press_in_message(world: World, user: User, message: Message, look: Payload, action: Payload) -> Payload:
    """block_actions of a message that looked so; what only one person sees is not repeated in it."""
    channel = world.channels[message.channel]
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": bool(message.only),
        **({"thread_ts": look["thread_ts"]} if "thread_ts" in look else {}),
    }
    typed = message.typed.get(user.id, {})
    return {
        "type": "block_actions",
        **_who(world, user),
        "container": container,
        "channel": _where(channel),
        **({} if message.only else {"message": look}),
        "state": {"values": state.values(look.get("blocks", []), typed)},
        "actions": [action],
    }


def press_in_view(world: World, user: User, view: View, action: Payload) -> Payload:
    """block_actions of a modal or a home."""
    return {
        "type": "block_actions",
        **_who(world, user),
        "container": {"type": "view", "view_id": view.id},
        "view": shown(view),
        "actions": [action],
    }


def submission(world: World, user: User, view: View) -> Payload:
    """view_submission, without its trigger."""
    return {"type": "view_submission", **_who(world, user), "view": shown(view), "response_urls": []}


def closed(world: World, user: User, view: View, *, cleared: bool) -> Payload:
    """view_closed."""
    return {"type": "view_closed", **_who(world, user), "view": shown(view), "is_cleared": cleared}


def shortcut(world: World, user: User, callback_id: str, ts: str) -> Payload:
    """A global shortcut, without its trigger."""
    return {"type": "shortcut", **_who(world, user), "callback_id": callback_id, "action_ts": ts}


def message_shortcut(world: World, user: User, message: Message, callback_id: str, ts: str) -> Payload:
    """A shortcut of a message, without its trigger and response_url."""
    return {
        "type": "message_action",
        **_who(world, user),
        "callback_id": callback_id,
        "action_ts": ts,
        "message_ts": message.ts,
        "channel": _where(world.channels[message.channel]),
        "message": message.data,
    }


def event(world: World, user: User, now: float, inner: Mapping[str, Any]) -> Payload:
    """An event in its envelope; the same envelope is sent again when it is not acknowledged."""
    team = world.teams[user.team]
    authorization = {
        "enterprise_id": None,
        "team_id": team.id,
        "user_id": team.bot_user,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    return {
        "token": VERIFICATION,
        "team_id": team.id,
        "api_app_id": APP,
        "type": "event_callback",
        "event_id": world.next("Ev"),
        "event_time": int(now),
        "authorizations": [authorization],
        "is_ext_shared_channel": False,
        "event": dict(inner),
    }


def words_in_blocks(text: str) -> list[Payload]:
    """What a person typed, as the rich text Slack makes of it."""
    pieces = [one for one in _EMOJI.split(text) if one]
    elements = [_emoji(one) if _EMOJI.fullmatch(one) else {"type": "text", "text": one} for one in pieces]
    return [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}]


def named_emoji(text: str) -> str:
    """What a person typed, with emoji by their names, as it stands in `text`."""
    return _EMOJI.sub(lambda found: f":{_emoji(found[0])['name']}:", text)


def _emoji(character: str) -> Payload:
    name = unicodedata.name(character).lower().replace(" ", "_")
    return {"type": "emoji", "name": name, "unicode": f"{ord(character):x}"}


def _who(world: World, user: User) -> Payload:
    team = world.teams[user.team]
    return {
        "user": {"id": user.id, "username": user.name.lower(), "name": user.name.lower(), "team_id": team.id},
        "team": {"id": team.id, "domain": team.domain},
        "api_app_id": APP,
        "token": VERIFICATION,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _where(channel: Channel) -> Payload:
    return {"id": channel.id, "name": "directmessage" if channel.kind == "im" else channel.name}
