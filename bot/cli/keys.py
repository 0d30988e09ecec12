"""greenlight keys rotate: a fresh key, and everything sealed anew with it."""

from __future__ import annotations

import argparse
import asyncio

from bot.cli.shell import NOT_WELL, WELL, complain
from bot.cli.start import must_be_current, settled
from bot.home import alone
from bot.settings import Settings
from bot.wiring.build import build
from bot.wiring.tools import fresh_key, system_clock


def main(_wanted: argparse.Namespace) -> int:
    """Seal tokens and secrets with a fresh key; status 1 when some could not be opened.

    Keys of the file get a fresh one in front, while Greenlight is stopped. Keys of GREENLIGHT_SECRET_KEYS are yours to
    make: put the new one first, start everything anew, then run this.
    """
    settings = settled()
    if settings.secret_keys:
        return asyncio.run(_rotate(settings))
    with alone(settings.home):
        fresh_key(settings, f"key-{system_clock().now():%Y-%m-%d}")
        return asyncio.run(_rotate(settings))


async def _rotate(settings: Settings) -> int:
    await must_be_current(settings)
    async with build(settings) as app:
        current = app.desk.keys.current
        done = await app.actions.reseal(current)
    older = sorted(name for name in app.desk.keys.keys if name != current)
    print(f"{done['sealed']} boxes are sealed with {current} now.")
    if older:
        print(f"Keep {', '.join(older)} until what was approved before has gone out; then it can be taken away.")
    if done["lost"]:
        complain(f"{done['lost']} boxes could not be opened: their key is gone. Connect those accounts again.")
        return NOT_WELL
    return WELL
