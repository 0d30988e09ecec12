"""A post as a card: its exact outgoing text, its time, where it goes and how that goes."""

from __future__ import annotations

from dataclasses import dataclass

from bot.cards.ahead import findings
from bot.cards.card import Badge, Card, Preview, Row, Tone
from bot.cards.film_words import changed_words, waiting_words
from bot.cards.labels import in_words, named
from bot.cards.post_buttons import buttons_of
from bot.cards.post_view import PostView as PostView
from bot.cards.progress import PARTS, badge_of, standing
from bot.cards.reasons import sentence
from bot.cards.text import Bold, Italic, Text, Until, When, cut
from core.account import Health, Platform
from core.errors import Problem
from core.freeze import film_problems
from core.ids import encode
from core.moves import PartState, PostState
from core.note import Note
from core.payload import Payload
from core.post import Post
from core.publication import Publication
from core.rules import Rules, check, longest, of_account, said_of
from core.voice import match


def post_card(view: PostView) -> Card:
    """The card of a post as it stands now."""
    post, film = view.post, view.post.content.film
    shown = pages(view)
    too_long, unchosen = any(one.too_long for one in shown), any(one.unchosen for one in shown)
    return Card(
        kind="post",
        subject=post.id,
        version=post.version,
        title=(When(post.moment.instant, post.moment.zone), f" · {view.brand.name}"),
        badge=_badge(view),
        body=_remark(view),
        previews=tuple(one.preview for one in shown) or (_nowhere(view),),
        pictures=post.content.media or ((film.still,) if film else ()),
        still=film.still if film else None,
        rows=_rows(view),
        footer=_footer(view),
        buttons=buttons_of(view, too_long=too_long, unchosen=unchosen),
    )


def _badge(view: PostView) -> Badge:
    """Where the post stands; what only waits for somebody on the far side is not called live."""
    badge = badge_of(view.post, view.publications)
    out = [one for one in view.publications if one.state is PartState.LIVE]
    if badge == PARTS[PartState.LIVE] and any(_said(view, one) for one in out):
        return Badge(mark="📥", word="Waits for you there", tone=Tone.GOOD)
    return badge


def _said(view: PostView, publication: Publication) -> str:
    rules = view.publishers[view.accounts[publication.account_id].platform].rules
    return said_of(publication.parts[0].payload, rules)


