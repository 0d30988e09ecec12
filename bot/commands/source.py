"""/source: what the brand draws on. Feeds, pages, texts and files are added, listed, looked at again and removed."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import PurePath

from bot.cards.card import Button, Card, Row, Tone, say
from bot.cards.labels import count, day, in_words
from bot.cards.layout import cut
from bot.cards.press import Press
from bot.cards.source_words import trouble
from bot.cards.text import Bold, Bullets, Code, Text, Until
from bot.commands.kit import Answers, Command, Context, Verb
from bot.talk import Answered, Outgoing, Redraw, Say, Toast, UploadedFile
from core.access import source_for
from core.actions.add_source import MOST_SOURCES, Added
from core.errors import Invalid, PortError, Problem
from core.slot import zone_named
from core.source import Counts, Source, SourceId, SourceItem, SourceKind

PAGE = 5
ITEMS = 10
LONGEST_LINE, LONGEST_URL, LONGEST_TOAST = 110, 100, 200
NONE = Counts(items=0, unused=0)

_ALL = Button(label="All sources", press=Press(verb="sources"))
_MARKS = {SourceKind.FEED: "📰", SourceKind.PAGE: "🌐", SourceKind.TEXT: "📝", SourceKind.FILE: "📄"}
_WORDS = {SourceKind.FEED: "feed", SourceKind.PAGE: "web page", SourceKind.TEXT: "text", SourceKind.FILE: "file"}
_ENDINGS = (".txt", ".md", ".markdown", ".docx", ".pdf")
_SHOWN = ("image/", "video/", "audio/")
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\S+")
_BARE = re.compile(r"(?:[\w-]+\.)+[A-Za-z]{2,}(?::\d+)?(?:[/?]\S*)?")
_HOW = (
    "Posts are better when they draw on something. Give me:",
    Bullets(
        (
            (Code("/source add https://…"), " for a feed or a web page"),
            (Code("/source add"), " with any text behind it; its first line is its name"),
            ("a .txt, .md, .docx or .pdf file, simply sent here",),
        )
    ),
)


async def run(ctx: Context, args: str) -> Answers:
    """The list, or one source more."""
    word, rest = (*args.split(maxsplit=1), "", "")[:2]
    if not word:
        return (Say(card=await _list(ctx, 0)),)
    if word.lower() == "add":
        return await _add(ctx, rest.strip())
    if address_in(args.strip()):
        return await _add(ctx, args.strip())
    fix = "/source add ADDRESS adds one, and /source lists them."
    raise Invalid(Problem(field="source", what=f"I do not know “/source {word[:40]}”.", fix=fix))


def is_document(file: UploadedFile) -> bool:
    """True for a file to draw on rather than to show."""
    return not file.mime.startswith(_SHOWN) and (
        PurePath(file.name).suffix.lower() in _ENDINGS or file.mime.startswith("text/")
    )


def asks_to_add(text: str) -> bool:
    """True for words under files that want them as sources."""
    return re.match(r"/source\b", text.strip(), re.IGNORECASE) is not None


async def add_files(ctx: Context, files: tuple[UploadedFile, ...], text: str) -> Answers:
    """Each file becomes a source, or says in one sentence why not; words under a single one are its name."""
    brand = await ctx.brand()
    called = re.sub(r"^/source(\s+add)?", "", text.strip(), flags=re.IGNORECASE).strip().partition("\n")[0]
    answers: list[Outgoing] = []
    for file in files:
        await ctx.working(f"Reading {file.name}…")
        name = called if len(files) == 1 else ""
        try:
            added = await ctx.actions.add_source.from_file(brand.id, file.sha256, file.name, called=name, by=ctx.by)
        except PortError as error:
            answers.append(Say(card=say(f"{file.name}: {trouble(error.reason)}")))
        except Invalid as error:
            answers.append(Say(card=say(f"{file.name}: {error}")))
        else:
            answers.append(Say(card=_added(added)))
    return tuple(answers)


async def open_list(ctx: Context, press: Press) -> Answers:
    """The list, from a button on another card."""
    return (Say(card=await _list(ctx, 0)),)


async def turn(ctx: Context, press: Press) -> Answers:
    """Another page, where the list hangs."""
    return (Redraw(card=await _list(ctx, press.target)),)


async def show_items(ctx: Context, press: Press) -> Answers:
    """The newest items of a source."""
    source_id = SourceId(press.target)
    async with ctx.store.read() as tx:
        source = await source_for(tx, source_id, ctx.by)
        brand = await tx.brands.get(source.brand_id)
        items = await tx.sources.items(source_id, ITEMS)
        counts = (await tx.sources.counts(brand.id)).get(source_id, NONE)
    more = counts.items - len(items)
    card = Card(
        kind="page",
        title=(Bold(source.name), f" · {_counted(counts)}"),
        body=() if items else ("There is nothing in it yet.",),
        rows=tuple(_item(item, source, brand.zone) for item in items),
        footer=(f"{count(more, 'older item')} beside these",) if more > 0 else (),
        buttons=((_ALL,),),
    )
    return (Say(card=card),)


async def look_now(ctx: Context, press: Press) -> Answers:
    """Look at a source now and say what came of it; the list shows it too."""
    await ctx.working("Looking…")
    looked = await ctx.actions.poll_sources.now(SourceId(press.target), by=ctx.by)
    if looked is None:
        return (Toast(text="I looked a moment ago. Please wait two minutes."),)
    source, new = looked
    if source.problem:
        words = trouble(source.problem)
    else:
        words = f"{count(new, 'new item')} in “{source.name}”." if new else f"Nothing new in “{source.name}”."
    return (Toast(text=cut(words, LONGEST_TOAST)), Redraw(card=await _list(ctx, int(press.arg or 0))))


async def ask_removal(ctx: Context, press: Press) -> Answers:
    """Ask once more."""
    async with ctx.store.read() as tx:
        source = await source_for(tx, SourceId(press.target), ctx.by)
        counts = (await tx.sources.counts(source.brand_id)).get(source.id, NONE)
    words = f"Remove “{source.name}” with its {count(counts.items, 'item')}? Posts that were made of it stay."
    yes = Button(label="Yes, remove it", press=Press(verb="srcgone", target=source.id), tone=Tone.BAD)
    no = Button(label="Keep it", press=Press(verb="no", target=source.id))
    return (Say(card=Card(kind="confirm", body=(words,), buttons=((yes, no),)), only_you=True),)


async def removed(ctx: Context, press: Press) -> Answers:
    """Remove it."""
    source = await ctx.actions.remove_source(SourceId(press.target), by=ctx.by)
    return (Answered(text=f"✔ “{source.name}” is removed."),)


async def _add(ctx: Context, given: str) -> Answers:
    """An address, or a text."""
    brand = await ctx.brand()
    if not given:
        return (Say(card=Card(kind="say", body=_HOW)),)
    add, address = ctx.actions.add_source, address_in(given)
    await ctx.working("Reading…")
    try:
        if address:
            added = await add.from_address(brand.id, address, by=ctx.by)
        else:
            added = await add.from_text(brand.id, given, by=ctx.by)
    except PortError as error:
        return (Say(card=say(trouble(error.reason))),)
    return (Say(card=_added(added)),)


def address_in(given: str) -> str:
    """The address that was given, if it is nothing else; one without http:// gets its s."""
    if _URL.fullmatch(given):
        return given
    return f"https://{given}" if _BARE.fullmatch(given) else ""


