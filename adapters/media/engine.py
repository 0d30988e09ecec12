"""Sets templates as pictures with typst, and shrinks them with Pillow. All of it blocks: call it from a thread."""

from __future__ import annotations

import json
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.media.lettering import Coverage
from core.errors import Rejected

if TYPE_CHECKING:
    from typst import Compiler, Fonts

FONTS = Path(__file__).parent / "fonts"
TEMPLATES = Path(__file__).parent / "templates"
PIXELS_PER_INCH = 72  # then one typst point is one pixel
PALETTE_SIZES = (128, 64, 32, 16, 8)  # tried in turn until the file is small enough
SIDE_BY_SIDE = 2  # pictures set at the same time; typst works without holding Python's lock


class Engine:
    """typst with the fonts beside this module. They load with the first picture, or when told to."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._turn = threading.Semaphore(SIDE_BY_SIDE)  # a cancelled caller leaves its thread running
        self._fonts: Fonts | None = None
        self._idle: defaultdict[str, list[Compiler]] = defaultdict(list)
        self._coverage: Coverage | None = None

    @property
    def coverage(self) -> Coverage:
        """Which texts the fonts can draw."""
        with self._lock:
            self._coverage = self._coverage or Coverage(FONTS / "coverage.json")
            return self._coverage

    def warm(self, template: str) -> None:
        """Load what this template needs."""
        with self._compiler(template):
            pass

    def set(self, template: str, values: str) -> tuple[bytes, object]:
        """The template filled with `values` (JSON), as a true-colour PNG, and what it says it has drawn.

        Raises:
            Rejected: the template failed, or made more than one page.
        """
        from typst import TypstError

        with self._compiler(template) as compiler:
            try:
                png = compiler.compile(format="png", ppi=PIXELS_PER_INCH, sys_inputs={"card": values})
                drawn: object = json.loads(compiler.query("<drawn>", field="value", one=True))
            except TypstError as error:
                raise Rejected("template_failed") from error
        if not isinstance(png, bytes):
            raise Rejected("template_made_several_pages")
        return png, drawn

    @contextmanager
    def _compiler(self, template: str) -> Iterator[Compiler]:
        """A compiler for this template that nobody else is using."""
        with self._turn:
            with self._lock:
                compiler = self._idle[template].pop() if self._idle[template] else self._made(template)
            try:
                yield compiler
            finally:
                with self._lock:
                    self._idle[template].append(compiler)

    def _made(self, template: str) -> Compiler:
        from typst import Compiler, Fonts

        if self._fonts is None:
            self._fonts = Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
        return Compiler(TEMPLATES / template, root=TEMPLATES, font_paths=self._fonts, ignore_system_fonts=True)


def shrunk(png: bytes, most_bytes: int) -> bytes:
    """The picture as it is when it is small enough, else with a palette, with fewer colours the more it would need.

    Raises:
        Rejected: not even the smallest palette makes it small enough.
    """
    from PIL import Image

    if len(png) <= most_bytes:
        return png
    with Image.open(BytesIO(png)) as image:
        flat = image.convert("RGB")
    for colours in PALETTE_SIZES:
        reduced = flat.quantize(colours, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        out = BytesIO()
        reduced.save(out, "PNG")
        if out.tell() <= most_bytes:
            return out.getvalue()
    raise Rejected("picture_too_heavy")
