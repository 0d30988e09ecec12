"""Draws quote cards with typst and shrinks them with Pillow, away from the event loop."""

from __future__ import annotations

import asyncio
import json
import threading
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.media.lettering import Coverage, Paragraph, initial, paragraphs, runs_right_to_left, tidied
from core.errors import Invalid, Problem, Rejected
from core.pictures import Picture, QuoteCard

if TYPE_CHECKING:
    from typst import Compiler

FONTS = Path(__file__).parent / "fonts"
TEMPLATES = Path(__file__).parent / "templates"
SMALLEST_SIDE, LARGEST_SIDE = 320, 2160  # pixels
MOST_BYTES = 150 * 1024
PIXELS_PER_INCH = 72  # then one typst point is one pixel
PALETTE_SIZES = (128, 64, 32, 16, 8)  # tried in turn until the file is small enough
SEEDS = 2**31  # templates count with whole numbers far below this


class DrawnPictures:
    """Pictures drawn by this process from the templates and fonts beside this module.

    One picture is drawn at a time, in a worker thread; the others wait without holding a thread.
    """

    def __init__(self) -> None:
        self._turn = asyncio.Semaphore(1)
        self._engine = _Engine()

    async def quote(self, card: QuoteCard) -> Picture:
        """Draw the card as a PNG of at most 150 KiB; see `core.pictures.Pictures`."""
        problems = _problems(card)
        if problems:
            raise Invalid(*problems)
        async with self._turn:
            return await asyncio.to_thread(self._engine.draw, card)


class _Engine:
    """The blocking part. typst and the fonts load with the first picture, not before."""

    def __init__(self) -> None:
        self._lock = threading.Lock()  # a cancelled caller leaves its thread running
        self._compiler: Compiler | None = None
        self._coverage: Coverage | None = None

    def draw(self, card: QuoteCard) -> Picture:
        with self._lock:
            self._coverage = self._coverage or Coverage(FONTS / "coverage.json")
            self._compiler = self._compiler or _compiler()
            png, words = _set(self._compiler, _values(card, self._coverage))
        return Picture(data=_small(png), mime="image/png", width=card.width, height=card.height, alt=_alt(card, words))


def _compiler() -> Compiler:
    from typst import Compiler, Fonts

    fonts = Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    return Compiler(TEMPLATES / "quote.typ", root=TEMPLATES, font_paths=fonts, ignore_system_fonts=True)


def _set(compiler: Compiler, values: str) -> tuple[bytes, str | None]:
    """The true-colour PNG, and the quote as it stands on it (none when it does not)."""
    from typst import TypstError

    try:
        png = compiler.compile(format="png", ppi=PIXELS_PER_INCH, sys_inputs={"card": values})
        words = json.loads(compiler.query("<drawn>", field="value", one=True))
    except TypstError as error:
        raise Rejected("template_failed") from error
    if not isinstance(png, bytes):
        raise Rejected("template_made_several_pages")
    return png, words


def _values(card: QuoteCard, coverage: Coverage) -> str:
    """What the template is given, as JSON: only text that can be drawn."""
    quote = paragraphs(card.quote)
    brand, kicker = tidied(card.brand), tidied(card.kicker).upper()

    def label(text: str) -> dict[str, str | bool] | None:
        if not text or not coverage.draws(text):
            return None
        return asdict(Paragraph(text=text, rtl=runs_right_to_left(text)))

    drawable = all(coverage.draws(paragraph.text) for paragraph in quote)
    return json.dumps(
        {
            "paragraphs": [asdict(paragraph) for paragraph in quote] if drawable else [],
            "brand": label(brand),
            "kicker": label(kicker),
            "initial": label(initial(brand)),
            "seed": card.seed % SEEDS,
            "width": card.width,
            "height": card.height,
        }
    )


def _small(png: bytes) -> bytes:
    """The same picture with a palette, with fewer colours the more bytes it would need."""
    from PIL import Image

    with Image.open(BytesIO(png)) as image:
        flat = image.convert("RGB")
    for colours in PALETTE_SIZES:
        reduced = flat.quantize(colours, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        out = BytesIO()
        reduced.save(out, "PNG")
        if out.tell() <= MOST_BYTES:
            return out.getvalue()
    raise Rejected("picture_too_heavy")


def _alt(card: QuoteCard, words: str | None) -> str:
    parts = [part for part in (tidied(words or ""), tidied(card.brand)) if part]
    return " \N{EM DASH} ".join(parts)


def _problems(card: QuoteCard) -> tuple[Problem, ...]:
    sides = (("width", card.width), ("height", card.height))
    return tuple(
        Problem(
            field=side,
            what=f"The {side} of a picture is {pixels} pixels.",
            fix=f"Choose {SMALLEST_SIDE} to {LARGEST_SIDE}.",
            limit=LARGEST_SIDE if pixels > LARGEST_SIDE else SMALLEST_SIDE,
            actual=pixels,
        )
        for side, pixels in sides
        if not SMALLEST_SIDE <= pixels <= LARGEST_SIDE
    )
