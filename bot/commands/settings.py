"""/settings and /demo: what a person may change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.cards.card import Button, Card, Row, say
from bot.cards.form import Choice, Field, Kind
from bot.cards.labels import count
from bot.cards.press import Press
from bot.cards.text import Bold, cut
from bot.commands import ai
from bot.commands.kit import Answers, Command, Context, FormKind, Verb
from bot.commands.start import interests_of, zone_like
from bot.commands.when import read_time
from bot.talk import OpenFormOf, Say, Toast
from core.actions.change_settings import LIMITS
from core.actions.set_up_brand import DEMO as DEMO_PLATFORM
from core.brand import MAX_INTERESTS, MAX_VOICE, Brand
from core.errors import Invalid, Problem, too_much
from core.talk import OpenForm
from core.workspace import Settings

LANGUAGES = {"en": "English", "de": "Deutsch", "fr": "Français", "es": "Español", "pt": "Português"}
_NUMBERS = {
    "batch_days": ("Days in a batch", "How many days are drafted and shown together"),
    "gap_days": ("Free days between batches", "How many days stay free before the next batch begins"),
    "remind_after_hours": ("Hours until a reminder", "When I nudge you about posts nobody has decided"),
    "quiet_from": ("Quiet from this hour", "No reminder comes from this hour of the evening on"),
    "quiet_to": ("Quiet until this hour", "Reminders come again from this hour of the morning on"),
    "tick_seconds": ("Seconds between two looks at what is due", "Posts leave at their exact second all the same"),
}
_AUTOPILOT = (
    Choice(value="on", label="On: the next week is drafted by itself"),
    Choice(value="off", label="Off: /next drafts a week when I ask"),
)


async def run(ctx: Context, args: str) -> Answers:
    """The settings as a page, with a button to change them; `ai` shows who writes."""
    word, _, rest = args.strip().partition(" ")
    if word.lower() == "ai":
        return await ai.run(ctx, rest)
    brand = await ctx.brand()
    settings = await _settings(ctx)
    times = ", ".join(f"{slot.at:%H:%M}" for slot in brand.slots)
    drafts = "on, the next week is drafted when the last card is decided" if brand.autopilot else "off, /next drafts"
    rows = (
        Row(mark="🏷️", label="Brand", text=(brand.name,)),
        Row(mark="💬", label="Topics", text=(", ".join(brand.interests) or "none",)),
        Row(mark="🗣️", label="In your words", text=(cut(" ".join(brand.voice.split()), 120) or "nothing yet",)),
        Row(mark="🌍", label="Language", text=(LANGUAGES.get(brand.language, brand.language),)),
        Row(mark="✍️", label="Writer", text=(_writer(ctx, brand),)),
        Row(mark="🕘", label="Posting time", text=(f"{times} ({brand.zone})",)),
        Row(mark="📅", label="A week", text=(f"{count(settings.batch_days, 'day')}, {_gap(settings.gap_days)}",)),
        Row(mark="🤖", label="Autopilot", text=(drafts,)),
        Row(mark="🔔", label="Reminder", text=(f"after {settings.remind_after_hours} h",)),
        Row(mark="💓", label="Heartbeat", text=(f"every {settings.tick_seconds} s",)),
    )
    change = Button(label="Change", press=Press(verb="settings", target=brand.id))
    more = "How pictures look: /brand. Other times on some weekdays: /time."
    return (Say(card=Card(kind="page", title=(Bold("Settings"),), rows=rows, footer=(more,), buttons=((change,),))),)


async def open_settings(ctx: Context, press: Press) -> Answers:
    """Open the form."""
    return (OpenFormOf(name="settings"),)


async def fields(ctx: Context, form: OpenForm) -> tuple[Field, ...]:
    """Everything that can be changed, as it is now: the brand, its hours, its rhythm."""
    brand = await ctx.brand()
    settings = await _settings(ctx)
    return (*_about(brand), *_hours(brand), *_rhythm(brand, settings))


def _about(brand: Brand) -> tuple[Field, ...]:
    return (
        Field(
            name="interests",
            label="Topics",
            ask="Which topics, separated by commas?",
            value=", ".join(brand.interests),
            hint=f"At most {MAX_INTERESTS}, separated by commas",
            required=False,
        ),
        Field(
            name="voice",
            label="About you, in your words",
            ask="What should I know about you, and how should it sound?",
            kind=Kind.LONG,
            value=brand.voice,
            hint="Who you are, what is true about you, how it should sound",
            required=False,
            limit=MAX_VOICE,
        ),
        Field(
            name="language",
            label="Language of the posts",
            ask="Which language should posts be in?",
            kind=Kind.CHOICE,
            value=brand.language,
            choices=tuple(Choice(value=code, label=name) for code, name in LANGUAGES.items()),
            hint="For new posts; what is drafted stays as it is",
            required=False,
        ),
    )


def _hours(brand: Brand) -> tuple[Field, ...]:
    return (
        Field(
            name="time",
            label="Posting time",
            ask="At what time?",
            kind=Kind.TIME,
            value=f"{brand.slots[0].at:%H:%M}",
            hint="For new posts; planned ones keep their time",
            required=False,
            limit=10,
        ),
        Field(
            name="zone",
            label="Time zone",
            ask="Which time zone?",
            value=brand.zone,
            hint="A name like Europe/Lisbon, or your city",
            required=False,
            limit=60,
        ),
    )


def _rhythm(brand: Brand, settings: Settings) -> tuple[Field, ...]:
    def number(name: str) -> Field:
        (label, hint), (low, high), value = _NUMBERS[name], LIMITS[name], getattr(settings, name)
        ask = f"{label}? Now {value}; {low} to {high}."
        return Field(
            name=name, label=label, ask=ask, value=str(value), hint=f"{hint}; {low} to {high}", required=False, limit=3
        )

    return (
        number("batch_days"),
        number("gap_days"),
        Field(
            name="autopilot",
            label="What the autopilot does",
            ask="Draft the next week by itself, when the last card of a week is decided?",
            kind=Kind.CHOICE,
            value="on" if brand.autopilot else "off",
            choices=_AUTOPILOT,
            hint="It drafts; nothing goes out that nobody approved",
            required=False,
        ),
        number("remind_after_hours"),
        number("quiet_from"),
        number("quiet_to"),
        number("tick_seconds"),
    )


def check(ctx: Context, name: str, value: str) -> str:
    """Each answer by its kind, with one sentence when it cannot be used."""
    given = value.strip()
    if name == "interests" and len(topics := interests_of(given)) > MAX_INTERESTS:
        raise Invalid(too_much(name, len(topics), MAX_INTERESTS, "Please pick the most important ones.", of="topics"))
    if name == "voice" and len(given) > MAX_VOICE:
        raise Invalid(too_much(name, len(given), MAX_VOICE, "Please send a shorter version."))
    if name == "time":
        return f"{read_time(given):%H:%M}"
    if name == "zone":
        return zone_like(given)
    if name in LIMITS:
        return _in_range(name, given)
    if name == "autopilot" and given not in ("on", "off"):
        raise Invalid(Problem(field=name, what=f"“{given[:20]}” is neither on nor off.", fix="Please pick one."))
    if name == "language" and given not in LANGUAGES:
        fix = f"Please pick one of {', '.join(LANGUAGES.values())}."
        raise Invalid(Problem(field=name, what=f"I cannot write “{given[:20]}” yet.", fix=fix))
    return given


async def submit(ctx: Context, form: OpenForm, values: Mapping[str, str]) -> Answers:
    """Keep what was changed; posts already planned keep their time."""
    brand = await ctx.brand()
    old = await _settings(ctx)
    settings = replace(
        old,
        batch_days=int(values["batch_days"] or old.batch_days),
        gap_days=int(values["gap_days"] or old.gap_days),
        remind_after_hours=int(values["remind_after_hours"] or old.remind_after_hours),
        tick_seconds=int(values["tick_seconds"] or old.tick_seconds),
        quiet_from=int(values["quiet_from"] or old.quiet_from),
        quiet_to=int(values["quiet_to"] or old.quiet_to),
    )
    first, *rest = brand.slots
    changed = replace(
        brand,
        interests=interests_of(values["interests"]) or brand.interests,
        voice=values["voice"] or brand.voice,
        language=values["language"] or brand.language,
        zone=values["zone"] or brand.zone,
        slots=(replace(first, at=read_time(values["time"])), *rest) if values["time"] else brand.slots,
        autopilot=(values["autopilot"] or "on") == "on",
    )
    if changed.autopilot and not brand.autopilot:
        changed = replace(changed, paused_until=ctx.desk.clock.now())  # weeks before this count as ignored no more
    await ctx.actions.change_settings(settings, by=ctx.by)
    await ctx.actions.set_up_brand.change(changed, by=ctx.by)
    if changed.zone != brand.zone or changed.slots != brand.slots:
        words = "Saved. Posts that are already planned keep the time they were planned for; the Time button moves them."
        return (Say(card=say(words)),)
    if changed.language != brand.language:
        return (Toast(text=f"Saved. New posts come in {LANGUAGES[changed.language]}."),)
    return (Toast(text="Saved."),)


async def demo(ctx: Context, args: str) -> Answers:
    """Switch the pretend platform on or off."""
    brand = await ctx.brand()
    wish = args.strip().lower()
    if wish not in ("on", "off"):
        async with ctx.store.read() as tx:
            accounts = await tx.accounts.of(brand.id)
        on = any(one.platform == DEMO_PLATFORM and one.id in brand.targets for one in accounts)
        words = f"The demo platform is {'on' if on else 'off'}. Send /demo on or /demo off."
        return (Say(card=say(words)),)
    await ctx.actions.set_up_brand.demo(brand.id, on=wish == "on", by=ctx.by)
    if wish == "on":
        words = (
            "Demo is on: new posts also go to a pretend platform on this machine, marked DEMO, which now and then "
            "fails on purpose so that you can see what happens then."
        )
    else:
        words = "Demo is off: new posts no longer go to the pretend platform."
    return (Say(card=say(words)),)


def _in_range(name: str, given: str) -> str:
    """The number as it was given, if it is one and inside its limits."""
    low, high = LIMITS[name]
    fix = f"Please choose {low} to {high}."
    if not (given.isascii() and given.isdecimal()):
        raise Invalid(Problem(field=name, what=f"“{given[:20]}” is not a number.", fix=fix))
    if not low <= int(given) <= high:
        raise Invalid(Problem(field=name, what=f"{given[:20]} is out of range.", fix=fix, limit=high))
    return given


def _writer(ctx: Context, brand: Brand) -> str:
    return f"{ai.LABELS[ctx.actions.choose_writer.of(brand)]} (/settings ai)"


def _gap(days: int) -> str:
    return f"then {count(days, 'free day')}" if days else "the next one follows at once"


async def _settings(ctx: Context) -> Settings:
    async with ctx.store.read() as tx:
        return (await tx.workspaces.get(ctx.by.member.workspace_id)).settings


COMMAND = Command(name="settings", help="Topics, voice, language, times, reminders, autopilot", run=run)
DEMO = Command(name="demo", help="A pretend platform to try things on: /demo on", run=demo)
VERBS = (Verb(name="settings", run=open_settings, opens_form=True),)
FORM = FormKind(name="settings", title="Settings", submit_label="Save", fields=fields, check=check, submit=submit)
