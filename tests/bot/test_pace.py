"""How fast we speak: never faster than Telegram allows, and no slower than needed."""

from __future__ import annotations

import asyncio

from bot.telegram.line import LIMITS
from tests.fakes.clock import Hurry


async def sent_at(hurry: Hurry, *turns: tuple[int, int]) -> list[float]:
    pace, begun = hurry.pace(hurry, LIMITS), hurry.elapsed()
    times = []
    for chat, messages in turns:
        await pace.turn(chat, messages, group=chat < 0)
        times.append(hurry.elapsed() - begun)
    return times


async def test_the_first_message_goes_at_once_and_the_next_a_second_later() -> None:
    assert await sent_at(Hurry(), (1, 1), (1, 1), (1, 1)) == [0, 1, 2]


async def test_a_change_does_not_wait_for_new_messages_but_for_other_changes() -> None:
    hurry = Hurry()
    pace, begun = hurry.pace(hurry, LIMITS), hurry.elapsed()
    await pace.turn(1)
    await pace.turn(1, change=True)
    assert hurry.elapsed() == begun
    await pace.turn(1, change=True)
    assert hurry.elapsed() == begun + 1


async def test_another_chat_does_not_wait() -> None:
    assert await sent_at(Hurry(), (1, 1), (2, 1), (3, 1)) == [0, 0, 0]


async def test_an_album_counts_as_its_pictures() -> None:
    assert await sent_at(Hurry(), (1, 4), (1, 1)) == [0, 4]


async def test_a_group_gets_twenty_a_minute() -> None:
    times = await sent_at(Hurry(), *[(-5, 1)] * 45)
    for start in range(25):
        assert times[start + 20] - times[start] >= 60
    assert times[19] == 19


async def test_all_chats_together_stay_below_thirty_a_second() -> None:
    times = await sent_at(Hurry(), *[(chat, 1) for chat in range(1, 101)])
    for start in range(70):
        assert times[start + 30] - times[start] >= 1
    assert times[-1] <= 100 / 29


async def test_silence_that_telegram_asks_for_is_kept_in_that_chat_only() -> None:
    hurry = Hurry()
    pace = hurry.pace(hurry, LIMITS)
    pace.hold(1, 30)
    await pace.turn(2)
    assert hurry.elapsed() == Hurry().elapsed()
    await pace.turn(1)
    assert hurry.elapsed() == Hurry().elapsed() + 30


async def test_those_who_wait_go_in_their_order() -> None:
    pace, order = Hurry().pace(Hurry(), LIMITS), list[int]()

    async def speak(number: int) -> None:
        await pace.turn(1)
        order.append(number)

    await asyncio.gather(*(speak(number) for number in range(5)))
    assert order == [0, 1, 2, 3, 4]
