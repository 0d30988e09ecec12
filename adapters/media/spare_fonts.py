"""Finds the machine's fonts for Chinese, Japanese and Korean characters that the fonts beside this module lack.

Only fonts known by name are taken, so that the same text never comes out in whatever happens to be installed.
"""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

from adapters.media.lettering import is_east_asian

# In the order of preference: the first kind that is found serves. macOS keeps a font for each language.
KINDS: tuple[tuple[str, ...], ...] = (
    ("NotoSansCJK-Medium.*", "NotoSansCJK-Regular.*", "NotoSansCJK-Bold.*", "NotoSansCJK*-Regular.*", "NotoSansCJK*.*"),
    ("SourceHanSans-Medium.*", "SourceHanSans-Regular.*", "SourceHanSans*-Regular.*", "SourceHanSans*.*"),
    ("PingFang.ttc", "Hiragino Sans GB.ttc"),
    ("ヒラギノ角ゴシック W5.ttc", "HiraginoSans-W5.ttc", "YuGothM.ttc", "YuGothic*.ttc", "meiryo.ttc"),
    ("AppleSDGothicNeo.ttc", "malgun.ttf", "NanumGothic.ttf"),
    ("msyh.ttc", "wqy-microhei.ttc", "wqy-zenhei.ttc"),
)
ENDINGS = (".ttf", ".otf", ".ttc", ".otc")
_ALL_LANGUAGES = 2  # of the kinds above, each alone draws everything
_DEEPEST = 4  # folders below the usual ones


@dataclass(frozen=True, slots=True, kw_only=True)
class SpareFont:
    """A font file of this machine and the East Asian characters in it."""

    path: Path
    characters: frozenset[str] = field(repr=False)


def usual_folders() -> tuple[Path, ...]:
    """Where systems keep fonts."""
    home = Path(os.environ.get("HOME") or os.environ.get("USERPROFILE") or os.devnull)
    if sys.platform == "darwin":
        return Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"
    if sys.platform == "win32":
        return (Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts",)
    return Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local/share/fonts", home / ".fonts"


def spare_fonts(folders: Iterable[Path]) -> tuple[SpareFont, ...]:
    """The fonts to fall back on, best first; one file when it draws all three languages."""
    files = sorted(file for folder in folders for file in _files(folder, _DEEPEST))
    found: list[SpareFont] = []
    for number, names in enumerate(KINDS):
        file = next((file for name in names for file in files if fnmatch(file.name, name)), None)
        characters = _east_asian(file) if file else frozenset()
        if file and characters:
            found.append(SpareFont(path=file, characters=characters))
            if number < _ALL_LANGUAGES:
                break
    return tuple(found)


def _files(folder: Path, deepest: int) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return
    for entry in entries:
        if entry.suffix.lower() in ENDINGS:
            yield entry
        elif deepest and entry.is_dir() and not entry.is_symlink():
            yield from _files(entry, deepest - 1)


def _east_asian(file: Path) -> frozenset[str]:
    """The wanted characters in the first face of the file; none when it is damaged or of an uncommon kind."""
    try:
        codes = _codes(file.read_bytes())
        return frozenset(filter(is_east_asian, map(chr, codes)))
    except (OSError, struct.error, ValueError):
        return frozenset()


def _codes(font: bytes) -> Iterator[int]:
    """The characters that the first face has a shape for, by its table `cmap` in format 12 or 4.

    API: https://learn.microsoft.com/typography/opentype/spec/cmap (read 2026-11)
    """
    face = _number(">I", font, 12) if font[:4] == b"ttcf" else 0
    tables = (struct.unpack_from(">4sIII", font, face + 12 + 16 * n) for n in range(_number(">H", font, face + 4)))
    start = next((start for tag, _, start, _ in tables if tag == b"cmap"), None)
    if start is None:
        return iter(())
    maps = [start + _number(">I", font, start + 8 + 8 * n) for n in range(_number(">H", font, start + 2))]
    forms = {_number(">H", font, at): at for at in maps}
    if 12 in forms:
        return _in_groups(font, forms[12])
    return _in_segments(font, forms[4]) if 4 in forms else iter(())


def _in_groups(font: bytes, at: int) -> Iterator[int]:
    for group in range(_number(">I", font, at + 12)):
        first, last, _ = struct.unpack_from(">III", font, at + 16 + 12 * group)
        yield from range(first, min(last, sys.maxunicode) + 1)


def _in_segments(font: bytes, at: int) -> Iterator[int]:
    count = _number(">H", font, at + 6) // 2
    columns = (at + 14, at + 16 + 2 * count, at + 16 + 4 * count, at + 16 + 6 * count)
    for segment in range(count):
        last, first, shift, offset = (_number(">H", font, column + 2 * segment) for column in columns)
        for code in range(first, last + 1):
            glyph = code
            if offset:
                glyph = _number(">H", font, columns[3] + 2 * segment + offset + 2 * (code - first))
            if glyph and (glyph + shift) % 2**16:
                yield code


def _number(form: str, data: bytes, at: int) -> int:
    return int(struct.unpack_from(form, data, at)[0])
