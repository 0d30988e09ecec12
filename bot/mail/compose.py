"""Words as a mail: plain text, and the same in modest HTML. Everything is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from html import escape
from pathlib import Path
from string import Template

from core.mail import Mail

_BUTTON = (
    '<p style="margin:20px 0 0"><a href="{url}" style="display:inline-block;background:#0c7a4b;color:#fff;'
    'padding:10px 18px;border-radius:8px;text-decoration:none">{label}</a></p>'
)


class Kind(StrEnum):
    """What a member can subscribe to, each by itself; `VERIFY` is no subscription."""

    BATCH = "batch"
    REMINDER = "reminder"
    POSTED = "posted"
    CRITICAL = "critical"
    VERIFY = "verify"


LABELS = {
    Kind.BATCH: "weeks that wait for a decision",
    Kind.REMINDER: "reminders",
    Kind.POSTED: "posts that went out",
    Kind.CRITICAL: "posts that need you",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a mail says. `open_url` leads to the card, where there is one."""

    title: str
    lines: Sequence[str]
    open_label: str = ""
    open_url: str = ""


def compose(letter: Letter, *, to: str, key: str, kind: Kind, stop_url: str = "") -> Mail:
    """The mail, with a way out of its kind at the end."""
    way_out = f"You get this because you asked for {LABELS[kind]}." if kind in LABELS else ""
    text = "\n\n".join(
        piece
        for piece in (
            letter.title,
            "\n".join(letter.lines),
            f"{letter.open_label}: {letter.open_url}" if letter.open_url else "",
            f"--\n{way_out} No more of it: {stop_url}" if stop_url else "",
        )
        if piece
    )
    stop = f'{escape(way_out)} <a href="{escape(stop_url)}" style="color:#59625d">No more of it</a>' if stop_url else ""
    html = _template().substitute(
        title=escape(letter.title),
        body="".join(f'<p style="margin:0 0 8px">{escape(line)}</p>' for line in letter.lines),
        button=_BUTTON.format(url=escape(letter.open_url), label=escape(letter.open_label)) if letter.open_url else "",
        footer=stop,
    )
    return Mail(to=to, subject=letter.title, text=text + "\n", html=html, key=key, stop_url=stop_url)


@cache
def _template() -> Template:
    return Template((Path(__file__).parent / "letter.html").read_text("utf-8"))
