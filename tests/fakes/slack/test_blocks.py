"""Blocks and views: what stands at a limit passes, here and in slack_sdk's own validators, and one more is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from tests.fakes.slack.conftest import ANA, Stage

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def marked(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def a_button(**more: Any) -> Json:
    return {"type": "button", "text": plain("Approve"), "action_id": "approve", **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def options(count: int, text: int = 5, value: int = 5) -> list[Json]:
    return [{"text": plain("x" * text), "value": f"{number:0{value}}"} for number in range(count)]


def a_select(count: int = 2, **sizes: int) -> Json:
    return {"type": "static_select", "action_id": "s", "options": options(count, **sizes)}


def an_input(**more: Any) -> Json:
    element = {"type": "plain_text_input", "action_id": "text", **more}
    return {"type": "input", "block_id": "text", "label": plain("Text"), "element": element}


def confirm(title: int, text: int, button: int) -> Json:
    words = {"confirm": plain("c" * button), "deny": plain("d" * button)}
    return {"title": plain("t" * title), "text": plain("x" * text), **words}


# What each builds with a size: the largest that passes, and a size that does not.
LIMITS: dict[str, tuple[Callable[[int], list[Json]], int, int]] = {
    "blocks": (lambda n: [{"type": "divider"}] * n, 50, 51),
    "section text": (lambda n: [{"type": "section", "text": marked("x" * n)}], 3000, 3001),
    "section text at least": (lambda n: [{"type": "section", "text": marked("x" * n)}], 1, 0),
    "fields": (lambda n: [{"type": "section", "fields": [marked("x")] * n}], 10, 11),
    "field text": (lambda n: [{"type": "section", "fields": [marked("x" * n)]}], 2000, 2001),
    "header": (lambda n: [{"type": "header", "text": plain("x" * n)}], 150, 151),
    "context": (lambda n: [{"type": "context", "elements": [marked("x")] * n}], 10, 11),
    "actions": (lambda n: [actions(*(a_button(action_id=str(one)) for one in range(n)))], 25, 26),
    "button text": (lambda n: [actions(a_button(text=plain("x" * n)))], 75, 76),
    "button value": (lambda n: [actions(a_button(value="x" * n))], 2000, 2001),
    "button url": (lambda n: [actions(a_button(url="https://a/".ljust(n, "x")))], 3000, 3001),
    "button label": (lambda n: [actions(a_button(accessibility_label="x" * n))], 75, 76),
    "action_id": (lambda n: [actions(a_button(action_id="x" * n))], 255, 256),
    "block_id": (lambda n: [{"type": "divider", "block_id": "x" * n}], 255, 256),
    "options": (lambda n: [actions(a_select(n))], 100, 101),
    "option text": (lambda n: [actions(a_select(text=n))], 75, 76),
    "option value": (lambda n: [actions(a_select(value=n))], 150, 151),
    "overflow": (
        lambda n: [actions({"type": "overflow", "action_id": "o", "options": options(n)})],
        5,
        6,
    ),
    "checkboxes": (lambda n: [actions({"type": "checkboxes", "action_id": "c", "options": options(n)})], 10, 11),
    "radio buttons": (lambda n: [actions({"type": "radio_buttons", "action_id": "r", "options": options(n)})], 10, 11),
    "confirm title": (lambda n: [actions(a_button(confirm=confirm(n, 1, 1)))], 100, 101),
    "confirm text": (lambda n: [actions(a_button(confirm=confirm(1, n, 1)))], 300, 301),
    "confirm buttons": (lambda n: [actions(a_button(confirm=confirm(1, 1, n)))], 30, 31),
    "image alt": (lambda n: [{"type": "image", "image_url": "https://a/b.png", "alt_text": "x" * n}], 2000, 2001),
    "image alt at least": (lambda n: [{"type": "image", "image_url": "https://a/b.png", "alt_text": "x" * n}], 1, 0),
    "image url": (
        lambda n: [{"type": "image", "image_url": "https://a/".ljust(n, "x"), "alt_text": "A"}],
        3000,
        3001,
    ),
    "input label": (lambda n: [{**an_input(), "label": plain("x" * n)}], 2000, 2001),
    "placeholder": (lambda n: [an_input(placeholder=plain("x" * n))], 150, 151),
    "max_length": (lambda n: [an_input(max_length=n)], 3000, 3001),
    "markdown": (lambda n: [{"type": "markdown", "text": "x" * n}], 12_000, 12_001),
    "altogether": (lambda n: [{"type": "section", "text": marked("x" * n)}] * 4, 3000, 3300),
}

WRONG: dict[str, list[Json]] = {
    "an unknown block": [{"type": "chart"}],
    "an unknown field of a block": [{"type": "divider", "colour": "red"}],
    "an unknown field of an element": [actions(a_button(tooltip="Now"))],
    "an unknown field of a text": [{"type": "header", "text": {**plain("x"), "size": 3}}],
    "an unknown element": [actions({"type": "slider", "action_id": "s"})],
    "an element in the wrong block": [actions({"type": "plain_text_input", "action_id": "t"})],
    "markup in a header": [{"type": "header", "text": marked("x")}],
    "markup in a button": [actions(a_button(text=marked("x")))],
    "another style": [actions(a_button(style="warning"))],
    "the same action twice": [actions(a_button(), a_button())],
    "the same block twice": [{"type": "divider", "block_id": "d"}, {"type": "divider", "block_id": "d"}],
    "an image nobody can read": [{"type": "image", "image_url": "https://a/b.png"}],
    "an image of nothing": [{"type": "image", "alt_text": "A cup"}],
    "an empty section": [{"type": "section"}],
    "no actions": [actions()],
    "a preset that is no option": [actions({**a_select(), "initial_option": {"text": plain("No"), "value": "no"}})],
    "a date of another form": [actions({"type": "datepicker", "action_id": "d", "initial_date": "24.11.2026"})],
    "milliseconds": [actions({"type": "datetimepicker", "action_id": "d", "initial_date_time": 1_795_000_000_000})],
    "a number for a text": [{"type": "header", "text": {"type": "plain_text", "text": 5}}],
    "two that want the focus": [an_input(focus_on_load=True), {**an_input(focus_on_load=True), "block_id": "other"}],
}


def a_modal(*blocks: Json, **more: Any) -> Json:
    view = {"type": "modal", "title": plain("Edit"), "submit": plain("Save"), "blocks": list(blocks) or [an_input()]}
    return {**view, **more}


VIEWS: dict[str, tuple[Callable[[int], Json], int, int]] = {
    "blocks": (lambda n: a_modal(*({"type": "divider"} for _ in range(n))), 100, 101),
    "title": (lambda n: a_modal(title=plain("x" * n)), 24, 25),
    "submit": (lambda n: a_modal(submit=plain("x" * n)), 24, 25),
    "close": (lambda n: a_modal(close=plain("x" * n)), 24, 25),
    "private_metadata": (lambda n: a_modal(private_metadata="x" * n), 3000, 3001),
    "callback_id": (lambda n: a_modal(callback_id="x" * n), 255, 256),
    "external_id": (lambda n: a_modal(external_id="x" * n), 255, 256),
    "files": (
        lambda n: a_modal({**an_input(), "element": {"type": "file_input", "action_id": "f", "max_files": n}}),
        10,
        11,
    ),
}

WRONG_VIEWS: dict[str, Json] = {
    "input that cannot be sent": {"type": "modal", "title": plain("Edit"), "blocks": [an_input()]},
    "markdown": a_modal({"type": "markdown", "text": "x"}),
    "an unknown field": a_modal(width=5),
    "a home": {"type": "home", "blocks": [{"type": "divider"}]},
}


@pytest.mark.parametrize("name", LIMITS)
async def test_what_stands_at_a_limit_passes_and_one_more_does_not(stage: Stage, name: str) -> None:
    build, most, too_much = LIMITS[name]
    known = [block.to_dict() for block in Block.parse_all(build(most))]
    assert [one["type"] for one in known] == [one["type"] for one in build(most)]
    await stage.posts(blocks=build(most))
    with pytest.raises(SlackApiError) as caught:
        await stage.posts(blocks=build(too_much))
    assert caught.value.response["error"] in ("invalid_blocks", "msg_blocks_too_long")
    assert stage.api.forgiven()


@pytest.mark.parametrize("why", WRONG)
async def test_blocks_are_refused_with_the_place_that_is_wrong(stage: Stage, why: str) -> None:
    with pytest.raises(SlackApiError) as caught:
        await stage.posts(blocks=WRONG[why])
    assert caught.value.response["error"] == "invalid_blocks"
    (told,) = caught.value.response["response_metadata"]["messages"]
    assert "json-pointer:/blocks" in told
    assert stage.api.forgiven() == [f"chat.postMessage: {told}"]


@pytest.mark.parametrize("name", VIEWS)
async def test_what_stands_at_a_views_limit_opens_and_one_more_does_not(stage: Stage, name: str) -> None:
    build, most, too_much = VIEWS[name]
    View(**build(most)).to_dict()
    trigger = stage.api.world.trigger(ANA, stage.api.now)
    refused = await stage.refused("views.open", trigger_id=trigger, view=build(too_much))
    assert (refused, len(stage.api.forgiven())) == ("invalid_arguments", 1)
    await stage.client.views_open(trigger_id=trigger, view=build(most))


@pytest.mark.parametrize("why", WRONG_VIEWS)
async def test_a_view_of_another_shape_does_not_open(stage: Stage, why: str) -> None:
    trigger = stage.api.world.trigger(ANA, stage.api.now)
    assert await stage.refused("views.open", trigger_id=trigger, view=WRONG_VIEWS[why]) == "invalid_arguments"
    assert stage.api.forgiven()


@pytest.mark.parametrize("text", ["", "  "])
async def test_blocks_without_words_for_a_screen_reader_are_refused(stage: Stage, text: str) -> None:
    here = {"channel": stage.channel.id, "blocks": [{"type": "divider"}]}
    assert await stage.refused("chat.postMessage", **here, text=text) == "no_text"
    assert await stage.refused("chat.postMessage", **here) == "no_text"
    assert len(stage.api.forgiven()) == 2


async def test_blocks_stay_or_go_by_what_is_said_and_never_by_silence(stage: Stage) -> None:
    ts = await stage.posts(blocks=[{"type": "divider"}])
    assert await stage.refused("chat.update", channel=stage.channel.id, ts=ts, text="Hi") == "invalid_arguments"
    assert stage.api.forgiven()
    await stage.client.chat_update(channel=stage.channel.id, ts=ts, text="Hi", blocks=[])
    assert stage.channel.messages[ts].blocks == []


async def test_a_longer_text_can_be_posted_than_changed(stage: Stage) -> None:
    ts = await stage.posts("x" * 40_000)
    here = stage.channel.id
    assert await stage.refused("chat.update", channel=here, ts=ts, text="x" * 4001) == "msg_too_long"
    await stage.client.chat_update(channel=here, ts=ts, text="x" * 4000)
    assert stage.api.forgiven()


async def test_an_image_on_this_machine_cannot_be_fetched(stage: Stage) -> None:
    image = {"type": "image", "image_url": "http://127.0.0.1/a.png", "alt_text": "A cup"}
    with pytest.raises(SlackApiError, match="downloading image failed"):
        await stage.posts(blocks=[image])
