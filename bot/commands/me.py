"""/email and /mail: where mail reaches a member, and what is sent there."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.cards.card import Button, Card, say
from bot.cards.press import Press
from bot.cards.text import Bold
from bot.commands.kit import Answers, Command, Context, Verb
from bot.talk import Redraw, Say
from core.errors import Invalid, PortError, Problem
from core.workspace import Member, Posted

_ADDRESS = re.compile(r"[^\s@]{1,64}@[^\s@]+\.[^\s@]{2,}")
_POSTED = {Posted.DAILY: "once a day", Posted.EACH: "each by itself", Posted.OFF: "no"}
_NEXT = {Posted.DAILY: Posted.EACH, Posted.EACH: Posted.OFF, Posted.OFF: Posted.DAILY}


async def email(ctx: Context, args: str) -> Answers:
    """Show the address, keep another one, or confirm it with the code that was sent there."""
    member, wanted = ctx.by.member, args.strip()
    verb, _, code = wanted.partition(" ")
    if not wanted:
        words = "I have no address of yours."
        if member.email:
            state = "" if member.mail.confirmed else " It is not confirmed yet: send /email confirm and the code."
            words = f"Your address is {member.email}.{state} /mail says what is sent there."
        return (Say(card=say(f"{words} Send /email you@example.com to set it, or /email none."), only_you=True),)
    if verb.lower() == "confirm":
        await ctx.actions.confirm_email(code, by=ctx.by)
        words = f"Confirmed: from now on mail goes to {member.email}. /mail says which, and changes it."
        return (Say(card=say(words), only_you=True),)
    address = "" if wanted.lower() == "none" else wanted.lower()
    if address and (len(address) > 254 or not _ADDRESS.fullmatch(address)):
        what = f"“{wanted[:60]}” is not an e-mail address."
        raise Invalid(Problem(field="email", what=what, fix="It should look like you@example.com."))
    code = await ctx.actions.confirm_email.ask(address, by=ctx.by)
    if not address:
        return (Say(card=say("Your address is forgotten."), only_you=True),)
    try:
        await ctx.verify_mail(address, code)
    except PortError as error:
        words = f"Your address is kept, but the mail did not go out ({error.reason}). /help {error.reason} says more."
        return (Say(card=say(words), only_you=True),)
    words = f"A code is on its way to {address}. Send /email confirm and the code, and mail will come there."
    return (Say(card=say(words), only_you=True),)


async def mail(ctx: Context, args: str) -> Answers:
    """What is sent by mail, with a button to change each."""
    return (Say(card=_card(ctx.by.member), only_you=True),)


async def turn(ctx: Context, press: Press) -> Answers:
    """One wish the other way round."""
    wishes = ctx.by.member.mail
    match press.arg:
        case "batch":
            wishes = replace(wishes, batch=not wishes.batch)
        case "reminder":
            wishes = replace(wishes, reminder=not wishes.reminder)
        case "critical":
            wishes = replace(wishes, critical=not wishes.critical)
        case _:
            wishes = replace(wishes, posted=_NEXT[wishes.posted])
    return (Redraw(card=_card(await ctx.actions.confirm_email.wish(wishes, by=ctx.by))),)


def _card(member: Member) -> Card:
    wishes = member.mail
    chosen = (
        ("batch", "Weeks to decide", "yes" if wishes.batch else "no"),
        ("reminder", "Reminders", "yes" if wishes.reminder else "no"),
        ("critical", "Posts that need you", "yes" if wishes.critical else "no"),
        ("posted", "What went out", _POSTED[wishes.posted]),
    )
    buttons = tuple((Button(label=f"{label}: {now}", press=Press(verb="mail", arg=arg)),) for arg, label, now in chosen)
    to = f"Goes to {member.email}." if wishes.confirmed else "Nothing is sent before /email knows a confirmed address."
    return Card(kind="page", title=(Bold("What comes by mail"),), body=(to,), buttons=buttons)


EMAIL = Command(name="email", help="Your e-mail address: /email you@example.com", run=email)
MAIL = Command(name="mail", help="What is sent to you by mail", run=mail)
VERBS = (Verb(name="mail", run=turn),)
