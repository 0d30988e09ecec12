"""Sets templates as pictures with typst, and shrinks them with Pillow. All of it blocks: call it from a thread."""

from __future__ import annotations

import json
import shutil
import threading
import weakref
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from adapters.media.lettering import Coverage
from adapters.media.spare_fonts import SpareFont, spare_fonts, usual_folders
from core.errors import Rejected

if TYPE_CHECKING:
    from typst import Compiler, Fonts

FONTS = Path(__file__).parent / "fonts"
TEMPLATES = Path(__file__).parent / "templates"
PIXELS_PER_INCH = 72  # then one typst point is one pixel
PALETTE_SIZES = (128, 64, 32, 16, 8)  # tried in turn until the file is small enough
SIDE_BY_SIDE = 2  # pictures set at the same time; typst works without holding Python's lock


class Engine:
    """typst with the fonts beside this module. They load with the first picture, or when told to.

    A text with an East Asian character that is in none of them makes it look for one of the machine's fonts, once.
    """

    def __init__(self, fonts: Path = FONTS, machine: Sequence[Path] | None = None) -> None:
        """`machine` are the folders with the machine's fonts; the usual ones when left out."""
        self._folder = fonts
        self._machine = usual_folders() if machine is None else machine
        self._lock = threading.RLock()
        self._turn = threading.Semaphore(SIDE_BY_SIDE)  # a cancelled caller leaves its thread running
        self._fonts: Fonts | None = None
        self._idle: defaultdict[str, list[Compiler]] = defaultdict(list)
        self._coverage: Coverage | None = None
        self._spare: tuple[SpareFont, ...] | None = None
        self._families: tuple[str, ...] = ()

    @property
    def coverage(self) -> Coverage:
        """Which texts the fonts can draw."""
        with self._lock:
            self._coverage = self._coverage or Coverage(self._folder / "coverage.json", self._spare_characters)
            return self._coverage

    def east_asian(self) -> dict[str, int]:
        """How many Chinese, Japanese and Korean characters each font file can draw; our own have the name ""."""
        spare = {str(font.path): len(font.characters) for font in spare_fonts(self._machine)}
        return {"": self.coverage.east_asian()} | spare

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
            inputs = {"card": values, "spare": json.dumps(self._families)}
            try:
                png = compiler.compile(format="png", ppi=PIXELS_PER_INCH, sys_inputs=inputs)
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
                fonts = self._fonts = self._fonts or self._loaded()
                compiler = self._idle[template].pop() if self._idle[template] else self._made(template, fonts)
            try:
                yield compiler
            finally:
                with self._lock:
                    if fonts is self._fonts:
                        self._idle[template].append(compiler)

    def _made(self, template: str, fonts: Fonts) -> Compiler:
        from typst import Compiler

        return Compiler(TEMPLATES / template, root=TEMPLATES, font_paths=fonts, ignore_system_fonts=True)

    def _loaded(self) -> Fonts:
        from typst import Fonts

        folders = [self._folder, *map(self._alone, self._spare or ())]
        fonts = Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
        own = str(self._folder)
        found = (one.family for one in fonts.fonts() if one.path and not one.path.startswith(own))
        self._families = tuple(dict.fromkeys(found))
        return fonts

    def _alone(self, font: SpareFont) -> Path:
        """A folder with nothing but this font: typst takes whole folders, and its neighbours are none of ours."""
        folder = Path(mkdtemp(prefix="greenlight-font-"))
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        try:
            (folder / font.path.name).symlink_to(font.path)
        except OSError:  # not everybody may link on Windows
            shutil.copyfile(font.path, folder / font.path.name)
        return folder

    def _spare_characters(self) -> tuple[frozenset[str], ...]:
        with self._lock:
            if self._spare is None:
                self._spare = spare_fonts(self._machine)
                if self._spare:
                    self._fonts = None
                    self._idle.clear()
            return tuple(font.characters for font in self._spare)


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
