"""greenlight restore PATH: a backup back in its place, with nothing published behind anybody's back."""

from __future__ import annotations

import argparse
import asyncio
import shutil
import tempfile
from pathlib import Path

from bot.archive import FOLDERS, About, read_about, unpack
from bot.cli.shell import WELL
from bot.cli.start import settled
from bot.home import alone, make_home
from bot.settings import DATABASE_FILE, Settings
from bot.wiring.build import build
from bot.wiring.tools import migrate, restore, system_clock
from core.actions.tick import tell_everybody
from core.errors import Invalid, Problem
from core.notice import Topic
from core.secret import Secret

_COMPANIONS = ("", "-wal", "-shm")  # what SQLite keeps beside its file


def main(wanted: argparse.Namespace) -> int:
    """Bring the backup back. What was due since it was made waits for a person: it may have gone out already."""
    settings = settled()
    source = Path(wanted.path).absolute()
    about = read_about(source)
    _must_fit(settings, about)
    make_home(settings.home)
    with alone(settings.home):
        _must_be_free(settings, force=wanted.force)
        held = _bring_back(settings, source, about)
    print(f"The state of {about.made_at:%Y-%m-%d %H:%M} UTC is back.")
    if held:
        posts = "1 post was due" if held == 1 else f"{held} posts were due"
        print(f"{posts} since then and may have gone out already: each asks you in the chat.")
    if not settings.secret_keys and not settings.keys_file.exists():
        print(f"There are no keys: put your copy of keys.json at {settings.keys_file} before you start.")
    return WELL


def _bring_back(settings: Settings, source: Path, about: About) -> int:
    """Prepare everything beside its place, then move it there, the database last: until then nothing can start."""
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=settings.home) as folder:
        staging = Path(folder)
        copy = unpack(source, staging)
        if settings.database_file is None:
            held = asyncio.run(_fill(settings, copy, about))
            _swap(settings, staging, None)
            return held
        staged = settings.model_copy(update={"home": staging, "database_url": Secret("")})
        if not settings.secret_keys and settings.keys_file.exists():
            shutil.copy2(settings.keys_file, staged.keys_file)
        held = asyncio.run(_fill(staged, copy, about))
        _swap(settings, staging, staging / DATABASE_FILE)
    return held


async def _fill(settings: Settings, copy: Path, about: About) -> int:
    """Fill the database from the copy, in today's shape, and put everything that was due into a person's hands."""
    await restore(settings, copy)
    await migrate(settings)
    async with build(settings) as app:
        now = app.clock.now()
        held = await app.queue.hold_due(now)
        posts = len({part.publication_id for part in held})
        facts = {"count": str(posts), "made_at": about.made_at.isoformat()}
        await tell_everybody(app.store, Topic.RESTORED, now, facts)
    return posts


def _swap(settings: Settings, staging: Path, database: Path | None) -> None:
    """Move what is there aside and what was prepared into its place."""
    aside = settings.home / f"before-restore-{system_clock().now():%Y-%m-%d-%H%M%S}"
    for folder in FOLDERS:
        _move(settings.home / folder, aside / folder)
        _move(staging / folder, settings.home / folder)
    if database is not None and settings.database_file is not None:
        for companion in reversed(_COMPANIONS):
            _move(_beside(settings.database_file, companion), aside / f"{DATABASE_FILE}{companion}")
        settings.database_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        for companion in ("-wal", ""):
            _move(_beside(database, companion), _beside(settings.database_file, companion))
    if aside.exists():
        print(f"What was there before is in {aside}.")


def _must_fit(settings: Settings, about: About) -> None:
    here = "postgresql" if settings.database_file is None else "sqlite"
    if about.database != here:
        raise Invalid(
            Problem(
                field="database_url",
                what=f"The backup holds a {about.database} database, and GREENLIGHT_DATABASE_URL names a {here} one.",
                fix="Set it to the kind the backup holds.",
            )
        )


def _must_be_free(settings: Settings, *, force: bool) -> None:
    if settings.database_file is not None and settings.database_file.exists() and not force:
        raise Invalid(
            Problem(
                field="home",
                what=f"There is a database already: {settings.database_file}.",
                fix="With --force it is moved aside; nothing is deleted.",
            )
        )


def _move(old: Path, new: Path) -> None:
    if old.exists():
        new.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.move(old, new)


def _beside(file: Path, companion: str) -> Path:
    return file.with_name(file.name + companion)
