"""A reply to a post's card: a request in plain words, or what the post should say from now on."""

from __future__ import annotations

from bot.cards.card import Button, Card, Tone
from bot.cards.labels import day_time
from bot.cards.press import Press
from bot.cards.reasons import sentence
from bot.cards.text import Bullets, Text
from bot.commands import human
from bot.commands.changed import shown, step_back
from bot.commands.kit import Answers, Context, Verb
from bot.commands.places import at_press, move, swap_with
from bot.requests.asked import (
    EXAMPLES,
    Change,
    Decide,
    Humanise,
    Move,
    NextFree,
    Rewrite,
    SwapWith,
    Unclear,
    Undo,
    Which,
    Words,
)
from bot.requests.edits import Edit, NewText
from bot.requests.understand import understand
from bot.talk import Answered, Say, Toast
from core.access import Right
from core.actions.change_post import must_be_open
from core.actions.new_post import next_free
from core.desk import Sheet, pick_up
from core.errors import Invalid, PortError
from core.ids import FormId, PostId, decode, encode
from core.moves import PostState
from core.slot import zone_named
from core.talk import Delivery, OpenForm

REPLIED_TO = ("post", "diff")
"""Cards whose replies are about their post."""


async def on_reply(ctx: Context, delivery: Delivery, text: str) -> Answers:
    """Do what was asked and show the difference; what is not plain is asked about, and nothing changes."""
    async with ctx.store.read() as tx:
        sheet = await pick_up(tx, PostId(delivery.subject), ctx.by, may=Right.WRITE)
    must_be_open(sheet)
    return await _answer(ctx, sheet, text.strip(), ctx.where.tab or delivery.tab)


async def _answer(ctx: Context, sheet: Sheet, text: str, tab: str) -> Answers:
    post, zone = sheet.post, sheet.brand.zone
    planned = post.moment.instant.astimezone(zone_named(zone)).replace(tzinfo=None)
    match understand(text, now=ctx.desk.clock.now(), zone=zone, planned=planned):
        case Words(words):
            return await _edit(ctx, sheet, NewText(words, only=_only(sheet, tab)))
        case Change(edit):
            try:
                return await _edit(ctx, sheet, edit)
            except Invalid as error:
                return await _ask(ctx, sheet, text, tab, error.problems[0].sentence())
        case Move(to):
            return await move(ctx, post, to)
        case NextFree():
            async with ctx.store.read() as tx:
                free = await next_free(tx, sheet.brand, ctx.desk.clock.now())
            return await move(ctx, post, free)
        case SwapWith() as asked:
            return await swap_with(ctx, post, asked)
        case Undo():
            return (Say(card=await step_back(ctx, post.id, post.revision)),)
        case Which(moments):
            question = "Which time do you mean?" if len(moments) > 1 else "Should it go out then?"
            times = (Button(label=day_time(one.local), press=at_press(post, one.local)) for one in moments)
            return await _ask(ctx, sheet, text, tab, question, *times)
        case Decide():
            waits = post.state is PostState.PENDING
            words = "Words are easily misread, so deciding takes a button."
            return await _ask(ctx, sheet, text, tab, words, *(_deciding(sheet) if waits else ()))
        case Humanise():
            return await human.mend(ctx, post.id)
        case Rewrite() | Unclear("") if ctx.actions.ask_edit.can(sheet.brand):
            return await _by_model(ctx, sheet, text, tab)
        case Rewrite():
            words = "That takes a writer: Regenerate asks for your wish and writes the post anew."
            return await _ask(ctx, sheet, text, tab, words, _button(sheet, "Regenerate", "again"))
        case unclear:
            words = f"I am not sure what to change. {unclear.why}".strip()
            return await _ask(ctx, sheet, text, tab, words, examples=True)


