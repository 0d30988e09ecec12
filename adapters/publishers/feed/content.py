"""An entry as HTML: the same words and pictures for readers of both feeds and for the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from xml.etree.ElementTree import Element, SubElement, tostring

from adapters.publishers.feed.entry import Entry
from adapters.publishers.feed.files import address, medium_name
from core.payload import Media

_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_AFTER_ADDRESS = ".,;:!?'’”)]}…"


@lru_cache(maxsize=2048)
def html(entry: Entry, base_url: str, slug: str) -> str:
    """The content of an entry as HTML text, everything escaped. Kept, since each publishing rewrites the newest."""
    parts = content(entry, base_url, slug)
    return "".join(tostring(part, encoding="unicode", method="html") for part in parts)


def content(entry: Entry, base_url: str, slug: str) -> list[Element]:
    """Paragraphs with their links, then the pictures and films, then the link of the post."""
    parts = [_paragraph(block) for block in re.split(r"\n\s*\n", entry.text.strip()) if block]
    parts += [_medium(medium, address(base_url, slug, name)) for medium, name in named_media(entry)]
    if is_web(entry.link) and entry.link not in entry.text:
        paragraph = Element("p")
        SubElement(paragraph, "a", href=entry.link).text = entry.link
        parts.append(paragraph)
    return parts


def named_media(entry: Entry) -> Iterator[tuple[Media, str]]:
    """Each picture or film with its path inside the feed."""
    for medium in entry.media:
        yield medium, medium_name(medium.sha256, medium.mime)


def is_web(link: str) -> bool:
    """True for an http or https address; nothing else becomes a link."""
    return _ADDRESS.fullmatch(link) is not None


def _paragraph(block: str) -> Element:
    paragraph = Element("p")
    for number, line in enumerate(block.strip().split("\n")):
        if number:
            SubElement(paragraph, "br")
        _line(paragraph, line)
    return paragraph


def _line(paragraph: Element, line: str) -> None:
    end = 0
    for match in _ADDRESS.finditer(line):
        link = match.group().rstrip(_AFTER_ADDRESS)
        _say(paragraph, line[end : match.start()])
        SubElement(paragraph, "a", href=link).text = link
        end = match.start() + len(link)
    _say(paragraph, line[end:])


def _say(paragraph: Element, text: str) -> None:
    if len(paragraph):
        paragraph[-1].tail = (paragraph[-1].tail or "") + text
    else:
        paragraph.text = (paragraph.text or "") + text


def _medium(medium: Media, url: str) -> Element:
    size = {"width": str(medium.width), "height": str(medium.height)} if medium.width and medium.height else {}
    paragraph = Element("p")
    if medium.mime.startswith("video/"):
        SubElement(paragraph, "video", {"src": url, "controls": "controls", "title": medium.alt, **size})
    else:
        SubElement(paragraph, "img", {"src": url, "alt": medium.alt, **size})
    return paragraph
