"""A Slack to try Greenlight against without Slack: `python -m tests.fakes.slack_api [PORT [ADDRESS]]`.

It prints the settings to use and then is a very small Slack: over Socket Mode, or, with the address the app
listens at, by signed requests. You are alone with the bot. What it says is printed with a number, and what you type is
said to it; what starts with a slash is a command. `!3` presses the third button of the newest message that has any,
`!15.1` the first one of message 15, `>15 shorter` replies in its thread, and `+15 photo.jpg` replies with a file.
`!home` opens the app's home and `!home.2` presses there. While a modal is open, `.name words` fills one of its fields,
`!modal.1` presses its first button, `.send` sends and `.close` closes it.
"""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Iterable
from pathlib import Path

import httpx

from tests.fakes.chat import PHOTO, Seen
from tests.fakes.slack_api import hands, state
from tests.fakes.slack_api.lines import Line, Signed
from tests.fakes.slack_api.mrkdwn import read_blocks
from tests.fakes.slack_api.people import SlackPerson
from tests.fakes.slack_api.records import View
from tests.fakes.slack_api.server import SlackApi, slack_api
from tests.fakes.slack_api.world import APP_TOKEN, SIGNING_SECRET

PORT = 8082


async def main(port: int, address: str) -> None:
    """Serve and talk until the input ends."""
    async with httpx.AsyncClient() as client, slack_api(SlackApi(wait=_at_once), port=port) as api:
        api.rates.on = True
        way = f"SIGNING_SECRET={SIGNING_SECRET}" if address else f"APP_TOKEN={APP_TOKEN}"
        for setting in (f"API_URL={api.url}", f"BOT_TOKEN={api.token}", way):
            print(f"GREENLIGHT_SLACK_{setting}", flush=True)
        line: Line = Signed(client, address) if address else api.sockets
        me = SlackPerson(api, line, name="You")
        showing = asyncio.create_task(_show(api, me))
        while typed := await asyncio.to_thread(sys.stdin.readline):
            try:
                await _do(me, typed.strip())
            except AssertionError as error:
                print(f"Slack does not let you: {error}", flush=True)
        showing.cancel()
        api.forgiven()


async def _at_once(seconds: float) -> None:
    """Nobody at a keyboard wants to wait for the repeated event."""


async def _do(me: SlackPerson, line: str) -> None:
    hung = await me.sees()
    if press := re.fullmatch(r"!(?:(\d+)\.)?(\d+)", line):
        await _press(me, hung, int(press[1] or 0), int(press[2]))
    elif press := re.fullmatch(r"!(home|modal)\.(\d+)", line):
        await _press_in(me, me.home if press[1] == "home" else me.modal, int(press[2]))
    elif line == "!home":
        await me.opens_home()
    elif line in (".send", ".close"):
        await (me.submits() if line == ".send" else me.closes())
    elif field := re.fullmatch(r"\.(\S+) (.*)", line):
        await me.types(**{field[1]: field[2]})
    elif (answer := re.fullmatch(r"([>+])(\d+) (.+)", line)) and 1 <= int(answer[2]) <= len(hung):
        await _reply(me, hung[int(answer[2]) - 1].id, answer[3], file=answer[1] == "+")
    elif line.startswith(("!", ">", "+", ".")):
        print("I do not understand that; the help stands at the top of this module.", flush=True)
    elif line:
        await me.says(line)


async def _press(me: SlackPerson, hung: list[Seen], message: int, number: int) -> None:
    newest = next((at for at, one in reversed([*enumerate(hung, start=1)]) if one.buttons), 0)
    chosen = hung[(message or newest) - 1] if 1 <= (message or newest) <= len(hung) else None
    presses = list(chosen.buttons.values()) if chosen else []
    if chosen is None or not 1 <= number <= len(presses):
        print("There is no such button.", flush=True)
        return
    await me.sends(presses[number - 1], message=chosen.id)


async def _press_in(me: SlackPerson, view: View | None, number: int) -> None:
    presses = list(hands.choices(view.data["blocks"]).values()) if view else []
    if view is None or not 1 <= number <= len(presses):
        print("There is no such button.", flush=True)
        return
    await me.presses_in(view, presses[number - 1])


async def _reply(me: SlackPerson, message: str, words: str, *, file: bool) -> None:
    path = Path(words)
    if not file:
        await me.says(words, to=message)
    elif path.is_file():
        name = PHOTO if path.suffix in (".jpg", ".jpeg", ".png") else path.name
        await me.uploads(path.read_bytes(), name=name, to=message)
    else:
        print(f"There is no file {path}.", flush=True)


async def _show(api: SlackApi, me: SlackPerson) -> None:
    shown: dict[str, object] = {}
    while True:
        looks = {f"--- {number}": _message(one) for number, one in enumerate(await me.sees(), start=1)}
        looks |= {"=== home": _view(me.home), "=== modal": _view(me.modal)}
        looks |= {"=== refused": str(me.refused or ""), "=== trouble": "\n".join(me.trouble)}
        looks["=== broken"] = "\n".join(api.violations)
        for name, look in looks.items():
            if shown.get(name, "") != look:
                shown[name] = look
                print(f"\n{name}\n{look}", flush=True)
        await api.bell.wait_for(1.0)


def _message(one: Seen) -> str:
    picture = "[picture]\n" if one.pictures else ""
    return f"{picture}{one.text}\n{_numbered(one.buttons)}"


def _view(view: View | None) -> str:
    if view is None:
        return ""
    blocks = view.data["blocks"]
    fields = [
        f".{name} {next(iter([part for key, part in kept.items() if key != 'type']))}"
        for inputs in state.values(blocks, view.typed).values()
        for name, kept in inputs.items()
    ]
    title = view.data["title"]["text"] if view.data["title"] else ""
    return "\n".join([title, read_blocks(blocks), *fields, _numbered(hands.choices(blocks))])


def _numbered(buttons: Iterable[str]) -> str:
    return "  ".join(f"[{number} {label}]" for number, label in enumerate(buttons, start=1))


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else PORT, sys.argv[2] if len(sys.argv) > 2 else ""))
