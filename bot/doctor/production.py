"""What others should be able to rely on, once Greenlight is more than a trial."""

from __future__ import annotations

from bot.doctor.findings import Finding, Weight
from bot.settings import Settings

_LOCAL = frozenset({"127.0.0.1", "::1", "localhost"})


def production(settings: Settings) -> tuple[Finding, ...]:
    """What `doctor --production` asks besides."""
    return (_address(settings), _keys(settings), _database(settings), _log(settings), *_open_door(settings))


def _address(settings: Settings) -> Finding:
    if settings.public_url.startswith("https://"):
        return Finding(about="address", weight=Weight.WELL, says=f"People come in through {settings.public_url}.")
    says = f"People come in through {settings.base_url}, which is not https."
    fix = "Put a proxy with https in front and set GREENLIGHT_PUBLIC_URL to its address."
    return Finding(about="address", weight=Weight.WRONG, says=says, fix=fix)


def _keys(settings: Settings) -> Finding:
    if settings.secret_keys:
        return Finding(about="keys", weight=Weight.WELL, says="The keys are kept apart from the data.")
    return Finding(
        about="keys",
        weight=Weight.WRONG,
        says="The keys lie beside the data they seal.",
        fix=f"Set GREENLIGHT_SECRET_KEYS from your secret store. To keep what is sealed, use the names and keys of "
        f"{settings.keys_file}.",
    )


def _database(settings: Settings) -> Finding:
    if settings.database_file is None:
        return Finding(
            about="backup",
            weight=Weight.NOTE,
            says="PostgreSQL keeps the data.",
            fix="Let `greenlight backup FOLDER` run every night, and try `greenlight restore` once on another machine.",
        )
    return Finding(
        about="backup",
        weight=Weight.NOTE,
        says="SQLite keeps the data: one machine, one file.",
        fix="Let `greenlight backup FOLDER` run every night into another place, or move to PostgreSQL with "
        "GREENLIGHT_DATABASE_URL.",
    )


def _log(settings: Settings) -> Finding:
    if settings.log_format == "json":
        return Finding(about="log", weight=Weight.WELL, says="The log is written for collectors.")
    fix = "Set GREENLIGHT_LOG_FORMAT=json if a collector reads it."
    return Finding(about="log", weight=Weight.NOTE, says="The log is written for people.", fix=fix)


def _open_door(settings: Settings) -> tuple[Finding, ...]:
    if settings.host in _LOCAL:
        return ()
    fix = "Make sure that only your proxy can reach it."
    return (Finding(about="door", weight=Weight.NOTE, says=f"It listens on {settings.host}.", fix=fix),)
