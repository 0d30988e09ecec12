"""A Bot API server to try Greenlight against without Telegram: `python -m tests.fakes.bot_api [PORT]`.

It prints the two settings to use and then is a very small Telegram. What the bot says is printed with its number, and
what you type is said to it. `!3` presses the third button of the newest message that has any, `!15.1` the first one of
message 15, `>15 shorter` replies to that message, and `+15 photo.jpg` replies with a file.
"""

from __future__ import annotations

import asyncio
import re
import sys
from pathlib import Path

from tests.fakes.bot_api.people import TelegramPerson
from tests.fakes.bot_api.server import BotApi, bot_api
from tests.fakes.chat import PHOTO, Seen

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
    hung = {one.id: one for one in await me.sees()}
    if press := re.fullmatch(r"!(?:(\d+)\.)?(\d+)", line):
        await _press(me, hung, press[1], int(press[2]))
    elif (answer := re.fullmatch(r"([>+])(\d+) (.+)", line)) and answer[2] in hung:
        if answer[1] == ">":
            await me.says(answer[3], to=answer[2])
        elif (path := Path(answer[3])).is_file():
            name = PHOTO if path.suffix in (".jpg", ".jpeg", ".png") else path.name
            await me.uploads(path.read_bytes(), name=name, to=answer[2])
        else:
            print(f"There is no file {path}.", flush=True)
    elif line.startswith(("!", ">", "+")):
        print(
            "I do not understand that: !3, !15.1, >15 words or +15 file, with the number of a message above.",
            flush=True,
        )
    elif line:
        await me.says(line)


async def _press(me: TelegramPerson, hung: dict[str, Seen], message: str | None, number: int) -> None:
    newest = next((one.id for one in reversed(hung.values()) if one.buttons), "")
    chosen = hung.get(message or newest)
    presses = list(chosen.buttons.values()) if chosen else []
    if chosen is None or not 1 <= number <= len(presses):
        print("There is no such button.", flush=True)
        return
    await me.sends(presses[number - 1], message=chosen.id)


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
