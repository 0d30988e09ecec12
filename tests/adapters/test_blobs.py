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
from core.errors import Invalid, Unavailable
from tests.contracts.blobs import BlobsContract


def file_of(folder: Path, sha256: str) -> Path:
    return folder / sha256[:2] / sha256[2:]


@given(data=st.binary())
def test_bytes_come_back_under_their_hash(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    blobs = FileBlobs(tmp_path_factory.getbasetemp() / "any")
    sha256 = asyncio.run(blobs.put(data))
    assert sha256 == hashlib.sha256(data).hexdigest()
    assert asyncio.run(blobs.get(sha256)) == data


class TestFolder(BlobsContract):
    """Every promise, on a disk."""

    @pytest.fixture
    def blobs(self, tmp_path: Path) -> FileBlobs:
        self.folder = tmp_path
        return FileBlobs(tmp_path)

    async def damage(self, sha256: str, data: bytes | None) -> None:
        if data is None:
            file_of(self.folder, sha256).unlink()
        else:
            file_of(self.folder, sha256).write_bytes(data)


async def test_pieces_that_break_off_or_are_too_many_leave_nothing(tmp_path: Path) -> None:
    blobs = FileBlobs(tmp_path)
    with pytest.raises(Unavailable):
        await blobs.put_all(broken())
    with pytest.raises(Invalid):
        await blobs.put_all(broken(), most=3)
    assert list(tmp_path.iterdir()) == []


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
