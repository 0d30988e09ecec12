"""What a film of 1 GB takes of this process's memory while it goes up in pieces."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path

import psutil

from adapters.blobs import FileBlobs
from adapters.clock import SystemClock
from adapters.http import open_client
from adapters.publishers.youtube.publish import YoutubePublisher
from benchmarks.ground.results import Goal, Measure, Result
from core.account import Grant
from core.payload import Checkpoint, Live, Media, Ready
from core.post import Content
from core.rules import Recovery
from core.secret import Secret
from tests.builders import a_brand, a_post, a_workspace, an_account
from tests.fakes.platform.running import MANNERS, RunningPlatform, running_platform

SIZE = 1_000_000_000  # bytes
MEGABYTE = 1 << 20
GOAL = Goal(hold=64, measure=Measure.ABOVE)


async def measure(rounds: int) -> tuple[Result, ...]:
    """MiB resident at the worst moment of the upload, and before it."""
    with tempfile.TemporaryDirectory(prefix="greenlight-bench-") as folder:
        film = _film(Path(folder))
        measured = []
        for _ in range(min(rounds, 3)):
            with running_platform(dialect="youtube") as far:
                measured.append(await _upload(FileBlobs(Path(folder)), film, far))
    return (
        Result(
            what="a film of 1 GB on its way up, streamed",
            unit="MiB",
            ours=tuple(worst for worst, _ in measured),
            against="the same process before it",
            baseline=tuple(before for _, before in measured),
            goal=GOAL,
            notes=("resident memory; YouTube's resumable upload in pieces, from the blob store to a far side of ours",),
        ),
    )


def _film(folder: Path) -> Media:
    """A file in the blob store, written in pieces."""
    digest, draft = hashlib.sha256(), folder / "draft"
    with draft.open("wb") as file:
        for number in range(SIZE // 1_000_000):
            piece = number.to_bytes(8, "big") * 125_000
            digest.update(piece)
            file.write(piece)
    sha256 = digest.hexdigest()
    (folder / sha256[:2]).mkdir()
    draft.rename(folder / sha256[:2] / sha256[2:])
    return Media(sha256=sha256, mime="video/mp4", size=SIZE, width=1920, height=1080, seconds=600)


async def _upload(blobs: FileBlobs, film: Media, far: RunningPlatform) -> tuple[float, float]:
    """The memory at its worst and before, in MiB."""
    far.join("place", "token", MANNERS[Recovery.CONDITIONAL])
    process = psutil.Process()
    brand = a_brand(a_workspace())
    post = a_post(brand, content=Content(text="A long film", headline="A long film", media=(film,)))
    async with open_client(version="bench") as client:
        publisher = YoutubePublisher(client=client, blobs=blobs, clock=SystemClock(), api_url=far.url)
        (payload,) = publisher.compose(post, an_account(brand, publisher.platform, "place"))
        grant, checkpoint = Grant(access=Secret("token")), Checkpoint(key="k")
        before = worst = process.memory_info().rss / MEGABYTE
        while True:
            reached = await publisher.step(payload, checkpoint, grant)
            worst = max(worst, process.memory_info().rss / MEGABYTE)
            if isinstance(reached, Ready):
                break
            checkpoint = reached
        live = await publisher.reveal(payload, reached.checkpoint, grant)
        worst = max(worst, process.memory_info().rss / MEGABYTE)
    if not isinstance(live, Live):
        raise TypeError("the film is not live")
    return worst, before
