"""/start: six questions, then a week of posts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from zoneinfo import available_timezones

from bot.cards.card import Card, say
from bot.cards.form import Choice, Field, Kind
from bot.cards.text import Link
from bot.commands.kit import Answers, Command, Context, FormKind
from bot.commands.when import read_time
from bot.talk import AskAgain, OpenFormOf, Say
from core.account import Platform
from core.actions.set_up_brand import DEMO, FEED, Wishes
from core.brand import MAX_INTERESTS, MAX_NAME, MAX_VOICE
from core.errors import Invalid, Problem, too_much
from core.slot import Slot, zone_named
from core.talk import OpenForm

DEFAULT_TIME = "09:00"
DEFAULT_ZONE = "UTC"
_COMMON_ZONES = ("Europe/London", "Europe/Berlin", "America/New_York", "America/Los_Angeles", "Asia/Singapore")
_DESTINATIONS = {"feed": (FEED,), "both": (FEED, DEMO)}


async def run(ctx: Context, args: str) -> Answers:
    """Greet, and ask; a set-up that was broken off goes on where it stopped."""
    brands = await ctx.brands()
    if brands:
        name = (await ctx.brand()).name
        words = f"Welcome back. {name} is set up; /pending shows what waits, /help lists everything."
        return (Say(card=say(words)),)
    ctx.actions.warm_pictures.begin()
    async with ctx.store.read() as tx:
        open_form = await tx.forms.open_in(ctx.where.chat, ctx.by.member.id)
    if open_form is not None and open_form.name == FORM.name:
        return (Say(card=say("Let us go on where we stopped.")), AskAgain(form=open_form))
    words = (
        "Hello! I draft your next seven days of posts and bring them here as cards; you decide with a tap, and I "
        "publish what you approved, on time, once. Six short questions first."
    )
    return (Say(card=say(words)), OpenFormOf(name=FORM.name, values=_known(ctx)))


async def fields(ctx: Context, form: OpenForm) -> tuple[Field, ...]:
    """The six questions."""
    guessed = form.values.get("guessed_zone", "")
    zones = tuple(dict.fromkeys(zone for zone in (guessed, *_COMMON_ZONES) if zone))
    return (
        Field(name="name", label="Brand", ask="What is your brand called?", limit=MAX_NAME),
        Field(
            name="interests",
            label="Topics",
            ask="What do you want to talk about? A few topics, separated by commas.",
            hint="For example: sourdough bread, slow mornings, our neighbourhood",
            required=False,
        ),
        Field(
            name="voice",
            label="In your words",
            ask="Tell me about it in your own words: who you are, what is true about you, how it should sound.",
            hint="For example: We are a small bakery in Porto. Friendly, a bit cheeky. We bake before sunrise.",
            kind=Kind.LONG,
            required=False,
            limit=MAX_VOICE,
        ),
        Field(
            name="zone",
            label="Time zone",
            ask="Which time zone are you in?",
            hint="A name like Europe/Lisbon, or your city",
            choices=tuple(
                Choice(value=zone, label=f"{zone} (this device)" if zone == guessed else zone) for zone in zones
            ),
            required=False,
            value=guessed or DEFAULT_ZONE,
        ),
        Field(
            name="time",
            label="Posting time",
            ask="At what time of day should posts go out?",
            kind=Kind.TIME,
            choices=tuple(Choice(value=at, label=at) for at in ("08:00", DEFAULT_TIME, "12:30", "18:00")),
            required=False,
            value=DEFAULT_TIME,
        ),
        Field(
            name="to",
            label="Destinations",
            ask="Where should approved posts go? Your feed is real: any reader can subscribe. The demo only pretends.",
            kind=Kind.CHOICE,
            choices=(
                Choice(value="feed", label="My own feed"),
                Choice(value="both", label="My feed and the demo"),
            ),
            required=False,
            value="feed",
        ),
    )


def check(ctx: Context, name: str, value: str) -> str:
    """Each answer by its kind, with one sentence when it cannot be used."""
    given = value.strip()
    match name:
        case "name":
            if not given:
                raise Invalid(Problem(field="name", what="A brand needs a name.", fix="What is it called?"))
            _not_longer(given, MAX_NAME, "name")
            return " ".join(given.split())
        case "interests":
            topics = interests_of(given)
            if len(topics) > MAX_INTERESTS:
                fix = "Please pick the most important ones."
                raise Invalid(too_much("interests", len(topics), MAX_INTERESTS, fix, of="topics"))
        case "voice":
            _not_longer(given, MAX_VOICE, "voice")
        case "zone":
            return zone_like(given)
        case "time":
            return f"{read_time(given):%H:%M}"
        case "to":
            if given not in _DESTINATIONS:
                raise Invalid(
                    Problem(field="to", what="Please pick one of the two.", fix="More can be connected later.")
                )
    return given


def interests_of(text: str) -> tuple[str, ...]:
    """Topics separated by commas, semicolons or lines, each once."""
    pieces = (" ".join(piece.split()) for piece in re.split(r"[,;\n]+", text))
    return tuple(dict.fromkeys(piece for piece in pieces if piece))


def zone_like(text: str) -> str:
    """The zone of that name, also by its city alone ("lisbon").

    Raises:
        Invalid: there is none, or several.
    """
    wanted = text.strip().replace(" ", "_").casefold()
    found = sorted(zone for zone in available_timezones() if zone.casefold() == wanted)
    if not found:
        found = sorted(
            zone for zone in available_timezones() if "/" in zone and zone.rsplit("/", 1)[-1].casefold() == wanted
        )
    if not found:
        zone_named(text.strip())
    return found[0] if found else text.strip()


async def submit(ctx: Context, form: OpenForm, values: Mapping[str, str]) -> Answers:
    """Create the brand and draft its first week."""
    wishes = Wishes(
        name=values["name"],
        interests=interests_of(values.get("interests", "")),
        voice=values.get("voice", ""),
        zone=values.get("zone") or DEFAULT_ZONE,
        slots=(Slot(at=read_time(values.get("time") or DEFAULT_TIME)),),
        to=_targets(values.get("to", "")),
    )
    brand = await ctx.actions.set_up_brand(wishes, by=ctx.by)
    await ctx.speak_of(brand)
    await ctx.working(f"Drafting the first week for {brand.name}…", cards=await ctx.posts_in_a_batch(brand))
    await ctx.actions.draft_batch(brand.id, door=ctx.where.front_end)
    page = f"{ctx.base_url}/feeds/{brand.slug}/"
    words = (
        f"{brand.name} is set up, and here is your first week. Approved posts appear on ",
        Link("your own page", page),
        ", to which any feed reader can subscribe.",
    )
    return (Say(card=Card(kind="say", body=words)),)


def _known(ctx: Context) -> dict[str, str]:
    """What the person's device tells about itself, if it tells the truth."""
    try:
        return {"guessed_zone": zone_named(ctx.where.zone).key} if ctx.where.zone else {}
    except Invalid:
        return {}


def _targets(answer: str) -> tuple[Platform, ...]:
    return _DESTINATIONS.get(answer, (FEED,))


def _not_longer(text: str, limit: int, field: str) -> None:
    if len(text) > limit:
        raise Invalid(too_much(field, len(text), limit, "Please send a shorter version."))


COMMAND = Command(name="start", help="Set up your brand", run=run)
FORM = FormKind(
    name="start",
    title="Set up your brand",
    submit_label="Start",
    fields=fields,
    check=check,
    submit=submit,
    stepwise=True,
)
