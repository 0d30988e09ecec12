"""A sent file as items, by what its bytes are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from adapters.library.pieces import LONGEST_TITLE, Section, cut, items_of, tidy
from core.errors import Rejected
from core.source import Fetched, SourceKind

MOST_BYTES = 10 * 1024 * 1024
MOST_ITEMS = 1000

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # also the wrapping of a locked .docx
_TEXTS = (".txt", ".md", ".markdown", ".text")


def read_document(name: str, data: bytes) -> Fetched:
    """The pieces of a .txt, .md, .docx or .pdf; the name of the file without its ending is the name.

    Raises:
        Rejected: it is another kind of file, damaged, too large, locked, or holds no text.
    """
    if not data.strip():
        raise Rejected("file_empty")
    if len(data) > MOST_BYTES:
        raise Rejected("file_too_large")
    items = items_of(_sections(name, data), most=MOST_ITEMS)
    if not items:
        raise Rejected("file_empty")
    return Fetched(kind=SourceKind.FILE, name=cut(tidy(PurePath(name).stem), LONGEST_TITLE), items=items)


def _sections(name: str, data: bytes) -> Iterator[Section]:
    ending = PurePath(name).suffix.lower()
    if b"%PDF-" in data[:1024]:
        from adapters.library.pdf import pdf_sections

        return pdf_sections(data)
    if data.startswith(b"PK") and ending == ".docx":
        from adapters.library.docx import docx_sections

        return docx_sections(data)
    if data.startswith(_OLD_OFFICE):
        raise Rejected("docx_locked" if ending == ".docx" else "old_word")
    if ending not in _TEXTS:
        raise Rejected("file_kind")
    from adapters.library.texts import text_sections

    return text_sections(data)
