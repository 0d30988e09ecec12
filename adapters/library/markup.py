"""HTML as headings and paragraphs, in the order people read them."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from adapters.library.pieces import tidy

_SILENT = "script, style, noscript, template, svg, math, iframe, object, canvas, audio, video, select, textarea, button"
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "dd", "details", "dialog", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "legend", "li", "main", "nav", "ol"),
        *("p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul"),
        *_HEADINGS,
    )
)
_APART = frozenset(("br", "td", "th", "option"))  # a space stands between these and what follows
_DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_LOOKED_FOR_IN = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One heading (`level` 1 to 6) or paragraph (0); `linked` is how many of its characters lead elsewhere."""

    level: int
    text: str
    linked: int = 0


def parse(html: str) -> LexborHTMLParser:
    """The document, without what is not shown as text."""
    tree = LexborHTMLParser(html)
    for node in tree.css(_SILENT):
        node.decompose()
    return tree


def decoded(body: bytes, charset: str = "") -> str:
    """The bytes as text: by their mark, as declared in the header or in the page, else UTF-8 or Western European."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if body.startswith(mark):
            return body.decode(name, "replace")
    inside = _DECLARED.search(body[:_LOOKED_FOR_IN])
    for name in (charset, inside.group(1).decode() if inside else "", "utf-8"):
        try:
            return body.decode(name)
        except (LookupError, ValueError):
            continue
    return body.decode("cp1252", "replace")


def absolute(base: str, link: str) -> str:
    """The web address a link leads to from the page at `base`; empty when it leads to none."""
    try:
        found = urljoin(base, link.strip())
    except ValueError:
        return ""
    return found if found.startswith(("http://", "https://")) else ""


def plain_text(html: str) -> str:
    """What a piece of HTML says, a line for each of its paragraphs."""
    root = parse(html).body
    return "\n".join(block.text for block in blocks(root)) if root else ""


def blocks(root: LexborNode) -> Iterator[Block]:
    """The headings and paragraphs below a node."""
    words: list[str] = []
    linked = level = links = 0

    def ended() -> Iterator[Block]:
        text = tidy("".join(words))
        if text:
            yield Block(level=level, text=text, linked=min(linked, len(text)))
        words.clear()

    ahead: list[tuple[LexborNode, bool]] = [(root, False)]
    while ahead:
        node, leaving = ahead.pop()
        tag = node.tag or ""
        if tag == "-text":
            said = node.text_content or ""
            words.append(said)
            linked += len(tidy(said)) if links else 0
            continue
        if tag in _BLOCKS:
            yield from ended()
            linked, level = 0, 0 if leaving else _HEADINGS.get(tag, 0)
        if tag in _APART:
            words.append(" ")
        links += (-1 if leaving else 1) * (tag == "a")
        if not leaving:
            ahead.append((node, True))
            ahead.extend((child, False) for child in reversed(list(node.iter(include_text=True))))
    yield from ended()
