"""Modals and App Homes.

https://docs.slack.dev/reference/methods/views.open and its neighbours (read 2026-11)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.fakes.slack_api import state
from tests.fakes.slack_api.blocks import HOME, MODAL, check_view
from tests.fakes.slack_api.call import Call
from tests.fakes.slack_api.checks import Check, Refused, anything, words
from tests.fakes.slack_api.records import User, View
from tests.fakes.slack_api.world import APP, World

STACK = 3

OPENS: dict[str, Check] = {"trigger_id_": words(), "view_": anything}
UPDATES: dict[str, Check] = {"view_id": words(), "external_id": words(), "hash": words(), "view_": anything}
PUBLISHES: dict[str, Check] = {"user_id_": words(), "hash": words(), "view_": anything}


def open(call: Call) -> dict[str, Any]:
    """views.open"""
    check_view(call.given["view"], MODAL)
    user = call.world.users[call.world.pull(call.given["trigger_id"], call.now).user]
    made = begin(call.world, user, call.given["view"])
    user.stack = [made]
    return {"view": shown(made)}


def push(call: Call) -> dict[str, Any]:
    """views.push"""
    check_view(call.given["view"], MODAL)
    trigger = call.world.pull(call.given["trigger_id"], call.now)
    user = call.world.users[trigger.user]
    if not user.stack or not trigger.inside:
        raise Refused("not_found")
    return {"view": shown(put_on_top(call.world, user, call.given["view"]))}


def update(call: Call) -> dict[str, Any]:
    """views.update"""
    if ("view_id" in call.given) == ("external_id" in call.given):
        raise Refused("invalid_arguments", broken=["needs exactly one of view_id, external_id"])
    found = call.world.view(call.given.get("view_id", ""), call.given.get("external_id", ""))
    if found is None or call.world.users[found.user].team != call.team.id:
        raise Refused("not_found")
    check_view(call.given["view"], HOME if found.data["type"] == "home" else MODAL)
    check_hash(found, call.given)
    change(call.world, found, call.given["view"])
    return {"view": shown(found)}


def publish(call: Call) -> dict[str, Any]:
    """views.publish"""
    user = call.world.users.get(call.given["user_id"])
    if user is None or user.team != call.team.id:
        raise Refused("user_not_found")
    check_view(call.given["view"], HOME)
    if user.home is None:
        user.home = begin(call.world, user, call.given["view"])
    else:
        check_hash(user.home, call.given)
        change(call.world, user.home, call.given["view"])
    return {"view": shown(user.home)}


def begin(world: World, user: User, view: Mapping[str, Any]) -> View:
    """A new view. Raises Refused for an external id that is taken."""
    if "external_id" in view and world.view(external_id=view["external_id"]):
        raise Refused("duplicate_external_id")
    team = world.teams[user.team]
    id = world.next("V")
    own = {
        "id": id,
        "team_id": team.id,
        "app_id": APP,
        "app_installed_team_id": team.id,
        "bot_id": team.bot_id,
        "root_view_id": id,
        "previous_view_id": None,
    }
    return View({**own, **_content(world, view)}, user.id)


def put_on_top(world: World, user: User, view: Mapping[str, Any]) -> View:
    """One more view on the stack. Raises Refused when it is full."""
    if len(user.stack) >= STACK:
        raise Refused("push_limit_reached")
    made = begin(world, user, view)
    made.data |= {"root_view_id": user.stack[0].id, "previous_view_id": user.stack[-1].id}
    user.stack.append(made)
    return made


def change(world: World, view: View, new: Mapping[str, Any]) -> None:
    """Another content; what was typed stays where block and action stay the same."""
    view.data |= _content(world, new)
    here = {(block["block_id"], one["action_id"]) for block, one in state.parts(view.data["blocks"])}
    view.typed = {at: value for at, value in view.typed.items() if at in here}


def check_hash(view: View, given: Mapping[str, Any]) -> None:
    """Raises Refused when the view has changed since."""
    if given.get("hash", view.data["hash"]) != view.data["hash"]:
        raise Refused("hash_conflict")


def shown(view: View) -> dict[str, Any]:
    """The view as the app gets it."""
    return {**view.data, "state": {"values": state.values(view.data["blocks"], view.typed)}}


def _content(world: World, view: Mapping[str, Any]) -> dict[str, Any]:
    empty = {"title": None, "submit": None, "close": None, "clear_on_close": False, "notify_on_close": False}
    hidden = {"private_metadata": "", "callback_id": "", "external_id": ""}
    return {**empty, **hidden, **view, "blocks": world.named(view["blocks"]), "hash": world.next("hash.")}
