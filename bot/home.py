"""The folder an installation lives in, and who is using it."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.errors import Invalid, Problem

_MARK = "in-use.lock"


def make_home(home: Path) -> None:
    """Make the folder, for nobody but this user; one that is there stays as it is.

    Raises:
        Invalid: it cannot be made.
    """
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise _unusable(home) from error


def missing(file: Path | None) -> bool:
    """True for the file of a database that is not there yet; PostgreSQL has none."""
    return file is not None and not file.exists()


@contextmanager
def in_use(home: Path) -> Iterator[None]:
    """Mark the folder as in use by a running Greenlight; several may run at once. A killed process leaves no mark.

    Raises:
        Invalid: it is being restored, or nothing can be written there.
    """
    with _locked(home, fcntl.LOCK_SH, "A backup is being restored here.", "Start again when that is done."):
        yield


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Keep the folder from being used by a running Greenlight.

    Raises:
        Invalid: one is running, or nothing can be written there.
    """
    with _locked(home, fcntl.LOCK_EX, "Greenlight is running.", "Stop it first."):
        yield


def is_in_use(home: Path) -> bool:
    """True while a Greenlight runs in this folder."""
    try:
        with (home / _MARK).open("rb") as mark:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


@contextmanager
def _locked(home: Path, how: int, taken: str, fix: str) -> Iterator[None]:
    try:
        mark = (home / _MARK).open("ab")
    except OSError as error:
        raise _unusable(home) from error
    with mark:
        try:
            fcntl.flock(mark, how | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Invalid(Problem(field="home", what=taken, fix=fix)) from error
        yield


def _unusable(home: Path) -> Invalid:
    return Invalid(
        Problem(
            field="home",
            what=f"Nothing can be written in the folder {home}.",
            fix="Change its permissions, or set GREENLIGHT_HOME to another one.",
        )
    )
