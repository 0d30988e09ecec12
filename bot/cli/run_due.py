"""greenlight run-due: one look at what is due, for those who start it from outside."""

from __future__ import annotations

import argparse
import asyncio
import json
from dataclasses import asdict

from bot.cli.shell import WELL
from bot.cli.start import must_be_current, settled
from bot.home import in_use, make_home
from bot.settings import Settings
from bot.wiring.build import build


def main(wanted: argparse.Namespace) -> int:
    """Publish what is due, settle what is unclear, and print how many posts became what.

    It may run beside a running Greenlight: each post is still taken once.
    """
    settings = settled()
    make_home(settings.home)
    with in_use(settings.home):
        counts = asyncio.run(_run_due(settings))
    if wanted.json:
        print(json.dumps(counts))
    else:
        print(", ".join(f"{count} {what}" for what, count in counts.items()))
    return WELL


async def _run_due(settings: Settings) -> dict[str, int]:
    await must_be_current(settings)
    async with build(settings) as app:
        overtaken = await app.actions.sweep()
        counts = await app.actions.publish_due()
        settled_now = await app.actions.settle()
    return {**asdict(counts), "settled": settled_now, "overtaken": overtaken}
