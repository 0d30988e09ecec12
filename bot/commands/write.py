"""Plain words and files: new text for the card they answer, a post of their own, or something to draw on."""

from __future__ import annotations

from bot.cards.card import Button, Card, Tone, say
from bot.cards.post_card import post_card
from bot.cards.press import Press
from bot.commands import brand, picture, source
from bot.commands.kit import Answers, Context, Verb
from bot.commands.reply import REPLIED_TO, on_reply
from bot.talk import Answered, Say, Toast, UploadedFile
from bot.views import post_view
from core.film import Film
from core.ids import FormId, PostId
from core.payload import Media
from core.talk import OpenForm


async def on_text(ctx: Context, text: str) -> Answers:
    """A reply to a post's card is about that post; other words are offered as a post."""
    async with ctx.store.read() as tx:
        delivery = await tx.deliveries.at(ctx.where.front_end, ctx.where.chat, ctx.where.message)
    if delivery is not None and delivery.kind in REPLIED_TO:
        return await on_reply(ctx, delivery, text)
    if not await ctx.brands():
        return (Say(card=say("Hello! Send /start and I will set things up with you.")),)
    return await _offer(ctx, text)


async def on_upload(ctx: Context, files: tuple[UploadedFile, ...], text: str) -> Answers:
    """Documents become sources, pictures or a film a post; in answer to a card, the post's own or the brand's logo."""
    async with ctx.store.read() as tx:
        delivery = await tx.deliveries.at(ctx.where.front_end, ctx.where.chat, ctx.where.message)
    if text.strip().casefold() == brand.LOGO_WORDS or (delivery and delivery.kind == "brand"):
        return await brand.set_logo(ctx, files)
    if delivery and delivery.kind in REPLIED_TO:
        return await picture.add(ctx, PostId(delivery.subject), files, text)
    await ctx.brand()
    to_add = tuple(file for file in files if source.is_document(file) or source.asks_to_add(text))
    pictures = tuple(file for file in files if file not in to_add)
    added = await source.add_files(ctx, to_add, "" if pictures else text)
    if not pictures:
        return added
    if any(file.is_film for file in pictures):
        film = await picture.film_of(ctx, pictures, "")
        return (*added, *await _keep(ctx, text, (), film))
    media = tuple([await ctx.actions.new_post.admit(file.sha256, alt="") for file in pictures])
    return (*added, *await _keep(ctx, text, media))


async def make_post(ctx: Context, press: Press) -> Answers:
    """Yes: the words that were sent become a post."""
    async with ctx.store.read() as tx:
        form = await tx.forms.get(press.target)
    if form is None or form.member_id != ctx.by.member.id:
        return (Toast(text="Those words are gone. Please send them again."),)
    answers = (Answered(text="✔ Here it is."), *await _keep(ctx, form.values["text"], ()))
    async with ctx.store.begin() as tx:
        await tx.forms.close(form.id)
    return answers


async def forget(ctx: Context, press: Press) -> Answers:
    """No: the words are put aside."""
    async with ctx.store.read() as tx:
        form = await tx.forms.get(press.target)
    if form is not None and form.member_id == ctx.by.member.id:
        async with ctx.store.begin() as tx:
            await tx.forms.close(form.id)
    return (Answered(text="✔ No post was made."),)


async def _offer(ctx: Context, text: str) -> Answers:
    """Ask whether the words are meant as a post; they are kept meanwhile."""
    form = OpenForm(
        id=FormId(ctx.desk.ids.new()),
        workspace_id=ctx.by.member.workspace_id,
        member_id=ctx.by.member.id,
        front_end=ctx.where.front_end,
        chat=ctx.where.chat,
        name="words",
        target="",
        opened_at=ctx.desk.clock.now(),
        values={"text": text},
    )
    async with ctx.store.begin() as tx:
        await tx.forms.save(form)
    yes = Button(label="Make it a post", tone=Tone.GOOD, press=Press(verb="makepost", target=form.id))
    no = Button(label="No", press=Press(verb="forget", target=form.id))
    body = ("Shall I make a post of this, word for word? /help tells what else I understand.",)
    return (Say(card=Card(kind="confirm", body=body, buttons=((yes, no),)), only_you=True),)


async def _keep(ctx: Context, text: str, media: tuple[Media, ...], film: Film | None = None) -> Answers:
    about = await ctx.brand()
    post = await ctx.actions.new_post.as_written(about.id, text, media, by=ctx.by, film=film)
    async with ctx.store.read() as tx:
        return (Say(card=post_card(await post_view(tx, post.id, ctx.desk))),)


VERBS = (Verb(name="makepost", run=make_post), Verb(name="forget", run=forget))
