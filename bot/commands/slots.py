"""/slots: the times of a week, several a day where wanted, exceptions by weekday."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from bot.cards.card import Card
from bot.cards.text import Bold, Bullets
from bot.commands.kit import Answers, Command, Context
from bot.commands.when import read_time
from bot.requests.calendar_words import WEEKDAYS, fold
from bot.talk import Say
from core.brand import Brand
from core.errors import Invalid, Problem
from core.moves import PostState
from core.slot import Week, slots_of, week_of
from core.store import PostFilter

EXAMPLES = "/slots mon 09:00 17:30, /slots sat off, /slots weekdays 09:00 18:00 or /slots every 09:00"
MOST_A_DAY = 12
_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_GROUPS = {
    "every": range(7),
    "everyday": range(7),
    "daily": range(7),
    "weekdays": range(5),
    "weekday": range(5),
    "workdays": range(5),
    "weekend": range(5, 7),
    "weekends": range(5, 7),
}
_OFF = frozenset({"off", "none", "free", "-"})


async def run(ctx: Context, args: str) -> Answers:
    """Show the week, or change the days that are named."""
    brand = await ctx.brand()
    if not args.strip():
        return (Say(card=_card(brand, f"Change it with {EXAMPLES}.")),)
    week = read_week(args, week_of(brand.slots))
    changed = await ctx.actions.set_up_brand.change(replace(brand, slots=slots_of(week)), by=ctx.by)
    async with ctx.store.read() as tx:
        wanted = PostFilter(
            brand_id=brand.id,
            states=(PostState.PENDING, PostState.APPROVED),
            since=ctx.desk.clock.now(),
            limit=1000,
        )
        ahead = await tx.posts.find(wanted)
    apart = sum(post.moment.local.time() not in week[post.moment.local.weekday()] for post in ahead)
    kept = "Posts that are planned already keep their time."
    if apart:
        them = "1 planned post stays" if apart == 1 else f"{apart} planned posts stay"
        kept = f"{them} at another time until you move them: Time, on their card."
    return (Say(card=_card(changed, f"That holds for new posts. {kept}")),)


def read_week(text: str, week: Week) -> Week:
    """The week with the named days changed: days or groups of days, then their times or "off", and so on.

    Raises:
        Invalid: it cannot be read so, or no time would be left.
    """
    changed, days, times, off = list(week), list[int](), list[time](), False

    def close() -> None:
        if days and not times and not off:
            raise _unclear(text)
        for day in days:
            changed[day] = tuple(sorted(set(times)))

    for word in fold(text).replace(",", " ").replace("every day", "every").split():
        named = _days(word)
        if named is not None:
            if times or off:
                close()
                days, times, off = [], [], False
            days += named
        elif word in _OFF and days and not times:
            off = True
        elif off:
            raise _unclear(text)
        else:
            days = days or list(range(7))
            times.append(_time(word, text))
            if len(set(times)) > MOST_A_DAY:
                what = f"{MOST_A_DAY} times a day are the limit."
                raise Invalid(Problem(field="slots", what=what, fix="Please leave some out.", limit=MOST_A_DAY))
    close()
    if not any(changed):
        raise Invalid(
            Problem(field="slots", what="A brand needs at least one posting time.", fix="/autopilot off rests.")
        )
    return tuple(changed)


def describe(week: Week) -> tuple[str, ...]:
    """The week as lines, days alike together: "Mon to Fri 09:00 and 17:30", "Sat, Sun off"."""
    lines = []
    for times in dict.fromkeys(week):
        days = [day for day in range(7) if week[day] == times]
        lines.append(f"{_listed(days)} {' and '.join(f'{at:%H:%M}' for at in times) or 'off'}")
    return tuple(lines)


def _card(brand: Brand, footer: str) -> Card:
    lines = tuple((line,) for line in describe(week_of(brand.slots)))
    title = (Bold("Posting times"), f" · {brand.name} · {brand.zone}")
    return Card(kind="page", title=title, body=(Bullets(lines),), footer=(footer,))


def _listed(days: list[int]) -> str:
    if len(days) == 7:
        return "Every day"
    runs: list[list[int]] = []
    for day in days:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(
        f"{_NAMES[run[0]]} to {_NAMES[run[-1]]}" if len(run) > 2 else ", ".join(_NAMES[day] for day in run)
        for run in runs
    )


def _days(word: str) -> list[int] | None:
    if word in _GROUPS:
        return list(_GROUPS[word])
    first, dash, last = word.partition("-")
    if first not in WEEKDAYS or (dash and last not in WEEKDAYS):
        return None
    start, end = WEEKDAYS[first], WEEKDAYS[last if dash else first]
    return [day % 7 for day in range(start, end + 1 if end >= start else end + 8)]


def _time(word: str, text: str) -> time:
    try:
        return read_time(word)
    except Invalid as error:
        raise _unclear(text) from error


def _unclear(text: str) -> Invalid:
    what = f"I cannot read “{text.strip()[:40]}” as days and times."
    return Invalid(Problem(field="slots", what=what, fix=f"Try {EXAMPLES}."))


COMMAND = Command(name="slots", help="Posting times by weekday: /slots mon 09:00 17:30", run=run)
