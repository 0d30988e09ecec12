"""Files that are there whole or not at all, also after a power cut. All of this blocks: call it in a thread."""

from __future__ import annotations

import errno
import fcntl
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from core.errors import Unavailable

PATIENCE = 10.0
"""Seconds to wait for another process that holds a lock file."""

_REASONS = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EACCES: "no_permission",
    errno.EPERM: "no_permission",
    errno.EROFS: "read_only",
}


def reason(error: OSError) -> str:
    """A short code for what the file system said."""
    return _REASONS.get(error.errno or 0, "disk")


def draft(beside: Path, data: bytes) -> Path:
    """Write the bytes durably into a new file of mode 0600 in the folder of `beside`, and answer its path."""
    descriptor, name = tempfile.mkstemp(prefix=f".{beside.name[:40]}.", dir=beside.parent)
    path = Path(name)
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def replace_file(path: Path, data: bytes) -> None:
    """Write a file so that readers see the old or the new one, and the new one survives a power cut."""
    written = draft(path, data)
    try:
        written.replace(path)
    except BaseException:
        written.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def create_file(path: Path, data: bytes) -> bool:
    """Write a file that must not be there yet; False when somebody else was first and theirs stands."""
    written = draft(path, data)
    try:
        os.link(written, path)
    except FileExistsError:
        return False
    finally:
        written.unlink()
    sync_folder(path.parent)
    return True


class Growing:
    """A file that is written piece by piece in that folder and has no name until it is whole."""

    def __init__(self, folder: Path) -> None:
        make_folder(folder)
        descriptor, name = tempfile.mkstemp(prefix=".growing.", dir=folder)
        self._path, self._file = Path(name), os.fdopen(descriptor, "wb")

    def add(self, piece: bytes) -> None:
        """Write what comes next."""
        self._file.write(piece)

    def become(self, path: Path) -> None:
        """Give it its name, durably; one of that name is replaced."""
        self._file.flush()
        os.fsync(self._file.fileno())
        make_folder(path.parent)
        self._path.replace(path)
        sync_folder(path.parent)

    def drop(self) -> None:
        """Let go of it; without a name it is gone."""
        with suppress(OSError):  # a full disk says so once more
            self._file.close()
        self._path.unlink(missing_ok=True)


def make_folder(path: Path) -> None:
    """Make a folder and its parents, durably; one that is there is fine."""
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    path.mkdir(parents=True, exist_ok=True)
    for folder in missing:
        sync_folder(folder.parent)


def sync_folder(path: Path) -> None:
    """Make what was renamed in a folder survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove_file(path: Path) -> None:
    """Delete a file for good; one that is gone already is fine."""
    try:
        path.unlink()
    except FileNotFoundError:
        return
    sync_folder(path.parent)


@contextmanager
def locked(path: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the lock file against other threads and processes. It is freed even when this process is killed.

    Raises:
        Unavailable: somebody else held it for `patience` seconds.
    """
    with path.open("ab") as file:
        give_up = time.monotonic() + patience
        while not _taken(file.fileno()):
            if time.monotonic() > give_up:
                raise Unavailable("busy")
            time.sleep(0.005)
        yield


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
