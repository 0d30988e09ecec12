"""/link: your own way into the other chats."""

from __future__ import annotations

from bot.cards.card import Card, say
from bot.cards.text import Code, Link, Text
from bot.commands.kit import Answers, Command, Context
from bot.front_end import FrontEnd
from bot.talk import Say
from core.errors import Invalid, PortError, Problem


async def run(ctx: Context, args: str) -> Answers:
    """A link for each chat app that is set up; whoever opens it is known there as the person who asked."""
    wanted = args.strip().casefold()
    known = {name: one for name, one in ctx.front_ends.items() if await _takes_links(one)}
    if wanted and wanted not in known:
        what = f"I know no chat called “{wanted[:40]}”."
        raise Invalid(Problem(field="link", what=what, fix=f"I have: {', '.join(known) or 'only this one'}."))
    links = [
        await one.invitation(await ctx.actions.enter.code_for(ctx.by.member))
        for name, one in known.items()
        if wanted in ("", name)
    ]
    if not links:
        return (Say(card=say("There is no other chat yet. Telegram and Slack take a token or two; see the README.")),)
    body: Text = (
        "Open this where you want to talk with me, or say it to me there; it makes that chat yours, works once and "
        "for a day. Keep it to yourself:",
        *(piece for link in links for piece in ("\n", Link(text=link, url=link) if "://" in link else Code(link))),
    )
    return (Say(card=Card(kind="say", body=body), only_you=True),)


async def _takes_links(front_end: FrontEnd) -> bool:
    """Whether people come in there by a link, and it is up."""
    try:
        return bool(await front_end.invitation("known"))
    except PortError:
        return False


COMMAND = Command(name="link", help="Talk with me in another app too: /link telegram", run=run)
