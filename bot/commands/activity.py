"""/activity: who did what; /audit: the same with its seals, for owners."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress

from bot.cards.card import Button, Card, Row
from bot.cards.deeds import deed_words
from bot.cards.post_card import snippet
from bot.cards.press import Press
from bot.cards.text import Bold, Code, Text, When
from bot.commands.kit import Answers, Command, Context, Verb
from bot.talk import Hand, Redraw, Say
from core.access import Right
from core.audit import AuditEntry, first_broken
from core.errors import Invalid, NotAllowed, NotFound, Problem
from core.ids import MemberId, PostId, decode
from core.post import Post

PAGE = 10


async def activity(ctx: Context, args: str) -> Answers:
    """What happened, newest first."""
    return (Say(card=await _page(ctx, "activity", 0)),)


async def audit(ctx: Context, args: str) -> Answers:
    """The sealed log, for owners; `export` gives all of it as a file."""
    _must_own(ctx)
    match args.strip().casefold():
        case "":
            return (Say(card=await _page(ctx, "audit", 0), only_you=True),)
        case "export":
            entries = await _whole(ctx)
            lines = (json.dumps(_plain(entry), ensure_ascii=False) for entry in entries)
            words = f"The log of {len(entries)} entries, one JSON object a line, each sealed to the one before it."
            return (Hand(name="audit.jsonl", text="\n".join(lines) + "\n", words=words),)
    what = f"I do not know “/audit {args.strip()[:40]}”."
    raise Invalid(Problem(field="audit", what=what, fix="Try /audit or /audit export."))


async def turn(ctx: Context, press: Press) -> Answers:
    """Another page, where the list hangs."""
    if press.arg == "audit":
        _must_own(ctx)
    return (Redraw(card=await _page(ctx, press.arg, press.target)),)


def _must_own(ctx: Context) -> None:
    if not Right.OWN.given_to(ctx.by.member.role):
        raise NotAllowed("Only an owner can read the audit log; /activity shows what happened.")


async def _page(ctx: Context, kind: str, before: int) -> Card:
    """Entries numbered below `before`, 0 for the newest."""
    workspace_id = ctx.by.member.workspace_id
    async with ctx.store.read() as tx:
        found = await tx.audit.newest(workspace_id, before=before or None, limit=PAGE + 1)
        names = {member.id: member.name for member in await tx.members.of(workspace_id)}
        for who in {entry.deed.member_id for entry in found if entry.deed.member_id is not None} - names.keys():
            with suppress(NotFound):  # whoever was forgotten has no name any more
                names[who] = (await tx.members.get(who)).name
        posts: dict[str, Post] = {}
        for entry in found[:PAGE]:
            with suppress(NotFound):  # most deeds are about posts, and ids are never used twice
                posts[entry.deed.about] = await tx.posts.get(PostId(decode(entry.deed.about)))
    zone = await _zone(ctx)
    rows = tuple(
        _row(entry, names, posts.get(entry.deed.about), zone, sealed=kind == "audit") for entry in found[:PAGE]
    )
    turns = []
    if before:
        turns.append(Button(label="Newest", press=Press(verb="activity", arg=kind)))
    if len(found) > PAGE:
        turns.append(Button(label="Earlier ›", press=Press(verb="activity", target=found[PAGE - 1].number, arg=kind)))
    title, footer = "What happened", "/posts lists the posts themselves."
    if kind == "audit":
        broken = first_broken(await _whole(ctx))
        title = "Audit log"
        footer = f"Entry {broken.number} is broken: somebody changed the log." if broken else "Every seal is intact."
        footer += " /audit export gives all of it as a file."
    return Card(
        kind="page",
        title=(Bold(title),),
        body=() if rows else ("Nothing yet.",),
        rows=rows,
        footer=(footer,),
        buttons=(tuple(turns),) if turns else (),
    )


def _row(entry: AuditEntry, names: Mapping[MemberId, str], post: Post | None, zone: str, *, sealed: bool) -> Row:
    deed = entry.deed
    who = "The autopilot" if deed.member_id is None else names.get(deed.member_id, "Somebody who left")
    about = f": {snippet(post, 40)}" if post else ""
    seal: Text = (f" · no. {entry.number}, by {deed.door}, seal ", Code(entry.seal[:12])) if sealed else ()
    press = Press(verb="show", target=post.id) if post and not post.hidden_at and not sealed else None
    return Row(mark="•", label=who, text=(f"{deed_words(deed.what)}{about}, ", When(deed.at, zone), *seal), press=press)


async def _whole(ctx: Context) -> tuple[AuditEntry, ...]:
    entries: list[AuditEntry] = []
    async with ctx.store.read() as tx:
        while found := await tx.audit.of(ctx.by.member.workspace_id, after=entries[-1].number if entries else 0):
            entries += found
    return tuple(entries)


async def _zone(ctx: Context) -> str:
    brands = await ctx.brands()
    return (await ctx.brand()).zone if brands else "UTC"


def _plain(entry: AuditEntry) -> dict[str, object]:
    deed = entry.deed
    return {
        "number": entry.number,
        "at": deed.at.isoformat(),
        "member": deed.member_id,
        "what": deed.what,
        "about": deed.about,
        "door": deed.door,
        "detail": deed.detail,
        "previous": entry.previous,
        "seal": entry.seal,
    }


ACTIVITY = Command(name="activity", help="Who did what, newest first", run=activity)
AUDIT = Command(name="audit", help="The sealed log, for owners: /audit export", run=audit)
VERBS = (Verb(name="activity", run=turn),)
