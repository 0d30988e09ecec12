"""Takes in the pictures people send: bounded before decoding, upright, in sRGB, without hidden data."""

from __future__ import annotations

import asyncio
import struct
import threading
from io import BytesIO
from typing import TYPE_CHECKING

from core.errors import Invalid, Problem, too_heavy
from core.pictures import Picture, Shape

if TYPE_CHECKING:
    from PIL.Image import Image, Transpose

MOST_BYTES = 25 * 10**6
MOST_PIXELS = 50 * 10**6
LONGEST_SIDE = 20_000  # pixels, as sent
FITTED_SIDE = 4096  # pixels, as kept
QUALITY = 90  # JPEG, of 95 that make sense
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
ORIENTATION = 0x0112  # the EXIF tag; API: https://www.cipa.jp/std/documents/e/DC-008-2012_E.pdf (read 2026-11)

# What Pillow's readers raise on damaged files.
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    EOFError,
    MemoryError,
    struct.error,
)

_UNREADABLE = Problem(
    field="media", what="This file cannot be read as a picture.", fix="Please send a JPEG, PNG, WebP or GIF."
)


class FittedPhotos:
    """`core.pictures.Photos` with Pillow.

    One picture is worked on at a time, in a worker thread; the others wait without holding a thread. At the
    largest size allowed that takes about 500 MB of memory for a moment. Of an animation the first frame is kept.
    """

    def __init__(self) -> None:
        self._turn = asyncio.Semaphore(1)
        self._lock = threading.Lock()  # a cancelled caller leaves its thread running

    async def admit(self, data: bytes) -> Picture:
        """The picture with its longest side at most 4096 pixels: a JPEG, or a PNG where something shows through.

        Raises:
            Invalid: it is no picture that can be read, or larger than 25 MB, 50 megapixels or 20 000 pixels a side.
        """
        if len(data) > MOST_BYTES:
            raise Invalid(too_heavy(len(data), MOST_BYTES))
        async with self._turn:
            return await asyncio.to_thread(self._fit, data)

    async def fit(self, data: bytes, shape: Shape) -> Picture:
        """The picture in that shape. Raises as the port says."""
        async with self._turn:
            return await asyncio.to_thread(self._shaped, data, shape)

    def _fit(self, data: bytes) -> Picture:
        with self._lock:
            return _fitted(data)

    def _shaped(self, data: bytes, shape: Shape) -> Picture:
        from adapters.media.fitting import fitted

        with self._lock:
            return fitted(data, shape)


def decoded(data: bytes, *, about: tuple[int, int] | None = None) -> Image:
    """The picture upright, in 8 bits a colour: RGB, or RGBA where something shows through.

    With `about` a JPEG may come out smaller than it was sent, though never smaller than that (width, height).

    Raises:
        Invalid: it is no picture that can be read, or larger than 50 megapixels or 20 000 pixels a side.
    """
    from PIL import Image as images
    from PIL.Image import DecompressionBombError, DecompressionBombWarning

    try:
        with images.open(BytesIO(data), formats=FORMATS) as image:
            _must_be_bounded(*image.size)
            if about:
                image.draft(None, (max(about), max(about)))  # it may lie on its side
            image.load()
            flat = _in_srgb(image)
            turn = _turn(image)
        return flat if turn is None else flat.transpose(turn)
    except (DecompressionBombError, DecompressionBombWarning) as error:
        raise Invalid(_too_large()) from error
    except _BROKEN as error:
        raise Invalid(_UNREADABLE) from error


def _fitted(data: bytes) -> Picture:
    from PIL.Image import Resampling

    flat = decoded(data)
    flat.thumbnail((FITTED_SIDE, FITTED_SIDE), Resampling.LANCZOS)
    flat.info.clear()  # else comments and profiles would follow into the new file
    out = BytesIO()
    if flat.mode == "RGBA":
        flat.save(out, "PNG")
    else:
        flat.save(out, "JPEG", quality=QUALITY)
    mime = "image/png" if flat.mode == "RGBA" else "image/jpeg"
    return Picture(data=out.getvalue(), mime=mime, width=flat.width, height=flat.height, alt="")


def _must_be_bounded(width: int, height: int) -> None:
    if width < 1 or height < 1:
        raise Invalid(_UNREADABLE)
    longest = max(width, height)
    if longest > LONGEST_SIDE:
        raise Invalid(
            Problem(
                field="media",
                what=f"This picture is {longest} pixels long on one side; {LONGEST_SIDE} is the limit.",
                fix="Please send a smaller one.",
                limit=LONGEST_SIDE,
                actual=longest,
            )
        )
    if width * height > MOST_PIXELS:
        raise Invalid(_too_large(width * height))


def _in_srgb(image: Image) -> Image:
    """The picture in 8 bits a colour, RGB or, where something shows through, RGBA."""
    alpha = _alpha(image)
    colours = _eight_bit(image)
    flat = _by_profile(colours, image.info.get("icc_profile")) or colours.convert("RGB")
    if alpha is not None:
        flat.putalpha(alpha)
    return flat


def _alpha(image: Image) -> Image | None:
    """How opaque each pixel is; None when all of them are."""
    if not image.has_transparency_data:
        return None
    alpha = image.convert("RGBA").getchannel("A")
    return None if alpha.getextrema() == (255, 255) else alpha


def _eight_bit(image: Image) -> Image:
    """The colours alone, in a mode of 8 bits: L, RGB or CMYK."""
    if image.mode.startswith("I"):  # 16-bit grey; a plain conversion would cut off instead of scaling
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in ("L", "RGB", "CMYK"):
        return image
    if image.mode in ("1", "LA"):
        return image.convert("L")
    return image.convert("RGBA").convert("RGB")  # a palette with transparency only converts this way


def _by_profile(colours: Image, profile: object) -> Image | None:
    """The colours as the embedded profile means them, in sRGB; None without a usable profile."""
    from PIL import ImageCms

    if not isinstance(profile, bytes):
        return None
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(colours, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, *_BROKEN):
        return None  # a damaged profile, or one for other colours: the picture is still worth showing


def _turn(image: Image) -> Transpose | None:
    """What brings the picture upright; nothing when its EXIF data is damaged."""
    from PIL.Image import Transpose as To

    try:
        orientation = image.getexif().get(ORIENTATION)
    except _BROKEN:
        return None
    turns = {
        2: To.FLIP_LEFT_RIGHT,
        3: To.ROTATE_180,
        4: To.FLIP_TOP_BOTTOM,
        5: To.TRANSPOSE,
        6: To.ROTATE_270,
        7: To.TRANSVERSE,
        8: To.ROTATE_90,
    }
    return turns.get(orientation) if isinstance(orientation, int) else None


def _too_large(pixels: int = 0) -> Problem:
    limit = MOST_PIXELS // 10**6
    have = f"has {pixels / 10**6:.1f} megapixels" if pixels else "has too many pixels"
    return Problem(
        field="media",
        what=f"This picture {have}; {limit} megapixels is the limit.",
        fix="Please send a smaller one.",
        limit=MOST_PIXELS,
        actual=pixels,
    )
