"""/source: what the brand draws on. Feeds, pages, texts and files are added, listed, looked at again and removed."""

from __future__ import annotations

import re
from pathlib import PurePath

from bot.cards.card import Card, say
from bot.cards.labels import count
from bot.cards.press import Press
from bot.cards.source_cards import HOW, NONE, added_card, items_card, removal_card, sources_card
from bot.cards.source_words import trouble
from bot.cards.text import cut
from bot.commands.kit import Answers, Command, Context, Verb
from bot.talk import Answered, Outgoing, Redraw, Say, Toast, UploadedFile
from core.access import source_for
from core.errors import Invalid, PortError, Problem
from core.source import SourceId

ITEMS = 10
LONGEST_TOAST = 200

_ENDINGS = (".txt", ".md", ".markdown", ".docx", ".pdf")
_SHOWN = ("image/", "video/", "audio/")
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\S+")
_BARE = re.compile(r"(?:[\w-]+\.)+[A-Za-z]{2,}(?::\d+)?(?:[/?]\S*)?")


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
            answers.append(Say(card=added_card(added)))
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
    return (Say(card=items_card(source, items, counts, brand.zone)),)


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
    page = int(press.arg) if press.arg.isascii() and press.arg.isdecimal() else 0
    return (Toast(text=cut(words, LONGEST_TOAST)), Redraw(card=await _list(ctx, page)))


async def ask_removal(ctx: Context, press: Press) -> Answers:
    """Ask once more."""
    async with ctx.store.read() as tx:
        source = await source_for(tx, SourceId(press.target), ctx.by)
        counts = (await tx.sources.counts(source.brand_id)).get(source.id, NONE)
    return (Say(card=removal_card(source, counts), only_you=True),)


async def removed(ctx: Context, press: Press) -> Answers:
    """Remove it."""
    source = await ctx.actions.remove_source(SourceId(press.target), by=ctx.by)
    return (Answered(text=f"✔ “{source.name}” is removed."),)


async def _add(ctx: Context, given: str) -> Answers:
    """An address, or a text."""
    brand = await ctx.brand()
    if not given:
        return (Say(card=Card(kind="say", body=HOW)),)
    add, address = ctx.actions.add_source, address_in(given)
    await ctx.working("Reading…")
    try:
        if address:
            added = await add.from_address(brand.id, address, by=ctx.by)
        else:
            added = await add.from_text(brand.id, given, by=ctx.by)
    except PortError as error:
        return (Say(card=say(trouble(error.reason))),)
    return (Say(card=added_card(added)),)


def address_in(given: str) -> str:
    """The address that was given, if it is nothing else; one without http:// gets its s."""
    if _URL.fullmatch(given):
        return given
    return f"https://{given}" if _BARE.fullmatch(given) else ""


async def _list(ctx: Context, page: int) -> Card:
    brand = await ctx.brand()
    async with ctx.store.read() as tx:
        found = await tx.sources.of(brand.id)
        counts = await tx.sources.counts(brand.id)
    return sources_card(found, counts, page, ctx.desk.clock.now())


COMMAND = Command(name="source", help="What your posts draw on: /source add an address or a text", run=run)
VERBS = (
    Verb(name="sources", run=open_list),
    Verb(name="srcpage", run=turn),
    Verb(name="srcitems", run=show_items),
    Verb(name="srclook", run=look_now),
    Verb(name="srcdrop", run=ask_removal),
    Verb(name="srcgone", run=removed),
)
