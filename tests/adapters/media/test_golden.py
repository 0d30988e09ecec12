"""The comparison with kept pictures forgives what nobody sees, and nothing else."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from tests.adapters.media import golden


def a_picture(*, ground: str = "#ffffff", word: bool = True) -> bytes:
    image = Image.new("RGB", (1080, 1080), ground)
    if word:
        ImageDraw.Draw(image).rectangle((200, 200, 320, 240), fill="#20304a")
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A folder with one kept picture."""
    golden.assert_golden("square", a_picture(), folder=tmp_path, rewrite=True)
    return tmp_path


def test_a_picture_that_looks_the_same_passes(kept: Path) -> None:
    golden.assert_golden("square", a_picture(ground="#fefefd"), folder=kept, rewrite=False)


@pytest.mark.parametrize("other", [a_picture(word=False), a_picture(ground="#ffe0e0")], ids=["a word less", "red"])
def test_a_picture_that_looks_different_fails(kept: Path, other: bytes) -> None:
    with pytest.raises(AssertionError, match="looks different"):
        golden.assert_golden("square", other, folder=kept, rewrite=False)
