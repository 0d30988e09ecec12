"""What would keep a post from going out well, said on its card while there is time, each with the tap that mends it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.cards.card import Button
from bot.cards.post_view import PostView
from bot.cards.press import Press
from core.account import Account, Health
from core.moves import PartState, PostState
from core.rules import Rules

_OPEN = frozenset({PartState.PLANNED, PartState.SCHEDULED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One trouble in words, and the button against it."""

    says: str
    fix: Button


def findings(view: PostView) -> tuple[Finding, ...]:
    """Everything that can be known now; nothing for a post that is decided otherwise, or out."""
    if view.post.state not in (PostState.PENDING, PostState.APPROVED):
        return ()
    return (*_of_accounts(view), *_of_pictures(view))


def _of_accounts(view: PostView) -> Iterator[Finding]:
    for publication in view.publications:
        account = view.accounts[publication.account_id]
        if publication.state in _OPEN and (says := _permission(view, account) or _quota(view, account)):
            reconnect = Button(label=f"Reconnect {account.name}", press=Press(verb="reconnect", target=account.id))
            yield Finding(says=says, fix=reconnect if _permission(view, account) else _to_post(view, "Time", "time"))


def _permission(view: PostView, account: Account) -> str:
    if account.health is Health.BROKEN:
        return f"The permission for {account.name} is gone, so nothing can go out there."
    if account.ends_at is not None and account.ends_at <= view.post.moment.instant:
        return f"The permission for {account.name} ends before this goes out."
    return ""


def _quota(view: PostView, account: Account) -> str:
    rules = _rules(view, account)
    if rules is None or not rules.max_daily or view.in_a_day <= rules.max_daily:
        return ""
    return f"{rules.label} takes {rules.max_daily} posts in 24 hours; with this one it would be {view.in_a_day}."


def _of_pictures(view: PostView) -> Iterator[Finding]:
    """People's own pictures without a description, where a destination shows descriptions."""
    content = view.post.content
    there = [_rules(view, view.accounts[one.account_id]) for one in view.publications]
    told = any(rules is not None and rules.max_alt for rules in there)
    if content.drawn is not None or not told:
        return
    bare = [number for number, one in enumerate(content.media) if not one.alt]
    if bare:
        alone = "The film" if content.media[bare[0]].is_film else "The picture"
        which = f"Picture {bare[0] + 1}" if len(content.media) > 1 else alone
        yield Finding(
            says=f"{which} has no description for those who cannot see it.",
            fix=_to_post(view, "Describe it", "alt", str(bare[0])),
        )


def _rules(view: PostView, account: Account) -> Rules | None:
    publisher = view.publishers.get(account.platform)
    return publisher.rules if publisher else None


def _to_post(view: PostView, label: str, verb: str, arg: str = "") -> Button:
    return Button(label=label, press=Press(verb=verb, target=view.post.id, version=view.post.revision, arg=arg))
