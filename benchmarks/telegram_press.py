"""What a press on a card in Telegram costs this process, against two bare calls to the same server."""

from __future__ import annotations

import tempfile
from pathlib import Path
from time import process_time

import httpx
from telegram import Update

from benchmarks.ground.bot_api import TOKEN, far_bot_api
from benchmarks.ground.members import CHAT, members
from benchmarks.ground.results import Goal, Result
from benchmarks.ground.rounds import in_turns
from bot.pace import Pacing
from tests.fakes.clock import Hurry

GOAL = Goal(hold=6, aim=4.5)
WARM, COUNT = 20, 200
NAME = "greenlight_bench_bot"


async def measure(rounds: int) -> tuple[Result, ...]:
    """Milliseconds of CPU from the update to the changed card, database included."""
    with tempfile.TemporaryDirectory(prefix="greenlight-bench-") as folder, far_bot_api() as url:
        number = 0

        async def ours() -> float:
            nonlocal number
            number += 1
            return await _presses(Path(folder) / f"round-{number}", url, Hurry().pace)

        async def bare() -> float:
            return await _bare(url)

        measured, baseline = await in_turns(rounds, ours, bare)
    return (
        Result(
            what=f"{COUNT} presses in Telegram, CPU each",
            unit="ms",
            ours=measured,
            against="two httpx POSTs to the same server on a warm connection",
            baseline=baseline,
            goal=GOAL,
            notes=("update parsed, kept, decided, answered and the card changed; SQLite in this process",),
        ),
    )


async def _presses(folder: Path, url: str, pace: Pacing) -> float:
    async with members(folder, url, WARM + COUNT, pace) as ready:
        telegram = ready.app.telegram
        assert telegram is not None
        await telegram.look()
        bot = telegram.bot

        async def press(raw: dict[str, object]) -> None:
            await telegram.reception.take((Update.de_json(raw, bot),), NAME)
            await telegram.reception.settle()
            await ready.app.messenger.redraws("telegram")

        for raw in ready.presses[:WARM]:
            await press(raw)
        started = process_time()
        for raw in ready.presses[WARM:]:
            await press(raw)
        took = process_time() - started
        async with httpx.AsyncClient() as client:
            noted = (await client.get(f"{url}/noted")).json()["result"]
        await telegram.close()
    if noted["changed"] < WARM + COUNT:
        raise RuntimeError(f"{noted['changed']} cards were changed instead of {WARM + COUNT}")
    return took / COUNT * 1000


async def _bare(url: str) -> float:
    answer = {"callback_query_id": "x", "text": "Approved. It goes out Fri 27 Nov, 09:00."}
    card = {"chat_id": str(CHAT), "message_id": "7", "text": "Out at six. " * 30}
    async with httpx.AsyncClient() as client:
        for _ in range(WARM):
            await client.post(f"{url}/bot{TOKEN}/answerCallbackQuery", data=answer)
        started = process_time()
        for _ in range(COUNT):
            (await client.post(f"{url}/bot{TOKEN}/answerCallbackQuery", data=answer)).raise_for_status()
            (await client.post(f"{url}/bot{TOKEN}/editMessageText", data=card)).raise_for_status()
        return (process_time() - started) / COUNT * 1000