MOST_NOTES = 3
"""Remarks that a card shows; More lists them all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One destination of a card: `name` is that of its preview."""

    name: str
    label: str
    platform: Platform


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a destination shows, and what keeps it from being published there."""

    tab: Tab
    preview: Preview
    problems: tuple[Problem, ...]

    @property
    def too_long(self) -> bool:
        """Whether fewer words or hashtags would help."""
        return any(one.field in ("text", "tags") and one.limit for one in self.problems)

    @property
    def unchosen(self) -> bool:
        """Whether something has to be chosen first."""
        return any(one.field == "options" for one in self.problems)


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


def pages(view: PostView) -> tuple[Page, ...]:
    """The exact text for each destination, counted as it counts; a thread shows its parts one after the other."""
    publications = {encode(publication.account_id): publication for publication in view.publications}
    return tuple(
        _connected(view, tab, publications[tab.name]) if tab.name in publications else _unconnected(view, tab)
        for tab in tabs(view)
    )


def _nowhere(view: PostView) -> Preview:
    return Preview(name="", label="No destination", text=view.post.content.text, count=0, limit=0)


def _connected(view: PostView, tab: Tab, publication: Publication) -> Page:
    publisher, account = view.publishers[tab.platform], view.accounts[publication.account_id]
    rules = of_account(publisher.rules, account)
    payloads = (
        tuple(part.payload for part in publication.parts)
        if view.post.state is PostState.APPROVED
        else publisher.compose(view.post, account)
    )
    film, said = view.post.content.film, said_of(payloads[0], rules)
    changed = changed_words(film, payloads[0].media) if film else ""
    note = "\n".join(one for one in (said, changed) if one)
    return _page(view, tab, payloads, rules, film_problems(view.post.content) or check(payloads, rules), note)


def _unconnected(view: PostView, tab: Tab) -> Page:
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
    return _page(view, tab, payloads, rules, problems, note)


def _page(
    view: PostView,
    tab: Tab,
    payloads: tuple[Payload, ...],
    rules: Rules,
    problems: tuple[Problem, ...],
    note: str = "",
) -> Page:
    pictures = payloads[0].media
    preview = Preview(
        name=tab.name,
        label=tab.label,
        text=_parts(view, payloads, rules),
        count=max(rules.count(payload.text) for payload in payloads),
        limit=longest(rules, pictures=bool(pictures)),
        problem=" ".join(problem.sentence() for problem in problems),
        note=note,
        pictures=pictures if pictures != view.post.content.media else (),
    )
    return Page(tab=tab, preview=preview, problems=problems)


def _parts(view: PostView, payloads: tuple[Payload, ...], rules: Rules) -> str:
    """The text as it goes out; of several Parts each further one below a line that says its place and size."""
    comment = view.post.content.comment
    pieces = [payloads[0].text]
    for number, payload in enumerate(payloads[1:], start=2):
        last = comment and number == len(payloads)
        name = "First comment" if last else f"Part {number} of {len(payloads) - bool(comment)}"
        most = rules.max_below or rules.max_text
        pieces.append(f"── {name} · {rules.count(payload.text)}/{most} ──\n{payload.text}")
    return "\n\n".join(pieces)


def _remark(view: PostView) -> Text:
    ahead = tuple(f"⚠️ {one.says}\n" for one in findings(view))
    return (*_trouble(view), *_film(view), *_decision(view), *_said_before(view), *ahead, *_notes(view))


def _film(view: PostView) -> Text:
    """How far a film is that the post waits for."""
    words = waiting_words(view.post.content)
    return (f"🎞️ {words}\n",) if words else ()


def _decision(view: PostView) -> Text:
    """Who said yes already, and who is waited for."""
    if not view.missing:
        return ()
    said = f"{named(view.approvers)} said yes. " if view.approvers else ""
    return (f"👥 {said}{awaited_words(view)}\n",)


def awaited_words(view: PostView) -> str:
    """Who is waited for, as a sentence."""
    if not view.awaited:
        return "Nobody here can approve it now; an owner can change that with /policy or /team."
    if view.missing >= len(view.awaited):
        return f"It waits for {named(view.awaited)}."
    if view.missing == 1:
        return f"It waits for {named(view.awaited, 'or')}."
    return f"It waits for {view.missing} of {', '.join(view.awaited)}."


def _said_before(view: PostView) -> Text:
    """A warning on a copy that says what was said a short while before or after."""
    other = view.said_before
    if other is None or view.post.state is not PostState.PENDING:
        return ()
    return ("⚠️ The same words go out ", When(other.moment.instant, other.moment.zone), ", within a month of this.\n")


def _notes(view: PostView) -> Text:
    """Remarks of reviewers; they are never published."""
    return tuple(span for note in view.notes[-MOST_NOTES:] for span in (*_kind(note), f": {cut(note.text, 200)}\n"))


def _kind(note: Note) -> Text:
    if note.open:
        return ("✋ ", Bold(note.author), " asks for a change")
    return ("✔ " if note.asks else "🔒 ", Bold(note.author))


def _trouble(view: PostView) -> Text:
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
            said = _said(view, publication)
            text = (said or badge.word, " " if said else ", ", When(live_at, view.brand.zone))
        elif waits and waits.fire_at:
            text = (f"{sentence(waits.reason)} Next try ", When(waits.fire_at, view.brand.zone))
        out = sum(part.state is PartState.LIVE for part in publication.parts)
        if 0 < out < len(publication.parts):
            text = (*text, f" · {out} of {len(publication.parts)} parts are out")
        account = view.accounts[publication.account_id]
        rows.append(Row(mark=badge.mark, label=account.name, text=text, url=publication.url))
    return tuple(rows)


def _footer(view: PostView) -> Text:
    post = view.post
    said: list[str] = [post.origin]
    if view.brand.traits is not None:
        said.append(f"voice match {match(view.brand.traits, post.content.text)}%")
    if view.publications and all(
        view.publishers[view.accounts[one.account_id].platform].rules.local for one in view.publications
    ):
        said.append("published on this machine only")
    if view.approvers and not view.missing:
        said.append("approved by " + ", ".join(view.approvers))
    why: Text = (Italic(post.why), "\n") if post.why else ()
    ahead = post.state in (PostState.PENDING, PostState.APPROVED) and post.moment.instant > view.now
    soon: Text = (" · ", Until(post.moment.instant, in_words(post.moment.instant - view.now))) if ahead else ()
    return (*why, " · ".join(said), *soon)


def heading(view: PostView) -> Text:
    """The post in one line: its time and how it begins."""
    return (Bold(f"{view.post.moment.local:%a %H:%M}"), f" {snippet(view.post)}")


def snippet(post: Post, longest: int = 60) -> str:
    """How the post begins, on one line, cut at a word."""
    line = " ".join((post.content.headline or post.content.text).split())
    if len(line) <= longest:
        return line
    return line[:longest].rsplit(" ", 1)[0].rstrip(",;:—–-") + "…"
