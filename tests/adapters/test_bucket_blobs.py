"""Bytes in a bucket, against a server that speaks S3 over a real socket."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import AsyncIterator

import httpx
import pytest

from adapters.bucket_blobs import AWAY, REFUSED, Bucket, BucketBlobs
from core.errors import Unavailable
from core.payload import Media
from core.secret import Secret
from tests.contracts.blobs import PICTURE, BlobsContract
from tests.fakes import s3


@pytest.fixture
async def bucket() -> AsyncIterator[s3.Bucket]:
    async with s3.a_bucket() as bucket:
        yield bucket


def blobs_in(bucket: s3.Bucket, *, secret: str = s3.SECRET, prefix: str = "") -> BucketBlobs:
    where = Bucket(
        name=s3.BUCKET,
        key_id=s3.KEY_ID,
        secret=Secret(secret),
        endpoint=bucket.endpoint,
        region=s3.REGION,
        prefix=prefix,
    )
    return BucketBlobs(where)


@pytest.fixture
def blobs(bucket: s3.Bucket) -> BucketBlobs:
    return blobs_in(bucket)


class TestBucket(BlobsContract):
    """Every promise but those about a disk."""

    @pytest.fixture(autouse=True)
    def _behind(self, bucket: s3.Bucket) -> None:
        self.bucket = bucket

    async def damage(self, sha256: str, data: bytes | None) -> None:
        key = f"{sha256[:2]}/{sha256[2:]}"
        if data is None:
            del self.bucket.objects[key]
        else:
            self.bucket.objects[key] = data


async def test_a_repeat_sends_nothing_again(bucket: s3.Bucket, blobs: BucketBlobs) -> None:
    for _ in range(3):
        await blobs.put(PICTURE)
    assert bucket.asked["PUT"] == 1


async def test_a_large_film_goes_in_parts(bucket: s3.Bucket, blobs: BucketBlobs) -> None:
    film = bytes(range(256)) * 50_000
    sha256 = await blobs.put(film)
    assert bucket.asked["PUT"] > 1
    assert await blobs.piece(sha256, 12_000_000, 12_000_004) == film[12_000_000:12_000_004]


async def test_the_whole_is_read_once_for_many_pieces(bucket: s3.Bucket, blobs: BucketBlobs) -> None:
    sha256 = await blobs.put(b"0123456789")
    another = blobs_in(bucket)
    assert [await another.piece(sha256, at, at + 2) for at in range(0, 10, 2)] == [b"01", b"23", b"45", b"67", b"89"]
    assert bucket.asked["GET"] == 6


async def test_a_prefix_stands_before_every_name(bucket: s3.Bucket) -> None:
    blobs = blobs_in(bucket, prefix="media/ours")
    sha256 = await blobs.put(PICTURE)
    assert [*bucket.objects] == [f"media/ours/{sha256[:2]}/{sha256[2:]}"]
    assert await blobs.get(sha256) == PICTURE


async def test_anybody_may_fetch_by_a_signed_link_and_by_no_other(bucket: s3.Bucket, blobs: BucketBlobs) -> None:
    medium = Media(sha256=await blobs.put(PICTURE), mime="image/png", size=len(PICTURE))
    link = blobs.link(medium)
    async with httpx.AsyncClient() as platform:
        answer = await platform.get(link)
        altered = await platform.get(link.replace("X-Amz-Expires=", "X-Amz-Expires=9"))
        bare = await platform.get(link.partition("?")[0])
    assert (answer.status_code, answer.content, answer.headers["content-type"]) == (200, PICTURE, "image/png")
    assert (altered.status_code, bare.status_code) == (403, 403)


async def test_a_wrong_key_is_not_let_in(bucket: s3.Bucket) -> None:
    with pytest.raises(Unavailable, match=REFUSED):
        await blobs_in(bucket, secret="wrong").put(PICTURE)
    assert bucket.objects == {}


async def test_a_bucket_that_is_not_there_is_away() -> None:
    async with s3.a_bucket() as gone:
        blobs = blobs_in(gone)
    with pytest.raises(Unavailable, match=AWAY):
        await blobs.get("0" * 64)


def test_the_library_is_loaded_only_for_a_bucket() -> None:
    code = "import sys, bot.wiring.build, adapters.bucket_blobs; print('obstore' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"
