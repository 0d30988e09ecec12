"""/team: who is here as what; owners invite, change roles and take people out."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.card import Button, Card, Row, Tone, say
from bot.cards.press import Press
from bot.cards.text import Bold, Text
from bot.commands.kit import Answers, Command, Context, Verb, id_in, one_named
from bot.commands.link import doors, ways
from bot.talk import Answered, Redraw, Say
from core.access import Right, must
from core.brand import Brand
from core.errors import Invalid, NotFound, Problem
from core.ids import BrandId, MemberId, encode
from core.workspace import Member, Role

EXAMPLES = "/team, /team invite writer Cleo, /team Cleo approver, /team Cleo writer for BRAND or /team remove Cleo"
_SAME = "same"


async def run(ctx: Context, args: str) -> Answers:
    """The team as a page; with words, one change of it."""
    words = args.split()
    match [words[0].casefold() if words else "", *words[1:]]:
        case [""]:
            return (Say(card=await _page(ctx)),)
        case ["invite"]:
            must(ctx.by, Right.OWN)
            return (Say(card=_as_what(), only_you=True),)
        case ["invite", role, *name]:
            return await _invited(ctx, _role(role), " ".join(name))
        case ["remove", *name] if name:
            member = await _named(ctx, " ".join(name))
            return (Say(card=_sure(member), only_you=True),)
        case _:
            return await _changed_in_words(ctx, words)


async def open_member(ctx: Context, press: Press) -> Answers:
    """What an owner can do about one member."""
    must(ctx.by, Right.OWN)
    member = await _member(ctx, press.target)
    return (Say(card=await _about(ctx, member), only_you=True),)


async def open_invite(ctx: Context, press: Press) -> Answers:
    """Ask as what; with a role, make the link."""
    must(ctx.by, Right.OWN)
    if not press.arg:
        return (Say(card=_as_what(), only_you=True),)
    return await _invited(ctx, _role(press.arg), "")


async def give_role(ctx: Context, press: Press) -> Answers:
    """A role everywhere, or behind a dot the brand it is for."""
    role, _, brand = press.arg.partition(".")
    brand_id = BrandId(id_in(brand)) if brand else None
    wanted = None if role == _SAME else _role(role)
    member = await ctx.actions.team.change_role(MemberId(press.target), wanted, brand_id=brand_id, by=ctx.by)
    return (Redraw(card=await _about(ctx, member)),)


async def open_brand_role(ctx: Context, press: Press) -> Answers:
    """Which role for that one brand?"""
    must(ctx.by, Right.OWN)
    member, brand = await _member(ctx, press.target), await ctx.brand_of(id_in(press.arg))
    roles = tuple(_give(member, role, brand, label=role.value.title()) for role in Role)
    same = Button(label="Same as everywhere", press=_press(member, f"{_SAME}.{encode(brand.id)}"))
    body = (f"What should {member.name} be for {brand.name}?",)
    return (Redraw(card=Card(kind="confirm", body=body, buttons=(roles, (same,)))),)


async def ask_removal(ctx: Context, press: Press) -> Answers:
    """Ask first."""
    must(ctx.by, Right.OWN)
    return (Redraw(card=_sure(await _member(ctx, press.target))),)


async def removed(ctx: Context, press: Press) -> Answers:
    """Take them out."""
    member = await ctx.actions.team.remove(MemberId(press.target), by=ctx.by)
    return (Answered(text=f"✔ {member.name} is not in the team any more."),)


async def _page(ctx: Context) -> Card:
    brands = await ctx.brands()
    owner = Right.OWN.given_to(ctx.by.member.role)
    rows = tuple(
        Row(
            mark="👤",
            label=member.name,
            text=(_roles(member, brands),),
            press=Press(verb="member", target=member.id) if owner else None,
        )
        for member in await _members(ctx)
    )
    invite = Button(label="Invite somebody", press=Press(verb="invite"), tone=Tone.GOOD)
    footer = "Open a name to change what they are." if owner else "Owners invite people and change roles."
    buttons = ((invite,),) if owner else ()
    return Card(kind="page", title=(Bold("Your team"),), rows=rows, footer=(footer,), buttons=buttons)


async def _about(ctx: Context, member: Member) -> Card:
    brands = await ctx.brands()
    roles = tuple(_give(member, role, None, label=f"Make {role.value}") for role in Role if role is not member.role)
    special = tuple(
        Button(
            label=f"Another role for {brand.name}"[:60],
            press=Press(verb="brandrole", target=member.id, arg=encode(brand.id)),
        )
        for brand in brands
    )
    remove = Button(label=f"Remove {member.name}", tone=Tone.BAD, press=Press(verb="remove", target=member.id))
    title = (Bold(member.name), f" · {_roles(member, brands)}")
    return Card(kind="confirm", title=title, buttons=(roles, *((one,) for one in special), (remove,)))


def _give(member: Member, role: Role, brand: Brand | None, *, label: str) -> Button:
    return Button(label=label, press=_press(member, f"{role.value}.{encode(brand.id)}" if brand else role.value))


def _press(member: Member, arg: str) -> Press:
    return Press(verb="role", target=member.id, arg=arg)


def _as_what() -> Card:
    buttons = tuple(Button(label=role.value.title(), press=Press(verb="invite", arg=role.value)) for role in Role)
    body = (
        "As what? Owners do everything, approvers decide, writers draft and edit, viewers look. "
        "With a name: /team invite writer Cleo.",
    )
    return Card(kind="confirm", body=body, buttons=(buttons,))


def _sure(member: Member) -> Card:
    yes = Button(label=f"Yes, remove {member.name}", tone=Tone.BAD, press=Press(verb="removeyes", target=member.id))
    no = Button(label="No", press=Press(verb="no"))
    body = (
        f"Remove {member.name}? I will not know them in any chat from then on. What they wrote stays, and what "
        "is approved already goes out.",
    )
    return Card(kind="confirm", body=body, buttons=((yes, no),))


async def _invited(ctx: Context, role: Role, name: str) -> Answers:
    code = await ctx.actions.enter.invite(role, name, by=ctx.by)
    links = [await one.invitation(code) for one in (await doors(ctx)).values()]
    whom = f"{name}, who becomes" if name else "the person who shall be"
    body: Text = (
        f"Give this to {whom} {_a(role)} here. It works once and for a day: whoever opens it first is in.",
        *ways(links),
    )
    return (Say(card=Card(kind="say", body=body), only_you=True),)


async def _changed_in_words(ctx: Context, words: Sequence[str]) -> Answers:
    """NAME ROLE, or NAME ROLE for BRAND."""
    folded = [word.casefold() for word in words]
    at = next((index for index, word in enumerate(folded) if index and word in set(Role)), None)
    if at is None or ((rest := folded[at + 1 :]) and (rest[0] != "for" or len(rest) < 2)):
        what = f"I do not know “/team {' '.join(words)[:40]}”."
        raise Invalid(Problem(field="team", what=what, fix=f"Try {EXAMPLES}."))
    member = await _named(ctx, " ".join(words[:at]))
    brand = one_named("brand", " ".join(words[at + 2 :]), await ctx.brands()) if rest else None
    changed = await ctx.actions.team.change_role(
        member.id, Role(folded[at]), brand_id=brand.id if brand else None, by=ctx.by
    )
    return (Say(card=say(f"{changed.name} is now {_roles(changed, await ctx.brands())}.")),)


async def _members(ctx: Context) -> tuple[Member, ...]:
    async with ctx.store.read() as tx:
        return await tx.members.of(ctx.by.member.workspace_id)


async def _member(ctx: Context, member_id: int) -> Member:
    found = next((one for one in await _members(ctx) if one.id == member_id), None)
    if found is None:
        raise NotFound("member")
    return found


async def _named(ctx: Context, name: str) -> Member:
    must(ctx.by, Right.OWN)
    return one_named("member", name, await _members(ctx))


def _role(word: str) -> Role:
    try:
        return Role(word.casefold())
    except ValueError as error:
        what = f"“{word[:20]}” is no role."
        raise Invalid(Problem(field="role", what=what, fix=f"There are {', '.join(Role)}.")) from error


def _roles(member: Member, brands: Sequence[Brand]) -> str:
    """ "approver, writer for Forno Norte"."""
    others = [f"{role.value} for {brand.name}" for brand in brands if (role := member.brand_roles.get(brand.id))]
    return ", ".join((member.role.value, *others))


def _a(role: Role) -> str:
    return f"an {role.value}" if role.value[0] in "ao" else f"a {role.value}"


COMMAND = Command(name="team", help="Who is here as what; /team invite writer Cleo", run=run)
VERBS = (
    Verb(name="member", run=open_member),
    Verb(name="invite", run=open_invite),
    Verb(name="role", run=give_role),
    Verb(name="brandrole", run=open_brand_role),
    Verb(name="remove", run=ask_removal),
    Verb(name="removeyes", run=removed),
)
