"""What drafting a post by a model costs this process, against the bare call of the model's own library."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from time import process_time
from typing import Any

import openai

from adapters.clock import SystemClock, SystemIds
from adapters.prices import prices
from adapters.publishers import KNOWN
from adapters.store.store import open_store
from adapters.writers.ai.openai import OpenAiModel
from adapters.writers.ai.patience import Line
from adapters.writers.ai.prompts import post_ask
from adapters.writers.ai.writer import AiWriter
from benchmarks.ground.results import Goal, Result
from benchmarks.ground.rounds import in_turns
from bot.settings import Settings
from bot.wiring.tools import migrate
from core.actions.spend import Spend
from core.brand import WRITTEN_FOR
from core.ids import BrandId
from core.secret import Secret
from core.writing import Brief
from tests.builders import a_brand, a_workspace
from tests.fakes.models.server import KEY, MODEL

GOAL = Goal(hold=2)
WARM, COUNT = 5, 60
BRIEF = Brief(
    brand="Padaria do Sol",
    interests=("sourdough bread", "slow mornings", "coffee"),
    voice="We are a small bakery in Porto. We never use palm oil. Open Tue-Sun 8-14.",
    days=(date(2026, 11, 23),),
    idea="our autumn menu",
    avoid=tuple(f"On day {number} we baked what the day before had left us to think about." for number in range(60)),
    destinations=tuple(rules for rules in KNOWN if rules.platform in WRITTEN_FOR),
)


async def measure(rounds: int) -> tuple[Result, ...]:
    """Milliseconds of CPU for a post: prompt, call, check and ledger, against the call."""
    server = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.fakes.models", "0"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert server.stdin is not None
    assert server.stdout is not None
    url = (await server.stdout.readline()).decode().partition("=")[2].strip()
    drain = asyncio.create_task(server.stdout.read())
    try:
        with tempfile.TemporaryDirectory(prefix="greenlight-bench-") as folder:
            number = 0

            async def ours() -> float:
                nonlocal number
                number += 1
                return await _ours(Path(folder) / f"round-{number}", url)

            measured, baseline = await in_turns(rounds, ours, lambda: _bare(url))
    finally:
        server.stdin.close()
        await server.wait()
        await drain
    return (
        Result(
            what=f"{COUNT} posts drafted by a model, CPU each",
            unit="ms",
            ours=measured,
            against="the openai library's bare call with the same question",
            baseline=baseline,
            goal=GOAL,
            notes=("prompt, call, checks for four destinations, and a ledger on SQLite: two commits a post",),
        ),
    )


async def _ours(folder: Path, url: str) -> float:
    folder.mkdir()
    settings = Settings(home=folder)
    await migrate(settings)
    clock, ids = SystemClock(), SystemIds()
    async with open_store(settings.database.reveal()) as store:
        workspace = a_workspace()
        brand = a_brand(workspace)
        async with store.begin() as tx:
            await tx.workspaces.add(workspace)
            await tx.brands.add(brand)
        model = OpenAiModel(provider="compatible", name=MODEL, base_url=url, key=Secret(KEY), clock=clock)
        writer = AiWriter(Line(model=model, meter=Spend(store, clock, ids, prices()), clock=clock, ids=ids))
        for day in range(WARM):
            await writer.draft(_brief(brand.id, day))
        started = process_time()
        for day in range(COUNT):
            await writer.draft(_brief(brand.id, day))
        took = process_time() - started
        await model.close()
    return took / COUNT * 1000


async def _bare(url: str) -> float:
    ask = post_ask(BRIEF, None, None)
    shape: Any = {"type": "json_schema", "json_schema": {"name": "post", "strict": True, "schema": dict(ask.schema)}}
    async with openai.AsyncOpenAI(api_key=KEY, base_url=url, max_retries=0) as client:

        async def call() -> None:
            await client.chat.completions.create(
                model=MODEL,
                messages=[{"role": "system", "content": ask.rules}, {"role": "user", "content": ask.data}],
                response_format=shape,
                max_tokens=ask.most,
            )

        for _ in range(WARM):
            await call()
        started = process_time()
        for _ in range(COUNT):
            await call()
        took = process_time() - started
    return took / COUNT * 1000


def _brief(brand_id: BrandId, day: int) -> Brief:
    return replace(BRIEF, brand_id=brand_id, days=(BRIEF.days[0] + timedelta(days=day),))
