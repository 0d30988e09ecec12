"""greenlight migrate: the database in the shape this version needs."""

from __future__ import annotations

import argparse
import asyncio

from bot.cli.shell import WELL
from bot.cli.start import settled
from bot.home import make_home
from bot.wiring.tools import migrate


def main(_wanted: argparse.Namespace) -> int:
    """Make the data folder and bring the database up to date. Repeating changes nothing."""
    settings = settled()
    make_home(settings.home)
    asyncio.run(migrate(settings))
    print("The database is up to date.")
    return WELL
