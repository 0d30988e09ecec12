"""/settings and /demo: what a person may change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.cards.card import Button, Card, Row, say
from bot.cards.form import Choice, Field, Kind
from bot.cards.labels import count
from bot.cards.press import Press
from bot.cards.text import Bold
from bot.commands.kit import Answers, Command, Context, FormKind, Verb
from bot.commands.start import interests_of
from bot.commands.when import read_time
from bot.talk import OpenFormOf, Say, Toast
from core.actions.change_settings import LIMITS
from core.actions.set_up_brand import DEMO as DEMO_PLATFORM
from core.errors import Invalid, Problem
from core.slot import Slot, zone_named
from core.talk import OpenForm
from core.workspace import Settings

_YES_NO = (Choice(value="on", label="On"), Choice(value="off", label="Off"))


async def run(ctx: Context, args: str) -> Answers:
    """The settings as a page, with a button to change them."""
    brand = await ctx.brand()
    settings = await _settings(ctx)
    times = ", ".join(f"{slot.at:%H:%M}" for slot in brand.slots)
    rows = (
        Row(mark="🏷️", label="Brand", text=(brand.name,)),
        Row(mark="💬", label="Topics", text=(", ".join(brand.interests) or "none",)),
        Row(mark="🕘", label="Posting time", text=(f"{times} ({brand.zone})",)),
        Row(mark="📅", label="A week", text=(f"{count(settings.batch_days, 'day')}, {_gap(settings.gap_days)}",)),
        Row(mark="🔔", label="Reminder", text=(f"after {settings.remind_after_hours} h",)),
        Row(mark="💓", label="Heartbeat", text=(f"every {settings.tick_seconds} s",)),
        Row(mark="🔁", label="Autopilot", text=("on" if brand.autopilot else "off",)),
    )
    change = Button(label="Change", press=Press(verb="settings", target=brand.id))
    return (Say(card=Card(kind="page", title=(Bold("Settings"),), rows=rows, buttons=((change,),))),)


async def open_settings(ctx: Context, press: Press) -> Answers:
    """Open the form."""
    return (OpenFormOf(name="settings"),)


async def fields(ctx: Context, form: OpenForm) -> tuple[Field, ...]:
    """Everything that can be changed, as it is now."""
    brand = await ctx.brand()
    settings = await _settings(ctx)

    def number(name: str, label: str, value: int) -> Field:
        low, high = LIMITS[name]
        ask = f"{label}? Now {value}; {low} to {high}."
        return Field(
            name=name, label=label, ask=ask, value=str(value), hint=f"{low} to {high}", required=False, limit=3
        )

    return (
        Field(
            name="interests",
            label="Topics",
            ask="Which topics, separated by commas?",
            value=", ".join(brand.interests),
            required=False,
        ),
        Field(
            name="voice",
            label="About you, in your words",
            ask="What should I know about you, and how should it sound?",
            kind=Kind.LONG,
            value=brand.voice,
            required=False,
        ),
        Field(
            name="time",
            label="Posting time",
            ask="At what time?",
            kind=Kind.TIME,
            value=f"{brand.slots[0].at:%H:%M}",
            required=False,
            limit=10,
        ),
        Field(name="zone", label="Time zone", ask="Which time zone?", value=brand.zone, required=False, limit=60),
        number("batch_days", "Days in a batch", settings.batch_days),
        number("gap_days", "Free days between batches", settings.gap_days),
        number("remind_after_hours", "Hours until a reminder", settings.remind_after_hours),
        number("tick_seconds", "Seconds between two looks at what is due", settings.tick_seconds),
        Field(
            name="autopilot",
            label="Autopilot",
            ask="Draft the next week by itself?",
            kind=Kind.CHOICE,
            value="on" if brand.autopilot else "off",
            choices=_YES_NO,
            required=False,
        ),
    )


def check(ctx: Context, name: str, value: str) -> str:
    """Each answer by its kind."""
    given = value.strip()
    if name == "time":
        return f"{read_time(given):%H:%M}"
    if name == "zone":
        zone_named(given)
    if name in LIMITS and not given.isdecimal():
        raise Invalid(Problem(field=name, what=f"“{given[:20]}” is not a number.", fix="Please send one like 7."))
    if name == "autopilot" and given not in ("on", "off"):
        raise Invalid(Problem(field=name, what=f"“{given[:20]}” is neither on nor off.", fix="Please pick one."))
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
    )
    changed = replace(
        brand,
        interests=interests_of(values["interests"]) or brand.interests,
        voice=values["voice"] or brand.voice,
        zone=values["zone"] or brand.zone,
        slots=(Slot(at=read_time(values["time"])), *brand.slots[1:]) if values["time"] else brand.slots,
        autopilot=(values["autopilot"] or "on") == "on",
    )
    await ctx.actions.change_settings(settings, by=ctx.by)
    await ctx.actions.set_up_brand.change(changed, by=ctx.by)
    if changed.zone != brand.zone or changed.slots != brand.slots:
        words = "Saved. Posts that are already planned keep the time they were planned for; the Time button moves them."
        return (Say(card=say(words)),)
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


def _gap(days: int) -> str:
    return f"then {count(days, 'free day')}" if days else "the next one follows at once"


async def _settings(ctx: Context) -> Settings:
    async with ctx.store.read() as tx:
        return (await tx.workspaces.get(ctx.by.member.workspace_id)).settings


COMMAND = Command(name="settings", help="Topics, voice, time, zone, reminders, autopilot", run=run)
DEMO = Command(name="demo", help="A pretend platform to try things on: /demo on", run=demo)
VERBS = (Verb(name="settings", run=open_settings, opens_form=True),)
FORM = FormKind(name="settings", title="Settings", submit_label="Save", fields=fields, check=check, submit=submit)
