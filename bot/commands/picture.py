"""Picture: the order of an album, words over a photo, a drawn card instead, or no picture at all."""

from __future__ import annotations

from collections.abc import Mapping

from bot.cards.card import Button, Card, Row
from bot.cards.film_words import waiting_words
from bot.cards.form import Field, Kind
from bot.cards.labels import count
from bot.cards.post_card import snippet
from bot.cards.press import Press
from bot.cards.text import Bold, Text
from bot.commands.kit import Answers, Context, FormKind, Verb, as_given
from bot.talk import OpenFormOf, Redraw, Say, Toast, UploadedFile
from core.access import post_for
from core.actions.change_picture import LONGEST_ALT
from core.actions.change_post import Changed
from core.errors import Conflict, Invalid, NotFound, Problem
from core.film import Film
from core.ids import PostId, decode, encode
from core.payload import Media
from core.post import Post
from core.talk import OpenForm


async def show(ctx: Context, press: Press) -> Answers:
    """The pictures of the post, and what can be done with them."""
    return (Say(card=await _card(ctx, PostId(press.target)), only_you=True),)


async def change(ctx: Context, press: Press) -> Answers:
    """Do what the button says, and show the pictures as they are then."""
    post_id = PostId(press.target)
    try:
        changed = await _changed(ctx, post_id, press)
    except Conflict:
        words = "It changed a moment ago. Here is how it stands now; please look again."
        return (Redraw(card=await _card(ctx, post_id)), Toast(text=words))
    return (Redraw(card=await _card(ctx, post_id)), Toast(text=_said("Done.", changed)))


async def add(ctx: Context, post_id: PostId, files: tuple[UploadedFile, ...], words: str) -> Answers:
    """Pictures or a film sent in answer to a post's card become its own; words with a single one describe it."""
    async with ctx.store.read() as tx:
        before, _ = await post_for(tx, post_id, ctx.by)
    alt = words.strip() if len(files) == 1 else ""
    if any(file.is_film for file in files):
        put = await ctx.actions.change_picture.put_film(post_id, await film_of(ctx, files, alt), by=ctx.by)
        there = "This is its film now; the card says when it is ready."
        there += " Your words describe it to those who cannot see it." if alt else ""
        return (Say(card=menu(put.post, _said(there, put)), only_you=True),)
    media = tuple([await ctx.actions.new_post.admit(file.sha256, alt=alt) for file in files])
    changed = await ctx.actions.change_picture.add(post_id, media, by=ctx.by)
    now = len(changed.post.content.media)
    there = "It has one picture now." if now == 1 else f"It has {now} pictures now, in this order."
    if before.content.drawn is not None:
        there += " The drawn one made room."
    if before.content.film:
        there += " The film made room."
    if alt:
        there += " Your words describe it to those who cannot see it."
    return (Say(card=menu(changed.post, _said(there, changed)), only_you=True),)


async def film_of(ctx: Context, files: tuple[UploadedFile, ...], alt: str) -> Film:
    """The one film that was sent.

    Raises:
        Invalid: there is more beside it, or it cannot be used.
    """
    if len(files) > 1:
        what = "A post shows either pictures or one film."
        raise Invalid(Problem(field="media", what=what, fix="Please send the film alone."))
    return await ctx.actions.new_post.look(files[0].sha256, alt=alt)


async def open_alt(ctx: Context, press: Press) -> Answers:
    """Ask what is on one picture."""
    values = {"number": press.arg, "seen": str(press.version)}
    return (OpenFormOf(name="alt", target=encode(press.target), values=values),)


async def fields(ctx: Context, form: OpenForm) -> tuple[Field, ...]:
    """One description."""
    async with ctx.store.read() as tx:
        post, _ = await post_for(tx, PostId(decode(form.target)), ctx.by)
    number, media = _number(form.values["number"]), post.content.media
    what = "the film" if post.content.film else f"picture {number + 1}"
    return (
        Field(
            name="alt",
            label=f"What is on {what}?",
            ask=f"What is on {what}? Say it to somebody who cannot see it.",
            kind=Kind.LONG,
            value=media[number].alt if number < len(media) else "",
            hint="For example: Three loaves of bread on a wooden table, steam rising",
            required=False,
            limit=LONGEST_ALT,
        ),
    )


async def submit(ctx: Context, form: OpenForm, values: Mapping[str, str]) -> Answers:
    """Keep the description."""
    post_id, number = PostId(decode(form.target)), _number(form.values["number"])
    seen = int(form.values["seen"])
    changed = await ctx.actions.change_picture.describe(post_id, number, values["alt"], seen=seen, by=ctx.by)
    return (Say(card=menu(changed.post), only_you=True), Toast(text=_said("Saved.", changed)))


