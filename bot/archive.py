"""A backup as one file: the copy of the database with the folders beside it, compressed. All of this blocks."""

from __future__ import annotations

import json
import os
import shutil
import tarfile
import tempfile
from dataclasses import asdict, dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO

from core.errors import Invalid, Problem

FOLDERS = ("blobs", "feeds", "demo")
"""What is kept beside the database. Keys are left out on purpose."""

DATABASE = "database"
_ABOUT = "greenlight-backup.json"
_FORMAT = 1
_LARGEST_ABOUT = 10_000  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """When a backup was made and what kind of database it holds ("sqlite" or "postgresql")."""

    made_at: datetime
    database: str


def pack(target: Path, *, about: About, database: Path, home: Path) -> int:
    """Write the archive, whole or not at all, readable by this user only; answers its size in bytes.

    `home` may be in use: files are added as they are found, and what vanishes meanwhile is left out.

    Raises:
        Invalid: the target exists, or it cannot be written.
    """
    if target.exists():
        raise _refused(f"{target} exists already.", "Choose another name; nothing is ever overwritten.")
    try:
        return _pack(target, about, database, home)
    except FileExistsError as error:
        raise _refused(f"{target} exists already.", "Choose another name.") from error
    except OSError as error:
        raise _refused(f"{target} could not be written: {error.strerror}.", "Choose another place.") from error


def read_about(source: Path) -> About:
    """What a backup says about itself.

    Raises:
        Invalid: it is no backup, or one of a newer kind.
    """
    try:
        with tarfile.open(source, "r:gz") as archive:
            first = archive.next()
            if first is None or first.name != _ABOUT or first.size > _LARGEST_ABOUT:
                raise _no_backup(source)
            about = json.loads(_opened(archive, first).read())
        if about["format"] > _FORMAT:
            raise _refused(f"{source} was made by a newer version of Greenlight.", "Install that version first.")
        return About(made_at=datetime.fromisoformat(about["made_at"]), database=str(about["database"]))
    except (OSError, tarfile.TarError, EOFError, ValueError, KeyError, TypeError) as error:
        raise _no_backup(source) from error


def unpack(source: Path, into: Path) -> Path:
    """Lay everything out in an empty folder, and answer where the copy of the database is.

    Only plain files under the known names are taken, so nothing can be written outside of the folder.

    Raises:
        Invalid: the archive is damaged or holds something else.
    """
    try:
        with tarfile.open(source, "r:gz") as archive:
            for member in archive:
                if member.name != _ABOUT:
                    _lay_out(archive, member, into, source)
    except (OSError, tarfile.TarError, EOFError) as error:
        raise _refused(f"{source} could not be unpacked: it is damaged, or the disk is full.", "Check both.") from error
    database = into / DATABASE
    if not database.is_file():
        raise _refused(f"{source} is damaged: it holds no database.", "Use another backup.")
    return database


def _pack(target: Path, about: About, database: Path, home: Path) -> int:
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", dir=target.parent)
    draft = Path(name)
    try:
        with open(descriptor, "wb") as file:
            with tarfile.open(fileobj=file, mode="w:gz", compresslevel=6, format=tarfile.PAX_FORMAT) as archive:
                _add_about(archive, about)
                _add(archive, database, DATABASE)
                for folder in FOLDERS:
                    _add_folder(archive, home, folder)
            file.flush()
            os.fsync(file.fileno())
            size = file.tell()
        os.link(draft, target)
    finally:
        draft.unlink(missing_ok=True)
    _sync(target.parent)
    return size


def _add_about(archive: tarfile.TarFile, about: About) -> None:
    text = json.dumps({"format": _FORMAT, **asdict(about), "made_at": about.made_at.isoformat()}).encode()
    entry = tarfile.TarInfo(_ABOUT)
    entry.size, entry.mode, entry.mtime = len(text), 0o600, int(about.made_at.timestamp())
    archive.addfile(entry, BytesIO(text))


def _add_folder(archive: tarfile.TarFile, home: Path, folder: str) -> None:
    for place, folders, names in os.walk(home / folder):
        folders.sort()
        for name in sorted(names):
            path = Path(place) / name
            if not name.startswith(".") and not path.is_symlink():
                _add(archive, path, path.relative_to(home).as_posix())


def _add(archive: tarfile.TarFile, path: Path, name: str) -> None:
    """Add the file as it is when opened. One that was replaced or removed since the listing is no harm."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return
    with file:
        entry = archive.gettarinfo(arcname=name, fileobj=file)
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = ""
        archive.addfile(entry, file)


def _lay_out(archive: tarfile.TarFile, member: tarfile.TarInfo, into: Path, source: Path) -> None:
    name = PurePosixPath(member.name)
    known = member.name == DATABASE or (len(name.parts) > 1 and name.parts[0] in FOLDERS)
    if not member.isreg() or not known or ".." in name.parts:
        raise _no_backup(source)
    path = into.joinpath(*name.parts)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("xb") as file:
        shutil.copyfileobj(_opened(archive, member), file)
        file.flush()
        os.fsync(file.fileno())


def _opened(archive: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    file = archive.extractfile(member)
    if file is None:
        raise tarfile.ReadError("not a file")
    return file


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _no_backup(source: Path) -> Invalid:
    return _refused(f"{source} is not a backup of Greenlight, or it is damaged.", "Check the name.")


def _refused(what: str, fix: str) -> Invalid:
    return Invalid(Problem(field="path", what=what, fix=fix))
