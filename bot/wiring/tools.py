"""What the command line needs besides the whole: the database's shape, copies, looks at far sides."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.blobs import FileBlobs
from adapters.clock import SystemClock
from bot.doctor.telegram import Bot
from bot.settings import Settings
from bot.wiring.far_sides import bucket_of, smtp_of, telegram_of
from core.clock import Clock

if TYPE_CHECKING:
    pass


def system_clock() -> Clock:
    """The machine's clock, for commands that need no more."""
    return SystemClock()


async def migrate(settings: Settings) -> None:
    """Bring the database up to date."""
    from adapters.store import schema

    await schema.migrate(settings.database.reveal())


async def schema_problem(settings: Settings) -> str:
    """What is wrong with the shape of the database, with the command that mends it; empty when nothing is."""
    from adapters.store import schema
    from core.errors import Invalid

    try:
        await schema.check(settings.database.reveal())
    except Invalid as error:
        return str(error)
    return ""


async def durability_problems(settings: Settings) -> tuple[str, ...]:
    """What could make the database forget what it confirmed, as sentences."""
    from adapters.store import durability

    return await durability.problems(settings.database.reveal())


def telegram_look(settings: Settings) -> Callable[[], Awaitable[Bot]] | None:
    """A look at the Telegram bot; None where there is no token. It raises the PortErrors."""
    telegram = telegram_of(settings, b"", FileBlobs(settings.blobs), SystemClock())
    if telegram is None:
        return None

    async def look() -> Bot:
        try:
            name = await telegram.look()
            webhook, trouble, waiting = await telegram.webhook()
        finally:
            await telegram.close()
        return Bot(name=name, wanted=telegram.webhook_url, webhook=webhook, trouble=trouble, waiting=waiting)

    return look


def mail_look(settings: Settings) -> Callable[[], Awaitable[None]] | None:
    """A knock at the mail server; None where there is none. It raises the PortErrors."""
    return smtp_of(settings, SystemClock()).look if settings.mail_host else None


def bucket_look(settings: Settings) -> Callable[[], Awaitable[None]] | None:
    """A look into the bucket; None where there is none. It raises the PortErrors."""
    bucket = bucket_of(settings)
    return bucket.look if bucket else None


def east_asian_fonts() -> dict[str, int]:
    """How many Chinese, Japanese and Korean characters can be drawn from each font file; ours has the name ""."""
    from adapters.media.engine import Engine

    return Engine().east_asian()


async def backup(settings: Settings, path: Path) -> None:
    """Write a consistent copy of the database to the path, also while it is in use."""
    from adapters.store import backup as copies

    await copies.backup(settings.database.reveal(), path)


async def restore(settings: Settings, path: Path) -> None:
    """Fill the empty database from a copy."""
    from adapters.store import backup as copies

    await copies.restore(settings.database.reveal(), path)


def fresh_key(settings: Settings, name: str) -> None:
    """A new key of that name, in front of those in the file."""
    from adapters.keys import add_key, open_key_ring

    open_key_ring(settings.secret_keys, settings.keys_file)
    add_key(settings.keys_file, name)
