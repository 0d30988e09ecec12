"""/accounts: what is connected, how it is, and the way to connect it again or let it go."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.cards.card import Button, Card, Row
from bot.cards.labels import in_words
from bot.cards.post_card import snippet
from bot.cards.press import Press
from bot.cards.status_card import HEALTH
from bot.cards.text import Bold, Text, Until, When
from bot.commands.connect import TELEGRAM
from bot.commands.kit import Answers, Command, Context, Verb
from bot.talk import Answered, Say
from core.account import Account, Health
from core.brand import Brand
from core.ids import AccountId

MOST_HOMELESS = 5


async def run(ctx: Context, args: str) -> Answers:
    """The accounts of the brand, with their health."""
    brand = await ctx.brand()
    async with ctx.store.read() as tx:
        found = [one for one in await tx.accounts.of(brand.id) if one.health is not Health.DISCONNECTED]
        live = await tx.publications.last_live(brand.id)
    rows = tuple(Row(mark=HEALTH[one.health][0], label=one.name, text=_state(ctx, brand, one, live)) for one in found)
    title = (Bold("Accounts"), f" · {brand.name}")
    footer = ("/connect adds another one.",)
    buttons = tuple(row for one in found if (row := _buttons(ctx, one)))
    return (Say(card=Card(kind="page", title=title, rows=rows, footer=footer, buttons=buttons)),)


def _state(ctx: Context, brand: Brand, account: Account, live: Mapping[AccountId, datetime]) -> Text:
    publisher = ctx.desk.publishers.get(account.platform)
    label = publisher.rules.label if publisher else f"{account.platform}, switched off here"
    used = "" if account.id in brand.targets else ", not used for new posts"
    said: Text = (f"{label}: {HEALTH[account.health][1]}{used}",)
    if account.ends_at is not None and account.health is Health.OK:
        said = (*said, ", ends ", Until(account.ends_at, in_words(account.ends_at - ctx.desk.clock.now())))
    if account.id in live:
        said = (*said, ", last post ", When(live[account.id], brand.zone))
    return said


def _buttons(ctx: Context, account: Account) -> tuple[Button, ...]:
    known = account.platform in ctx.actions.connect.connectors
    if not known and account.platform != TELEGRAM:
        return ()
    again = Button(label=f"Reconnect {account.name}", press=Press(verb="reconnect", target=account.id))
    away = Button(label=f"Disconnect {account.name}", press=Press(verb="disconnect", target=account.id))
    return (again, away) if known else (away,)


async def disconnect(ctx: Context, press: Press) -> Answers:
    """Ask first."""
    yes = Button(label="Yes, disconnect it", press=Press(verb="disconnected", target=press.target))
    no = Button(label="No", press=Press(verb="no"))
    body = ("Disconnect it? What is live stays live; posts planned there fail at their time, and you are told.",)
    return (Say(card=Card(kind="confirm", body=body, buttons=((yes, no),)), only_you=True),)


async def disconnected(ctx: Context, press: Press) -> Answers:
    """Let it go, and name the posts that have nowhere to go now."""
    gone = await ctx.actions.disconnect(AccountId(press.target), by=ctx.by)
    account = gone.account
    done = Answered(text=f"✔ {account.name} is disconnected. Connecting it again keeps everything approved for it.")
    said: list[str] = []
    if gone.shared:
        said.append("The permission stays, because other accounts live by it.")
    elif account.platform in ctx.actions.connect.connectors and not gone.revoked:
        said.append(f"I forgot its keys. Take the permission back in the settings of {account.name} too.")
    if gone.homeless:
        names = "\n".join(f"• {snippet(post)}" for post in gone.homeless[:MOST_HOMELESS])
        more = len(gone.homeless) - MOST_HOMELESS
        rest = f"\n… and {more} more" if more > 0 else ""
        said.append(f"These posts have nowhere to go now:\n{names}{rest}\nGive them another destination, or skip them.")
    return (done, *((Say(card=Card(kind="say", body=("\n\n".join(said),))),) if said else ()))


COMMAND = Command(name="accounts", help="Connected accounts and how they are", run=run)
VERBS = (
    Verb(name="disconnect", run=disconnect),
    Verb(name="disconnected", run=disconnected),
)
