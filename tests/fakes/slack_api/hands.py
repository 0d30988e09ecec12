"""What a person's hands do with blocks: find a control, press it, put something in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.slack_api import state
from tests.fakes.slack_api.records import View

Json = dict[str, Any]
Blocks = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Found:
    """A control in its block, the action it makes, and what it keeps if it keeps anything."""

    block: Mapping[str, Any]
    element: Mapping[str, Any]
    made: Mapping[str, Any]
    kept: Json = field(default_factory=dict)

    @property
    def at(self) -> tuple[str, str]:
        return self.block["block_id"], self.element["action_id"]

    @property
    def action(self) -> Json:
        block, action = self.at
        return {"type": self.element["type"], "action_id": action, "block_id": block, **self.made}


def choices(blocks: Blocks) -> dict[str, str]:
    """What each button and each choice carries, by its label; addresses are left out."""
    carried = {}
    for _, one in state.parts(blocks):
        if one["type"] == "button" and "url" not in one:
            carried[one["text"]["text"]] = one.get("value", one["action_id"])
        for option in state.options(one):
            if "url" not in option:
                carried[option["text"]["text"]] = option["value"]
    return carried


def found(blocks: Blocks, press: str) -> Found | None:
    """The button or the single choice of that value, or else the control of that action id."""
    for block, one in state.parts(blocks):
        if one["type"] == "button" and press in (one.get("value"), one["action_id"]):
            return Found(block, one, {name: one[name] for name in ("text", "value", "style") if name in one})
        for option in state.options(one):
            if press == option["value"] and one["type"] in ("overflow", "static_select", "radio_buttons"):
                kept = {"type": one["type"], "selected_option": option} if one["type"] != "overflow" else {}
                return Found(block, one, {"selected_option": option}, kept)
    return None


def forged(press: str) -> Found:
    """A button with that value as no message of ours has it: Slack would not send it, but somebody may want to know."""
    text = {"type": "plain_text", "text": "Forged", "emoji": True}
    element = {"type": "button", "action_id": "press0", "text": text, "value": press}
    return Found(
        {"type": "actions", "block_id": "forged", "elements": [element]}, element, {"text": text, "value": press}
    )


def put(blocks: Blocks, name: str, value: Any) -> Found:
    """The input of that action or block, with the value in it.

    Raises AssertionError if there is none, or if Slack would not let a person put that there.
    """
    for block, one in state.parts(blocks):
        if one["type"] in state.KEPT and name in names(block, one):
            kept = state.put(one, value)
            return Found(block, one, {key: part for key, part in kept.items() if key != "type"}, kept)
    raise AssertionError(f"no input {name!r} among {[names(*pair) for pair in state.parts(blocks)]}")


def names(block: Mapping[str, Any], element: Mapping[str, Any]) -> tuple[str, str]:
    """What an input can be called by."""
    return element["action_id"], block["block_id"]


def check_filled(view: View) -> None:
    """Raises AssertionError when a required field is empty."""
    for block, one in state.parts(view.data["blocks"]):
        if block["type"] == "input" and not block.get("optional"):
            kept = view.typed.get(names(block, one)[::-1]) or state.preset(one)
            assert not state.is_empty(kept), f"{block['label']['text']!r} has to be filled in"
