"""Pictures kept to be looked at: what is drawn today must still look like them."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops

GOLDEN = Path(__file__).parent / "golden"
REWRITE = "GREENLIGHT_REWRITE_GOLDEN"  # set to 1 to keep what is drawn now; look at the change before you commit it
REWRITES = os.environ.get(REWRITE) == "1"
SMALL = 540  # pixels across at most, as kept
TOLERANCE = 8.0  # of 255, the mean difference in the worst of 24 x 24 fields


def assert_golden(name: str, png: bytes, *, folder: Path = GOLDEN, rewrite: bool = REWRITES) -> None:
    """Compare a picture, reduced to at most 540 pixels across, with golden/<name>.png, or keep it as that.

    Anti-aliasing and palettes may differ a little; a missing word or another colour is noticed.
    """
    drawn = _reduced(png)
    kept = folder / f"{name}.png"
    if rewrite:
        folder.mkdir(exist_ok=True)
        drawn.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(kept, optimize=True)
        return
    with Image.open(kept) as image:
        golden = image.convert("RGB")
    assert drawn.size == golden.size, f"{name} is {drawn.size}, it was {golden.size}"
    worst = _worst_field(drawn, golden)
    assert worst <= TOLERANCE, f"{name} looks different: {worst:.1f} of 255 in its worst field; {REWRITE}=1 keeps it"


def _reduced(png: bytes) -> Image.Image:
    with Image.open(BytesIO(png)) as image:
        picture = image.convert("RGB")
    picture.thumbnail((SMALL, 4 * SMALL), Image.Resampling.LANCZOS)
    return picture


def _worst_field(one: Image.Image, other: Image.Image) -> float:
    grey = ImageChops.difference(one, other).convert("L")
    fields = grey.resize((24, 24), Image.Resampling.BOX)
    return float(max(fields.tobytes()))
