"""What goes wrong on purpose, and what the real client makes of it."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncConnectionErrorRetryHandler
from slack_sdk.http_retry.builtin_interval_calculators import FixedValueRetryIntervalCalculator

from tests.fakes.slack.conftest import ANA, Stage
from tests.fakes.slack_api.server import Fault

AT_ONCE = FixedValueRetryIntervalCalculator(0)


async def test_a_429_says_how_long_to_be_silent(stage: Stage) -> None:
    stage.api.faults.append(Fault(method="chat.postMessage", status=429, seconds=30))
    with pytest.raises(SlackApiError) as caught:
        await stage.posts()
    assert caught.value.response.headers["Retry-After"] == "30"
    await stage.posts()


async def test_a_fault_lasts_for_as_many_calls_as_it_says(stage: Stage) -> None:
    stage.api.faults.append(Fault(method="users.info", error="fatal_error", times=2))
    assert await stage.refused("users.info", user=ANA) == "fatal_error"
    assert await stage.refused("users.info", user=ANA) == "fatal_error"
    assert (await stage.client.users_info(user=ANA))["ok"]


@pytest.mark.parametrize("done", [False, True])
async def test_an_error_page_says_nothing_about_what_was_done(stage: Stage, done: bool) -> None:
    stage.api.faults.append(Fault(method="chat.postMessage", status=503, done=done))
    with pytest.raises(SlackApiError):
        await stage.posts()
    assert len(stage.channel.messages) == done


@pytest.mark.parametrize("done", [False, True])
async def test_a_cut_line_says_nothing_about_what_was_done(stage: Stage, done: bool) -> None:
    stage.api.faults.append(Fault(method="chat.postMessage", status=0, done=done))
    with pytest.raises(aiohttp.ClientError):
        await stage.posts()
    assert len(stage.channel.messages) == done


async def test_the_clients_own_retries_post_twice_when_an_answer_is_lost(stage: Stage) -> None:
    stage.client.retry_handlers.append(AsyncConnectionErrorRetryHandler(interval_calculator=AT_ONCE))
    stage.api.faults.append(Fault(method="chat.postMessage", status=0, done=True))
    await stage.posts()
    assert len(stage.channel.messages) == 2


async def test_a_slow_answer_comes_when_it_is_let_go(stage: Stage) -> None:
    held = asyncio.Event()
    stage.api.faults.append(Fault(method="chat.postMessage", hold=held))
    posting = asyncio.create_task(stage.posts())
    while stage.api.faults:
        await stage.api.bell.wait_for(5.0)
    assert not stage.channel.messages
    held.set()
    assert await posting in stage.channel.messages
