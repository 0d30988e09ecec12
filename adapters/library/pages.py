"""A web page as sections: its headings with their paragraphs, without menus, footers and cookie notices."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from adapters.library.markup import Block, absolute, blocks, decoded, parse
from adapters.library.pieces import LONGEST_TITLE, Section, cut, items_of, tidy
from core.errors import Rejected
from core.source import Fetched, SourceKind

MOST_SECTIONS = 100
LEAST = 25  # characters a section must have to say something
SHORT = 60  # a line of at most this length that only leads elsewhere is navigation

_AROUND = (
    "nav, footer, aside, form, dialog, [hidden], [aria-hidden=true], [role=navigation], [role=banner], "
    "[role=contentinfo], [role=complementary], [role=search], [role=dialog], [role=alertdialog], [role=menu]"
)
_NAMED_AROUND = re.compile(
    r"(^|[\s_-])(cookies?|consent|gdpr|newsletter|breadcrumbs?|sidebar|share|sharing|social|comments?|related|"
    r"menu|navbar|nav|footer|pagination|skip-link|popup|modal|advert|ads?)([\s_-]|$)",
    re.IGNORECASE,
)
_HEART = "main, article, [role=main], h1"
_COOKIES = re.compile(r"\bcookies?\b", re.IGNORECASE)
_CONSENT = re.compile(r"\b(accept|agree|consent|preferences|privacy|reject|settings)", re.IGNORECASE)
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")


def read_page(body: bytes, *, url: str, charset: str) -> Fetched:
    """The sections of a page.

    Raises:
        Rejected: there is nothing to read on it and no feed either.
    """
    tree = parse(decoded(body, charset))
    feeds = tuple(_feeds(tree, url))
    title = tree.css_first("title")
    name = cut(tidy(title.text()) if title else "", LONGEST_TITLE)
    items = items_of(_sections(_heart(tree)), url=url, most=MOST_SECTIONS)
    if not items and not feeds:
        raise Rejected("empty_page")
    return Fetched(kind=SourceKind.PAGE, name=name, items=items, feeds=feeds)


def _feeds(tree: LexborHTMLParser, url: str) -> Iterator[str]:
    base = tree.css_first("base[href]")
    here = absolute(url, (base.attributes.get("href") if base else "") or "")
    for link in tree.css("link[rel~=alternate][href]"):
        kind = (link.attributes.get("type") or "").partition(";")[0].strip().lower()
        address = absolute(here, link.attributes.get("href") or "")
        if kind in _FEED_TYPES and address:
            yield address


def _heart(tree: LexborHTMLParser) -> LexborNode | None:
    """The part of the page that is about something."""
    for node in tree.css(_AROUND):
        if node.css_first(_HEART) is None:
            node.decompose()
    for node in tree.css("[id], [class]"):
        named = f"{node.attributes.get('id') or ''} {node.attributes.get('class') or ''}"
        inside = node.tag in ("html", "body", "main", "article") or node.css_first(_HEART) is not None
        if _NAMED_AROUND.search(named) and not inside:
            node.decompose()
    return tree.css_first("main, [role=main]") or tree.body


def _sections(root: LexborNode | None) -> Iterator[Section]:
    """Each heading with the paragraphs up to the next one."""
    heading, paragraphs = "", list[str]()
    for block in blocks(root) if root else ():
        if block.level:
            yield from _told(heading, paragraphs)
            heading, paragraphs = block.text, []
        elif not _is_noise(block):
            paragraphs.append(block.text)
    yield from _told(heading, paragraphs)


def _told(heading: str, paragraphs: list[str]) -> Iterator[Section]:
    if sum(map(len, paragraphs)) >= LEAST:
        yield Section(heading=heading, paragraphs=tuple(paragraphs))


def _is_noise(block: Block) -> bool:
    """True for a short line that is all link, and for a word about cookies."""
    only_link = len(block.text) <= SHORT and block.linked * 10 >= len(block.text) * 9
    return only_link or bool(_COOKIES.search(block.text) and _CONSENT.search(block.text))
