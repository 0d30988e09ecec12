"""Films that ffmpeg itself makes for the tests: tiny, and each only once in a run."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import imageio_ffmpeg


@cache
def a_film(
    seconds: float = 1.2,
    size: str = "64x64",
    *,
    fps: int = 25,
    ending: str = "mp4",
    codec: str = "libx264",
    sound: bool = True,
    turned: int = 0,
) -> bytes:
    """A film that says where it was made."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"film.{ending}"
        _ffmpeg("-f", "lavfi", "-i", f"testsrc=size={size}:rate={fps}:duration={seconds}",
                *(("-f", "lavfi", "-i", f"sine=duration={seconds}") if sound else ()),
                "-c:v", codec, *(("-preset", "ultrafast") if codec == "libx264" else ()), "-pix_fmt", "yuv420p",
                "-metadata", "location=+38.7000-009.1000/", "-metadata", "title=Secret", path)  # fmt: skip
        if turned:
            lying = path.rename(path.with_stem("lying"))
            _ffmpeg("-display_rotation", str(turned), "-i", lying, "-c", "copy", path)
        return path.read_bytes()


def _ffmpeg(*arguments: str | Path) -> None:
    program = imageio_ffmpeg.get_ffmpeg_exe()
    subprocess.run([program, "-v", "error", "-nostdin", "-threads", "1", *map(str, arguments)], check=True)
