"""A Word document as sections, read with the standard library.

A .docx is a ZIP of XML files. Document type declarations, the seat of every XML bomb, are forbidden in them.
API: https://ecma-international.org/publications-and-standards/standards/ecma-376/ (read 2026-11)
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from adapters.library.pieces import Section, tidy
from core.errors import Rejected

DOCUMENT, STYLES = "word/document.xml", "word/styles.xml"
MOST_UNPACKED = 50 * 1024 * 1024  # bytes of one part
_CHUNK = 64 * 1024
_WORDS = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_ALTERNATIVE = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
_UNSAID = ("moveFrom", "instrText", "delText")
_SPACES = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_DAMAGED = (BadZipFile, expat.ExpatError, zlib.error, LookupError, ValueError, NotImplementedError, RuntimeError)
_BROKEN_OFF = (EOFError, OSError)


def docx_sections(data: bytes) -> Iterator[Section]:
    """The sections of a document: what stands below each heading, or all of it.

    Raises:
        Rejected: it is damaged or unpacks to too much.
    """
    try:
        with ZipFile(BytesIO(data)) as package:
            headings = _heading_styles(package)
            body = _Body()
            _read(package, DOCUMENT, body.start, body.end, body.said)
    except (*_DAMAGED, *_BROKEN_OFF) as error:
        raise Rejected("file_damaged") from error
    heading, paragraphs = "", list[str]()
    for style, text in body.paragraphs:
        if style in headings:
            yield Section(heading=heading, paragraphs=tuple(paragraphs))
            heading, paragraphs = text, []
        else:
            paragraphs.append(text)
    yield Section(heading=heading, paragraphs=tuple(paragraphs))


@dataclass(slots=True)
class _Body:
    """Gathers the paragraphs of a document with the ids of their styles, in order."""

    paragraphs: list[tuple[str, str]] = field(default_factory=list)
    _open: list[tuple[list[str], list[str]]] = field(default_factory=list)  # style and words; text boxes nest
    _unsaid: int = 0
    _in_text: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = _local(name)
        if self._unsaid or name == _ALTERNATIVE or local in _UNSAID:
            self._unsaid += 1
        elif local == "p":
            self._open.append(([], []))
        elif self._open and local == "pStyle":
            self._open[-1][0].append(_value(attributes))
        elif self._open and local in _SPACES:
            self._open[-1][1].append(_SPACES[local])
        self._in_text = local == "t"

    def end(self, name: str) -> None:
        self._in_text = False
        if self._unsaid:
            self._unsaid -= 1
        elif _local(name) == "p" and self._open:
            style, words = self._open.pop()
            if text := tidy("".join(words)):
                self.paragraphs.append(("".join(style), text))

    def said(self, text: str) -> None:
        if self._in_text and self._open and not self._unsaid:
            self._open[-1][1].append(text)


def _heading_styles(package: ZipFile) -> set[str]:
    """The ids of the styles that are headings: their names are English in every language of Word."""
    names: dict[str, str] = {}
    ids = [""]

    def start(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "style":
            ids[0] = next((value for key, value in attributes.items() if _local(key) == "styleId"), "")
        elif _local(name) == "name":
            names.setdefault(ids[0], _value(attributes).lower())

    if STYLES in package.namelist():
        _read(package, STYLES, start, lambda name: None, lambda text: None)
    return {style for style, name in names.items() if style and (name == "title" or name.startswith("heading "))}


def _read(
    package: ZipFile,
    part: str,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    said: Callable[[str], None],
) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = said
    parser.StartDoctypeDeclHandler = _refuse
    left = MOST_UNPACKED
    with package.open(part) as file:
        while chunk := file.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                raise Rejected("file_too_large")
            parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _refuse(*_declaration: object) -> None:
    raise Rejected("file_damaged")


def _local(name: str) -> str:
    """The name of an element or attribute of WordprocessingML; empty for any other."""
    namespace, _, local = name.rpartition(" ")
    return local if namespace in _WORDS else ""


def _value(attributes: dict[str, str]) -> str:
    return next((value for key, value in attributes.items() if _local(key) == "val"), "")
