"""/connect: where approved posts can go. A link leads to the platform, and the answer comes back to the chat."""

from __future__ import annotations

from bot.cards.card import Button, Card, say
from bot.cards.pick import pick_rows
from bot.cards.press import Press
from bot.cards.text import Bold, Link
from bot.commands.kit import Answers, Command, Context, Verb
from bot.talk import ChannelEvent, OpenFormOf, Say
from core.account import Platform
from core.actions.pick_account import SHOWN
from core.brand import Brand
from core.errors import Invalid, NotFound, PortError, Problem
from core.ids import AccountId, BrandId, encode

TELEGRAM = Platform("telegram")
_ALSO = {
    "twitter": "x",
    "ig": "instagram",
    "fb": "facebook",
    "meta": "facebook",
    "masto": "mastodon",
    "bsky": "bluesky",
}


async def run(ctx: Context, args: str) -> Answers:
    """What can be connected; with a name, the way there."""
    name, _, rest = args.strip().partition(" ")
    wanted = Platform(_ALSO.get(name.casefold(), name.casefold()))
    if not name:
        return (Say(card=await _choices(ctx)),)
    if wanted == TELEGRAM:
        return await _telegram(ctx)
    connector = ctx.actions.connect.connectors.get(wanted)
    if connector is None:
        known = ", ".join(sorted({TELEGRAM, *ctx.actions.connect.connectors}))
        rules = ctx.desk.rules.get(wanted)
        if rules is not None and wanted not in ctx.desk.publishers:
            what = f"{rules.label} is switched off here: it needs an app of yours there."
            raise Invalid(Problem(field="connect", what=what, fix="The README says which settings; then try again."))
        what = f"“{name[:40]}” cannot be connected."
        raise Invalid(Problem(field="connect", what=what, fix=f"I know: {known}. Your own feed needs nothing."))
    return await linked(ctx, await ctx.brand(), wanted, answer=rest.strip())


async def linked(
    ctx: Context,
    brand: Brand,
    platform: Platform,
    *,
    answer: str = "",
    account: AccountId | None = None,
    code: str = "",
) -> Answers:
    """A link for this person alone; those who wish it are asked for a code before."""
    connector = ctx.actions.connect.connectors.get(platform)
    if connector is None:
        raise NotFound("platform")
    if ctx.by.member.guarded and not code:
        about = {"do": "consent", "platform": platform, "answer": answer, "account": encode(account or 0)}
        return (OpenFormOf(name="code", target=encode(brand.id), values=about),)
    answers = {connector.questions[0].name: answer} if answer and connector.questions else {}
    token = await ctx.actions.connect.link(
        brand.id, platform, chat=ctx.where.chat, by=ctx.by, answers=answers, account_id=account, code=code
    )
    url = f"{ctx.base_url}/connect/{token}"
    body = (
        f"Connect {connector.label} to {brand.name}:\n",
        Link(text=url, url=url),
        "\nIt works once, for ten minutes.",
    )
    return (Say(card=Card(kind="say", body=body), only_you=True),)


async def choose(ctx: Context, press: Press) -> Answers:
    """A platform was chosen."""
    return await run(ctx, press.arg)


async def pick(ctx: Context, press: Press) -> Answers:
    """One of several accounts was chosen."""
    if not press.arg.isdecimal():
        raise NotFound("pick")
    account = await ctx.actions.pick_account(press.target, int(press.arg), by=ctx.by)
    brand = await ctx.brand_of(account.brand_id)
    return (Say(card=_connected(account.name, brand)),)


async def more(ctx: Context, press: Press) -> Answers:
    """The next names to pick from."""
    if not press.arg.isdecimal():
        raise NotFound("pick")
    label, names = await ctx.actions.pick_account.names(press.target, by=ctx.by)
    begin = min(int(press.arg), len(names) - 1)
    words = (f"{begin + 1} to {min(begin + SHOWN, len(names))} of {len(names)} at {label}. Each press connects one.",)
    rows = pick_rows(press.target, names[begin : begin + SHOWN], begin=begin, many=len(names))
    return (Say(card=Card(kind="say", body=words, buttons=rows), only_you=True),)


async def reconnect(ctx: Context, press: Press) -> Answers:
    """The same account again: from its row in /accounts, or from a post that failed."""
    if not press.target:
        return await run(ctx, press.arg)
    async with ctx.store.read() as tx:
        account = await tx.accounts.get(AccountId(press.target))
    brand = await ctx.brand_of(account.brand_id)
    if account.platform == TELEGRAM:
        return await _telegram(ctx)
    return await linked(ctx, brand, account.platform, account=account.id, answer=account.details.get("server", ""))


async def _choices(ctx: Context) -> Card:
    brand = await ctx.brand()
    every = [*ctx.actions.connect.connectors.values()]
    buttons = [Button(label=one.label, press=Press(verb="connect", arg=one.platform)) for one in every]
    buttons.append(Button(label="Telegram channel", press=Press(verb="connect", arg=TELEGRAM)))
    off = [
        rules.label for name, rules in ctx.desk.rules.items() if name not in ctx.desk.publishers and name != TELEGRAM
    ]
    needs = (f"{', '.join(off)} need an app of yours there: the README says how.",) if off else ()
    return Card(
        kind="page",
        title=(Bold("Connect"), f" · {brand.name}"),
        body=("Where shall approved posts go? I send you to the platform, you say yes there, and you come back here.",),
        footer=needs,
        buttons=tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)),
    )


async def _telegram(ctx: Context) -> Answers:
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
    return (Say(card=_connected(name, await ctx.brand_of(brand_id))),)


def _connected(name: str, brand: Brand) -> Card:
    return say(f"“{name}” is connected to {brand.name}: new posts go there too. /accounts lists what is connected.")


COMMAND = Command(name="connect", help="Connect a place to publish: /connect mastodon", run=run)
VERBS = (
    Verb(name="connect", run=choose),
    Verb(name="account", run=pick),
    Verb(name="more_accounts", run=more),
    Verb(name="reconnect", run=reconnect),
)
