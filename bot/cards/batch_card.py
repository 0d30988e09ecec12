"""A week as one card: what waits, what is decided, and the one tap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.cards.card import Badge, Button, Card, Row, Tone
from bot.cards.labels import count, day
from bot.cards.post_card import snippet
from bot.cards.press import Press
from bot.cards.progress import badge_of
from bot.cards.text import Bold, Text, When
from core.batch import Batch, edition
from core.brand import Brand
from core.ids import PostId
from core.moves import PartState, PostState
from core.post import Post
from core.publication import Publication


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchView:
    """Everything a batch header is made of; the posts come in order of time, `gap_days` follow the batch.

    `half` of them wait for others after a first yes.
    """

    batch: Batch
    brand: Brand
    posts: tuple[Post, ...]
    publications: Mapping[PostId, tuple[Publication, ...]]
    now: datetime
    gap_days: int = 0
    half: int = 0


def batch_card(view: BatchView) -> Card:
    """The header of a batch as it stands now."""
    return Card(
        kind="batch",
        subject=view.batch.id,
        version=view.batch.version,
        title=(Bold(view.brand.name), f" · {day_range(view)}"),
        badge=_badge(view),
        body=_summary(view),
        rows=tuple(_row(view, post) for post in view.posts),
        footer=_footer(view),
        buttons=_buttons(view),
        pinned=True,
    )


def day_range(view: BatchView) -> str:
    """The days of the batch: "Mon 24 Nov to Sun 30 Nov, 09:00 Lisbon"."""
    city = view.brand.zone.rsplit("/", 1)[-1].replace("_", " ")
    times = {f"{slot.at:%H:%M}" for slot in view.brand.slots}
    at = f", {times.pop()}" if len(times) == 1 else ","
    return f"{day(view.batch.first)} to {day(view.batch.last)}{at} {city}"


def waiting(view: BatchView) -> tuple[Post, ...]:
    """The posts nobody has decided yet."""
    return tuple(post for post in view.posts if post.state is PostState.PENDING)


def _live(view: BatchView) -> int:
    return sum(
        1
        for post in view.posts
        if post.state is PostState.APPROVED
        and (publications := view.publications.get(post.id, ()))
        and all(one.state in (PartState.LIVE, PartState.CANCELLED) for one in publications)
    )


def _troubled(view: BatchView) -> int:
    trouble = (PartState.ASK, PartState.FAILED, PartState.MISSED)
    return sum(
        post.state is PostState.APPROVED and any(one.state in trouble for one in view.publications.get(post.id, ()))
        for post in view.posts
    )


def _badge(view: BatchView) -> Badge:
    left = len(waiting(view))
    if troubled := _troubled(view):
        return Badge(
            mark="⚠️", word=f"{count(troubled, 'post')} need you" if troubled > 1 else "1 post needs you", tone=Tone.WARN
        )
    if left:
        return Badge(mark="🟡", word=f"{left} of {len(view.posts)} waiting", tone=Tone.WAIT)
    return Badge(mark="✅", word="All decided", tone=Tone.GOOD)


def _summary(view: BatchView) -> Text:
    approved = sum(post.state is PostState.APPROVED for post in view.posts)
    skipped = sum(post.state in (PostState.SKIPPED, PostState.CANCELLED) for post in view.posts)
    live = _live(view)
    pieces = [
        f"{approved} approved" if approved else "",
        f"{live} live" if live else "",
        f"{skipped} skipped" if skipped else "",
        f"{view.half} with a first yes" if view.half else "",
    ]
    said = ", ".join(piece for piece in pieces if piece)
    left = waiting(view)
    if not left:
        return (f"{said or 'Nothing waits here'}.",)
    first, last = left[0].moment, left[-1].moment
    waits = f"{said}. {count(len(left), 'post')} to decide" if said else f"{count(len(left), 'post')} to decide"
    if len(left) == 1:
        return (f"{waits}: ", When(first.instant, first.zone), ".")
    return (f"{waits}, the first ", When(first.instant, first.zone), ", the last ", When(last.instant, last.zone), ".")


def _row(view: BatchView, post: Post) -> Row:
    badge = badge_of(post, view.publications.get(post.id, ()))
    return Row(
        mark=badge.mark,
        label=f"{post.moment.local:%a} {post.moment.local:%H:%M}",
        text=(snippet(post),),
        press=Press(verb="show", target=post.id),
    )


def _footer(view: BatchView) -> Text:
    if _undo_open(view) and view.batch.undo_until:
        return ("Nothing leaves before ", When(view.batch.undo_until, view.brand.zone), ". Until then: Undo.")
    if view.brand.drafts_at(view.now):
        follows = view.batch.last + timedelta(days=1 + view.gap_days)
        return (f"The next week starts {day(follows)}; it is drafted when the last card is decided.",)
    return ("Autopilot rests: /next drafts another week.",)


def _buttons(view: BatchView) -> tuple[tuple[Button, ...], ...]:
    seen = edition(view.posts)
    left = len(waiting(view))
    row: list[Button] = []
    if left:
        press = Press(verb="approveall", target=view.batch.id, version=seen)
        label = f"Approve all {left}" if left > 1 else "Approve the last one"
        row.append(Button(label=label, press=press, tone=Tone.GOOD))
        row.append(Button(label="One by one", press=Press(verb="review", target=view.batch.id)))
    if _undo_open(view):
        row.append(Button(label="Undo", press=Press(verb="undo", target=view.batch.id, version=seen)))
    return (tuple(row),) if row else ()


def _undo_open(view: BatchView) -> bool:
    return view.batch.undo_until is not None and view.now < view.batch.undo_until
