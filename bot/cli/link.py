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
from bot.wiring.app import App
from bot.wiring.build import build
from core.errors import Invalid, PortError, Problem

FRONT_END = "web"
OWNER = "owner"
CHAT = "main"
LASTS = timedelta(hours=1)


def main(wanted: argparse.Namespace) -> int:
    """Print a link that works once, for an hour (into Telegram for a day), and lets its user in as the owner."""
    print(asyncio.run(_link(settled(), wanted.to)))
    return WELL


async def _link(settings: Settings, to: str) -> str:
    await must_be_current(settings)
    async with build(settings) as app:
        if to == FRONT_END:
            return f"{settings.base_url}/enter/{await fresh_token(app)}"
        if app.telegram is None:
            what = "There is no Telegram bot yet."
            raise Invalid(Problem(field="telegram", what=what, fix="Set GREENLIGHT_TELEGRAM_TOKEN; see the README."))
        try:
            await app.telegram.look()
        except PortError as error:
            what = "Telegram did not answer, or refused the token."
            raise Invalid(Problem(field="telegram", what=what, fix="`greenlight doctor` says more.")) from error
        finally:
            await app.telegram.close()
        return await telegram_link(app)


async def telegram_link(app: App) -> str:
    """A deep link that makes whoever opens it known in Telegram as the owner. The bot's name must be known."""
    owner = await app.actions.welcome.owner(FRONT_END, OWNER, CHAT, name=_login_name())
    assert app.telegram is not None
    return await app.telegram.front_end.invitation(await app.actions.enter.code_for(owner))


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
