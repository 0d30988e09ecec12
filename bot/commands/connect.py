"""/connect and /accounts: where approved posts can go."""

from __future__ import annotations

from bot.cards.card import Button, Card, Row, say
from bot.cards.press import Press
from bot.cards.status_card import HEALTH
from bot.cards.text import Bold, Link
from bot.commands.kit import Answers, Command, Context, Verb
from bot.talk import Answered, ChannelEvent, OpenFormOf, Say
from core.account import Account, Health, Platform
from core.brand import Brand
from core.errors import Invalid, PortError, Problem
from core.ids import AccountId, BrandId, encode

TELEGRAM = Platform("telegram")


async def connect(ctx: Context, args: str) -> Answers:
    """How to connect a platform."""
    wanted = args.strip().casefold()
    if wanted not in ("", "telegram"):
        what = f"“{args.strip()[:40]}” cannot be connected yet."
        raise Invalid(Problem(field="connect", what=what, fix="/connect telegram can; your own feed needs nothing."))
    front_end = ctx.front_ends.get("telegram")
    try:
        link = await front_end.invitation("x") if front_end else ""
    except PortError:
        link = ""
    if not link:
        words = "A Telegram channel needs a bot first: set GREENLIGHT_TELEGRAM_TOKEN, then /connect telegram again."
        return (Say(card=say(words)),)
    add = f"{link.partition('?')[0]}?startchannel&admin=post_messages"
    body = (
        "A Telegram channel is connected by adding me to it:\n1. Open ",
        Link(text="this link", url=add),
        " in Telegram and choose the channel.\n2. Let me post messages there, and save.\n3. I check that you are an "
        "admin of it too, and tell you here. You must be known to me in Telegram: /link telegram.",
    )
    return (Say(card=Card(kind="say", body=body)),)


async def accounts(ctx: Context, args: str) -> Answers:
    """The accounts of the brand, with their health."""
    brand = await ctx.brand()
    async with ctx.store.read() as tx:
        found = [one for one in await tx.accounts.of(brand.id) if one.health is not Health.DISCONNECTED]
    rows = tuple(Row(mark=HEALTH[one.health][0], label=one.name, text=(_state(ctx, brand, one),)) for one in found)
    outside = [one for one in found if one.platform == TELEGRAM]
    buttons = tuple(
        (Button(label=f"Disconnect {one.name}", press=Press(verb="disconnect", target=one.id)),) for one in outside
    )
    title = (Bold("Accounts"), f" · {brand.name}")
    footer = ("/connect telegram adds a channel.",)
    return (Say(card=Card(kind="page", title=title, rows=rows, footer=footer, buttons=buttons)),)


def _state(ctx: Context, brand: Brand, account: Account) -> str:
    publisher = ctx.desk.publishers.get(account.platform)
    label = publisher.rules.label if publisher else account.platform
    used = "" if account.id in brand.targets else ", not used for new posts"
    return f"{label}: {HEALTH[account.health][1]}{used}"


async def disconnect(ctx: Context, press: Press) -> Answers:
    """Ask first."""
    yes = Button(label="Yes, disconnect it", press=Press(verb="disconnected", target=press.target))
    no = Button(label="No", press=Press(verb="no"))
    body = ("Disconnect it? What is live stays live; posts planned there fail at their time, and you are told.",)
    return (Say(card=Card(kind="confirm", body=body, buttons=((yes, no),)), only_you=True),)


async def disconnected(ctx: Context, press: Press) -> Answers:
    """Let it go."""
    gone = await ctx.actions.connect_account.disconnect(AccountId(press.target), by=ctx.by)
    return (Answered(text=f"✔ {gone.name} is disconnected. Adding me there again connects it anew."),)


async def on_channel(ctx: Context, event: ChannelEvent) -> Answers:
    """The person added us to a channel, changed what we may do there, or removed us."""
    name = event.title
    if not event.we_may_post:
        lost = await ctx.actions.connect_account.lost(TELEGRAM, event.channel, "no_rights", by=ctx.by)
        if not lost:
            return ()
        words = f"I cannot post in “{name}” any more. Make me an admin there who may post, and it goes on."
        return (Say(card=say(words)),)
    if not event.they_may_post:
        words = f"You are no admin of “{name}” who may post, so I do not connect it. Ask one of its admins to add me."
        return (Say(card=say(words)),)
    brand = await ctx.brand()
    if ctx.by.member.guarded:
        about = {"do": "connect", "platform": TELEGRAM, "id": event.channel, "name": name}
        return (OpenFormOf(name="code", target=encode(brand.id), values=about),)
    return await connected(ctx, brand.id, TELEGRAM, event.channel, name)


async def connected(
    ctx: Context, brand_id: BrandId, platform: Platform, remote_id: str, name: str, *, code: str = ""
) -> Answers:
    """Connect the account, and say so."""
    await ctx.actions.connect_account(brand_id, platform, remote_id, name, by=ctx.by, code=code)
    brand = await ctx.brand_of(brand_id)
    words = f"“{name}” is connected to {brand.name}: new posts go there too. /accounts lists what is connected."
    return (Say(card=say(words)),)


async def reconnect(ctx: Context, press: Press) -> Answers:
    """How to connect the platform of a failed post again; then Retry."""
    return await connect(ctx, press.arg)


CONNECT = Command(name="connect", help="Connect a place to publish: /connect telegram", run=connect)
ACCOUNTS = Command(name="accounts", help="Connected accounts and how they are", run=accounts)
VERBS = (
    Verb(name="disconnect", run=disconnect),
    Verb(name="disconnected", run=disconnected),
    Verb(name="reconnect", run=reconnect),
)
