"""What people do reaches an app of slack_bolt, by requests and by Socket Mode alike, and they see what it answers."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.fakes.chat import presses
from tests.fakes.slack.conftest import ANA, BEN, Scene
from tests.fakes.slack.test_blocks import a_button, a_select, actions
from tests.fakes.slack_api.consent import consent
from tests.fakes.slack_api.world import CLIENT_ID

Json = dict[str, Any]


async def a_card(scene: Scene, *more: Json) -> str:
    blocks = [actions(a_button(value="approve:7:1"), *more)]
    return await scene.stage.posts("A card", blocks=[{"type": "header", "text": plain_text("Monday")}, *blocks])


def plain_text(text: str) -> Json:
    return {"type": "plain_text", "text": text}


async def test_a_command_is_heard_and_its_acknowledgement_seen_by_one(scene: Scene) -> None:
    async def answer(body: Json, client: AsyncWebClient) -> Any:
        return "Here you are"

    scene.bolt.answers = answer
    await scene.ana.says("/batch next week")
    assert (scene.last["command"], scene.last["text"], scene.last["user_id"]) == ("/batch", "next week", ANA)
    assert (scene.ana.toasts, scene.ben.toasts) == (["Here you are"], [])


async def test_a_press_names_the_button_the_message_and_the_person(scene: Scene) -> None:
    ts = await a_card(scene)
    await presses(scene.ben, "Approve", about="Monday")
    (action,) = scene.last["actions"]
    assert (action["action_id"], action["value"], action["type"]) == ("approve", "approve:7:1", "button")
    assert (scene.last["user"]["id"], scene.last["message"]["ts"]) == (BEN, ts)
    assert scene.last["container"] == {
        "type": "message",
        "message_ts": ts,
        "channel_id": scene.stage.channel.id,
        "is_ephemeral": False,
    }


async def test_the_same_press_can_come_twice_and_on_a_card_that_has_changed(scene: Scene) -> None:
    ts = await a_card(scene)
    await scene.stage.client.chat_update(channel=scene.stage.channel.id, ts=ts, text="Approved", blocks=[])
    await scene.ana.sends("approve:7:1", message=ts, event="once")
    await scene.ana.sends("approve:7:1", message=ts, event="once")
    assert scene.bolt.heard[-1]["actions"] == scene.bolt.heard[-2]["actions"]


async def test_a_press_on_what_one_person_sees_carries_no_message(scene: Scene) -> None:
    blocks = [actions(a_button())]
    await scene.stage.client.chat_postEphemeral(channel=scene.stage.channel.id, user=ANA, text="Sure?", blocks=blocks)
    await presses(scene.ana, "Approve")
    assert scene.last["container"]["is_ephemeral"]
    assert "message" not in scene.last
    assert list(scene.ben.messages()) == []


async def test_a_choice_comes_with_the_state_of_the_message(scene: Scene) -> None:
    picker = {"type": "datetimepicker", "action_id": "when", "initial_date_time": 1_795_000_000}
    ts = await a_card(scene, a_select(), picker)
    await scene.ana.chooses("s", "00001", message=ts)
    ((block, values),) = scene.last["state"]["values"].items()
    assert scene.last["actions"][0]["block_id"] == block
    assert values["s"]["selected_option"]["value"] == "00001"
    assert values["when"]["selected_date_time"] == 1_795_000_000


async def test_a_response_url_whispers_replaces_and_takes_away_five_times_in_all(scene: Scene) -> None:
    ts = await a_card(scene)
    await presses(scene.ana, "Approve")
    hook = AsyncWebhookClient(scene.last["response_url"])
    await hook.send(text="Only you")
    await hook.send(text="Everybody", response_type="in_channel")
    await hook.send(text="Approved", replace_original=True)
    assert scene.stage.channel.messages[ts].text == "Approved"
    await hook.send(delete_original=True)
    await hook.send(text="Fifth")
    sixth = await hook.send(text="Sixth")
    assert (sixth.status_code, "used_url" in sixth.body) == (404, True)
    assert [one.text for one in scene.ben.messages()] == ["Everybody"]
    assert scene.ana.toasts == ["Only you", "Fifth"]


@pytest.mark.parametrize("body", [{"text": "Hi", "colour": "red"}, {"text": ""}, {"text": "Hi", "blocks": [{}]}])
async def test_a_response_url_takes_nothing_a_message_cannot_be(scene: Scene, body: Json) -> None:
    await a_card(scene)
    await presses(scene.ana, "Approve")
    answer = await AsyncWebhookClient(scene.last["response_url"]).send_dict(body)
    assert '"ok": false' in answer.body
    assert scene.stage.api.forgiven()
    assert scene.ana.toasts == []


async def test_what_a_card_carries_unseen_comes_back_with_a_press(scene: Scene) -> None:
    metadata = {"event_type": "card", "event_payload": {"post": 7}}
    ts = await scene.stage.posts("A card", blocks=[actions(a_button())], metadata=metadata)
    await scene.ana.sends("approve", message=ts)
    assert scene.last["message"]["metadata"] == metadata


async def test_a_response_url_ends_after_half_an_hour(scene: Scene) -> None:
    await a_card(scene)
    await presses(scene.ana, "Approve")
    await scene.stage.clock.sleep(30 * 60 + 1)
    answer = await AsyncWebhookClient(scene.last["response_url"]).send(text="Late")
    assert (answer.status_code, "expired_url" in answer.body) == (404, True)


async def test_what_is_said_alone_with_the_bot_is_heard(scene: Scene) -> None:
    await scene.alone.says("Fish & chips <now>")
    assert (scene.event["channel_type"], scene.event["text"]) == ("im", "Fish &amp; chips &lt;now&gt;")
    (said,) = scene.alone.messages()
    await scene.alone.corrects("Fish", message=said.ts)
    assert (scene.event["subtype"], scene.event["message"]["text"]) == ("message_changed", "Fish")


async def test_in_a_channel_only_a_mention_is_heard(scene: Scene) -> None:
    await scene.ana.says("Nothing to do with you")
    assert scene.bolt.heard == []
    await scene.ana.mentions("what is next?")
    assert (scene.event["type"], scene.event["channel"]) == ("app_mention", scene.stage.channel.id)


async def test_a_file_comes_with_an_address_that_needs_the_token(scene: Scene) -> None:
    await scene.alone.uploads(b"picture", text="For Monday")
    (file,) = scene.event["files"]
    assert (scene.event["subtype"], file["mimetype"], file["size"]) == ("file_share", "image/jpeg", 7)
    assert file["url_private_download"].startswith(scene.stage.api.url)


async def test_shortcuts_are_global_or_about_a_message(scene: Scene) -> None:
    await scene.ana.uses_shortcut("draft")
    assert (scene.last["type"], "response_url" in scene.last) == ("shortcut", False)
    ts = await scene.stage.posts("Hello")
    await scene.ana.uses_shortcut("post_this", message=ts)
    assert (scene.last["type"], scene.last["message"]["text"]) == ("message_action", "Hello")


async def test_home_is_each_persons_own_and_its_buttons_know_it(scene: Scene) -> None:
    view = {"type": "home", "blocks": [actions(a_button(value="all"))]}
    await scene.ana.opens_home()
    assert (scene.event["tab"], "view" in scene.event) == ("home", False)
    await scene.stage.client.views_publish(user_id=ANA, view=view)
    assert scene.ana.home
    assert scene.ben.home is None
    await scene.ana.opens_home()
    assert scene.event["view"]["id"] == scene.ana.home.id
    await scene.ana.presses_in(scene.ana.home, "all")
    assert (scene.last["view"]["type"], "response_url" in scene.last) == ("home", False)


async def test_who_throws_the_app_out_ends_its_tokens(scene: Scene) -> None:
    await scene.ana.uninstalls()
    assert [one["event"]["type"] for one in scene.bolt.heard] == ["tokens_revoked", "app_uninstalled"]
    with pytest.raises(SlackApiError, match="token_revoked"):
        await scene.stage.client.auth_test()


async def test_a_bot_that_was_thrown_out_cannot_post(scene: Scene) -> None:
    await scene.ana.removes_the_bot()
    assert await scene.stage.refused("chat.postMessage", channel=scene.stage.channel.id, text="Hi") == "not_in_channel"
    await scene.ana.adds_the_bot()
    assert scene.event["type"] == "member_joined_channel"
    await scene.stage.posts("Hi")


async def test_people_read_names_and_not_ids(scene: Scene) -> None:
    await scene.stage.posts(f"Approved by <@{BEN}>")
    assert [one.text for one in await scene.ana.sees()] == ["Approved by @Ben"]


async def test_a_person_lets_an_app_in_or_does_not(scene: Scene) -> None:
    asked = (
        f"https://slack.example/authorize?client_id={CLIENT_ID}&scope=chat:write&redirect_uri=https://us/back&state=s"
    )
    assert scene.ana.allows(asked).startswith("https://us/back?code=")
    assert consent(scene.stage.api.world, scene.ana.user, asked, denied=True).endswith("error=access_denied&state=s")
