"""A post as a card: its exact outgoing text, its time, where it goes and how that goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.cards.card import Button, Card, Preview, Row, Tone
from bot.cards.labels import in_words
from bot.cards.press import Press
from bot.cards.progress import PARTS, badge_of, standing
from bot.cards.reasons import sentence
from bot.cards.text import Bold, Italic, Text, Until, When
from core.account import Account, Health, Platform
from core.brand import Brand
from core.errors import Problem
from core.freeze import Publishers
from core.ids import AccountId, encode
from core.moves import TAKEN, PartState, PostState
from core.payload import Payload
from core.post import Post
from core.publication import Publication
from core.rules import Rules, check, longest


@dataclass(frozen=True, slots=True, kw_only=True)
class PostView:
    """Everything a post's card is made of. `approvers` are the names of those whose yes still holds."""

    post: Post
    brand: Brand
    publications: tuple[Publication, ...]
    accounts: Mapping[AccountId, Account]
    publishers: Publishers
    rules: Mapping[Platform, Rules]
    approvers: tuple[str, ...]
    now: datetime


def post_card(view: PostView) -> Card:
    """The card of a post as it stands now."""
    post = view.post
    return Card(
        kind="post",
        subject=post.id,
        version=post.version,
        title=(When(post.moment.instant, post.moment.zone), f" · {view.brand.name}"),
        badge=badge_of(post, view.publications),
        body=_remark(view),
        previews=previews(view),
        pictures=post.content.media,
        rows=_rows(view),
        footer=_footer(view),
        buttons=_buttons(view),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One destination of a card: `name` is that of its preview."""

    name: str
    label: str
    platform: Platform


def tabs(view: PostView) -> tuple[Tab, ...]:
    """Where the post goes, then the platforms the brand writes for although nothing is connected there."""
    accounts = [view.accounts[publication.account_id] for publication in view.publications]
    connected = [Tab(name=encode(one.id), label=one.name, platform=one.platform) for one in accounts]
    known = {one.platform for one in view.accounts.values() if one.health is not Health.DISCONNECTED}
    known |= {one.platform for one in accounts}
    return (
        *connected,
        *(
            Tab(name=name, label=view.rules[name].label, platform=name)
            for name in view.brand.written_for
            if name in view.rules and name not in known
        ),
    )


def previews(view: PostView) -> tuple[Preview, ...]:
    """The exact text for each destination, counted as it counts; a thread shows its parts one after the other."""
    publications = {encode(publication.account_id): publication for publication in view.publications}
    found = tuple(
        _connected(view, tab, publications[tab.name]) if tab.name in publications else _unconnected(view, tab)
        for tab in tabs(view)
    )
    return found or (Preview(name="", label="No destination", text=view.post.content.text, count=0, limit=0),)


def _connected(view: PostView, tab: Tab, publication: Publication) -> Preview:
    publisher = view.publishers[tab.platform]
    payloads = (
        tuple(part.payload for part in publication.parts)
        if view.post.state is PostState.APPROVED
        else publisher.compose(view.post, view.accounts[publication.account_id])
    )
    return _preview(view, tab, payloads, publisher.rules, check(payloads, publisher.rules))


def _unconnected(view: PostView, tab: Tab) -> Preview:
    """The words as they would go out. Pictures are made to fit when they do, so only the words are checked."""
    rules, content = view.rules[tab.platform], view.post.content
    own = content.for_platform(tab.platform)
    text = "\n\n".join(
        piece
        for piece in (own.words(), content.link if rules.link_in_text and content.link not in own.text else "")
        if piece
    )
    payloads = (Payload(text=text, media=own.media),)
    problems = tuple(one for one in check(payloads, rules) if one.field != "media")
    note = f"{tab.label} is not connected yet, so nothing goes out there."
    return _preview(view, tab, payloads, rules, problems, note)


def _preview(
    view: PostView,
    tab: Tab,
    payloads: tuple[Payload, ...],
    rules: Rules,
    problems: tuple[Problem, ...],
    note: str = "",
) -> Preview:
    pictures = payloads[0].media
    return Preview(
        name=tab.name,
        label=tab.label,
        text="\n\n".join(payload.text for payload in payloads),
        count=max(rules.count(payload.text) for payload in payloads),
        limit=longest(rules, pictures=bool(pictures)),
        problem=" ".join(problem.sentence() for problem in problems),
        note=note,
        pictures=pictures if pictures != view.post.content.media else (),
    )


def _remark(view: PostView) -> Text:
    match standing(view.publications) if view.post.state is PostState.APPROVED else None:
        case PartState.ASK:
            return (f"{_cause(view, PartState.ASK)} Please look: is it on {_where(view, PartState.ASK)}?",)
        case PartState.FAILED | PartState.MISSED | PartState.CHECKING as state:
            return (_cause(view, state),)
    if view.post.state is PostState.LAPSED:
        return ("Its time passed before anybody decided. Give it a new one?",)
    return ()


def _where(view: PostView, state: PartState) -> str:
    part = next(part for one in view.publications for part in one.parts if part.state is state)
    return view.accounts[part.account_id].name


def _cause(view: PostView, state: PartState) -> str:
    part = next(part for one in view.publications for part in one.parts if part.state is state)
    return sentence(part.reason) if part.reason or state is not PartState.MISSED else "Its time passed unpublished."


def _rows(view: PostView) -> tuple[Row, ...]:
    if view.post.state is not PostState.APPROVED and not any(one.url for one in view.publications):
        return ()
    rows = []
    for publication in view.publications:
        badge = PARTS[publication.state]
        live_at = next((part.live_at for part in publication.parts if part.live_at), None)
        waits = next((part for part in publication.parts if part.state is PartState.SCHEDULED and part.failures), None)
        text: Text = (badge.word,)
        if publication.state is PartState.LIVE and live_at:
            text = (badge.word, ", ", When(live_at, view.brand.zone))
        elif waits and waits.fire_at:
            text = (f"{sentence(waits.reason)} Next try ", When(waits.fire_at, view.brand.zone))
        account = view.accounts[publication.account_id]
        rows.append(Row(mark=badge.mark, label=account.name, text=text, url=publication.url))
    return tuple(rows)


def _footer(view: PostView) -> Text:
    post = view.post
    said: list[str] = [post.origin]
    if view.publications and all(
        view.publishers[view.accounts[one.account_id].platform].rules.local for one in view.publications
    ):
        said.append("published on this machine only")
    if view.approvers:
        said.append("approved by " + ", ".join(view.approvers))
    why: Text = (Italic(post.why), "\n") if post.why else ()
    ahead = post.state in (PostState.PENDING, PostState.APPROVED) and post.moment.instant > view.now
    soon: Text = (" · ", Until(post.moment.instant, in_words(post.moment.instant - view.now))) if ahead else ()
    return (*why, " · ".join(said), *soon)


def _press(view: PostView, label: str, verb: str, tone: Tone = Tone.QUIET, arg: str = "") -> Button:
    return Button(
        label=label, tone=tone, press=Press(verb=verb, target=view.post.id, version=view.post.revision, arg=arg)
    )


def _buttons(view: PostView) -> tuple[tuple[Button, ...], ...]:
    details = _press(view, "Details", "details")
    edit = _press(view, "Edit", "edit")
    picture = _press(view, "Picture", "picture")
    time = _press(view, "Time", "time")
    where = (_press(view, "Where to", "targets"),) if len(view.accounts) > 1 else ()
    now = _press(view, "Post now", "now")
    match view.post.state:
        case PostState.PENDING:
            return (
                (_press(view, "Approve", "approve", Tone.GOOD), edit),
                (_press(view, "Regenerate", "again"), picture, _press(view, "Skip", "skip")),
                (time, *where, now, details),
            )
        case PostState.SKIPPED:
            return ((_press(view, "Bring back", "back"), details),)
        case PostState.LAPSED:
            tomorrow = _press(view, f"Tomorrow {view.post.moment.local:%H:%M}", "tomorrow")
            return ((tomorrow, time, now), (_press(view, "Skip", "cancel"), details))
        case PostState.APPROVED:
            return _publishing_buttons(view, details, (edit, picture), time, now)
    return ((details,),)


def _publishing_buttons(
    view: PostView, details: Button, change: tuple[Button, ...], time: Button, now: Button
) -> tuple[tuple[Button, ...], ...]:
    parts = [part for publication in view.publications for part in publication.parts]
    asked = next((part for part in parts if part.state is PartState.ASK), None)
    failed = next((part for part in parts if part.state is PartState.FAILED), None)
    if asked:
        part, name = encode(asked.id), view.accounts[asked.account_id].name
        where = f"It is on {name}" if len(view.publications) > 1 else "It is there"
        return (
            (_press(view, where, "there", Tone.GOOD, part), _press(view, "Publish again", "resend", arg=part)),
            (_press(view, "Leave it", "leave", arg=part), details),
        )
    if any(part.state in TAKEN for part in parts):
        return ((details,),)
    if failed:
        part = encode(failed.id)
        return (
            (_press(view, "Retry", "resend", Tone.GOOD, part), *change),
            (_press(view, "Leave it", "leave", arg=part), details),
        )
    if any(part.state is PartState.MISSED for part in parts):
        tomorrow = _press(view, f"Tomorrow {view.post.moment.local:%H:%M}", "tomorrow")
        return ((now, tomorrow, time), (_press(view, "Leave it", "cancel"), details))
    live = any(part.state is PartState.LIVE for part in parts)
    if live and any(part.state is PartState.SCHEDULED for part in parts):
        return ((_press(view, "Cancel the rest", "cancel"), details),)
    if any(part.state is PartState.SCHEDULED for part in parts):
        return (
            (_press(view, "Take back", "unapprove"), *change, time),
            (now, _press(view, "Cancel post", "cancel"), details),
        )
    link = tuple(
        Button(label=f"Open on {view.accounts[one.account_id].name}", url=one.url)
        for one in view.publications
        if one.url.startswith(("http://", "https://"))
    )
    return ((*link, details),)


def heading(view: PostView) -> Text:
    """The post in one line: its time and how it begins."""
    return (Bold(f"{view.post.moment.local:%a %H:%M}"), f" {snippet(view.post)}")


def snippet(post: Post, longest: int = 60) -> str:
    """How the post begins, on one line, cut at a word."""
    line = " ".join((post.content.headline or post.content.text).split())
    if len(line) <= longest:
        return line
    return line[:longest].rsplit(" ", 1)[0].rstrip(",;:—–-") + "…"
