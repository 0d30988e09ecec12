"""The feed as a web page, so that its links lead somewhere."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, tostring

from adapters.publishers.feed.content import content
from adapters.publishers.feed.entry import About, Entry
from adapters.publishers.feed.files import address, post_name


@cache
def style() -> bytes:
    """The style sheet of every page."""
    return Path(__file__).with_name("style.css").read_bytes()


def page(about: About, entries: Sequence[Entry], base_url: str, title: str) -> bytes:
    """A page with these entries, in the order given."""
    document = Element("html")
    _head(SubElement(document, "head"), about, base_url, title)
    body = SubElement(document, "body")
    header = SubElement(SubElement(body, "header"), "p")
    SubElement(header, "a", href=address(base_url, about.slug)).text = about.title
    main = SubElement(body, "main")
    for entry in entries:
        main.append(_article(about, entry, base_url))
    if not entries:
        SubElement(main, "p").text = "Nothing has been published yet."
    footer = SubElement(SubElement(body, "footer"), "p")
    footer.text = "Follow this page with any feed reader: "
    atom = SubElement(footer, "a", href=address(base_url, about.slug, "feed.atom"))
    atom.text = "Atom"
    atom.tail = " or "
    SubElement(footer, "a", href=address(base_url, about.slug, "feed.json")).text = "JSON Feed"
    return f"<!doctype html>\n{tostring(document, encoding='unicode', method='html')}".encode()


def _head(head: Element, about: About, base_url: str, title: str) -> None:
    SubElement(head, "meta", charset="utf-8")
    SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    SubElement(head, "title").text = title
    SubElement(head, "link", rel="stylesheet", href=address(base_url, about.slug, "style.css"))
    for name, mime in (("feed.atom", "application/atom+xml"), ("feed.json", "application/feed+json")):
        url = address(base_url, about.slug, name)
        SubElement(head, "link", {"rel": "alternate", "type": mime, "title": about.title, "href": url})


@lru_cache(maxsize=2048)
def _article(about: About, entry: Entry, base_url: str) -> Element:
    article = Element("article", id=entry.key)
    for part in content(entry, base_url, about.slug):
        article.append(part)
    when = SubElement(SubElement(article, "footer"), "a")
    when.set("href", address(base_url, about.slug, post_name(entry.key)))
    time = SubElement(when, "time", datetime=entry.published)
    time.text = f"{entry.published[:10]} {entry.published[11:16]} UTC"
    return article
