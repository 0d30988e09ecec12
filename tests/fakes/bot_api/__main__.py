"""A Bot API server to try Greenlight against without Telegram: `python -m tests.fakes.bot_api [PORT]`.

It prints the two settings to use and then is a very small Telegram: what you type is said to the bot, `!3` presses
the third button of the newest message that has any, and what the bot says is printed.
"""

from __future__ import annotations

import asyncio
import sys

from tests.fakes.bot_api.people import TelegramPerson
from tests.fakes.bot_api.server import BotApi, bot_api

PORT = 8081


async def main(port: int) -> None:
    """Serve and talk until the input ends."""
    async with bot_api(port=port) as api:
        api.rates.on = True
        print(f"GREENLIGHT_TELEGRAM_API_URL={api.url}\nGREENLIGHT_TELEGRAM_TOKEN={api.token}", flush=True)
        me = TelegramPerson(api=api, handled=api.confirmed, name="You")
        showing = asyncio.create_task(_show(api, me))
        while line := await asyncio.to_thread(sys.stdin.readline):
            await _do(me, line.strip())
        showing.cancel()


async def _do(me: TelegramPerson, line: str) -> None:
    if not line.startswith("!"):
        await me.says(line)
        return
    newest = next((one for one in reversed(await me.sees()) if one.buttons), None)
    presses = list(newest.buttons.values()) if newest else []
    number = int(line[1:]) if line[1:].isdecimal() else 0
    if newest is None or not 1 <= number <= len(presses):
        print(f"There is no button {line[1:]}.", flush=True)
        return
    await me.sends(presses[number - 1], message=newest.id)


async def _show(api: BotApi, me: TelegramPerson) -> None:
    shown: dict[str, object] = {}
    popped = 0
    while True:
        for one in await me.sees():
            if shown.get(one.id) != one:
                shown[one.id] = one
                picture = "[picture]\n" if one.pictures else ""
                buttons = "  ".join(f"[{number} {label}]" for number, label in enumerate(one.buttons, start=1))
                print(f"\n--- {one.id}\n{picture}{one.text}\n{buttons}", flush=True)
        for text in me.toasts[popped:]:
            print(f"({text})", flush=True)
        popped = len(me.toasts)
        await api.bell.wait_for(1.0)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else PORT))