async def _by_model(ctx: Context, sheet: Sheet, text: str, tab: str) -> Answers:
    """Let the brand's model make the change; what it cannot do is said, and the words are kept."""
    await ctx.working("Changing the words…")
    try:
        changed = await ctx.actions.ask_edit(sheet.post.id, text, by=ctx.by)
    except PortError as error:
        return await _ask(ctx, sheet, text, tab, sentence(error.reason))
    except Invalid as error:
        return await _ask(ctx, sheet, text, tab, error.problems[0].sentence(), examples=True)
    return (Say(card=await shown(ctx, changed)),)


async def _edit(ctx: Context, sheet: Sheet, edit: Edit) -> Answers:
    content = edit.on(sheet.post.content)
    changed = await ctx.actions.change_post.content(sheet.post.id, content, by=ctx.by, seen=sheet.post.revision)
    return (Say(card=await shown(ctx, changed)),)


def _only(sheet: Sheet, tab: str) -> str:
    """The platform whose preview was open, if it has words of its own; else empty."""
    by_name = {encode(account.id): account.platform for account in sheet.accounts.values()}
    platform, content = by_name.get(tab, tab), sheet.post.content
    own = content.variants.get(platform)
    return platform if own is not None and own.text != content.text else ""


async def _ask(
    ctx: Context, sheet: Sheet, text: str, tab: str, words: str, *offers: Button, examples: bool = False
) -> Answers:
    """Say what is unclear; the words are kept, so that one press still makes them the new text."""
    form = OpenForm(
        id=FormId(ctx.desk.ids.new()),
        workspace_id=ctx.by.member.workspace_id,
        member_id=ctx.by.member.id,
        front_end=ctx.where.front_end,
        chat="",  # kept, not asked: a question that waits in the chat goes on waiting
        name="reply",
        target=encode(sheet.post.id),
        opened_at=ctx.desk.clock.now(),
        values={"text": text, "tab": tab},
    )
    async with ctx.store.begin() as tx:
        await tx.forms.save(form)
    take = Button(label="Use it as the new text", press=Press(verb="usetext", target=form.id))
    leave = Button(label="Leave it", press=Press(verb="leavetext", target=form.id))
    tried: Text = ("\nYou could say:", Bullets(tuple((f"“{one}”",) for one in EXAMPLES))) if examples else ()
    card = Card(
        kind="confirm",
        body=(f"{words} Nothing was changed.", *tried),
        buttons=(*((one,) for one in offers), (take, leave)),
    )
    return (Say(card=card, only_you=True),)


def _deciding(sheet: Sheet) -> tuple[Button, ...]:
    return (_button(sheet, "Approve", "approve", Tone.GOOD), _button(sheet, "Skip", "skip"))


def _button(sheet: Sheet, label: str, verb: str, tone: Tone = Tone.QUIET) -> Button:
    return Button(label=label, tone=tone, press=Press(verb=verb, target=sheet.post.id, version=sheet.post.revision))


async def use_text(ctx: Context, press: Press) -> Answers:
    """The words were meant as the text after all."""
    form = await _kept(ctx, press)
    if form is None:
        return (Toast(text="Those words are gone. Please send them again."),)
    async with ctx.store.read() as tx:
        sheet = await pick_up(tx, PostId(decode(form.target)), ctx.by)
    answers = await _edit(ctx, sheet, NewText(form.values["text"], only=_only(sheet, form.values["tab"])))
    await _forget(ctx, form)
    return (Answered(text="✔ It is the new text."), *answers)


async def leave_text(ctx: Context, press: Press) -> Answers:
    """Nothing is changed, and the words are put aside."""
    form = await _kept(ctx, press)
    if form is not None:
        await _forget(ctx, form)
    return (Answered(text="✔ Left as it was."),)


async def _kept(ctx: Context, press: Press) -> OpenForm | None:
    async with ctx.store.read() as tx:
        form = await tx.forms.get(press.target)
    return form if form and form.name == "reply" and form.member_id == ctx.by.member.id else None


async def _forget(ctx: Context, form: OpenForm) -> None:
    async with ctx.store.begin() as tx:
        await tx.forms.close(form.id)


VERBS = (Verb(name="usetext", run=use_text), Verb(name="leavetext", run=leave_text))
