"""Puts words over a photo: the photo fills the picture and is darkened where words stand."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from adapters.media.colour import WHITE, Colour, contrast
from adapters.media.palette import Palette
from adapters.media.photos import MOST_BYTES, decoded
from core.errors import Invalid, Rejected

if TYPE_CHECKING:
    from PIL.Image import Image

CENTRE = (0.5, 0.42)  # of the photo: people and things stand a little above the middle
LEAST_VEIL = 90  # of 255: less looks like a fault
SOFT_EDGE = 0.3  # of the height, over which the veil fades out
NEEDED = 5.2  # contrast of words over the brightest photo; what JPEG blurs is allowed for
# JPEG quality and colour subsampling (0 keeps letters crisp), tried in turn until the file is small enough
QUALITIES = ((88, 0), (80, 0), (70, 0), (58, 0), (45, 2), (30, 2), (15, 2), (6, 2))


def over_photo(words: bytes, photo: bytes, *, veil: int | None, night: Palette, most_bytes: int) -> bytes:
    """A JPEG of the words (a PNG, clear around them) over the photo.

    From `veil` pixels downwards the photo is darkened so far that the ink of `night` stands out from anything in it.

    Raises:
        Rejected: the photo cannot be read, or does not become small enough.
    """
    from PIL import Image, ImageStat

    with Image.open(BytesIO(words)) as image:
        overlay = image.convert("RGBA")
    ground = _filling(photo, overlay.size, night.paper)
    if veil is not None:
        below = ground.crop((0, min(veil, ground.height - 1), *ground.size))
        opacity = _opacity(night, max(high for _, high in ImageStat.Stat(below).extrema))
        ground.paste(Image.new("RGB", ground.size, str(night.paper)), mask=_veil(ground.size, veil, opacity))
    ground.paste(overlay, mask=overlay)
    for quality, subsampling in QUALITIES:
        out = BytesIO()
        ground.save(out, "JPEG", quality=quality, subsampling=subsampling)
        if out.tell() <= most_bytes:
            return out.getvalue()
    raise Rejected("picture_too_heavy")


def brightest(night: Palette) -> Colour:
    """The brightest ground that words over a photo can have: plain white below the veil."""
    return WHITE.mixed(night.paper, _opacity(night, 255) / 255)


@lru_cache(maxsize=64)
def _opacity(night: Palette, lightest: int) -> int:
    """How opaque, of 255, the veil must be for the ink to be read over a grey that light (0 to 255)."""
    grey = Colour(lightest, lightest, lightest)
    shares = range(LEAST_VEIL, 256)
    return next((one for one in shares if contrast(grey.mixed(night.paper, one / 255), night.ink) >= NEEDED), 255)


def _filling(photo: bytes, size: tuple[int, int], behind: Colour) -> Image:
    from PIL import Image, ImageOps

    if len(photo) > MOST_BYTES:
        raise Rejected("photo_too_heavy")
    try:
        image = decoded(photo, about=size)
    except Invalid as error:
        raise Rejected("photo_unreadable") from error
    fitted = ImageOps.fit(image, size, Image.Resampling.BICUBIC, centering=CENTRE)
    if fitted.mode == "RGB":
        return fitted
    flat = Image.new("RGB", size, str(behind))
    flat.paste(fitted, mask=fitted.getchannel("A"))
    return flat


def _veil(size: tuple[int, int], top: int, opacity: int) -> Image:
    """How much of the veil each row shows: all of it from `top` on, less and less above."""
    from PIL import Image

    width, height = size
    fade = max(1, round(SOFT_EDGE * height))

    def share(y: int) -> float:
        rise = min(1.0, max(0.0, (y - top + fade) / fade))
        return rise * rise * (3 - 2 * rise)

    column = Image.new("L", (1, height))
    column.putdata([round(opacity * share(y)) for y in range(height)])
    return column.resize((width, height))
