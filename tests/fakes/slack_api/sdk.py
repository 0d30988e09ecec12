"""What slack_sdk's own models say about blocks and views: a second opinion, written by others than us."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.basic_objects import JsonObject
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from tests.fakes.slack_api.checks import problem


def in_blocks(blocks: Sequence[Mapping[str, Any]], at: str = "/blocks") -> Iterator[str]:
    """Why slack_sdk would not send these blocks."""
    for number, block in enumerate(blocks):
        model = Block.parse(dict(block))
        if model is None:
            yield problem(f"slack_sdk knows no block {block.get('type')}", f"{at}/{number}")
        else:
            yield from _within(model, f"{at}/{number}")


def in_view(view: Mapping[str, Any]) -> Iterator[str]:
    """Why slack_sdk would not open this view."""
    yield from _within(View(**view), "/view")


def _within(model: JsonObject, at: str) -> Iterator[str]:
    """Its models check themselves only, so what lies in them is asked too."""
    try:
        model.validate_json()
    except SlackObjectFormationError as error:
        yield problem(f"slack_sdk: {error}", at)
    for name, value in vars(model).items():
        for one in value if isinstance(value, list | tuple) else (value,):
            if isinstance(one, JsonObject):
                yield from _within(one, f"{at}/{name}")
