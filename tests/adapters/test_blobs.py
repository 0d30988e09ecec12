"""Bytes by their hash, durably."""

import asyncio
import errno
import hashlib
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from adapters.blobs import FileBlobs
from adapters.durable import create_file, reason, replace_file
from core.errors import Invalid, Rejected, Unavailable


def file_of(folder: Path, sha256: str) -> Path:
    return folder / sha256[:2] / sha256[2:]


@given(data=st.binary())
def test_bytes_come_back_under_their_hash(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    blobs = FileBlobs(tmp_path_factory.getbasetemp() / "any")
    sha256 = asyncio.run(blobs.put(data))
    assert sha256 == hashlib.sha256(data).hexdigest()
    assert asyncio.run(blobs.get(sha256)) == data


async def test_a_piece_is_read_and_the_whole_is_checked_when_the_file_changes(tmp_path: Path) -> None:
    blobs = FileBlobs(tmp_path)
    sha256 = await blobs.put(b"0123456789")
    assert [await blobs.piece(sha256, *ends) for ends in ((0, 4), (4, 10), (8, 99), (10, 20), (5, 5))] == [
        b"0123",
        b"456789",
        b"89",
        b"",
        b"",
    ]
    file_of(tmp_path, sha256).write_bytes(b"0123x56789")
    with pytest.raises(Rejected, match="blob_altered"):
        await blobs.piece(sha256, 0, 4)
    file_of(tmp_path, sha256).unlink()
    for wrong in (sha256, "../../etc/passwd"):
        with pytest.raises(Rejected, match="blob_gone"):
            await blobs.piece(wrong, 0, 4)


async def test_pieces_become_one_and_too_many_of_them_leave_nothing(tmp_path: Path) -> None:
    blobs = FileBlobs(tmp_path)
    sha256 = await blobs.put_all(pieces(b"0123", b"456", b"789"), most=10)
    assert (await blobs.get(sha256), await blobs.size(sha256)) == (b"0123456789", 10)
    with pytest.raises(Invalid, match="MB is the limit"):
        await blobs.put_all(pieces(b"0123", b"456", b"789"), most=9)
    with pytest.raises(Unavailable):
        await blobs.put_all(broken())
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [file_of(tmp_path, sha256)]


async def pieces(*all_of_them: bytes) -> AsyncIterator[bytes]:
    for one in all_of_them:
        yield one


async def broken() -> AsyncIterator[bytes]:
    """As when whoever sends it breaks off."""
    yield b"0123"
    raise Unavailable("refused")


async def test_a_repeat_leaves_one_file_and_no_drafts(tmp_path: Path) -> None:
    blobs = FileBlobs(tmp_path)
    sha256 = await blobs.put(b"picture")
    written = file_of(tmp_path, sha256).stat()
    assert await blobs.put(b"picture") == sha256
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [file_of(tmp_path, sha256)]
    assert file_of(tmp_path, sha256).stat().st_mtime_ns == written.st_mtime_ns


async def test_many_at_once_all_arrive(tmp_path: Path) -> None:
    blobs = FileBlobs(tmp_path)
    every = [str(number % 10).encode() for number in range(50)]
    hashes = await asyncio.gather(*map(blobs.put, every))
    assert [await blobs.get(sha256) for sha256 in hashes] == every
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 10


async def test_altered_bytes_are_refused_and_healed_by_the_next_put(tmp_path: Path) -> None:
    blobs = FileBlobs(tmp_path)
    sha256 = await blobs.put(b"picture")
    file_of(tmp_path, sha256).write_bytes(b"pictura")
    with pytest.raises(Rejected) as caught:
        await blobs.get(sha256)
    assert caught.value.reason == "blob_altered"
    await blobs.put(b"picture")
    assert await blobs.get(sha256) == b"picture"


@pytest.mark.parametrize("name", ["0" * 64, "", "../../etc/passwd", "A" * 64, "0" * 63])
async def test_what_is_not_there_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Rejected) as caught:
        await FileBlobs(tmp_path).get(name)
    assert caught.value.reason == "blob_gone"


async def test_a_folder_that_cannot_be_made_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "blobs").write_text("in the way")
    with pytest.raises(Unavailable):
        await FileBlobs(tmp_path / "blobs").put(b"picture")


def test_a_full_disk_has_a_name_of_its_own() -> None:
    assert reason(OSError(errno.ENOSPC, "full")) == "disk_full"
    assert reason(OSError(errno.EIO, "broken")) == "disk"


def test_a_replaced_file_is_whole_and_leaves_no_draft(tmp_path: Path) -> None:
    replace_file(tmp_path / "file", b"old")
    replace_file(tmp_path / "file", b"new")
    assert (tmp_path / "file").read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["file"]


def test_a_created_file_never_replaces_one(tmp_path: Path) -> None:
    assert create_file(tmp_path / "file", b"first")
    assert not create_file(tmp_path / "file", b"second")
    assert (tmp_path / "file").read_bytes() == b"first"
    assert os.listdir(tmp_path) == ["file"]
