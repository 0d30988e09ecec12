"""greenlight link: a way into the web chat for whoever may start commands here."""

from __future__ import annotations

import argparse
import asyncio
import getpass
from datetime import timedelta

from bot.cli.shell import WELL
from bot.cli.start import must_be_current, settled
from bot.settings import Settings
from bot.web.sessions import Session, digest
from bot.wiring import App, build

FRONT_END = "web"
OWNER = "owner"
CHAT = "main"
LASTS = timedelta(hours=1)


def main(_wanted: argparse.Namespace) -> int:
    """Print a link that works once, for an hour, and lets its user in as the owner."""
    print(asyncio.run(_link(settled())))
    return WELL


async def _link(settings: Settings) -> str:
    await must_be_current(settings)
    async with build(settings) as app:
        return f"{settings.base_url}/enter/{await fresh_token(app)}"


async def fresh_token(app: App) -> str:
    """The token of a new one-time link for the owner, who is made with a workspace when there is none."""
    owner = await app.actions.welcome.owner(FRONT_END, OWNER, CHAT, name=_login_name())
    session = Session(person=OWNER, name=owner.name, chat=CHAT)
    token = app.ids.token()
    async with app.store.begin() as tx:
        expires = app.clock.now() + LASTS
        await tx.tickets.add(digest(token), "enter", session.value(), expires, member_id=owner.id)
    return token


def _login_name() -> str:
    """What this person is called on this machine; a container may not know."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        return "Owner"
    return "Owner" if name == "root" else name.capitalize()
