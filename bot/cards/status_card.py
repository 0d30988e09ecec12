"""How things stand with a brand, in one message that keeps itself up to date."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.cards.card import Badge, Card, Row, Tone
from bot.cards.labels import count, in_words
from bot.cards.post_card import snippet
from bot.cards.press import Press
from bot.cards.text import Bold, Span, Text, Until, When
from core.account import Account, Health
from core.actions.tick import TOO_LONG
from core.brand import Brand
from core.freeze import Publishers
from core.moves import PartState
from core.post import Post

TROUBLE = {
    PartState.ASK: ("❓", "Needs your answer", "ask"),
    PartState.FAILED: ("⚠️", "Failed", "failed"),
    PartState.MISSED: ("⏰", "Missed", "missed"),
    PartState.CHECKING: ("🔎", "Being looked at", "checking"),
}
HEALTH = {
    Health.OK: ("🟢", "connected"),
    Health.HELD: ("🟡", "paused by the platform"),
    Health.BROKEN: ("🔴", "needs to be connected again"),
    Health.DISCONNECTED: ("⚪", "disconnected"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusView:
    """Everything a status card is made of. `beat` is the last tick, `coming` the next post to go out.

    `trouble` counts the posts of each state that needs a person.
    """

    brand: Brand
    accounts: tuple[Account, ...]
    publishers: Publishers
    beat: datetime | None
    coming: Post | None
    waiting: int
    live: int
    trouble: Mapping[PartState, int]
    now: datetime


def status_card(view: StatusView) -> Card:
    """The card; its version changes with what it says, the ticking seconds left aside."""
    card = Card(
        kind="status",
        subject=view.brand.id,
        title=(Bold(view.brand.name),),
        badge=_badge(view),
        rows=(*_trouble(view), *_rows(view), *_accounts(view)),
        footer=("This card keeps itself up to date.",),
    )
    return replace(card, version=_fingerprint(card))


def _is_late(view: StatusView) -> bool:
    return view.beat is not None and view.now - view.beat > TOO_LONG


def _badge(view: StatusView) -> Badge:
    asking = any(many for state, many in view.trouble.items() if state is not PartState.CHECKING)
    if _is_late(view) or asking:
        return Badge(mark="⚠️", word="Needs you", tone=Tone.WARN)
    if view.waiting:
        return Badge(mark="🟡", word=f"{count(view.waiting, 'post')} to decide", tone=Tone.WAIT)
    return Badge(mark="✅", word="All is well", tone=Tone.GOOD)


def _trouble(view: StatusView) -> tuple[Row, ...]:
    return tuple(
        Row(mark=mark, label=label, text=(count(view.trouble[state], "post"),), press=_list(kind))
        for state, (mark, label, kind) in TROUBLE.items()
        if view.trouble.get(state)
    )


def _rows(view: StatusView) -> tuple[Row, ...]:
    brand, coming = view.brand, view.coming
    running = brand.drafts_at(view.now)
    drafts: Text = ("on, the next week is drafted by itself" if running else "off, /next drafts a week",)
    if brand.autopilot and brand.paused_until and not running:
        drafts = ("paused until ", When(brand.paused_until, brand.zone))
    pulse = "⚪"
    tick: Text = ("has not ticked yet",)
    if view.beat:
        pulse = "🔴" if _is_late(view) else "🟢"
        tick = ("last tick ", Until(view.beat, in_words(view.beat - view.now)))
    following: Text = ("none is scheduled",)
    if coming:
        following = (When(coming.moment.instant, coming.moment.zone), f": {snippet(coming)}")
    return (
        Row(mark="🟢" if running else "⏸️", label="Autopilot", text=drafts),
        Row(mark=pulse, label="Scheduler", text=tick),
        Row(mark="🗓️", label="Next post", text=following),
        Row(mark="🟡", label="Waiting", text=(count(view.waiting, "post"),), press=_list("pending")),
        Row(mark="✅", label="Live", text=(count(view.live, "post"),), press=_list("live")),
    )


def _accounts(view: StatusView) -> tuple[Row, ...]:
    rows = []
    for account in view.accounts:
        mark, word = HEALTH[account.health]
        label = view.publishers[account.platform].rules.label
        used = "" if account.id in view.brand.targets else ", not used for new posts"
        rows.append(Row(mark=mark, label=account.name, text=(f"{label}: {word}{used}",)))
    return tuple(rows)


def _list(kind: str) -> Press:
    return Press(verb="list", arg=kind)


def _fingerprint(card: Card) -> int:
    """A number of 31 bits for what the card says; a tick counts as new once a minute."""
    rows = tuple(replace(row, text=tuple(map(_steady, row.text))) for row in card.rows)
    return zlib.crc32(repr(replace(card, rows=rows)).encode()) >> 1


def _steady(span: Span) -> Span:
    return Until(span.instant.replace(second=0, microsecond=0), "") if isinstance(span, Until) else span
