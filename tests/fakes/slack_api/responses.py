"""What an app says to a response_url, or at once in answer to a command.

https://docs.slack.dev/interactivity/handling-user-interaction (read 2026-11)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.fakes.slack_api.chat import SAYS, replace, said, thread
from tests.fakes.slack_api.checks import Refused, flag, one_of, thing, words
from tests.fakes.slack_api.records import Hook
from tests.fakes.slack_api.world import HOOK_LIVES, HOOK_USES, World

_RESPONSE = thing(
    **{name: check for name, check in SAYS.items() if name != "markdown_text"},
    response_type=one_of("ephemeral", "in_channel"),
    replace_original=flag,
    delete_original=flag,
    thread_ts=words(),
    mrkdwn=flag,
    unfurl_links=flag,
    unfurl_media=flag,
)


def take(world: World, name: str, body: Any, now: float) -> None:
    """A POST to a response_url. Raises Refused."""
    hook = world.hooks.get(name)
    if hook is None:
        raise Refused("invalid_url", status=404)
    if now - hook.at > HOOK_LIVES:
        raise Refused("expired_url", status=404)
    if hook.uses >= HOOK_USES:
        raise Refused("used_url", status=404)
    hook.uses += 1
    respond(world, hook, body, now)


def respond(world: World, hook: Hook, body: Any, now: float) -> None:
    """Say, change or take away what the response asks for. Raises Refused."""
    if found := list(_RESPONSE(body, "")):
        raise Refused("invalid_payload", broken=found, status=400)
    channel = world.channels[hook.channel]
    original = channel.messages.get(hook.ts)
    if body.get("delete_original"):
        if original is not None:
            channel.deleted[original.ts] = channel.messages.pop(original.ts)
        return
    data = said(world, body) | thread(channel, body)
    if body.get("replace_original") and original is not None:
        replace(world, original, data)
        return
    only = "" if body.get("response_type") == "in_channel" else hook.user
    world.hang(channel, world.teams[hook.team].bot_user, now, data, only=only)


def answered(world: World, hook: Hook, body: Mapping[str, Any], now: float) -> None:
    """What stands in the acknowledgement of a command, if anything does. Raises Refused."""
    if body:
        respond(world, hook, body, now)
