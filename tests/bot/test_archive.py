"""A backup is one file that is whole, holds no key and never lands on another file."""

import io
import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.archive import About, pack, read_about, unpack
from core.errors import Invalid

ABOUT = About(made_at=datetime(2026, 11, 21, 9, 0, tzinfo=UTC), database="sqlite")


def a_home(folder: Path) -> Path:
    """A data folder with a database, pictures, feeds and keys."""
    files = {
        "greenlight.db": b"the live database",
        "keys.json": b"the keys",
        "in-use.lock": b"",
        "blobs/ab/cdef": b"a picture",
        "blobs/ab/.cdef.tmp": b"half a picture",
        "feeds/bakery/feed.atom": b"<feed/>",
        "feeds/bakery/entries/1a.json": b"{}",
        "before-restore-1/greenlight.db": b"an old database",
    }
    for name, data in files.items():
        path = folder / "home" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder / "home"


def a_copy(folder: Path) -> Path:
    copy = folder / "copy"
    copy.write_bytes(b"a consistent copy")
    return copy


def packed(folder: Path) -> Path:
    target = folder / "backup.tar.gz"
    pack(target, about=ABOUT, database=a_copy(folder), home=a_home(folder))
    return target


def an_archive(path: Path, *members: tarfile.TarInfo | tuple[str, bytes]) -> Path:
    """An archive somebody else made."""
    with tarfile.open(path, "w:gz") as archive:
        for member in members:
            if isinstance(member, tarfile.TarInfo):
                archive.addfile(member)
            else:
                entry = tarfile.TarInfo(member[0])
                entry.size = len(member[1])
                archive.addfile(entry, io.BytesIO(member[1]))
    return path


def test_what_was_packed_comes_out_again(tmp_path: Path) -> None:
    into = tmp_path / "into"
    into.mkdir()
    source = packed(tmp_path)
    assert read_about(source) == ABOUT
    assert unpack(source, into).read_bytes() == b"a consistent copy"
    laid_out = sorted(path.relative_to(into).as_posix() for path in into.rglob("*") if path.is_file())
    assert laid_out == ["blobs/ab/cdef", "database", "feeds/bakery/entries/1a.json", "feeds/bakery/feed.atom"]
    assert (into / "blobs/ab/cdef").read_bytes() == b"a picture"


def test_only_this_user_can_read_it_and_no_draft_is_left(tmp_path: Path) -> None:
    target = packed(tmp_path)
    assert target.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.tar.gz", "copy", "home"]


def test_no_key_is_in_it(tmp_path: Path) -> None:
    with tarfile.open(packed(tmp_path)) as archive:
        assert not [name for name in archive.getnames() if "keys" in name]


def test_it_never_overwrites_a_file(tmp_path: Path) -> None:
    target = tmp_path / "backup.tar.gz"
    target.write_bytes(b"something else")
    with pytest.raises(Invalid, match="exists already"):
        packed(tmp_path)
    assert target.read_bytes() == b"something else"


def test_a_folder_that_is_not_there_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="could not be written"):
        pack(tmp_path / "no" / "backup.tar.gz", about=ABOUT, database=a_copy(tmp_path), home=tmp_path)


def test_an_empty_home_is_packed_too(tmp_path: Path) -> None:
    target, into = tmp_path / "backup.tar.gz", tmp_path / "into"
    into.mkdir()
    pack(target, about=ABOUT, database=a_copy(tmp_path), home=tmp_path / "nothing")
    assert unpack(target, into).read_bytes() == b"a consistent copy"


@pytest.mark.parametrize("length", [0, 1, 20, 100, 200])
def test_a_backup_cut_short_is_refused(tmp_path: Path, length: int) -> None:
    whole, cut = packed(tmp_path), tmp_path / "cut.tar.gz"
    cut.write_bytes(whole.read_bytes()[:length])
    with pytest.raises(Invalid):
        unpack(cut, tmp_path)


@pytest.mark.parametrize("content", [b"", b"hello", b"\x1f\x8b\x08\x00hello"])
def test_a_file_that_is_no_backup_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "picture.jpg"
    path.write_bytes(content)
    with pytest.raises(Invalid, match="not a backup"):
        read_about(path)


@pytest.mark.parametrize(
    "about", [b"{}", b"[]", b"x", b'{"format": 1}', b'{"format": 1, "made_at": "yesterday", "database": "sqlite"}']
)
def test_a_backup_that_says_nothing_useful_is_refused(tmp_path: Path, about: bytes) -> None:
    path = an_archive(tmp_path / "a.tar.gz", ("greenlight-backup.json", about))
    with pytest.raises(Invalid, match="not a backup"):
        read_about(path)


def test_a_backup_of_a_newer_kind_is_named_as_such(tmp_path: Path) -> None:
    path = an_archive(tmp_path / "a.tar.gz", ("greenlight-backup.json", b'{"format": 2}'))
    with pytest.raises(Invalid, match="newer version"):
        read_about(path)


def a_link(name: str, to: str, kind: bytes) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.type, entry.linkname = kind, to
    return entry


@pytest.mark.parametrize(
    "member",
    [
        ("../outside", b"x"),
        ("/tmp/greenlight-outside", b"x"),
        ("blobs/../../outside", b"x"),
        ("keys.json", b"x"),
        ("greenlight.db", b"x"),
        ("blobs", b"x"),
        a_link("blobs/link", "/etc/passwd", tarfile.SYMTYPE),
        a_link("blobs/hard", "../../outside", tarfile.LNKTYPE),
        a_link("blobs/device", "", tarfile.CHRTYPE),
    ],
    ids=lambda member: member.name if isinstance(member, tarfile.TarInfo) else member[0],
)
def test_nothing_is_written_outside_of_the_known_folders(
    tmp_path: Path, member: tarfile.TarInfo | tuple[str, bytes]
) -> None:
    into = tmp_path / "a" / "into"
    into.mkdir(parents=True)
    path = an_archive(tmp_path / "a.tar.gz", ("database", b"x"), member)
    with pytest.raises(Invalid):
        unpack(path, into)
    assert [one.name for one in into.iterdir()] == ["database"]
    assert sorted(one.name for one in tmp_path.rglob("*")) == ["a", "a.tar.gz", "database", "into"]


def test_an_archive_without_a_database_is_refused(tmp_path: Path) -> None:
    into = tmp_path / "into"
    into.mkdir()
    with pytest.raises(Invalid, match="no database"):
        unpack(an_archive(tmp_path / "a.tar.gz", ("blobs/a", b"x")), into)
