"""greenlight backup PATH: everything but the keys in one file, also while Greenlight runs."""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from pathlib import Path

from bot.archive import About, pack
from bot.cli.shell import WELL
from bot.cli.start import must_be_current, settled
from bot.settings import Settings
from bot.wiring.tools import backup, system_clock
from core.errors import Invalid, Problem

_KEYS = (
    "The keys are not in it, so that a lost backup opens nothing. Keep {keys} somewhere else: without it, connected "
    "accounts must be connected again and approved posts approved again."
)


def main(wanted: argparse.Namespace) -> int:
    """Write the backup and say what is in it. A file that exists is never overwritten."""
    settings = settled()
    made_at = system_clock().now()
    target = Path(wanted.path).absolute()
    if target.is_dir():
        target /= f"greenlight-{made_at:%Y-%m-%d-%H%M%S}.tar.gz"
    if target.exists() or not target.parent.is_dir():
        what = "exists already" if target.exists() else "lies in a folder that does not exist"
        raise Invalid(Problem(field="path", what=f"{target} {what}.", fix="Choose another name."))
    about = About(made_at=made_at, database="postgresql" if settings.database_file is None else "sqlite")
    with tempfile.TemporaryDirectory(
        prefix=".backup-", dir=settings.home if settings.home.is_dir() else None
    ) as folder:
        copy = Path(folder) / "database"
        asyncio.run(_copy(settings, copy))
        size = pack(target, about=about, database=copy, home=settings.home)
    holds = "the database and the feeds" if settings.bucket else "the database, the pictures and the feeds"
    print(f"{target} holds {holds} ({size / 1e6:.1f} MB).")
    if settings.bucket:
        print(f"Pictures and films stand in the bucket {settings.bucket}; switch on versions there.")
    print(_KEYS.format(keys="GREENLIGHT_SECRET_KEYS" if settings.secret_keys else settings.keys_file))
    return WELL


async def _copy(settings: Settings, copy: Path) -> None:
    """The database comes first: pictures are never changed or taken away, so all it names are still there after it."""
    await must_be_current(settings)
    await backup(settings, copy)
