"""The manifest a Slack app is made from: paste it at “Create an app from a manifest”.

Fields and limits: https://docs.slack.dev/reference/app-manifest and https://github.com/slackapi/manifest-schema
(read 2026-11)
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]

PATH = "/slack/events"
INSTALL, REDIRECT = "/slack/install", "/slack/oauth_redirect"
MAIN = "greenlight"
"""The command that takes every other one as its first word."""

MAKE_POST, NEW_POST = "make_post", "new_post"
SCOPES = (
    *("app_mentions:read", "channels:read", "chat:write", "commands", "files:read", "files:write"),
    *("groups:read", "im:history", "im:write", "users:read"),
)
EVENTS = (
    *("app_home_opened", "app_mention", "app_uninstalled", "channel_left", "group_left"),
    *("member_joined_channel", "message.im", "tokens_revoked"),
)
RESERVED = frozenset(
    {
        *("active", "apps", "archive", "away", "call", "collapse", "dm", "dnd", "expand", "feed", "feedback", "help"),
        *("invite", "join", "keys", "kick", "leave", "me", "msg", "mute", "open", "part", "prefs", "remind", "remove"),
        *("rename", "search", "shortcuts", "shrug", "star", "status", "topic", "who"),
    }
)
"""Commands that are Slack's own (https://slack.com/help/articles/201259356, unverified); ours of that name are said as
`/greenlight status`."""

_LONGEST = 2000  # characters of a command's description


def manifest(base_url: str, commands: Mapping[str, str]) -> Json:
    """The app's manifest. Without an https address Slack is reached over a socket, and nothing is brought to us.

    `commands` are our commands with their help lines.
    """
    reached = base_url.startswith("https://")
    address = {"request_url": f"{base_url}{PATH}"} if reached else {}
    short = {name: said for name, said in commands.items() if name not in RESERVED}
    every = {MAIN: "Everything: /greenlight help lists it", **short}
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": "Greenlight",
            "description": "Drafts a week of posts, asks you, and publishes what you approved: on time, once.",
            "background_color": "#14532d",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Greenlight", "always_online": True},
            "shortcuts": [
                _shortcut("New post", "global", NEW_POST, "Draft a post from an idea"),
                _shortcut("Make this a post", "message", MAKE_POST, "Draft a post from this message"),
            ],
            "slash_commands": [_command(name, said, base_url if reached else "") for name, said in every.items()],
        },
        "oauth_config": {
            **({"redirect_urls": [f"{base_url}{REDIRECT}"]} if reached else {}),
            "scopes": {"bot": list(SCOPES)},
        },
        "settings": {
            "event_subscriptions": {**address, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **address},
            "org_deploy_enabled": False,
            "socket_mode_enabled": not reached,
            "token_rotation_enabled": False,
        },
    }


def as_text(made: Json) -> str:
    """The manifest as one pastes it."""
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"


def _shortcut(name: str, kind: str, callback: str, said: str) -> Json:
    return {"name": name, "type": kind, "callback_id": callback, "description": said}


def _command(name: str, said: str, base_url: str) -> Json:
    hint = "help, pending, status, …" if name == MAIN else ""
    return {
        "command": f"/{name}",
        "description": said[:_LONGEST],
        "should_escape": True,
        **({"usage_hint": hint} if hint else {}),
        **({"url": f"{base_url}{PATH}"} if base_url else {}),
    }
