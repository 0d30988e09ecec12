"""/away: not here for a while, and who decides meanwhile."""

from __future__ import annotations

import re
from datetime import datetime, time

from bot.cards.card import Button, Card, Row, say
from bot.cards.press import Press
from bot.cards.text import Bold, When
from bot.commands.kit import Answers, Command, Context, Verb, one_named
from bot.requests.when import read_when
from bot.talk import Answered, Say
from core.errors import Invalid, Problem
from core.ids import MemberId
from core.slot import moment_at
from core.workspace import Member

EXAMPLES = "/away until Friday, Ben decides for me; /away back"
_DEPUTY = re.compile(r"(?:[,;]\s*|\s+and\s+)([^\s,;]+(?: [^\s,;]+)?) decides(?: for me)?$", re.IGNORECASE)
_MORNING = time(9)  # when a day that is named alone begins


async def run(ctx: Context, args: str) -> Answers:
    """Who is away; with words, be away or back."""
    words = args.strip().rstrip(".!")
    if not words:
        return (Say(card=await _page(ctx)),)
    if words.casefold() in ("back", "off", "over"):
        return (Say(card=say(await _back(ctx))),)
    named = _DEPUTY.search(words)
    when = (words[: named.start()] if named else words).strip(" ,;").removeprefix("until ")
    if not when:
        raise Invalid(Problem(field="away", what="Until when?", fix=f"Try {EXAMPLES}."))
    async with ctx.store.read() as tx:
        team = await tx.members.of(ctx.by.member.workspace_id)
    deputy = one_named("member", named[1], team) if named else None
    until = _until(when, ctx.desk.clock.now(), await _zone(ctx))
    await ctx.actions.step_away(until, deputy.id if deputy else None, by=ctx.by)
    meanwhile = f"{deputy.name} decides for you" if deputy else "Nobody decides for you"
    body = ("You are away until ", When(until, await _zone(ctx)), f". {meanwhile}. /away back ends it.")
    return (Say(card=Card(kind="say", body=body)),)


def _until(text: str, now: datetime, zone: str) -> datetime:
    morning = datetime.combine(moment_at(now, zone).local, _MORNING)
    reading = read_when(text, now=now, zone=zone, planned=morning)
    if reading is None or len(reading.moments) != 1:
        raise Invalid(Problem(field="away", what=f"“{text[:40]}” is not plainly a day.", fix=f"Try {EXAMPLES}."))
    return reading.moments[0].instant


async def back(ctx: Context, press: Press) -> Answers:
    """The button for being back."""
    return (Answered(text=f"✔ {await _back(ctx)}"),)


async def _back(ctx: Context) -> str:
    await ctx.actions.step_away.back(by=ctx.by)
    return "Welcome back. You decide for yourself again."


async def _page(ctx: Context) -> Card:
    now, zone = ctx.desk.clock.now(), await _zone(ctx)
    async with ctx.store.read() as tx:
        team = await tx.members.of(ctx.by.member.workspace_id)
    names = {one.id: one.name for one in team}
    rows = tuple(_row(one, names, zone) for one in team if one.away_at(now))
    mine = any(one.id == ctx.by.member.id and one.away_at(now) for one in team)
    return Card(
        kind="page",
        title=(Bold("Who is away"),),
        body=() if rows else ("Everybody is here.",),
        rows=rows,
        footer=(f"In words: {EXAMPLES}.",),
        buttons=((Button(label="I am back", press=Press(verb="imback")),),) if mine else (),
    )


def _row(member: Member, names: dict[MemberId, str], zone: str) -> Row:
    assert member.away is not None
    deputy = names.get(member.away.deputy) if member.away.deputy else None
    meanwhile = f", {deputy} decides" if deputy else ""
    return Row(mark="🌴", label=member.name, text=("until ", When(member.away.until, zone), meanwhile))


async def _zone(ctx: Context) -> str:
    brands = await ctx.brands()
    return (await ctx.brand()).zone if brands else "UTC"


COMMAND = Command(name="away", help="Not here for a while: /away until Friday, Ben decides for me", run=run)
VERBS = (Verb(name="imback", run=back),)
