"""What happens to a modal when an app has answered its submission.

https://docs.slack.dev/surfaces/modals (read 2026-11)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tests.fakes.slack_api.blocks import MODAL, check_view
from tests.fakes.slack_api.checks import Refused, anything, one_of, problem, thing, words
from tests.fakes.slack_api.records import User, View
from tests.fakes.slack_api.views import change, put_on_top
from tests.fakes.slack_api.world import World


def answered(world: World, user: User, view: View, body: Any) -> Mapping[str, str]:
    """Close, change, push or clear as the answer says; what it says about the fields comes back.

    Raises Refused.
    """
    if not body:
        user.stack = [one for one in user.stack if one is not view]
        return {}
    if found := list(_answer(body, "")):
        raise Refused("invalid_response", broken=found)
    action = body["response_action"]
    if action == "errors":
        inputs = {one["block_id"] for one in view.data["blocks"] if one["type"] == "input"}
        if strangers := sorted(set(body["errors"]) - inputs):
            raise Refused("invalid_response", broken=[f"errors about blocks that are no inputs: {strangers}"])
        return dict(body["errors"])
    if action == "clear":
        user.stack = []
        return {}
    check_view(body["view"], MODAL)
    if action == "push":
        put_on_top(world, user, body["view"])
    else:
        change(world, view, body["view"])
    return {}


def _errors(value: Any, at: str) -> Iterator[str]:
    if not isinstance(value, dict) or not value:
        yield problem("must be an object with a text for each block", at)
        return
    for name, text in value.items():
        yield from words()(text, f"{at}/{name}")


def _answer(body: Any, at: str) -> Iterator[str]:
    kinds = {
        "errors": thing(response_action_=anything, errors_=_errors),
        "update": thing(response_action_=anything, view_=anything),
        "push": thing(response_action_=anything, view_=anything),
        "clear": thing(response_action_=anything),
    }
    kind = body.get("response_action") if isinstance(body, dict) else None
    yield from kinds.get(str(kind), thing(response_action_=one_of(*kinds)))(body, at)
