"""/privacy, /logout and /me: what is known about a person, and how it ends."""

from __future__ import annotations

from bot.cards.card import Button, Card, Row, Tone
from bot.cards.press import Press
from bot.cards.text import Bold, Bullets
from bot.commands.kit import Answers, Command, Context, Verb
from bot.talk import Answered, Hand, Say, Toast

_KEPT = (
    ("Your name, role, e-mail address and who you are in each chat app.",),
    ("What you wrote, sent and decided here: posts, pictures, notes, sources, approvals and the log of deeds.",),
    ("Keys to connected accounts and the secret of your codes, sealed; nobody can read them, not even in a backup.",),
    ("Nothing about you is sent anywhere but to the chats, mail server and accounts that were set up here.",),
)


async def me(ctx: Context, args: str) -> Answers:
    """Who the person is here."""
    member, brands = ctx.by.member, await ctx.brands()
    async with ctx.store.read() as tx:
        workspace = await tx.workspaces.get(member.workspace_id)
        known = await tx.members.identities(member.id)
    rows = [
        Row(mark="👤", label=member.name, text=(f"{member.role.value} in {workspace.name}",)),
        Row(mark="✉️", label="E-mail", text=(member.email or "none; /email you@example.com sets one",)),
        *(Row(mark="💬", label=who.front_end.title(), text=(_known_as(who.remote_id),)) for who in known),
    ]
    if brands:
        brand = await ctx.brand()
        rows.append(Row(mark="🏷️", label="Brand here", text=(f"{brand.name}, {brand.zone}",)))
    footer = ("/link brings me into another app · /logout leaves this one · /privacy",)
    return (Say(card=Card(kind="page", title=(Bold("You"),), rows=tuple(rows), footer=footer), only_you=True),)


async def privacy(ctx: Context, args: str) -> Answers:
    """What is kept, with Export and Delete me."""
    export = Button(label="Export everything", press=Press(verb="export"))
    delete = Button(label="Delete me", tone=Tone.BAD, press=Press(verb="deleteme"))
    card = Card(
        kind="page",
        title=(Bold("What is kept about you"),),
        body=("On the machine this runs on, and nowhere else:", Bullets(_KEPT)),
        footer=("What is public on a platform stays there until you delete it there.",),
        buttons=((export, delete),),
    )
    return (Say(card=card, only_you=True),)


async def export(ctx: Context, press: Press) -> Answers:
    """All of it as one file."""
    text = await ctx.actions.depart.export(by=ctx.by)
    return (Hand(name="greenlight-export.json", text=text, words="Everything this workspace holds, without keys."),)


async def delete_me(ctx: Context, press: Press) -> Answers:
    """Ask first, and say what goes."""
    if await ctx.actions.depart.takes_all_along(by=ctx.by):
        what = (
            "You are the only owner, so everything goes with you: brands, posts, approvals, accounts and chats, for "
            "everybody. Approved posts are not published any more."
        )
    else:
        what = "You will be forgotten here, with your approvals and chats. What you wrote stays, without your name."
    yes = Button(label="Yes, delete it all", tone=Tone.BAD, press=Press(verb="deleteyes", target=ctx.by.member.id))
    no = Button(label="No", press=Press(verb="no"))
    body = (f"{what} What is live on a platform stays there. This cannot be undone.",)
    return (Say(card=Card(kind="confirm", body=body, buttons=((yes, no),)), only_you=True),)


async def deleted(ctx: Context, press: Press) -> Answers:
    """Forget the person who asked, and nobody else."""
    if press.target != ctx.by.member.id:
        return (Toast(text="That question was for somebody else."),)
    await ctx.actions.depart.forget(by=ctx.by)
    return (Toast(text="It is gone. Goodbye, and thank you.", alert=True),)


async def logout(ctx: Context, args: str) -> Answers:
    """Ask first, and say how to come back."""
    back = "`greenlight link` on the machine I run on, or /link in another chat that knows you, brings you back."
    yes = Button(label="Yes, sign out", press=Press(verb="logoutyes", target=ctx.by.member.id))
    no = Button(label="No", press=Press(verb="no"))
    body = (f"Sign out here? I will not know you in this app any more. {back}",)
    return (Say(card=Card(kind="confirm", body=body, buttons=((yes, no),)), only_you=True),)


async def logged_out(ctx: Context, press: Press) -> Answers:
    """Forget this identity, and the private chat with it."""
    if press.target != ctx.by.member.id:
        return (Toast(text="That question was for somebody else."),)
    where = ctx.where
    await ctx.actions.depart.sign_out(where.front_end, where.person, where.whole_chat, alone=where.alone, by=ctx.by)
    return (Answered(text="✔ Signed out. Goodbye!"), Toast(text="Signed out. Goodbye!"))


def _known_as(remote_id: str) -> str:
    return f"known as {remote_id}"


ME = Command(name="me", help="Who you are here", run=me)
PRIVACY = Command(name="privacy", help="What is kept, export, delete me", run=privacy)
LOGOUT = Command(name="logout", help="Sign out in this app", run=logout)
VERBS = (
    Verb(name="export", run=export),
    Verb(name="deleteme", run=delete_me),
    Verb(name="deleteyes", run=deleted),
    Verb(name="logoutyes", run=logged_out),
)
