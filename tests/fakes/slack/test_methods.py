"""What the server says to the real client: messages, conversations, tokens and rates."""

from __future__ import annotations

import copy

import httpx
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack.conftest import ANA, BEN, Stage
from tests.fakes.slack_api.records import Token
from tests.fakes.slack_api.server import slack_api
from tests.fakes.slack_api.world import CLIENT_ID, CLIENT_SECRET


async def test_a_message_hangs_in_its_channel(stage: Stage) -> None:
    ts = await stage.posts("Hello")
    assert [one.text for one in stage.api.world.seen(stage.channel, ANA)] == ["Hello"]
    assert stage.channel.messages[ts].data["bot_id"]


async def test_a_persons_id_stands_for_the_conversation_with_them(stage: Stage) -> None:
    opened = await stage.client.conversations_open(users=ANA)
    posted = await stage.client.chat_postMessage(channel=ANA, text="Hello")
    assert posted["channel"] == opened["channel"]["id"]


async def test_an_own_message_is_changed_and_deleted(stage: Stage) -> None:
    ts = await stage.posts("Hello")
    await stage.client.chat_update(channel=stage.channel.id, ts=ts, text="Good bye")
    assert stage.channel.messages[ts].text == "Good bye"
    await stage.client.chat_delete(channel=stage.channel.id, ts=ts)
    assert await stage.refused("chat.update", channel=stage.channel.id, ts=ts, text="Hello") == "message_not_found"


async def test_a_persons_message_cannot_be_changed(stage: Stage) -> None:
    hung = stage.api.world.hang(stage.channel, ANA, 1.0, {"text": "Mine"})
    refused = await stage.refused("chat.update", channel=stage.channel.id, ts=hung.ts, text="Yours")
    assert refused == "cant_update_message"


async def test_only_one_person_sees_an_ephemeral_and_nobody_changes_it(stage: Stage) -> None:
    channel = stage.channel.id
    answer = await stage.client.chat_postEphemeral(channel=channel, user=ANA, text="Psst")
    assert [one.text for one in stage.api.world.seen(stage.channel, ANA)] == ["Psst"]
    assert list(stage.api.world.seen(stage.channel, BEN)) == []
    assert await stage.refused("chat.update", channel=channel, ts=answer["message_ts"], text="!") == "message_not_found"


async def test_an_ephemeral_needs_its_reader_in_the_channel(stage: Stage) -> None:
    stage.channel.members.discard(BEN)
    refused = await stage.refused("chat.postEphemeral", channel=stage.channel.id, user=BEN, text="Psst")
    assert refused == "user_not_in_channel"


@pytest.mark.parametrize("why", ["not_in_channel", "channel_not_found", "is_archived"])
async def test_a_channel_says_why_it_is_closed(stage: Stage, why: str) -> None:
    world = stage.api.world
    channel = world.channel("other", ANA, kind="private" if why == "channel_not_found" else "channel")
    channel.archived = why == "is_archived"
    assert await stage.refused("chat.postMessage", channel=channel.id, text="Hello") == why


async def test_another_workspace_is_not_seen(stage: Stage) -> None:
    world = stage.api.world
    world.team("T0TWO", "Two")
    other = world.channel("social", world.teams["T0TWO"].bot_user, team="T0TWO")
    assert await stage.refused("chat.postMessage", channel=other.id, text="Hello") == "channel_not_found"


async def test_a_reply_goes_below_its_parent_and_not_below_a_reply(stage: Stage) -> None:
    parent = await stage.posts("Card")
    reply = await stage.posts("Talk", thread_ts=parent)
    assert stage.channel.messages[reply].data["thread_ts"] == parent
    refused = await stage.refused("chat.postMessage", channel=stage.channel.id, text="More", thread_ts=reply)
    assert (refused, len(stage.api.forgiven())) == ("invalid_arguments", 1)


async def test_a_message_is_pinned_once(stage: Stage) -> None:
    here = {"channel": stage.channel.id, "timestamp": await stage.posts()}
    await stage.client.pins_add(**here)
    assert await stage.refused("pins.add", **here) == "already_pinned"
    await stage.client.pins_remove(**here)
    assert await stage.refused("pins.remove", **here) == "no_pin"


async def test_people_have_a_zone_and_a_language(stage: Stage) -> None:
    user = (await stage.client.users_info(user=ANA, include_locale=True))["user"]
    assert (user["tz"], user["locale"], user["profile"]["email"]) == ("Europe/Berlin", "en-GB", "ana@example.com")
    assert "locale" not in (await stage.client.users_info(user=ANA))["user"]


