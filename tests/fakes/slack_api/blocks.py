"""Blocks, whole messages of blocks and views, with their limits.

https://docs.slack.dev/reference/block-kit/blocks and https://docs.slack.dev/surfaces/modals (read 2026-11)
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tests.fakes.slack_api import sdk
from tests.fakes.slack_api.checks import (
    Check,
    Refused,
    address,
    at_least_one,
    exactly_one,
    flag,
    many,
    one_of,
    problem,
    thing,
    typed,
    words,
)
from tests.fakes.slack_api.objects import ALT, ELEMENTS, ID, IMAGE, IMAGE_URL, SLACK_FILE, either, elements, plain
from tests.fakes.slack_api.rich_text import RICH_TEXT

IN_MESSAGE, IN_VIEW = 50, 100
SECTION, FIELDS, FIELD = 3000, 10, 2000
HEADER, LABEL, MARKDOWN = 150, 2000, 12_000
IN_CONTEXT, IN_ACTIONS = 10, 25
ALTOGETHER = 13_200  # characters of JSON; https://github.com/slackapi/bolt-js/issues/2509 (read 2026-11)
TITLE, PRIVATE = 24, 3000

_CHOICES = (
    *("static_select", "users_select", "channels_select", "conversations_select", "overflow", "button"),
    *("multi_static_select", "multi_users_select", "checkboxes", "radio_buttons", "datepicker", "timepicker"),
)
_INPUTS = (
    *(kind for kind in _CHOICES if kind not in ("overflow", "button")),
    *("plain_text_input", "email_text_input", "url_text_input", "number_input", "datetimepicker"),
)
_IN_ACTIONS = (*(kind for kind in _CHOICES if not kind.startswith("multi_")), "datetimepicker")


def _block(kind: str, *also: Check, **fields: Check) -> Check:
    return thing(*also, type_=one_of(kind), block_id=words(ID), **fields)


def _unique_actions(value: Any, at: str) -> Iterator[str]:
    names = [one["action_id"] for one in value["elements"] if "action_id" in one]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield problem(f"`action_id` {name} is not unique in the block", f"{at}/elements")


_EVERYWHERE: dict[str, Check] = {
    "section": _block(
        "section",
        at_least_one("text", "fields"),
        text=either(SECTION),
        fields=many(either(FIELD), FIELDS),
        accessory=elements("image", *_CHOICES),
        expand=flag,
    ),
    "header": _block("header", text_=plain(HEADER)),
    "divider": _block("divider"),
    "context": _block(
        "context",
        elements_=many(
            typed(
                image=IMAGE,
                plain_text=plain(0),
                mrkdwn=thing(type_=one_of("mrkdwn"), text_=words(), verbatim=flag),
            ),
            IN_CONTEXT,
        ),
    ),
    "actions": _block("actions", _unique_actions, elements_=many(elements(*_IN_ACTIONS), IN_ACTIONS)),
    "image": _block(
        "image",
        exactly_one("image_url", "slack_file"),
        image_url=address(IMAGE_URL),
        slack_file=SLACK_FILE,
        alt_text_=words(ALT),
        title=plain(2000),
    ),
    "rich_text": _block("rich_text", **RICH_TEXT),
    "input": _block(
        "input",
        label_=plain(LABEL),
        hint=plain(LABEL),
        element_=elements(*_INPUTS),
        optional=flag,
        dispatch_action=flag,
    ),
}
_IN_MESSAGES = typed(**_EVERYWHERE, markdown=_block("markdown", text_=words(MARKDOWN)))
_IN_MODALS = typed(
    **{
        **_EVERYWHERE,
        "input": _block(
            "input",
            label_=plain(LABEL),
            hint=plain(LABEL),
            element_=typed(**{kind: ELEMENTS[kind] for kind in (*_INPUTS, "file_input")}),
            optional=flag,
            dispatch_action=flag,
        ),
    }
)


def _unique_blocks(blocks: Sequence[Mapping[str, Any]], at: str) -> Iterator[str]:
    names = [one["block_id"] for one in blocks if "block_id" in one]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield problem(f"`block_id` {name} is not unique", at)


def _one_focus(blocks: Sequence[Mapping[str, Any]], at: str) -> Iterator[str]:
    if json.dumps(blocks).count('"focus_on_load": true') > 1:
        yield problem("only one element may have focus_on_load", at)


def _blocks(block: Check, most: int, *, least: int) -> Check:
    every = many(block, most, least=least)

    def check(value: Any, at: str) -> Iterator[str]:
        found = list(every(value, at))
        yield from found
        if not found:
            yield from _unique_blocks(value, at)
            yield from _one_focus(value, at)

    return check


def _submittable(value: Any, at: str) -> Iterator[str]:
    if "submit" not in value and any(one["type"] == "input" for one in value["blocks"]):
        yield problem("`submit` is required when the view has input blocks", at)


_HIDDEN: dict[str, Check] = {
    "private_metadata": words(PRIVATE, least=0),
    "callback_id": words(ID),
    "external_id": words(ID),
}
MESSAGE_BLOCKS = _blocks(_IN_MESSAGES, IN_MESSAGE, least=0)
MODAL = thing(
    _submittable,
    type_=one_of("modal"),
    title_=plain(TITLE),
    blocks_=_blocks(_IN_MODALS, IN_VIEW, least=1),
    submit=plain(TITLE),
    close=plain(TITLE),
    clear_on_close=flag,
    notify_on_close=flag,
    **_HIDDEN,
)
HOME = thing(type_=one_of("home"), blocks_=_blocks(typed(**_EVERYWHERE), IN_VIEW, least=1), **_HIDDEN)


def check_blocks(blocks: Any) -> None:
    """Raises Refused for blocks a message cannot hold, with every reason."""
    if found := list(MESSAGE_BLOCKS(blocks, "/blocks")) or list(sdk.in_blocks(blocks)):
        raise Refused("invalid_blocks", broken=found, response_metadata={"messages": found})
    if len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":"))) > ALTOGETHER:
        raise Refused("msg_blocks_too_long", broken=[problem("the blocks are too long altogether", "/blocks")])
    if sum(len(one["text"]) for one in blocks if one["type"] == "markdown") > MARKDOWN:
        raise Refused("msg_blocks_too_long", broken=[problem("markdown is too long altogether", "/blocks")])


def check_view(view: Any, kind: Check) -> None:
    """Raises Refused for a view of another shape, with every reason."""
    if found := list(kind(view, "/view")) or list(sdk.in_view(view)):
        raise Refused("invalid_arguments", broken=found, response_metadata={"messages": found})
