"""What /source makes of words and files, and the sentence for everything that can go wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.cards.source_words import trouble
from bot.commands.source import address_in, asks_to_add, is_document
from bot.talk import UploadedFile

ROOT = Path(__file__).parents[3]


def codes() -> set[str]:
    """Every code the library and its actions give as a reason."""
    files = [
        *(ROOT / "adapters/library").glob("*.py"),
        ROOT / "core/actions/add_source.py",
        ROOT / "core/actions/poll_sources.py",
    ]
    raised = {code for file in files for code in re.findall(r"(?:Rejected|Unavailable)\(\"(\w+)\"", file.read_text())}
    never_left = re.findall(r"httpx\.\w+: \"(\w+)\"", (ROOT / "adapters/http.py").read_text())
    chosen = {"docx_locked", "old_word", "not_a_feed", "not_a_page", "too_much"}
    return raised | chosen | set(never_left) - {"no_free_connection", "proxy", "malformed_request"}


@pytest.mark.parametrize("code", sorted(codes()))
def test_every_reason_has_a_sentence_that_says_what_to_do(code: str) -> None:
    words = trouble(code)
    assert f"({code})" not in words
    assert len(re.findall(r"[.](?: |$)", words)) == 2 or ", or " in words
    assert len(words) <= 200


@pytest.mark.parametrize("status", [400, 402, 418, 451, 500, 502, 599])
def test_an_answer_nobody_foresaw_is_named_by_its_number(status: int) -> None:
    assert f"({status})" in trouble(f"http_{status}")


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("https://example.com/blog?a=1", "https://example.com/blog?a=1"),
        ("HTTP://EXAMPLE.COM", "HTTP://EXAMPLE.COM"),
        ("example.com", "https://example.com"),
        ("blog.example.co.uk/feed.xml", "https://blog.example.co.uk/feed.xml"),
        ("example.com:8443/feed", "https://example.com:8443/feed"),
        ("ftp://example.com/feed", "ftp://example.com/feed"),
        ("file:///etc/passwd", "file:///etc/passwd"),
        ("https://example.com is our blog", ""),
        ("Our flour\nhttps://example.com", ""),
        ("bread", ""),
        ("We bake. Every day.", ""),
        ("3.50", ""),
    ],
)
def test_an_address_is_told_from_a_text(given: str, address: str) -> None:
    assert address_in(given) == address


@pytest.mark.parametrize(
    ("name", "mime", "expected"),
    [
        ("About us.PDF", "application/pdf", True),
        ("a.docx", "application/octet-stream", True),
        ("a.md", "text/markdown", True),
        ("notes", "text/plain", True),
        ("a.png", "image/png", False),
        ("picture.pdf", "image/png", False),
        ("film.mp4", "video/mp4", False),
        ("table.xlsx", "application/octet-stream", False),
    ],
)
def test_a_document_is_told_from_a_picture(name: str, mime: str, expected: bool) -> None:
    assert is_document(UploadedFile(sha256="0" * 64, name=name, mime=mime, size=1)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("/source add", True), ("/SOURCE add Prices", True), ("/sources", False), ("see /source", False)],
)
def test_words_under_a_file_may_ask_for_it_as_a_source(text: str, expected: bool) -> None:
    assert asks_to_add(text) is expected
