"""The documented limits of messages and of how many there may be."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.bot_api.schema import Refused, bad

TEXT, CAPTION, ANSWER, DATA = 4096, 1024, 200, 64
IN_A_ROW, BUTTONS, ENTITIES = 8, 100, 100
PHOTO_BYTES, FILE_BYTES = 10 * 1024 * 1024, 50 * 1024 * 1024
KINDS = frozenset(
    {"bold", "italic", "underline", "strikethrough", "code", "text_link", "blockquote", "expandable_blockquote"}
)


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def check_text(text: str, entities: Sequence[Mapping[str, Any]], longest: int, *, empty: str) -> None:
    """Raises Refused for text that is empty, too long or carries a form that does not fit it."""
    if not text.strip() and empty:
        raise bad(empty)
    if utf16(text) > longest:
        raise bad("message is too long" if longest == TEXT else "message caption is too long")
    if len(entities) > ENTITIES:
        raise bad("too many entities")
    for one in entities:
        if one["type"] not in KINDS:
            raise bad(f"unsupported entity {one['type']}")
        if one["offset"] < 0 or one["length"] <= 0 or one["offset"] + one["length"] > utf16(text):
            raise bad("entity lies outside the text")
        if (one["type"] == "text_link") != ("url" in one):
            raise bad("entity url is wrong")


def check_keyboard(markup: Mapping[str, Any] | None) -> None:
    """Raises Refused for buttons that say nothing, do nothing, do two things or are too many."""
    rows = (markup or {}).get("inline_keyboard", [])
    if sum(map(len, rows)) > BUTTONS or any(not 0 < len(row) <= IN_A_ROW for row in rows):
        raise bad("reply markup is too long")
    for button in (one for row in rows for one in row):
        if not button["text"].strip():
            raise bad("text buttons can't be empty")
        if ("url" in button) == ("callback_data" in button):
            raise bad("a button does exactly one thing")
        if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= DATA:
            raise bad("BUTTON_DATA_INVALID")
        if "localhost" in button.get("url", "") or "//127." in button.get("url", ""):
            raise bad(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
        if button.get("style", "primary") not in ("primary", "success", "danger"):
            raise bad("BUTTON_STYLE_INVALID")


@dataclass(slots=True)
class Rates:
    """About one message a second in a chat with short bursts, 20 a minute in a group, 30 a second over all."""

    now: Callable[[], float]
    on: bool = False
    _sent: dict[object, deque[float]] = field(default_factory=lambda: defaultdict(lambda: deque(maxlen=100)))

    def count(self, chat: int, messages: int = 1, *, change: bool = False) -> None:
        """Raises Refused (429) with the seconds to wait when it is too much; changes are counted by themselves."""
        if not self.on:
            return
        now = self.now()
        lane = (chat, change)
        limits: list[tuple[object, int, float]] = [(lane, 3, 2.0), (None, 30, 1.0)]
        if chat < 0:
            limits.append((chat, 20, 59.0))
        for whose, most, seconds in limits:
            recent = [at for at in self._sent[whose] if at > now - seconds]
            if len(recent) + messages > max(most, messages):
                wait = max(1, round(recent[0] + seconds - now + 0.5))
                raise Refused(f"Too Many Requests: retry after {wait}", code=429, retry_after=wait)
        for whose in (lane, chat, None):
            self._sent[whose].extend([now] * messages)
