"""/brand: who speaks, and how the pictures look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.cards.card import Button, Card, Row, Tone, say
from bot.cards.form import Choice, Field, Kind
from bot.cards.labels import count
from bot.cards.press import Press
from bot.cards.text import Bold
from bot.commands import brands
from bot.commands.colours import colour_name, read_colour
from bot.commands.kit import Answers, Command, Context, FormKind, Verb
from bot.talk import OpenFormOf, Say, Toast, UploadedFile
from core.access import Right, must
from core.brand import Brand
from core.errors import Invalid, Problem
from core.look import Face, Look
from core.talk import OpenForm

LOGO_WORDS = "/brand logo"
_FACES = {Face.MIXED: "Mixed, so that neighbours differ", Face.SERIF: "Serif", Face.SANS: "Sans"}
_KEEP, _REMOVE = "keep", "remove"
_PICTURES_CHOOSE = "Let the pictures choose"


async def run(ctx: Context, args: str) -> Answers:
    """The brand on one card, with a picture in its look."""
    if args.strip().casefold() == "logo":
        words = f"Send your logo as a picture with the words {LOGO_WORDS}, or as an answer to the brand's card."
        return (Say(card=say(words)),)
    other = await brands.run(ctx, args)
    if other is not None:
        return other
    card = Say(card=await brand_card(ctx, await ctx.brand()))
    return (card, Say(card=await brands.chooser(ctx))) if len(await ctx.brands()) > 1 else (card,)


async def brand_card(ctx: Context, brand: Brand, said: str = "") -> Card:
    """What is known about the brand, and how its pictures look; `said` is what just happened."""
    look, rules = brand.look, ctx.desk.rules
    async with ctx.store.read() as tx:
        accounts = await tx.accounts.of(brand.id)
    to = ", ".join(one.name for one in accounts if one.id in brand.targets)
    written = ", ".join(rules[name].label for name in brand.written_for if name in rules)
    rows = (
        Row(mark="💬", label="Topics", text=(", ".join(brand.interests) or "none yet",)),
        Row(mark="📣", label="Goes out to", text=(to or "nowhere yet",)),
        *((Row(mark="✍️", label="Own words for", text=(written,)),) if written else ()),
        Row(mark="🎨", label="Ground", text=(colour_name(look.ground) or "the pictures choose",)),
        Row(mark="🖍️", label="Accent", text=(colour_name(look.accent) or "the pictures choose",)),
        Row(mark="🔤", label="Lettering", text=(_FACES[look.face].lower(),)),
        Row(mark="🏷️", label="Logo", text=("on every picture" if look.logo else "none yet",)),
    )
    change = Button(label="Change the look", press=Press(verb="look", target=brand.id))
    about = Button(label="Change topics and words", press=Press(verb="settings", target=brand.id))
    redraw = Button(label="Redraw the waiting pictures", press=Press(verb="redraw", target=brand.id), tone=Tone.GOOD)
    return Card(
        kind="brand",
        subject=brand.id,
        title=(Bold(brand.name),),
        body=(said or brand.voice,) if said or brand.voice else (),
        pictures=await ctx.actions.change_look.sample(brand.id, by=ctx.by),
        rows=rows,
        buttons=((change, about), (redraw,)),
    )


async def open_look(ctx: Context, press: Press) -> Answers:
    """Open the form."""
    must(ctx.by, Right.WRITE, (await ctx.brand()).id)
    return (OpenFormOf(name="look"),)


async def fields(ctx: Context, form: OpenForm) -> tuple[Field, ...]:
    """Colours, lettering and logo, as they are now."""
    look = (await ctx.brand()).look
    chosen_by_pictures = Choice(value="", label=_PICTURES_CHOOSE)

    def colour(name: str, label: str, ask: str, value: str) -> Field:
        return Field(
            name=name,
            label=label,
            ask=ask,
            kind=Kind.COLOUR,
            value=value,
            hint="Like #0c7a4b, navy or forest green. Empty: the pictures choose.",
            choices=(chosen_by_pictures,),
            required=False,
            limit=30,
        )

    return (
        colour("ground", "Ground", "Which colour should words stand on?", look.ground),
        colour("accent", "Accent", "Which colour should stand out?", look.accent),
        Field(
            name="face",
            label="Lettering",
            ask="Which lettering?",
            kind=Kind.CHOICE,
            value=look.face.value,
            choices=tuple(Choice(value=face.value, label=label) for face, label in _FACES.items()),
            required=False,
        ),
        Field(
            name="logo",
            label="Logo",
            ask="Send your logo as a picture, or skip.",
            kind=Kind.FILES,
            hint="A PNG that shows the ground through looks best.",
            required=False,
        ),
        *((_removal(),) if look.logo else ()),
    )


def check(ctx: Context, name: str, value: str) -> str:
    """Colours by name or number; the rest is one of what is offered."""
    if name in ("ground", "accent"):
        return read_colour(value, name)
    if name == "face" and value not in set(Face):
        raise Invalid(Problem(field=name, what=f"“{value[:20]}” is no lettering I know.", fix="Please pick one."))
    return value.strip()


async def submit(ctx: Context, form: OpenForm, values: Mapping[str, str]) -> Answers:
    """Keep the look, and show it."""
    brand = await ctx.brand()
    logo = brand.look.logo if values.get("removal", _KEEP) != _REMOVE else None
    sent = values["logo"].split()
    if sent:
        logo = await ctx.actions.new_post.admit(sent[0], alt=f"Logo of {brand.name}")
    face = Face(values["face"]) if values["face"] else brand.look.face
    look = Look(ground=values["ground"], accent=values["accent"], face=face, logo=logo)
    if look == brand.look:
        return (Toast(text="Nothing was changed."),)
    return await _keep(ctx, brand, look)


async def set_logo(ctx: Context, files: tuple[UploadedFile, ...]) -> Answers:
    """A picture that was sent as the logo."""
    brand = await ctx.brand()
    must(ctx.by, Right.WRITE, brand.id)
    logo = await ctx.actions.new_post.admit(files[0].sha256, alt=f"Logo of {brand.name}")
    return await _keep(ctx, brand, replace(brand.look, logo=logo))


async def redraw(ctx: Context, press: Press) -> Answers:
    """Draw the pictures of everything that waits again."""
    brand = await ctx.brand()
    must(ctx.by, Right.WRITE, brand.id)
    await ctx.working("Drawing the waiting pictures…")
    done = await ctx.actions.redraw_waiting(brand.id, by=ctx.by)
    if not done.posts and not done.left:
        return (Toast(text="Every waiting picture we drew looks like this already."),)
    left = f" {count(done.left, 'post')} kept the old one; please try again." if done.left else ""
    words = f"{count(len(done.posts), 'picture')} drawn again. Photos and approved posts stayed as they were.{left}"
    return (Toast(text=words),)


async def _keep(ctx: Context, brand: Brand, look: Look) -> Answers:
    changed = await ctx.actions.change_look(brand.id, look, by=ctx.by)
    words = "From now on pictures look like this. The waiting ones keep the old look until you redraw them."
    return (Say(card=await brand_card(ctx, changed, words)),)


def _removal() -> Field:
    return Field(
        name="removal",
        label="The logo there is",
        ask="Keep the logo there is?",
        kind=Kind.CHOICE,
        value=_KEEP,
        choices=(Choice(value=_KEEP, label="Keep it"), Choice(value=_REMOVE, label="Remove it")),
        required=False,
    )


COMMAND = Command(name="brand", help="Your brand and its look; /brand new adds another", run=run)
VERBS = (Verb(name="look", run=open_look, opens_form=True), Verb(name="redraw", run=redraw))
FORM = FormKind(name="look", title="How pictures look", submit_label="Save", fields=fields, check=check, submit=submit)
