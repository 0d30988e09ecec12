"""What a person has put into the inputs of a message or a view.

https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload (read 2026-11)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

# The name of the value of every element that keeps one, and of the field that presets it.
KEPT: Mapping[str, tuple[str, str]] = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "multi_static_select": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "channels_select": ("selected_channel", "initial_channel"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "checkboxes": ("selected_options", "initial_options"),
    "radio_buttons": ("selected_option", "initial_option"),
    "file_input": ("files", ""),
}
_LISTS = ("selected_options", "selected_users", "files")

Typed = Mapping[tuple[str, str], Mapping[str, Any]]


def parts(blocks: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Every element a person can act on, with its block."""
    for block in blocks:
        for one in (*block.get("elements", ()), block.get("accessory"), block.get("element")):
            if one and "action_id" in one:
                yield block, one


def values(blocks: Sequence[Mapping[str, Any]], typed: Typed) -> dict[str, dict[str, Any]]:
    """`state.values`: what stands in every input, typed or preset."""
    found: dict[str, dict[str, Any]] = {}
    for block, one in parts(blocks):
        if one["type"] in KEPT:
            kept = typed.get((block["block_id"], one["action_id"])) or preset(one)
            found.setdefault(block["block_id"], {})[one["action_id"]] = dict(kept)
    return found


def preset(element: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in an input that nobody has touched."""
    name, initial = KEPT[element["type"]]
    return {"type": element["type"], name: element.get(initial, [] if name in _LISTS else None)}


def put(element: Mapping[str, Any], value: Any) -> dict[str, Any]:
    """What stands in an input after a person put `value` there; choices are named by value or label.

    Raises AssertionError for what Slack would not let a person put there.
    """
    name, _ = KEPT[element["type"]]
    if name == "selected_option":
        value = choice(element, value)
    elif name == "selected_options":
        value = [choice(element, one) for one in value]
    elif name == "value" and value is not None:
        least, most = element.get("min_length", 0), element.get("max_length", 3000)
        assert least <= len(value) <= most, f"Slack would not let {len(value)} characters through, but {least}-{most}"
    return {"type": element["type"], name: value}


def options(element: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Everything that can be chosen, groups or not."""
    grouped = [one for group in element.get("option_groups", ()) for one in group["options"]]
    return [*element.get("options", ()), *grouped]


def choice(element: Mapping[str, Any], wanted: str) -> dict[str, Any]:
    """The option of that value or label."""
    for one in options(element):
        if wanted in (one["value"], one["text"]["text"]):
            return dict(one)
    raise AssertionError(f"no option {wanted!r} among {[one['text']['text'] for one in options(element)]}")


def is_empty(kept: Mapping[str, Any]) -> bool:
    """Nothing has been put in."""
    return not any(value for name, value in kept.items() if name != "type")
