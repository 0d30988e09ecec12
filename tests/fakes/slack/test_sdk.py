"""slack_sdk's own models are asked about every payload, also about what lies inside of blocks."""

from typing import Any

from tests.fakes.slack_api import sdk

MODAL: dict[str, Any] = {"type": "modal", "title": {"type": "plain_text", "text": "Edit"}}


def button(label: str) -> dict[str, Any]:
    text = {"type": "plain_text", "text": label}
    return {"type": "actions", "elements": [{"type": "button", "action_id": "a", "text": text, "value": "v"}]}


def test_a_label_that_is_too_long_inside_of_a_block_is_found() -> None:
    assert list(sdk.in_blocks([button("x" * 75)])) == []
    (found,) = sdk.in_blocks([button("x" * 76)])
    assert "75 characters" in found
    assert "/blocks/0/elements" in found


def test_a_view_is_asked_about_with_its_blocks() -> None:
    assert list(sdk.in_view(MODAL | {"blocks": [button("Save")]})) == []
    assert list(sdk.in_view(MODAL | {"blocks": []}))
    assert list(sdk.in_view(MODAL | {"blocks": [button("x" * 76)]}))


def test_a_block_that_slack_sdk_does_not_know_is_named() -> None:
    (found,) = sdk.in_blocks([{"type": "hologram"}])
    assert "hologram" in found
