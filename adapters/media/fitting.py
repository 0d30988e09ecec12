"""Makes a picture what somebody takes: as little cut, as little squeezed as needed."""

from __future__ import annotations

from fractions import Fraction
from io import BytesIO
from math import floor
from typing import TYPE_CHECKING

from adapters.media.photos import decoded
from core.errors import Rejected
from core.pictures import Picture, Shape

if TYPE_CHECKING:
    from PIL.Image import Image

QUALITIES = (90, 82, 74, 66)  # JPEG, of 95 that make sense
SMALLER = 0.8  # of each side, where even the last is too heavy
SMALLEST = 320  # pixels of the shorter side; ours
WHITE = (255, 255, 255)
_NAMES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}


def fitted(data: bytes, shape: Shape) -> Picture:
    """The picture in that shape.

    Raises:
        Invalid: it is no picture that can be read.
        Rejected: it cannot be made small enough, or no format that is taken can be written.
    """
    image = _cut(decoded(data), shape.ratio)
    image.info.clear()
    mimes = [one for one in ("image/png", "image/jpeg", "image/webp") if not shape.mimes or one in shape.mimes]
    if not mimes:
        raise Rejected("picture_format")
    if "image/png" in mimes and data.startswith(b"\x89PNG"):
        written = _written(image, "image/png")
        if not shape.most or len(written) <= shape.most:
            return _picture(image, written, "image/png")
    mime = next((one for one in mimes if one != "image/png"), "image/png")
    if mime == "image/jpeg":
        image = _flat(image)
    while True:
        for quality in QUALITIES:
            written = _written(image, mime, quality)
            if not shape.most or len(written) <= shape.most:
                return _picture(image, written, mime)
        width, height = int(image.width * SMALLER), int(image.height * SMALLER)
        if min(width, height) < SMALLEST:
            raise Rejected("picture_too_heavy")
        image = image.resize((width, height))


def _cut(image: Image, ratio: tuple[float, float]) -> Image:
    """The middle of the picture, as much of it as the ratio lets."""
    least, most = (Fraction(one).limit_denominator(10_000) for one in ratio)
    width, height = image.width, image.height
    if not most:
        return image
    if Fraction(width, height) > most:
        width = max(floor(height * most), 1)
    elif Fraction(width, height) < least:
        height = max(floor(width / least), 1)
    left, top = (image.width - width) // 2, (image.height - height) // 2
    return image.crop((left, top, left + width, top + height))


def _flat(image: Image) -> Image:
    """Without anything showing through: on white."""
    if image.mode != "RGBA":
        return image
    from PIL import Image as images

    ground = images.new("RGB", image.size, WHITE)
    ground.paste(image, mask=image.getchannel("A"))
    return ground


def _written(image: Image, mime: str, quality: int = 0) -> bytes:
    out = BytesIO()
    options = {"quality": quality} if quality and mime != "image/png" else {"optimize": True}
    image.save(out, _NAMES[mime], **options)
    return out.getvalue()


def _picture(image: Image, data: bytes, mime: str) -> Picture:
    return Picture(data=data, mime=mime, width=image.width, height=image.height, alt="")