def _added(added: Added) -> Card:
    source = added.source
    begin = f"The {_WORDS[source.kind]} “{source.name}” is added"
    if added.page:
        begin = f"That page names a feed of its own, so I added the feed “{source.name}”"
    found = f"with {count(added.items, 'item')} for the next drafts" if added.items else "and has nothing in it yet"
    then = " I look for news in it by myself." if source.kind.polled else ""
    show = Button(label="Show items", press=Press(verb="srcitems", target=source.id))
    return Card(kind="say", body=(f"{begin}, {found}.{then}",), buttons=((show, _ALL),))


async def _list(ctx: Context, page: int) -> Card:
    """A page of the sources, each with its buttons."""
    brand = await ctx.brand()
    async with ctx.store.read() as tx:
        found = await tx.sources.of(brand.id)
        counts = await tx.sources.counts(brand.id)
    page = min(max(page, 0), max(0, len(found) - 1) // PAGE)
    shown = tuple(enumerate(found, start=1))[page * PAGE : (page + 1) * PAGE]
    now = ctx.desk.clock.now()
    turns = []
    if page:
        turns.append(Button(label="‹ Earlier", press=Press(verb="srcpage", target=page - 1)))
    if (page + 1) * PAGE < len(found):
        turns.append(Button(label="Later ›", press=Press(verb="srcpage", target=page + 1)))
    return Card(
        kind="page",
        title=(Bold("Sources"), f" · {len(found)} of {MOST_SOURCES}"),
        body=() if found else _HOW,
        rows=tuple(_row(number, one, counts.get(one.id, NONE), now) for number, one in shown),
        buttons=(*(_buttons(number, one, page) for number, one in shown), *((tuple(turns),) if turns else ())),
    )


def _row(number: int, source: Source, counts: Counts, now: datetime) -> Row:
    text: Text = (f"{_WORDS[source.kind]} · {_counted(counts)}",)
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


COMMAND = Command(name="source", help="What your posts draw on: /source add an address or a text", run=run)
VERBS = (
    Verb(name="sources", run=open_list),
    Verb(name="srcpage", run=turn),
    Verb(name="srcitems", run=show_items),
    Verb(name="srclook", run=look_now),
    Verb(name="srcdrop", run=ask_removal),
    Verb(name="srcgone", run=removed),
)
