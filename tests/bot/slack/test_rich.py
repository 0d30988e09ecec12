"""What people write in Slack keeps its lists, quotes, links and emoji, and loses only what no other platform reads."""

from __future__ import annotations

from typing import Any

import pytest

from bot.slack.rich import words_in


def section(*pieces: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text_section", "elements": [*pieces]}


def text(words: str, **style: bool) -> dict[str, Any]:
    return {"type": "text", "text": words, **({"style": style} if style else {})}


def rich(*elements: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"type": "rich_text", "elements": [*elements]}]


def a_list(*lines: str, style: str = "bullet", indent: int = 0, offset: int = 0) -> dict[str, Any]:
    sections = [section(text(line)) for line in lines]
    return {"type": "rich_text_list", "style": style, "indent": indent, "offset": offset, "elements": sections}


def test_lists_and_quotes_keep_their_lines() -> None:
    said = rich(
        section(text("Today:\n")),
        a_list("rolls", "rye"),
        a_list("dark rye", indent=1),
        a_list("come", "buy", style="ordered", offset=2),
        {"type": "rich_text_quote", "elements": [text("Bread is life.\nTruly.")]},
        {"type": "rich_text_preformatted", "elements": [text("a  b")]},
    )
    assert words_in(said) == ("Today:\n• rolls\n• rye\n  • dark rye\n3. come\n4. buy\n> Bread is life.\n> Truly.\na  b")


def test_bold_and_italic_leave_their_words() -> None:
    assert words_in(rich(section(text("Fresh ", bold=True), text("bread", italic=True)))) == "Fresh bread"


@pytest.mark.parametrize(
    ("piece", "said"),
    [
        ({"type": "emoji", "name": "bread", "unicode": "1f35e"}, "🍞"),
        ({"type": "emoji", "name": "flag-pt", "unicode": "1f1f5-1f1f9"}, "🇵🇹"),
        ({"type": "emoji", "name": "our_logo"}, ":our_logo:"),
        ({"type": "emoji", "name": "odd", "unicode": "zz"}, ":odd:"),
        ({"type": "link", "url": "https://padaria.example/", "text": "our shop"}, "https://padaria.example/"),
        ({"type": "link", "url": "mailto:ana@padaria.example"}, "ana@padaria.example"),
        ({"type": "user", "user_id": "U0BEN"}, "@U0BEN"),
        ({"type": "user", "user_id": "U0BOT"}, ""),
        ({"type": "channel", "channel_id": "C1"}, "#C1"),
        ({"type": "broadcast", "range": "here"}, "@here"),
        ({"type": "date", "timestamp": 1, "format": "{date}", "fallback": "1 January"}, "1 January"),
        ({"type": "color", "value": "#14532d"}, "#14532d"),
        ({"type": "something_new", "text": "words"}, "words"),
        ({"type": "something_new"}, ""),
    ],
    ids=repr,
)
def test_every_piece_becomes_words(piece: dict[str, Any], said: str) -> None:
    assert words_in(rich(section(piece)), without="U0BOT") == said


def test_other_blocks_say_nothing() -> None:
    assert words_in([{"type": "section", "text": {"type": "mrkdwn", "text": "no"}}]) == ""