def menu(post: Post, said: str = "") -> Card:
    """The pictures of a post with their buttons; `said` is what just happened."""
    content = post.content
    if content.film:
        return _film_menu(post, content.film, said)
    own = content.drawn is None
    rows = tuple(
        Row(
            mark="🖼️",
            label=f"{number + 1} · {_kind(post)}",
            text=_about(one, own=own),
            press=_press(post, "alt", str(number)) if own else None,
        )
        for number, one in enumerate(content.media)
    )
    pictures = count(len(content.media), "picture") if content.media else "No picture yet"
    return Card(
        kind="picture",
        subject=post.id,
        title=(Bold("Pictures"),),
        body=(said or f"{pictures} on “{snippet(post)}”.",),
        pictures=content.media,
        rows=rows,
        footer=("Send a picture in answer to the post's card to put it there.",),
        buttons=(*_album(post), *_drawing(post), _ends(post)),
    )


def _film_menu(post: Post, film: Film, said: str) -> Card:
    """A post has one film, and nothing else beside it."""
    shown = post.content.media[0] if post.content.media else film.still
    described = _press(post, "alt", "0") if post.content.media else None
    draw = Button(label="Draw a card instead", press=_press(post, "pic", "card"))
    return Card(
        kind="picture",
        subject=post.id,
        title=(Bold("Film"),),
        body=(said or waiting_words(post.content) or f"The film of “{snippet(post)}”.",),
        pictures=(film.still,),
        rows=(Row(mark="🎞️", label="Film", text=_about(shown, own=True), press=described),),
        footer=("Send another film, or pictures, in answer to the post's card to put them there.",),
        buttons=((draw,), _ends(post)),
    )


def _kind(post: Post) -> str:
    if post.content.drawn is None:
        return "photo"
    return "photo with words" if post.content.photo else "drawn card"


def _about(media: Media, *, own: bool) -> Text:
    size = f"{media.width} × {media.height}"
    if media.alt:
        return (f"{size}, “{media.alt}”",)
    return (f"{size}, not described yet",) if own else (size,)


def _album(post: Post) -> tuple[tuple[Button, ...], ...]:
    """For each picture of an album: a place to the left, to the right, or out."""
    last = len(post.content.media) - 1
    if last < 1:
        return ()
    rows = []
    for number in range(last + 1):
        name = number + 1
        row = [Button(label=f"✕ {name}", press=_press(post, "pic", f"out.{number}"))]
        if number < last:
            row.insert(0, Button(label=f"{name} ▶", press=_press(post, "pic", f"right.{number}")))
        if number:
            row.insert(0, Button(label=f"◀ {name}", press=_press(post, "pic", f"left.{number}")))
        rows.append(tuple(row))
    return tuple(rows)


def _drawing(post: Post) -> tuple[tuple[Button, ...], ...]:
    content = post.content
    row = []
    if content.media and content.drawn is None:
        row.append(Button(label="Use photo 1 as background", press=_press(post, "pic", "over.0")))
    if content.photo:
        row.append(Button(label="The photo without words", press=_press(post, "pic", "photo")))
    label = "Draw another card" if content.drawn is not None and not content.photo else "Draw a card instead"
    row.append(Button(label=label if content.media else "Draw a card", press=_press(post, "pic", "card")))
    return (tuple(row),)


def _ends(post: Post) -> tuple[Button, ...]:
    done = Button(label="Done", press=Press(verb="show", target=post.id))
    none = Button(label="No film" if post.content.film else "No picture", press=_press(post, "pic", "none"))
    back = Button(label="One version back", press=_press(post, "pic", "back"))
    return (*((none,) if post.content.media or post.content.film else ()), *((back,) if post.before else ()), done)


async def _changed(ctx: Context, post_id: PostId, press: Press) -> Changed:
    action, seen, by = ctx.actions.change_picture, press.version, ctx.by
    what, _, place = press.arg.partition(".")
    match what:
        case "left" | "right":
            step = -1 if what == "left" else 1
            return await action.move(post_id, _number(place), by_places=step, seen=seen, by=by)
        case "out":
            return await action.leave_out(post_id, _number(place), seen=seen, by=by)
        case "over":
            return await action.over_photo(post_id, _number(place), seen=seen, by=by)
        case "photo":
            return await action.photo_alone(post_id, seen=seen, by=by)
        case "card":
            return await action.draw(post_id, seen=seen, by=by)
        case "none":
            return await action.clear(post_id, seen=seen, by=by)
        case "back":
            return (await ctx.actions.step_back(post_id, seen=seen, by=by)).post
    raise NotFound("button")


async def _card(ctx: Context, post_id: PostId) -> Card:
    async with ctx.store.read() as tx:
        post, _ = await post_for(tx, post_id, ctx.by)
    return menu(post)


def _press(post: Post, verb: str, arg: str) -> Press:
    return Press(verb=verb, target=post.id, version=post.revision, arg=arg)


def _number(text: str) -> int:
    """The place of a picture, counted from 0.

    Raises:
        NotFound: it is no number; our own buttons always carry one.
    """
    if not text.isdecimal():
        raise NotFound("picture")
    return int(text)


def _said(words: str, changed: Changed) -> str:
    return f"{words} It was approved before, so it waits for you again." if changed.voided else words


VERBS = (
    Verb(name="picture", run=show),
    Verb(name="pic", run=change),
    Verb(name="alt", run=open_alt, opens_form=True),
)
FORM = FormKind(
    name="alt", title="Describe the picture", submit_label="Save", fields=fields, check=as_given, submit=submit
)
