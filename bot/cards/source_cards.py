"""Sources as cards: the list with its buttons, what is in one, what was added, and the question before one goes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.cards.card import Button, Card, Row, Tone
from bot.cards.labels import count, day, in_words
from bot.cards.press import Press
from bot.cards.source_words import trouble
from bot.cards.text import Bold, Bullets, Code, Text, Until, cut
from core.actions.add_source import MOST_SOURCES, Added
from core.slot import zone_named
from core.source import Counts, Source, SourceId, SourceItem, SourceKind

PAGE = 5
LONGEST_LINE, LONGEST_URL = 110, 100
NONE = Counts(items=0, unused=0)

_ALL = Button(label="All sources", press=Press(verb="sources"))
_MARKS = {SourceKind.FEED: "📰", SourceKind.PAGE: "🌐", SourceKind.TEXT: "📝", SourceKind.FILE: "📄"}
_WORDS = {SourceKind.FEED: "feed", SourceKind.PAGE: "web page", SourceKind.TEXT: "text", SourceKind.FILE: "file"}
HOW: Text = (
    "Posts are better when they draw on something. Give me:",
    Bullets(
        (
            (Code("/source add https://…"), " for a feed or a web page"),
            (Code("/source add"), " with any text behind it; its first line is its name"),
            ("a .txt, .md, .docx or .pdf file, simply sent here",),
        )
    ),
)


def sources_card(found: tuple[Source, ...], counts: Mapping[SourceId, Counts], page: int, now: datetime) -> Card:
    """A page (from 0) of a brand's sources, each with its buttons; how to add one where there is none."""
    page = min(max(page, 0), max(0, len(found) - 1) // PAGE)
    shown = tuple(enumerate(found, start=1))[page * PAGE : (page + 1) * PAGE]
    turns = []
    if page:
        turns.append(Button(label="‹ Earlier", press=Press(verb="srcpage", target=page - 1)))
    if (page + 1) * PAGE < len(found):
        turns.append(Button(label="Later ›", press=Press(verb="srcpage", target=page + 1)))
    return Card(
        kind="page",
        title=(Bold("Sources"), f" · {len(found)} of {MOST_SOURCES}"),
        body=() if found else HOW,
        rows=tuple(_row(number, one, counts.get(one.id, NONE), now) for number, one in shown),
        buttons=(*(_buttons(number, one, page) for number, one in shown), *((tuple(turns),) if turns else ())),
    )


def items_card(source: Source, items: tuple[SourceItem, ...], counts: Counts, zone: str) -> Card:
    """The newest items of a source."""
    more = counts.items - len(items)
    return Card(
        kind="page",
        title=(Bold(source.name), f" · {_counted(counts)}"),
        body=() if items else ("There is nothing in it yet.",),
        rows=tuple(_item(item, source, zone) for item in items),
        footer=(f"{count(more, 'older item')} beside these",) if more > 0 else (),
        buttons=((_ALL,),),
    )


def added_card(added: Added) -> Card:
    """What was added and what comes of it."""
    source = added.source
    begin = f"The {_WORDS[source.kind]} “{source.name}” is added"
    if added.page:
        begin = f"That page names a feed of its own, so I added the feed “{source.name}”"
    found = f"with {count(added.items, 'item')} for the next drafts" if added.items else "and has nothing in it yet"
    then = " I look for news in it by myself." if source.kind.polled else ""
    show = Button(label="Show items", press=Press(verb="srcitems", target=source.id))
    return Card(kind="say", body=(f"{begin}, {found}.{then}",), buttons=((show, _ALL),))


def removal_card(source: Source, counts: Counts) -> Card:
    """The question before a source goes."""
    words = f"Remove “{source.name}” with its {count(counts.items, 'item')}? Posts that were made of it stay."
    yes = Button(label="Yes, remove it", press=Press(verb="srcgone", target=source.id), tone=Tone.BAD)
    no = Button(label="Keep it", press=Press(verb="no", target=source.id))
    return Card(kind="confirm", body=(words,), buttons=((yes, no),))


def _row(number: int, source: Source, counts: Counts, now: datetime) -> Row:
    text: Text = (f"({_WORDS[source.kind]}) · {_counted(counts)}",)
    if source.kind.polled and source.checked_at:
        text = (*text, " · looked at ", Until(source.checked_at, in_words(source.checked_at - now)))
    if source.problem:
        text = (*text, f" · {trouble(source.problem)}")
    mark = "⚠️" if source.problem else _MARKS[source.kind]
    url = source.url if len(source.url) <= LONGEST_URL else ""
    return Row(mark=mark, label=f"{number}. {source.name}", text=text, url=url)


def _buttons(number: int, source: Source, page: int) -> tuple[Button, ...]:
    show = Button(label=f"Show items {number}", press=Press(verb="srcitems", target=source.id))
    look = Button(label=f"Look now {number}", press=Press(verb="srclook", target=source.id, arg=str(page)))
    drop = Button(label=f"Remove {number}", press=Press(verb="srcdrop", target=source.id))
    return (show, look, drop) if source.kind.polled else (show, drop)


def _item(item: SourceItem, source: Source, zone: str) -> Row:
    told = "used" if item.used_at else "new"
    when = f"{day((item.at or item.found_at).astimezone(zone_named(zone)))}, {told}"
    more = " ".join(item.text.removeprefix(item.title.rstrip("…")).split()).lstrip("… ")
    text = cut(f"{when}: {more}" if more else when, LONGEST_LINE)
    url = item.url if source.kind is SourceKind.FEED and len(item.url) <= LONGEST_URL else ""
    return Row(mark="✔️" if item.used_at else "🆕", label=item.title, text=(text,), url=url)


def _counted(counts: Counts) -> str:
    return f"{count(counts.items, 'item')}, {counts.unused} unused" if counts.items else "no items yet"
