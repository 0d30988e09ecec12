"""Text and cards as Block Kit. What people wrote goes into rich text, in which nothing is parsed: no word of theirs
can call a channel.

Limits: https://docs.slack.dev/reference/block-kit/blocks (read 2026-11)
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.cards.card import Button, Tone
from bot.cards.layout import Message
from bot.cards.text import (
    Bold,
    Bullets,
    Code,
    Deleted,
    Inserted,
    Italic,
    Link,
    Quote,
    Span,
    Text,
    cut,
    flow,
    plain,
    shortened,
)
from bot.front_end import Can
from core.payload import Media

Json = dict[str, Any]

ALTOGETHER = 13_000  # characters of JSON; about 13,200 are refused, https://github.com/slackapi/bolt-js/issues/2509
IN_A_MESSAGE = 10  # pictures; ours, so that text and buttons have room beside them
FOR_BUTTONS = 7_000  # characters of JSON and, in blocks, MOST_ROWS; ours, for the same reason
MOST_ROWS = 30
IN_A_ROW = 10  # ours, of 25: the longest labels still fit
LABEL = 75
ALT = 3000  # characters of JSON that the descriptions of all pictures of a message share; ours
ALT_OF_ONE = 2000  # characters, https://docs.slack.dev/reference/block-kit/blocks/image-block/, read 2026-11-20
FALLBACK = 2900  # characters of the text that notifications and screen readers use
_STYLES = {Tone.GOOD: "primary", Tone.BAD: "danger"}
_FORMS: dict[type[Span], Json] = {
    Bold: {"bold": True},
    Italic: {"italic": True},
    Code: {"code": True},
    Inserted: {"bold": True},
    Deleted: {"strike": True},
}


def measure(text: str) -> int:
    """How much of a message's room a text takes: characters of JSON."""
    return len(json.dumps(text)) - 2


CAN = Can(
    dialogs=True,
    toasts=True,
    tabs=False,
    buttons_with_album=True,
    max_text=6500,
    max_caption=6500,
    measure=measure,
)


def split(message: Message) -> tuple[Message, ...]:
    """The message as so many as Slack needs to take it: the text stands in the first, the last buttons in the last."""
    groups: list[list[tuple[Button, ...]]] = [[]]
    room = FOR_BUTTONS
    for row in _usable(message.buttons):
        size = len(json.dumps(_row(row)))
        if groups[-1] and (size > room or len(groups[-1]) == MOST_ROWS):
            groups.append([])
            room = FOR_BUTTONS
        groups[-1].append(row)
        room -= size
    pictures = [message.pictures[at : at + IN_A_MESSAGE] for at in range(0, len(message.pictures), IN_A_MESSAGE)]
    pages = max(len(groups), len(pictures), 1)
    groups = [*([] for _ in range(pages - len(groups))), *groups]
    pictures += [() for _ in range(pages - len(pictures))]
    return tuple(
        Message(
            text=message.text if number == 0 else (),
            pictures=pictures[number],
            buttons=tuple(groups[number]),
        )
        for number in range(pages)
    )


def blocks_of(message: Message, files: Mapping[str, str]) -> list[Json]:
    """The blocks of a message that `split` made; `files` are Slack's names of its pictures by their hashes."""
    around = [*_images(message.pictures, files), *(_row(row) for row in _usable(message.buttons))]
    room = ALTOGETHER - len(json.dumps(around)) - 200
    text = message.text
    if len(json.dumps(rich_text(text))) > room:
        text = (plain(text),)  # its form takes more room than its words
    while len(json.dumps(said := rich_text(text))) > room and measure(plain(text)) > 100:
        text = shortened(text, measure(plain(text)) * 3 // 4, measure)
    return ([said] if said["elements"] else []) + around


def fallback(text: Text) -> str:
    """What notifications and screen readers say; the three characters that mean something are escaped."""
    return escaped(cut(plain(text).strip(), FALLBACK)) or "…"


def escaped(text: str) -> str:
    """Plain text for where Slack reads codes (https://docs.slack.dev/messaging/formatting-message-text)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def rich_text(text: Text) -> Json:
    """The text with its form."""
    elements: list[Json] = []
    section: list[Json] = []

    def close() -> None:
        while section and section[-1]["type"] == "text" and not section[-1]["text"].strip("\n"):
            section.pop()
        if section and section[-1]["type"] == "text":
            section[-1]["text"] = section[-1]["text"].rstrip("\n")
        if section:
            elements.append({"type": "rich_text_section", "elements": [*section]})
            section.clear()

    for span, words in flow(text):
        match span:
            case Quote(said) if said:
                close()
                elements.append({"type": "rich_text_quote", "elements": [{"type": "text", "text": said}]})
            case Bullets(items):
                close()
                lines = [_part(plain(one), one[0]) for one in items if plain(one)]
                listed = [{"type": "rich_text_section", "elements": [line]} for line in lines]
                if listed:
                    elements.append({"type": "rich_text_list", "style": "bullet", "elements": listed})
            case _:
                fresh = words if section or not elements else words.removeprefix("\n")
                part = _part(fresh, span)
                if section and {*part, *section[-1]} == {"type", "text"}:
                    section[-1]["text"] += fresh
                elif fresh:
                    section.append(part)
    close()
    return {"type": "rich_text", "elements": elements}


def button(one: Button, number: int) -> Json:
    """A button; `number` makes its name unique in its block."""
    made: Json = {"type": "button", "text": label(one.label, LABEL)}
    if one.press is None:
        return {**made, "action_id": f"open{number}", "url": one.url}
    style = _STYLES.get(one.tone)
    return {**made, "action_id": f"press{number}", "value": one.press.pack(), **({"style": style} if style else {})}


def label(text: str, longest: int) -> Json:
    """A short plain text."""
    return {"type": "plain_text", "text": cut(text, longest) or "…", "emoji": True}


def _part(words: str, span: Span) -> Json:
    if isinstance(span, Link) and span.url.startswith(("http://", "https://")):
        return {"type": "link", "url": span.url, "text": span.text}
    if isinstance(span, Deleted):
        words = span.text
    form = _FORMS.get(type(span))
    return {"type": "text", "text": words, **({"style": form} if form else {})}


def _images(pictures: Sequence[Media], files: Mapping[str, str]) -> list[Json]:
    longest = min(ALT_OF_ONE, ALT // max(1, len(pictures)))
    return [
        {
            "type": "image",
            "slack_file": {"id": files[one.sha256]},
            "alt_text": plain(shortened((one.alt,), longest, measure)) or "A picture of the post",
        }
        for one in pictures
        if one.sha256 in files
    ]


def _usable(rows: Sequence[Sequence[Button]]) -> list[tuple[Button, ...]]:
    """The rows without what cannot be pressed, cut to what a block holds."""
    shown = [[one for one in row if one.press or one.url.startswith(("http://", "https://"))] for row in rows]
    return [tuple(row[at : at + IN_A_ROW]) for row in shown for at in range(0, len(row), IN_A_ROW)]


def _row(row: tuple[Button, ...]) -> Json:
    return {"type": "actions", "elements": [button(one, number) for number, one in enumerate(row)]}
