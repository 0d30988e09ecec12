"""/link: your own way into the other chats."""

from __future__ import annotations

from collections.abc import Iterable

from bot.cards.card import Card
from bot.cards.press import Press
from bot.cards.text import Code, Link, Text
from bot.commands.kit import Answers, Command, Context, Verb
from bot.front_end import FrontEnd
from bot.talk import Answered, Say
from core.errors import Invalid, PortError, Problem


async def run(ctx: Context, args: str) -> Answers:
    """A link for each chat app that is set up; whoever opens it is known there as the person who asked."""
    wanted = args.strip().casefold()
    known = await doors(ctx)
    if wanted and wanted not in known:
        what = f"I know no chat called “{wanted[:40]}”."
        raise Invalid(Problem(field="link", what=what, fix=f"I have: {', '.join(known) or 'only this one'}."))
    links = [
        await one.invitation(await ctx.actions.enter.code_for(ctx.by.member))
        for name, one in known.items()
        if wanted in ("", name)
    ]
    body: Text = (
        "Open this where you want to talk with me, or say it to me there; it makes that chat yours, works once and "
        "for a day. Keep it to yourself:",
        *ways(links),
    )
    return (Say(card=Card(kind="say", body=body), only_you=True),)


def ways(invitations: Iterable[str]) -> Text:
    """Each on a line of its own: an address to open, or words to say there."""
    return tuple(
        piece for one in invitations for piece in ("\n", Link(text=one, url=one) if "://" in one else Code(one))
    )


async def doors(ctx: Context) -> dict[str, FrontEnd]:
    """The chats people come in to by a link, by their names."""
    return {name: one for name, one in ctx.front_ends.items() if await _takes_links(one)}


async def _takes_links(front_end: FrontEnd) -> bool:
    """Whether people come in there by a link, and it is up."""
    try:
        return bool(await front_end.invitation("known"))
    except PortError:
        return False


async def let_in(ctx: Context, press: Press) -> Answers:
    """An owner lets the cards come to a chat that somebody else asked for."""
    where = await ctx.actions.enter.answer(press.target, yes=True, by=ctx.by)
    return (Answered(text=f"✔ The cards come to “{where}” too."),)


async def keep_out(ctx: Context, press: Press) -> Answers:
    """An owner refuses."""
    where = await ctx.actions.enter.answer(press.target, yes=False, by=ctx.by)
    return (Answered(text=f"✔ No cards come to “{where}”."),)


COMMAND = Command(name="link", help="Talk with me in another app too: /link telegram", run=run)
VERBS = (Verb(name="letin", run=let_in), Verb(name="keepout", run=keep_out))
