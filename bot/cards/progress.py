"""Where a post stands, in a mark and a few words."""

from __future__ import annotations

from bot.cards.card import Badge, Tone
from bot.cards.film_words import share_words
from core.film import Film
from core.moves import PartState, PostState
from core.post import Post
from core.publication import Publication

_DECIDED = {
    PostState.DRAFTING: Badge(mark="✍️", word="Being drafted", tone=Tone.QUIET),
    PostState.PENDING: Badge(mark="🟡", word="Waiting for you", tone=Tone.WAIT),
    PostState.SKIPPED: Badge(mark="⏭️", word="Skipped", tone=Tone.QUIET),
    PostState.CANCELLED: Badge(mark="🚫", word="Cancelled", tone=Tone.QUIET),
    PostState.LAPSED: Badge(mark="⌛", word="Not decided in time", tone=Tone.WARN),
}

PARTS = {
    PartState.PLANNED: Badge(mark="▫️", word="Planned", tone=Tone.QUIET),
    PartState.SCHEDULED: Badge(mark="🗓️", word="Scheduled", tone=Tone.GOOD),
    PartState.CLAIMED: Badge(mark="📤", word="Preparing", tone=Tone.GOOD),
    PartState.SENDING: Badge(mark="📤", word="Publishing", tone=Tone.GOOD),
    PartState.CHECKING: Badge(mark="🔎", word="Checking", tone=Tone.WARN),
    PartState.ASK: Badge(mark="❓", word="Needs your answer", tone=Tone.WARN),
    PartState.LIVE: Badge(mark="✅", word="Live", tone=Tone.GOOD),
    PartState.FAILED: Badge(mark="⚠️", word="Failed", tone=Tone.BAD),
    PartState.MISSED: Badge(mark="⏰", word="Missed", tone=Tone.BAD),
    PartState.CANCELLED: Badge(mark="🚫", word="Cancelled", tone=Tone.QUIET),
    PartState.REMOVED: Badge(mark="🗑️", word="Removed", tone=Tone.QUIET),
}

_URGENT = (
    PartState.ASK,
    PartState.FAILED,
    PartState.MISSED,
    PartState.CHECKING,
    PartState.SENDING,
    PartState.CLAIMED,
    PartState.SCHEDULED,
    PartState.PLANNED,
    PartState.LIVE,
    PartState.REMOVED,
    PartState.CANCELLED,
)


def _making(film: Film) -> Badge:
    return Badge(mark="🎞️", word=share_words(film), tone=Tone.QUIET)


def standing(publications: tuple[Publication, ...]) -> PartState | None:
    """The state that most needs a person's eye, over all destinations; None when there is no destination."""
    states = {publication.state for publication in publications}
    return next((state for state in _URGENT if state in states), None)


def badge_of(post: Post, publications: tuple[Publication, ...]) -> Badge:
    """The status of a post; an approved one shows how its publishing goes."""
    if post.hidden_at is not None:
        return Badge(mark="🗑️", word="Deleted", tone=Tone.QUIET)
    film = post.content.film
    if film and post.state is PostState.PENDING and post.content.film_waits:
        return Badge(mark="⚠️", word="Film not ready", tone=Tone.BAD) if film.trouble else _making(film)
    if post.state is not PostState.APPROVED:
        return _DECIDED[post.state]
    state = standing(publications)
    if state is None:
        return Badge(mark="▫️", word="No destination", tone=Tone.WARN)
    others = {publication.state for publication in publications} - {state, PartState.CANCELLED}
    if PartState.LIVE in others:
        return Badge(mark=PARTS[state].mark, word=f"Partly live, {PARTS[state].word.lower()}", tone=PARTS[state].tone)
    return PARTS[state]