async def test_a_channel_says_whether_the_bot_is_in_it(stage: Stage) -> None:
    known = await stage.client.conversations_info(channel=stage.channel.id)
    assert (known["channel"]["name"], known["channel"]["is_member"]) == ("social", True)


async def test_a_token_says_whose_it_is_until_it_is_revoked(stage: Stage) -> None:
    known = await stage.client.auth_test()
    assert (known["team"], known["user_id"]) == ("One", stage.api.world.team().bot_user)
    await stage.client.auth_revoke()
    assert await stage.refused("auth.test") == "token_revoked"
    assert await stage.refused("auth.test", token="xoxb-nobody") == "invalid_auth"


async def test_a_scope_that_was_not_given_is_named(stage: Stage) -> None:
    token = stage.api.world.installed(scopes=frozenset({"commands"}))
    with pytest.raises(SlackApiError) as caught:
        await stage.client.chat_postMessage(channel=stage.channel.id, text="Hello", token=token)
    assert (caught.value.response["error"], caught.value.response["needed"]) == ("missing_scope", "chat:write")


async def test_an_app_token_is_no_bot_token(stage: Stage) -> None:
    stage.api.world.tokens["xapp-2"] = Token("", "app", frozenset())
    assert await stage.refused("auth.test", token="xapp-2") == "not_allowed_token_type"


@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")  # slack_sdk 3.48 on aiohttp 3.14
async def test_a_code_from_the_consent_page_is_good_once(stage: Stage) -> None:
    asked = {"client_id": CLIENT_ID, "scope": "chat:write", "redirect_uri": "https://us/back", "state": "s"}
    async with httpx.AsyncClient(base_url=stage.api.url) as browser:
        answer = await browser.get("/oauth/v2/authorize", params=asked)
    code = answer.headers["location"].split("code=")[1].split("&")[0]
    given = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "code": code}
    install = await stage.client.oauth_v2_access(**given, redirect_uri="https://us/back")
    assert (install["team"]["name"], install["scope"]) == ("One", "chat:write")
    assert (await AsyncWebClient(install["access_token"], base_url=f"{stage.api.url}/api/").auth_test())["ok"]
    with pytest.raises(SlackApiError, match="code_already_used"):
        await stage.client.oauth_v2_access(**given)


async def test_a_second_message_within_a_second_has_to_wait(stage: Stage) -> None:
    stage.api.rates.on = True
    await stage.posts()
    with pytest.raises(SlackApiError) as caught:
        await stage.posts()
    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "1"
    await stage.clock.sleep(1)
    await stage.posts()


async def test_fifty_changes_a_minute_are_enough(stage: Stage) -> None:
    stage.api.rates.on = True
    here = {"channel": stage.channel.id, "ts": await stage.posts()}
    for number in range(50):
        await stage.client.api_call("chat.update", json={**here, "text": str(number)})
    assert await stage.refused("chat.update", **here, text="51") == "ratelimited"


@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        ("chat.shout", {}),
        ("chat.postMessage", {"channel": "C1", "text": "Hello", "texts": "Hello"}),
        ("chat.postMessage", {"text": "Hello"}),
        ("chat.postMessage", {"channel": "C1", "text": 5}),
        ("chat.postMessage", {"channel": "C1", "text": "Hello", "unfurl_links": "no"}),
    ],
)
async def test_what_it_does_not_know_it_refuses_and_remembers(
    stage: Stage, method: str, arguments: dict[str, object]
) -> None:
    assert await stage.refused(method, **arguments) in ("unknown_method", "invalid_arguments")
    assert len(stage.api.forgiven()) == 1


async def test_a_world_can_be_served_again_and_put_back(stage: Stage) -> None:
    await stage.posts("Before")
    kept = copy.deepcopy(stage.api.world)
    await stage.posts("After")
    stage.api.world = kept
    async with slack_api(stage.api) as again:
        client = AsyncWebClient(again.token, base_url=f"{again.url}/api/")
        await client.chat_postMessage(channel=stage.channel.id, text="Again")
    channel = kept.channels[stage.channel.id]
    assert [one.text for one in kept.seen(channel, ANA)] == ["Before", "Again"]


async def test_a_broken_rule_fails_the_test_at_its_end() -> None:
    async def break_one() -> None:
        async with slack_api() as api:
            with pytest.raises(SlackApiError):
                await AsyncWebClient(api.token, base_url=f"{api.url}/api/").api_call("chat.shout")

    with pytest.raises(AssertionError, match=r"unknown method: chat\.shout"):
        await break_one()
