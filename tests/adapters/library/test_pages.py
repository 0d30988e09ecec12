"""Pages as people build them: what they are about is kept, what stands around it is not."""

from __future__ import annotations

import pytest

from adapters.library.pages import read_page
from adapters.library.pieces import LONGEST_PIECE
from core.errors import Rejected
from core.source import Fetched

LONG = "We bake every morning at five, before the street wakes up."


def read(html: str | bytes, *, charset: str = "") -> Fetched:
    return read_page(html.encode() if isinstance(html, str) else html, url="https://p.example/about/", charset=charset)


def said(html: str) -> list[tuple[str, str]]:
    return [(one.title, one.text) for one in read(html).items]


@pytest.mark.parametrize(
    "around",
    [
        f"<nav>{LONG}</nav>",
        f"<footer>{LONG}</footer>",
        f"<aside>{LONG}</aside>",
        f"<form>{LONG}</form>",
        f"<div role=banner>{LONG}</div>",
        f"<div hidden>{LONG}</div>",
        f'<div class="site-footer">{LONG}</div>',
        f'<div id="cookie-banner">{LONG}</div>',
        f'<ul class="breadcrumbs"><li>{LONG}</ul>',
        f"<script>{LONG}</script><style>{LONG}</style><template>{LONG}</template><noscript>{LONG}</noscript>",
        "<p>We use cookies. Please accept all of them to make this site work.</p>",
        '<p><a href="/">Read more about our bread</a></p>',
        f"<!-- {LONG} -->",
    ],
)
def test_what_stands_around_is_left_out(around: str) -> None:
    assert said(f"<body>{around}<h2>Bread</h2><p>It rests for a whole night in the cellar.</p>{around}") == [
        ("Bread", "It rests for a whole night in the cellar.")
    ]


@pytest.mark.parametrize(
    "kept",
    [
        f"<body class='has-sidebar nav menu'><p>{LONG}",
        f"<div class='sidebar-left'><main><p>{LONG}</main></div>",
        f"<header><h1>Hello</h1></header><p>{LONG}",
        f"<div>{LONG[:20]}<b>{LONG[20:]}</b></div>",
        f"<table><tr><td>{LONG[:7]}<td>{LONG[8:]}</table>",
        f"<p>{LONG.replace(' ', '&nbsp;')}",
        f"<p>{LONG.replace(' ', '<br>', 1)}",
        f"<blockquote>{LONG}</blockquote>",
        f"<ul><li>{LONG}</ul>",
    ],
)
def test_what_it_is_about_is_kept(kept: str) -> None:
    assert LONG in [text for _, text in said(kept)]


def test_the_main_part_is_all_that_counts_where_there_is_one() -> None:
    assert said(f"<p>Somewhere else entirely, with many words.</p><main><p>{LONG}</main><p>And elsewhere again.") == [
        (LONG, LONG)
    ]


def test_sections_are_titled_by_their_headings_and_empty_ones_are_none() -> None:
    assert said(f"<h1>Us</h1><h2>Bread</h2><p>{LONG}<h2>Nothing</h2><h3>Rye</h3><p>{LONG[:-1]}!") == [
        ("Bread", LONG),
        ("Rye", f"{LONG[:-1]}!"),
    ]


def test_a_long_section_is_parted_between_sentences_and_no_word_is_lost() -> None:
    sentences = [f"Sentence number {number} tells something about bread." for number in range(80)]
    pieces = [text for _, text in said(f"<h1>Bread</h1><p>{' '.join(sentences)}")]
    assert max(map(len, pieces)) <= LONGEST_PIECE
    assert " ".join(pieces) == " ".join(sentences)
    assert all(piece.endswith(".") for piece in pieces)


def test_the_same_section_twice_is_one_item() -> None:
    assert len(said(f"<h2>Bread</h2><p>{LONG}" * 3)) == 1


def test_feeds_are_named_as_whole_addresses_in_their_order() -> None:
    page = read(
        '<base href="/blog/"><link rel="alternate" type="application/rss+xml" href="feed.xml">'
        '<link rel="ALTERNATE home" type="application/atom+xml; charset=utf-8" href="//other.example/atom">'
        '<link rel="alternate" type="application/json" href="no"><link rel="alternate" hreflang="de" href="/de">'
        '<link rel="alternate" type="application/rss+xml" href="javascript:x"><link rel="alternate" href="http://[">'
    )
    assert page.feeds == ("https://p.example/blog/feed.xml", "https://other.example/atom")
    assert page.items == ()


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        ("<p>Pão de centeio, às sete da manhã".encode("latin-1"), "iso-8859-1"),
        ('<meta charset="windows-1252"><p>Pão de centeio, às sete da manhã'.encode("cp1252"), ""),
        ("<p>Pão de centeio, às sete da manhã".encode(), "no-such-charset"),
        ("<p>Pão de centeio, às sete da manhã".encode("utf-16"), "utf-8"),
        ("<p>Pão de centeio, às sete da manhã".encode("cp1252"), ""),
    ],
)
def test_letters_are_read_in_the_writing_they_were_written_in(body: bytes, charset: str) -> None:
    (item,) = read(body, charset=charset).items
    assert item.text == "Pão de centeio, às sete da manhã"


@pytest.mark.parametrize("html", ["<html>", "<p>Short.", f"<nav>{LONG}</nav>", "<frameset>", "<"])
def test_a_page_that_says_nothing_is_refused(html: str) -> None:
    with pytest.raises(Rejected, match="empty_page"):
        read(html)
