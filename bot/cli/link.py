"""greenlight link: a way into the web chat for whoever may start commands here."""

from __future__ import annotations

import argparse
import asyncio
import getpass
from datetime import timedelta

from bot.cli.shell import WELL
from bot.cli.start import must_be_current, settled
from bot.front_end import FrontEnd
from bot.settings import Settings
from bot.web.sessions import Session
from bot.wiring.app import App
from bot.wiring.build import build
from core.errors import Invalid, PortError, Problem
from core.ticket import hashed

FRONT_END = "web"
OWNER = "owner"
CHAT = "main"
LASTS = timedelta(hours=1)


def main(wanted: argparse.Namespace) -> int:
    """Print a way in that works once, for an hour (into Telegram or Slack for a day), and makes its user the owner."""
    print(asyncio.run(_link(settled(), wanted.to)))
    return WELL


async def _link(settings: Settings, to: str) -> str:
    await must_be_current(settings)
    async with build(settings) as app:
        if to == FRONT_END:
            return f"{settings.base_url}/enter/{await fresh_token(app)}"
        if to == "slack":
            if app.slack is None:
                what = "There is no Slack app yet."
                raise Invalid(
                    Problem(
                        field="slack",
                        what=what,
                        fix="Set GREENLIGHT_SLACK_BOT_TOKEN or GREENLIGHT_SLACK_CLIENT_ID; see the README.",
                    )
                )
            return await invitation(app, app.slack.front_end)
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
        return await invitation(app, app.telegram.front_end)


async def invitation(app: App, front_end: FrontEnd) -> str:
    """What makes whoever opens it, or says it there, known in that chat as the owner. Telegram's bot must be known."""
    owner = await app.actions.welcome.owner(FRONT_END, OWNER, CHAT, name=_login_name())
    return await front_end.invitation(await app.actions.enter.code_for(owner))


async def fresh_token(app: App) -> str:
    """The token of a new one-time link for the owner, who is made with a workspace when there is none."""
    owner = await app.actions.welcome.owner(FRONT_END, OWNER, CHAT, name=_login_name())
    session = Session(person=OWNER, name=owner.name, chat=CHAT)
    token = app.ids.token()
    async with app.store.begin() as tx:
        expires = app.clock.now() + LASTS
        await tx.tickets.add(hashed(token), "enter", session.value(), expires, member_id=owner.id)
    return token


def _login_name() -> str:
    """What this person is called on this machine; a container may not know."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        return "Owner"
    return "Owner" if name == "root" else name.capitalize()
