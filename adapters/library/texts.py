"""Plain text and Markdown as sections."""

from __future__ import annotations

import re
from collections.abc import Iterator

from adapters.library.markup import decoded
from adapters.library.pieces import Section, tidy
from core.errors import Rejected

_HEADING = re.compile(r"#{1,6}\s+(.+?)\s*#*")
_UNDERLINE = re.compile(r"(={3,}|-{3,})\s*")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_PICTURE = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)")
_LINK = re.compile(r"\[([^\]\n]+)\]\([^)\n]*\)")
_EMPHASIS = re.compile(r"(?<!\w)(\*\*|__|\*|_|`)(?=\S)([^*_`\n]+?)(?<=\S)\1(?!\w)")
_LIST = re.compile(r"^\s*([-*+•]|\d{1,3}[.)])\s+")


def text_sections(data: bytes) -> Iterator[Section]:
    """The sections of a text: what stands below each heading, or all of it.

    Raises:
        Rejected: the bytes are no text.
    """
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Rejected("file_kind")
    heading, paragraphs, open_lines = "", list[str](), list[str]()
    for line in (*_without_marks(decoded(data)).splitlines(), ""):
        title = _HEADING.fullmatch(line.strip())
        if title is None and len(open_lines) == 1 and _UNDERLINE.fullmatch(line):
            title = _HEADING.fullmatch(f"# {open_lines.pop()}")
        item = _LIST.match(line)
        if open_lines and (title or item or not line.strip()):
            paragraphs.append(tidy(" ".join(open_lines)))
            open_lines = []
        if title:
            yield Section(heading=heading, paragraphs=tuple(paragraphs))
            heading, paragraphs = tidy(title.group(1)), []
        elif line.strip():
            open_lines.append(line[item.end() :] if item else line)
    yield Section(heading=heading, paragraphs=tuple(paragraphs))


def _without_marks(text: str) -> str:
    """The words of a Markdown text as they read."""
    bare = _LINK.sub(r"\1", _PICTURE.sub("", _COMMENT.sub("", text)))
    return _EMPHASIS.sub(r"\2", bare)
