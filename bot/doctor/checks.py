"""Looks at the machine: folder, disk, port, keys, fonts, clock. Each look answers findings and changes nothing."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.doctor.findings import Finding, Weight
from bot.home import is_in_use
from bot.settings import Settings

FONTS = Path(__file__).parents[2] / "adapters" / "media" / "fonts"

_SPARSE = 1_000_000_000  # bytes; some months of pictures
_FULL = 100_000_000  # bytes; a database needs room to breathe
_MADE = datetime(2026, 11, 1, tzinfo=UTC)
_MEGABYTE = 1_000_000


def folder(home: Path) -> Finding:
    """Can the data folder be written?"""
    try:
        with tempfile.TemporaryFile(dir=_nearest(home)):
            pass
    except OSError as error:
        return Finding(
            about="data folder",
            weight=Weight.WRONG,
            says=f"Nothing can be written in {home}: {error.strerror}.",
            fix="Change its permissions, or set GREENLIGHT_HOME to another folder.",
        )
    says = f"{home} can be written." if home.exists() else f"{home} will be made at the first start."
    return Finding(about="data folder", weight=Weight.WELL, says=says)


def disk(home: Path) -> Finding:
    """Is there room left?"""
    free = shutil.disk_usage(_nearest(home)).free
    says = f"{free // _MEGABYTE:,} MB are free."
    if free < _FULL:
        return Finding(about="disk", weight=Weight.WRONG, says=says, fix="Make room: without it nothing can be kept.")
    if free < _SPARSE:
        return Finding(about="disk", weight=Weight.NOTE, says=says, fix="That is little; make room soon.")
    return Finding(about="disk", weight=Weight.WELL, says=says)


def port(settings: Settings) -> Finding:
    """Is the port ours to take?"""
    where = f"{settings.host}:{settings.port}"
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        with socket.create_server((settings.host, settings.port), family=family):
            return Finding(about="port", weight=Weight.WELL, says=f"{where} is free.")
    except OSError as error:
        if is_in_use(settings.home):
            return Finding(about="port", weight=Weight.WELL, says=f"Greenlight is running and listens on {where}.")
        return Finding(
            about="port",
            weight=Weight.WRONG,
            says=f"{where} cannot be used: {os.strerror(error.errno) if error.errno else 'no such address'}.",
            fix="Stop what uses it, or set GREENLIGHT_PORT or GREENLIGHT_HOST to something else.",
        )


def keys(settings: Settings) -> Finding:
    """Are there keys, and are they ours alone?"""
    file = settings.keys_file
    if settings.secret_keys:
        return Finding(about="keys", weight=Weight.WELL, says="The keys come from GREENLIGHT_SECRET_KEYS.")
    try:
        mode = file.stat().st_mode & 0o777
    except OSError:
        return Finding(about="keys", weight=Weight.WELL, says=f"{file} will be made at the first start.")
    if mode & 0o077:
        return Finding(
            about="keys",
            weight=Weight.WRONG,
            says=f"Others on this machine can open {file} (mode {mode:04o}).",
            fix=f"Run: chmod 600 '{file}'",
        )
    return Finding(about="keys", weight=Weight.WELL, says=f"{file} is readable by this user only.")


def fonts(east_asian: Callable[[], Mapping[str, int]], where: Path = FONTS) -> tuple[Finding, ...]:
    """Are the fonts of the pictures here, and how far do they reach in Chinese, Japanese and Korean?

    `east_asian` answers how many of these characters each font file of the machine can draw, our own under "".
    """
    found = len(list(where.glob("*.?tf")))
    if not found:
        says = f"There are no fonts in {where}, so no pictures can be drawn."
        return (Finding(about="fonts", weight=Weight.WRONG, says=says, fix="Install Greenlight again."),)
    return Finding(about="fonts", weight=Weight.WELL, says=f"{found} fonts are here."), _east_asian(east_asian())


def _east_asian(counts: Mapping[str, int]) -> Finding:
    says = f"{counts['']:,} Chinese, Japanese and Korean characters can be drawn with our own fonts"
    spare = [f"{count:,} with {file}" for file, count in counts.items() if file]
    if spare:
        return Finding(about="characters", weight=Weight.WELL, says=f"{says}, {' and '.join(spare)}.")
    return Finding(
        about="characters",
        weight=Weight.NOTE,
        says=f"{says}; a text with a rarer one gets a picture without words.",
        fix="If you write in these languages, install Noto Sans CJK (Debian, Ubuntu: fonts-noto-cjk).",
    )


def clock(now: datetime) -> Finding:
    """Can the clock be right, and are time zones known?"""
    if not _MADE <= now < _MADE.replace(year=2080):
        return Finding(
            about="clock",
            weight=Weight.WRONG,
            says=f"The clock says {now:%Y-%m-%d %H:%M} UTC, which cannot be.",
            fix="Set it, and let it be kept by NTP: posts go out by it.",
        )
    try:
        ZoneInfo("Europe/Lisbon")
    except (ZoneInfoNotFoundError, OSError):
        return Finding(
            about="clock", weight=Weight.WRONG, says="Time zones are not known.", fix="Install the package tzdata."
        )
    return Finding(about="clock", weight=Weight.WELL, says=f"It is {now:%Y-%m-%d %H:%M} UTC.")


def _nearest(home: Path) -> Path:
    """The folder, or the nearest one above it that exists."""
    return next(place for place in (home, *home.parents) if place.exists())
