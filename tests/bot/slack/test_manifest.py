"""The manifest is one that Slack takes, and it knows every command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.commands import COMMANDS
from bot.slack.manifest import EVENTS, RESERVED, SCOPES, manifest
from tests.fakes.slack_api.checks import Check, address, flag, many, one_of, thing, whole, words
from tests.fakes.slack_api.objects import matching

COPY = Path(__file__).parents[3] / "docs/slack-manifest.json"
HELP = {one.name: one.help for one in COMMANDS.values()}
HTTPS = "https://greenlight.example.org"

# https://docs.slack.dev/reference/app-manifest and https://github.com/slackapi/manifest-schema (read 2026-11)
COMMAND = thing(
    command_=matching(r"/[a-z0-9_-]{1,31}", "a command"),
    description_=words(2000),
    url=address(),
    usage_hint=words(1000),
    should_escape=flag,
)
SHORTCUT = thing(name_=words(24), type_=one_of("global", "message"), callback_id_=words(255), description_=words(150))
MANIFEST = thing(
    _metadata=thing(major_version=whole(1, 2), minor_version=whole(0)),
    display_information_=thing(
        name_=words(35),
        description=words(140),
        long_description=words(4000, least=174),
        background_color=matching(r"#[0-9a-f]{6}", "a colour"),
    ),
    features=thing(
        app_home=thing(home_tab_enabled=flag, messages_tab_enabled=flag, messages_tab_read_only_enabled=flag),
        bot_user=thing(display_name_=words(80), always_online=flag),
        shortcuts=many(SHORTCUT, 10),
        slash_commands=many(COMMAND, 50),
    ),
    oauth_config=thing(redirect_urls=many(address()), scopes=thing(bot=many(words()), user=many(words()))),
    settings=thing(
        event_subscriptions=thing(request_url=address(), bot_events=many(words(), 100)),
        interactivity=thing(is_enabled_=flag, request_url=address()),
        org_deploy_enabled=flag,
        socket_mode_enabled=flag,
        token_rotation_enabled=flag,
    ),
)


def problems(check: Check, made: Any) -> list[str]:
    return list(check(made, ""))


@pytest.mark.parametrize("base_url", ["http://127.0.0.1:8080", HTTPS])
def test_slack_takes_the_manifest(base_url: str) -> None:
    assert problems(MANIFEST, manifest(base_url, HELP)) == []


def test_the_check_finds_what_slack_would_refuse() -> None:
    made = manifest(HTTPS, {"x" * 40: "Too long", **{f"many{number}": "Too many" for number in range(60)}})
    assert len(problems(MANIFEST, made)) == 2


def test_with_an_address_everything_is_brought_there_and_without_one_there_is_a_socket() -> None:
    assert str(manifest(HTTPS, HELP)).count(f"{HTTPS}/slack/events") == len(HELP) - len(RESERVED & set(HELP)) + 3
    alone = manifest("http://127.0.0.1:8080", HELP)
    assert alone["settings"]["socket_mode_enabled"]
    assert "127.0.0.1" not in str(alone)


def test_every_command_is_there_but_those_that_are_slacks_own() -> None:
    listed = {one["command"][1:] for one in manifest(HTTPS, HELP)["features"]["slash_commands"]}
    assert listed == {"greenlight", *HELP} - RESERVED
    assert "connect" in listed


def test_the_copy_in_the_documentation_is_today_s() -> None:
    assert json.loads(COPY.read_text()) == manifest("", HELP), "greenlight slack-manifest > docs/slack-manifest.json"


def test_nothing_is_asked_for_that_is_not_used() -> None:
    assert "chat:write.public" not in SCOPES
    assert "message.channels" not in EVENTS
