"""A PDF as sections, read with pypdf."""

from __future__ import annotations

import logging
import re
import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from io import BytesIO

from pypdf import PasswordType, PdfReader
from pypdf.errors import PyPdfError

from adapters.library.pieces import Section, tidy
from core.errors import Rejected

MOST_PAGES = 300
_DAMAGED = (
    *(PyPdfError, ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, OSError, RuntimeError),
    *(TypeError, ValueError, struct.error, zlib.error),
)
"""What reading a damaged file may end with; pypdf lets errors of its own making through besides its declared ones."""

_PARTED_WORD = re.compile(r"(?<=\w)[-\u00ad]\n(?=[a-zà-ÿ])")


def pdf_sections(data: bytes) -> Iterator[Section]:
    """The text of a PDF, one section for each page that has any.

    Raises:
        Rejected: it is locked, damaged, too long, or holds pictures of text only.
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells about every oddity of a file
    try:
        pages = _pages(data)
    except _DAMAGED as error:
        raise Rejected("file_damaged") from error
    around = _around(pages)
    told = [[line for line in page if line not in around] for page in pages]
    if not any(told):
        raise Rejected("pdf_scanned")
    for page in told:
        yield Section(heading="", paragraphs=tuple(_paragraphs(page)))


def _pages(data: bytes) -> list[list[str]]:
    """The lines of each page."""
    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted and reader.decrypt("") is PasswordType.NOT_DECRYPTED:
        raise Rejected("pdf_password")
    if len(reader.pages) > MOST_PAGES:
        raise Rejected("pdf_too_long")
    return [[line.rstrip() for line in page.extract_text().splitlines()] for page in reader.pages]


def _around(pages: list[list[str]]) -> set[str]:
    """Lines that stand on most pages: running heads and feet."""
    seen = Counter(line for page in pages for line in {line for line in page if line.strip()})
    return {line for line, times in seen.items() if times > max(2, len(pages) // 2)}


def _paragraphs(lines: list[str]) -> Iterator[str]:
    """Lines run on until an empty one; words parted at the end of a line become whole."""
    for paragraph in re.split(r"\n\s*\n", "\n".join(lines)):
        if text := tidy(_PARTED_WORD.sub("", paragraph)):
            yield text
