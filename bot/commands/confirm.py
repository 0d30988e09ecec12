"""/confirm: a code from an app before Approve all and new connections, for those who wish it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.cards.card import Button, Card, Tone, say
from bot.cards.form import Field
from bot.cards.press import Press
from bot.cards.text import Bold, Link, Text
from bot.commands import connect, decide
from bot.commands.kit import Answers, Command, Context, FormKind, Verb, as_given
from bot.talk import Say
from core.account import Platform
from core.errors import Invalid, NotFound, Problem
from core.ids import AccountId, BatchId, BrandId, decode
from core.talk import OpenForm

EXAMPLES = "/confirm on, then /confirm and the six digits; /confirm off and the digits"


async def run(ctx: Context, args: str) -> Answers:
    """How it is; with words, on or off."""
    words = args.split()
    match [words[0].casefold() if words else "", "".join(words[1:])]:
        case ["", _]:
            return (Say(card=_page(ctx), only_you=True),)
        case ["on", _]:
            return await enrol(ctx, Press(verb="enrol"))
        case ["off", code] if code:
            await ctx.actions.prove.switch_off(code, by=ctx.by)
            return (Say(card=say("Codes are off. Nothing asks for one any more."), only_you=True),)
        case _ if "".join(words).isdecimal():
            await ctx.actions.prove.switch_on("".join(words), by=ctx.by)
            return (Say(card=say("Codes are on: Approve all and new connections ask for one."), only_you=True),)
    what = f"I do not know “/confirm {args.strip()[:30]}”."
    raise Invalid(Problem(field="confirm", what=what, fix=f"Try {EXAMPLES}."))


async def enrol(ctx: Context, press: Press) -> Answers:
    """A page that shows the secret once."""
    token = await ctx.actions.prove.enrol(by=ctx.by)
    url = f"{ctx.base_url}/secret/{token}"
    body: Text = (
        "This page shows the secret for your authenticator app, once and for ten minutes:\n",
        Link(text=url, url=url),
        "\nThen send /confirm and the six digits the app shows. Until then nothing changes.",
    )
    return (Say(card=Card(kind="say", body=body), only_you=True),)


def _page(ctx: Context) -> Card:
    on = ctx.by.member.guarded
    state = "On: Approve all and new connections ask for a code." if on else "Off: nothing asks for a code."
    turn = Button(label="Switch codes on", tone=Tone.GOOD, press=Press(verb="enrol"))
    return Card(
        kind="page",
        title=(Bold("Codes from an app"),),
        body=(state, " A code works once. Single posts never ask."),
        footer=(f"In words: {EXAMPLES}.",),
        buttons=() if on else ((turn,),),
    )


async def fields(ctx: Context, form: OpenForm) -> tuple[Field, ...]:
    """The six digits."""
    ask = "Which six digits does your app show?"
    return (Field(name="code", label="Code", ask=ask, hint="From your authenticator app; works once", limit=10),)


async def submit(ctx: Context, form: OpenForm, values: Mapping[str, str]) -> Answers:
    """Do what the code was asked for."""
    match values.get("do"):
        case "approve":
            seen = int(values["seen"])
            return await decide.all_approved(ctx, BatchId(decode(form.target)), seen, code=values["code"])
        case "connect":
            brand_id, platform = BrandId(decode(form.target)), Platform(values["platform"])
            return await connect.connected(ctx, brand_id, platform, values["id"], values["name"], code=values["code"])
        case "consent":
            brand = await ctx.brand_of(decode(form.target))
            account = decode(values["account"])
            return await connect.linked(
                ctx,
                brand,
                Platform(values["platform"]),
                answer=values["answer"],
                account=AccountId(account) if account else None,
                code=values["code"],
            )
    raise NotFound("form")


COMMAND = Command(name="confirm", help="Ask me for a code before Approve all: /confirm on", run=run)
VERBS = (Verb(name="enrol", run=enrol),)
FORM = FormKind(name="code", title="Confirm", submit_label="Confirm", fields=fields, check=as_given, submit=submit)
