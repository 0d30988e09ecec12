"""What text does where it is shown: whom it pings, where it leads, and how a person reads it.

https://docs.slack.dev/messaging/formatting-message-text (read 2026-11). Code spans are read like other text here, which
is stricter than Slack.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_ANGLES = re.compile(r"<([^<>\n]*)>")
_BARE = re.compile(r"(?<![<|\w])https?://[^\s<>|]+")
_AT = re.compile(r"(?<!\w)@(channel|here|everyone)\b")
_BROADCAST = ("channel", "here", "everyone", "group")
_LEADS = ("https://", "http://", "mailto:", "tel:")


@dataclass(frozen=True, slots=True)
class Effect:
    """What a text does: pings such as `@channel`, `@U123` or `@S123`, and links as (address, label)."""

    pings: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()


def effect(text: str, blocks: Sequence[Mapping[str, Any]] = (), *, parse: bool = False) -> Effect:
    """What a message does to those who get it; `parse` makes plain `@channel` act as well."""
    pings: list[str] = []
    links: list[tuple[str, str]] = []
    for one in (text, *_marked(blocks)):
        for inside in _ANGLES.findall(one):
            name, _, label = inside.partition("|")
            if name.startswith("@"):
                pings.append(name)
            elif name.startswith("!subteam^"):
                pings.append("@" + name.removeprefix("!subteam^"))
            elif name.startswith("!") and name[1:] in _BROADCAST:
                pings.append("@" + name[1:])
            elif name.startswith(_LEADS):
                links.append((name, label or name))
        links += [(found, found) for found in _BARE.findall(_ANGLES.sub(" ", one))]
        if parse:
            pings += [f"@{name}" for name in _AT.findall(_ANGLES.sub(" ", one))]
    for part in _rich(blocks):
        if part["type"] == "user":
            pings.append(f"@{part['user_id']}")
        elif part["type"] == "usergroup":
            pings.append(f"@{part['usergroup_id']}")
        elif part["type"] == "broadcast":
            pings.append(f"@{part['range']}")
        elif part["type"] == "link":
            links.append((part["url"], part.get("text", part["url"])))
    return Effect(tuple(dict.fromkeys(pings)), tuple(dict.fromkeys(links)))


def escaped(text: str) -> str:
    """Text as Slack hands it on when a person has typed it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def read(text: str) -> str:
    """Text as a person reads it: labels instead of addresses, names instead of codes."""
    shown = _ANGLES.sub(_label, text)
    return shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def read_blocks(blocks: Sequence[Mapping[str, Any]]) -> str:
    """The words of blocks as a person reads them, a line for every block; buttons are left out."""
    return "\n".join(filter(None, (_line(one) for one in blocks)))


def _label(match: re.Match[str]) -> str:
    name, _, label = match[1].partition("|")
    if label:
        return label
    if name.startswith("!subteam^"):
        return "@" + name.removeprefix("!subteam^")
    if name.startswith("!"):
        return "@" + name[1:]
    return name if name.startswith(("@", "#", *_LEADS)) else match[0]


def _line(block: Mapping[str, Any]) -> str:
    kind = block["type"]
    if kind == "section":
        texts = [block["text"]] if "text" in block else []
        return "\n".join(_read_object(one) for one in (*texts, *block.get("fields", ())))
    if kind == "header":
        return _read_object(block["text"])
    if kind == "context":
        return " ".join(_read_object(one) for one in block["elements"] if one["type"] != "image")
    if kind == "markdown":
        return str(block["text"])
    if kind == "image":
        return _read_object(block["title"]) if "title" in block else ""
    if kind == "input":
        return _read_object(block["label"])
    if kind == "rich_text":
        return "\n".join(_read_rich(one) for one in block["elements"])
    return ""


def _read_object(text: Mapping[str, Any]) -> str:
    return read(text["text"]) if text["type"] == "mrkdwn" else str(text["text"])


def _read_rich(part: Mapping[str, Any]) -> str:
    if part["type"] == "rich_text_list":
        return "\n".join(f"• {_read_rich(one)}" for one in part["elements"])
    if "elements" in part:
        return "".join(_read_rich(one) for one in part["elements"])
    names = ("text", "url", "fallback", "user_id", "usergroup_id", "channel_id", "range", "name", "value")
    return next((str(part[name]) for name in names if name in part), "")


def _marked(value: Any) -> Iterator[str]:
    """Every text in which codes act."""
    if isinstance(value, Mapping):
        if value.get("type") in ("mrkdwn", "markdown") and isinstance(value.get("text"), str):
            yield value["text"]
        for one in value.values():
            yield from _marked(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _marked(one)


def _rich(value: Any) -> Iterator[Mapping[str, Any]]:
    """Every part of rich text that does something."""
    if isinstance(value, Mapping):
        if value.get("type") in ("user", "usergroup", "broadcast", "link"):
            yield value
        for one in value.values():
            yield from _rich(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _rich(one)
