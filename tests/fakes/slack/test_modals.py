"""Modals open once and soon, pile up to three, notice that they have changed, and obey what is answered."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack.conftest import ANA, Scene, Stage
from tests.fakes.slack.test_blocks import a_button, a_modal, actions, an_input, plain
from tests.fakes.slack_api.records import View

Json = dict[str, Any]
Answers = Callable[[Json, AsyncWebClient], Awaitable[Any]]


def opening(view: Json, answer: Any = None) -> Answers:
    """Open the view on anything but its submission, which gets the answer."""

    async def run(body: Json, client: AsyncWebClient) -> Any:
        if body["type"] == "view_submission":
            return answer
        if body["type"] in ("shortcut", "block_actions"):
            method = client.views_push if body.get("view") else client.views_open
            await method(trigger_id=body["trigger_id"], view=view)
        return None

    return run


def on_top(scene: Scene) -> View:
    assert scene.ana.modal is not None
    return scene.ana.modal


async def test_a_trigger_is_good_once_and_for_three_seconds(stage: Stage) -> None:
    trigger = stage.api.world.trigger(ANA, stage.api.now)
    await stage.clock.sleep(3)
    await stage.client.views_open(trigger_id=trigger, view=a_modal())
    assert await stage.refused("views.open", trigger_id=trigger, view=a_modal()) == "exchanged_trigger_id"
    late = stage.api.world.trigger(ANA, stage.api.now)
    await stage.clock.sleep(3.1)
    assert await stage.refused("views.open", trigger_id=late, view=a_modal()) == "expired_trigger_id"
    assert await stage.refused("views.open", trigger_id="1.2.x", view=a_modal()) == "invalid_trigger_id"


async def test_a_view_that_has_changed_since_is_not_overwritten(stage: Stage) -> None:
    trigger = stage.api.world.trigger(ANA, stage.api.now)
    view = (await stage.client.views_open(trigger_id=trigger, view=a_modal()))["view"]
    here = {"view_id": view["id"], "hash": view["hash"], "view": a_modal()}
    await stage.client.api_call("views.update", json=here)
    assert await stage.refused("views.update", **here) == "hash_conflict"
    assert await stage.refused("views.update", view_id="V1", view=a_modal()) == "not_found"


async def test_a_home_that_has_changed_since_is_not_overwritten(stage: Stage) -> None:
    home = {"type": "home", "blocks": [{"type": "divider"}]}
    first = (await stage.client.views_publish(user_id=ANA, view=home))["view"]["hash"]
    await stage.client.views_publish(user_id=ANA, view=home, hash=first)
    assert await stage.refused("views.publish", user_id=ANA, view=home, hash=first) == "hash_conflict"
    assert await stage.refused("views.publish", user_id="U0NOBODY", view=home) == "user_not_found"


async def test_an_external_id_is_taken_while_its_view_is_open(stage: Stage) -> None:
    view = a_modal(external_id="post-7")
    await stage.client.views_open(trigger_id=stage.api.world.trigger(ANA, stage.api.now), view=view)
    trigger = stage.api.world.trigger(ANA, stage.api.now)
    assert await stage.refused("views.open", trigger_id=trigger, view=view) == "duplicate_external_id"
    await stage.client.views_update(external_id="post-7", view=view)


async def test_what_was_typed_is_sent_and_the_modal_closes(scene: Scene) -> None:
    scene.bolt.answers = opening(a_modal(private_metadata="7:1", callback_id="edit"))
    await scene.ana.uses_shortcut("edit")
    await scene.ana.submits(text="A better text")
    view = scene.last["view"]
    assert view["state"]["values"]["text"]["text"] == {"type": "plain_text_input", "value": "A better text"}
    assert (view["private_metadata"], view["callback_id"]) == ("7:1", "edit")
    assert scene.ana.modal is None


async def test_errors_stand_at_their_fields_and_the_modal_stays(scene: Scene) -> None:
    refused = {"response_action": "errors", "errors": {"text": "Too long for LinkedIn"}}
    scene.bolt.answers = opening(a_modal(), refused)
    await scene.ana.uses_shortcut("edit")
    await scene.ana.submits(text="x")
    assert scene.ana.refused == {"text": "Too long for LinkedIn"}
    assert scene.ana.modal is not None


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"title": "no such block"}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "shut"},
        {"response_action": "update"},
        {"response_action": "update", "view": {"type": "modal"}},
        {"text": "Thank you"},
    ],
)
async def test_an_answer_a_modal_cannot_follow_fails_the_test_and_is_seen(scene: Scene, answer: Json) -> None:
    scene.bolt.answers = opening(a_modal(), answer)
    await scene.ana.uses_shortcut("edit")
    await scene.ana.submits(text="x")
    assert scene.ana.trouble
    assert scene.stage.api.forgiven()
    assert scene.ana.modal is not None


async def test_an_answer_can_show_another_view_in_its_place(scene: Scene) -> None:
    stale = {"type": "modal", "title": plain("Changed meanwhile"), "blocks": [{"type": "divider"}]}
    scene.bolt.answers = opening(a_modal(), {"response_action": "update", "view": stale})
    await scene.ana.uses_shortcut("edit")
    before = on_top(scene).id
    await scene.ana.submits(text="x")
    assert (on_top(scene).id, on_top(scene).data["title"]["text"]) == (before, "Changed meanwhile")


async def test_three_lie_on_each_other_and_a_fourth_does_not(scene: Scene) -> None:
    view = a_modal(actions(a_button()), an_input())
    scene.bolt.answers = opening(view, {"response_action": "push", "view": view})
    await scene.ana.uses_shortcut("edit")
    await scene.ana.presses_in(on_top(scene), "approve")
    await scene.ana.submits(text="x")
    third = on_top(scene)
    assert third.data["previous_view_id"] != third.data["root_view_id"]
    trigger = scene.stage.api.world.trigger(ANA, scene.stage.api.now, inside=True)
    assert await scene.stage.refused("views.push", trigger_id=trigger, view=view) == "push_limit_reached"
    await scene.ana.submits(text="x")
    assert (scene.ana.trouble, on_top(scene).id) == (["push_limit_reached"], third.id)


async def test_clear_closes_them_all(scene: Scene) -> None:
    view = a_modal(actions(a_button()), an_input())
    scene.bolt.answers = opening(view, {"response_action": "clear"})
    await scene.ana.uses_shortcut("edit")
    await scene.ana.presses_in(on_top(scene), "approve")
    await scene.ana.submits(text="x")
    assert scene.ana.modal is None


async def test_closing_shows_what_lies_below_and_is_told_to_who_asked(scene: Scene) -> None:
    view = a_modal(actions(a_button()), notify_on_close=True, submit=plain("Save"))
    scene.bolt.answers = opening(view)
    await scene.ana.uses_shortcut("edit")
    below = on_top(scene)
    await scene.ana.presses_in(below, "approve")
    await scene.ana.closes()
    assert (scene.last["type"], scene.last["is_cleared"]) == ("view_closed", False)
    assert on_top(scene) is below


async def test_what_was_typed_stays_where_block_and_action_stay(scene: Scene) -> None:
    scene.bolt.answers = opening(a_modal())
    await scene.ana.uses_shortcut("edit")
    await scene.ana.types(text="Half a sen")
    view = on_top(scene)
    await scene.stage.client.views_update(view_id=view.id, view=a_modal(an_input(multiline=True)))
    assert view.typed[("text", "text")]["value"] == "Half a sen"
    await scene.stage.client.views_update(view_id=view.id, view=a_modal({**an_input(), "block_id": "other"}))
    assert view.typed == {}


async def test_an_input_that_tells_at_once_does_so_before_it_is_sent(scene: Scene) -> None:
    scene.bolt.answers = opening(a_modal({**an_input(), "dispatch_action": True}))
    await scene.ana.uses_shortcut("edit")
    scene.bolt.answers = None
    await scene.ana.types(text="Hello")
    assert scene.last["actions"][0]["value"] == "Hello"


async def test_slack_itself_holds_back_what_is_empty_or_too_long(scene: Scene) -> None:
    scene.bolt.answers = opening(a_modal(an_input(max_length=5)))
    await scene.ana.uses_shortcut("edit")
    with pytest.raises(AssertionError, match="has to be filled in"):
        await scene.ana.submits()
    with pytest.raises(AssertionError, match="would not let 6 characters"):
        await scene.ana.submits(text="x" * 6)
