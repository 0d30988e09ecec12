"""Cards as the page receives them. `GOLDEN=write` writes the files anew; read the difference before you keep it."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cards.card import Badge, Button, Card, Preview, Row, Tone, say
from bot.cards.form import Choice, Field, Form, Kind
from bot.cards.press import Press
from bot.cards.text import (
    Bold,
    Bullets,
    Code,
    Deleted,
    Inserted,
    Italic,
    Link,
    Mention,
    Quote,
    Until,
    When,
)
from bot.web.render import Json, card_json, form_json, web_address
from core.payload import Media

GOLDEN = Path(__file__).parent / "golden"
NINE = When(datetime(2026, 11, 24, 9, 0, tzinfo=UTC), "Europe/Lisbon")
BIG = 2**63 - 1


def a_post() -> Card:
    return Card(
        kind="post",
        subject=BIG,
        version=4,
        title=(NINE, " · Bread"),
        badge=Badge(mark="🟡", word="Waiting", tone=Tone.WAIT),
        previews=(
            Preview(name="feed", label="Local feed", text="Hello\n#Bread", count=12, limit=20_000),
            Preview(name="x", label="X", text="Hello", count=300, limit=280, problem="20 too many."),
            Preview(
                name="instagram",
                label="Instagram",
                text="Hello\n\n#Bread #Rolls",
                count=21,
                limit=2200,
                note="Instagram is not connected yet, so nothing goes out there.",
                pictures=(Media(sha256="b" * 64, mime="image/png", size=9, width=1080, height=1350, alt="Bread"),),
            ),
        ),
        pictures=(Media(sha256="a" * 64, mime="image/png", size=9, width=1080, height=1080, alt="Bread"),),
        rows=(
            Row(mark="✅", label="Local feed", text=("live since ", NINE), url="https://example.org/1"),
            Row(mark="❌", label="X", press=Press(verb="why", target=7)),
        ),
        footer=("Because you said ", Italic("bread"), "."),
        buttons=(
            (Button(label="Approve", press=Press(verb="approve", target=BIG, version=4), tone=Tone.GOOD),),
            (Button(label="See it", url="https://example.org"), Button(label="Bad", url="javascript:alert(1)")),
        ),
    )


def every_span() -> Card:
    return Card(
        kind="say",
        body=(
            "plain <b>not bold</b> ",
            Bold("bold"),
            Italic("italic"),
            Code("code"),
            Link("link", "https://example.org"),
            Link("no link", "javascript:alert(1)"),
            Quote("a\nquote"),
            Bullets((("one ", Bold("two")), ("three",))),
            Mention("Ana"),
            NINE,
            Until(NINE.instant, "in 2 h 30 min"),
            Inserted("new"),
            Deleted("old"),
        ),
        pinned=True,
    )


def a_form() -> Form:
    return Form(
        id=BIG,
        name="edit",
        title="Edit",
        fields=(
            Field(name="text", label="Text", ask="What shall it say?", kind=Kind.LONG, value="Hello", limit=300),
            Field(
                name="tone",
                label="Tone",
                ask="Which tone?",
                kind=Kind.CHOICE,
                choices=(Choice(value="warm", label="Warm"),),
                required=False,
                hint="As you like.",
            ),
        ),
    )


@pytest.mark.parametrize(
    ("name", "drawn"),
    [
        ("post", card_json(a_post())),
        ("every_span", card_json(every_span())),
        ("say", card_json(say("Hello"))),
        ("form", form_json(a_form())),
    ],
)
def test_a_card_is_drawn_as_it_was(name: str, drawn: dict[str, Json]) -> None:
    path = GOLDEN / f"{name}.json"
    text = json.dumps(drawn, ensure_ascii=False, indent=2) + "\n"
    if os.environ.get("GOLDEN") == "write":
        path.write_text(text)
    assert text == path.read_text()


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//example.org", "ftp://x", "", " https://x"]
)
def test_only_web_addresses_become_links(url: str) -> None:
    assert web_address(url) == ""


def test_no_number_is_too_large_for_a_browser() -> None:
    def numbers(value: Json) -> list[int]:
        match value:
            case bool() | None | str():
                return []
            case int():
                return [value]
            case list():
                return [number for item in value for number in numbers(item)]
            case dict():
                return [number for item in value.values() for number in numbers(item)]

    assert max(numbers(card_json(a_post()))) < 2**53
    assert all(number < 2**53 for number in numbers(form_json(a_form())))
