"""/email: where mail reaches a member."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.cards.card import say
from bot.commands.kit import Answers, Command, Context
from bot.talk import Say
from core.errors import Invalid, Problem

_ADDRESS = re.compile(r"[^\s@]{1,64}@[^\s@]+\.[^\s@]{2,}")


async def email(ctx: Context, args: str) -> Answers:
    """Show the address, or keep another one; an address belongs to one member only."""
    member, wanted = ctx.by.member, args.strip()
    if not wanted:
        words = f"Your address is {member.email}." if member.email else "I have no address of yours."
        return (Say(card=say(f"{words} Send /email you@example.com to set it, or /email none."), only_you=True),)
    address = "" if wanted.lower() == "none" else wanted.lower()
    if address and (len(address) > 254 or not _ADDRESS.fullmatch(address)):
        what = f"“{wanted[:60]}” is not an e-mail address."
        raise Invalid(Problem(field="email", what=what, fix="It should look like you@example.com."))
    async with ctx.store.begin() as tx:
        await tx.members.save(replace(member, email=address))
        await tx.audit.append(ctx.by.deed("changed_email", member.id, ctx.desk.clock.now()))
    return (Say(card=say("Your address is kept." if address else "Your address is forgotten."), only_you=True),)


EMAIL = Command(name="email", help="Your e-mail address: /email you@example.com", run=email)
