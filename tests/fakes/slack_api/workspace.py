"""Tokens, people, conversations and the line of Socket Mode.

https://docs.slack.dev/reference/methods (read 2026-11)
"""

from __future__ import annotations

from typing import Any

from tests.fakes.slack_api.call import Call
from tests.fakes.slack_api.checks import Check, Refused, flag, words
from tests.fakes.slack_api.records import Channel, User
from tests.fakes.slack_api.world import APP, CLIENT_ID, CLIENT_SECRET

EXCHANGES: dict[str, Check] = {
    "code_": words(),
    "client_id": words(),
    "client_secret": words(),
    "redirect_uri": words(),
}
OPENS: dict[str, Check] = {"users": words(), "channel": words(), "return_im": flag}


def test(call: Call) -> dict[str, Any]:
    """auth.test"""
    team = call.team
    return {
        "url": f"https://{team.domain}.slack.com/",
        "team": team.name,
        "user": call.world.users[team.bot_user].name,
        "team_id": team.id,
        "user_id": team.bot_user,
        "bot_id": team.bot_id,
        "is_enterprise_install": False,
    }


def revoke(call: Call) -> dict[str, Any]:
    """auth.revoke"""
    call.token.revoked = not call.given.get("test", False)
    return {"revoked": call.token.revoked}


def exchange(call: Call) -> dict[str, Any]:
    """oauth.v2.access"""
    if call.given.get("client_id") != CLIENT_ID:
        raise Refused("invalid_client_id")
    if call.given.get("client_secret") != CLIENT_SECRET:
        raise Refused("bad_client_secret")
    code = call.world.codes.get(call.given["code"])
    if code is None:
        raise Refused("invalid_code")
    if code.used:
        raise Refused("code_already_used")
    if call.given.get("redirect_uri", code.redirect_uri) != code.redirect_uri:
        raise Refused("bad_redirect_uri")
    code.used = True
    team = call.world.team(code.team)
    return {
        "app_id": APP,
        "authed_user": {"id": code.user},
        "team": {"id": team.id, "name": team.name},
        "enterprise": None,
        "is_enterprise_install": False,
        "token_type": "bot",
        "access_token": call.world.installed(team.id, code.scopes),
        "scope": ",".join(sorted(code.scopes)),
        "bot_user_id": team.bot_user,
    }


def connect(call: Call) -> dict[str, Any]:
    """apps.connections.open"""
    ticket = call.world.next("ticket")
    call.world.tickets.add(ticket)
    return {"url": f"{call.url.replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id={APP}"}


def user_info(call: Call) -> dict[str, Any]:
    """users.info"""
    user = _member(call, call.given["user"])
    profile = {"real_name": user.name, "display_name": user.name}
    if "users:read.email" in call.token.scopes:
        profile["email"] = user.email
    shown: dict[str, Any] = {
        "id": user.id,
        "team_id": user.team,
        "name": user.name.lower(),
        "real_name": user.name,
        "deleted": user.deleted,
        "is_bot": user.is_bot,
        "is_admin": user.is_admin,
        "is_owner": False,
        "tz": user.tz,
        "tz_label": user.tz,
        "tz_offset": user.tz_offset,
        "profile": profile,
    }
    if call.given.get("include_locale"):
        shown["locale"] = user.locale
    return {"user": shown}


def open_conversation(call: Call) -> dict[str, Any]:
    """conversations.open"""
    if ("users" in call.given) == ("channel" in call.given):
        raise Refused("invalid_arguments", broken=["needs exactly one of channel, users"])
    if "channel" in call.given:
        return {"channel": {"id": call.channel(call.given["channel"]).id}}
    if "," in call.given["users"]:
        raise Refused("invalid_arguments", broken=["this server knows conversations with one person only"])
    user = _member(call, call.given["users"])
    if user.is_bot:
        raise Refused("cannot_dm_bot")
    if user.deleted:
        raise Refused("user_disabled")
    channel = call.world.dm(user.id)
    return {"channel": channel_json(call, channel) if call.given.get("return_im") else {"id": channel.id}}


def conversation_info(call: Call) -> dict[str, Any]:
    """conversations.info"""
    return {"channel": channel_json(call, call.channel(call.given["channel"]))}


def channel_json(call: Call, channel: Channel) -> dict[str, Any]:
    """A conversation on the wire."""
    shown: dict[str, Any] = {
        "id": channel.id,
        "is_channel": channel.kind == "channel",
        "is_group": channel.kind == "private",
        "is_im": channel.kind == "im",
        "is_private": channel.kind != "channel",
        "is_archived": channel.archived,
    }
    if channel.kind == "im":
        return {**shown, "user": channel.name}
    return {**shown, "name": channel.name, "is_member": call.team.bot_user in channel.members}


def _member(call: Call, id: str) -> User:
    user = call.world.users.get(id)
    if user is None or user.team != call.team.id:
        raise Refused("user_not_found")
    return user
