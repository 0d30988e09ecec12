"""Policies in plain words, read and said."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.cards.labels import named
from bot.commands.kit import one_named
from bot.requests.calendar_words import NUMBERS, fold
from core.account import Platform
from core.approval import Patience, Policy, Step
from core.errors import Invalid, Problem
from core.ids import MemberId
from core.rules import Rules
from core.workspace import Member, Role

EXAMPLES = (
    "one, two, 2 of Ana Ben Cleo, approver then owner, not author, LinkedIn two, lapse after 7 days, "
    "ask the next after 4 hours, working hours 9 to 18"
)
_OFF = ("off", "one", "1", "none")


def read_policy(text: str, policy: Policy, team: Sequence[Member], rules: Mapping[Platform, Rules]) -> Policy:
    """The policy these words make of the present one.

    Raises:
        Invalid: they are none of the forms there are, or name somebody who is not in the team.
    """
    words = fold(text).split()
    patience = _patience(" ".join(words), policy.patience)
    if patience is not None:
        return replace(policy, patience=patience)
    match words:
        case ["not", *rest] if rest and rest[-1] == "author":
            return replace(policy, not_author=True)
        case ["author", *_]:
            return replace(policy, not_author=False)
        case [first, *rest] if (platform := _platform(first, rules)) and len(rest) == 1:
            others = {name: needs for name, needs in policy.stricter.items() if name != platform}
            wanted = {} if rest[0] in _OFF else {platform: _number(rest[0], text)}
            return replace(policy, stricter={**others, **wanted})
        case []:
            raise _unclear(text)
    return replace(policy, steps=tuple(_step(one, team) for one in re.split(r"\s+then\s+", text.strip())))


def _patience(text: str, known: Patience) -> Patience | None:
    """How long is waited; None when the words are about something else."""
    if found := re.fullmatch(r"lapse after (\d{1,3}) days?", text):
        return replace(known, lapse_days=int(found[1]))
    if found := re.fullmatch(r"ask the next after (\d{1,3}) hours?", text):
        return replace(known, escalate_hours=int(found[1]))
    if found := re.fullmatch(r"working hours (\d{1,2}) to (\d{1,2})", text):
        return replace(known, work_from=int(found[1]), work_to=int(found[2]))
    return None


def _step(text: str, team: Sequence[Member]) -> Step:
    """A number, a role or names, or a number of them: "two", "owner", "2 of Ana, Ben and Cleo"."""
    first, *rest = [word for word in re.split(r"[\s,]+", text.strip()) if fold(word) not in ("and", "or", "of", "")]
    needs = NUMBERS.get(fold(first)) or (int(first) if first.isascii() and first.isdecimal() else 0)
    names = rest if needs else [first, *rest]
    if not names:
        return Step(needs=needs or 1)
    role = fold(names[0]).removesuffix("s")
    if len(names) == 1 and role in (Role.OWNER, Role.APPROVER):
        return Step(needs=needs or 1, role=Role(role))
    members = tuple(dict.fromkeys(one_named("member", name, team, fix=f" Or try {EXAMPLES}.").id for name in names))
    if needs > len(members):
        what = f"{needs} of {len(members)} cannot be."
        raise Invalid(Problem(field="policy", what=what, fix="Name more people, or ask for fewer."))
    return Step(needs=needs or len(members), members=members)


def policy_said(policy: Policy, names: Mapping[MemberId, str], rules: Mapping[Platform, Rules]) -> tuple[str, ...]:
    """The policy, one sentence for each of its rules."""
    steps = [_step_said(step, names) for step in policy.steps]
    line = f"{steps[0]}." if len(steps) == 1 else f"First {', then '.join(steps)}."
    return (
        line[0].upper() + line[1:],
        *(("Whoever changed it last does not count.",) if policy.not_author else ()),
        *(f"{_label(name, rules)}: at least {needs} people." for name, needs in policy.stricter.items()),
    )


def _step_said(step: Step, names: Mapping[MemberId, str]) -> str:
    if step.members:
        known = [names.get(one, "somebody who left") for one in step.members]
        if step.needs == len(known):
            return named(known)
        return named(known, "or") if step.needs == 1 else f"{step.needs} of {', '.join(known)}"
    if step.role:
        a = f"an {step.role.value}"
        return a if step.needs == 1 else f"{step.needs} {step.role.value}s"
    return "one yes of an owner or approver" if step.needs == 1 else f"{step.needs} different owners or approvers"


def _platform(word: str, rules: Mapping[Platform, Rules]) -> Platform | None:
    return next((name for name, one in rules.items() if word in (name, fold(one.label))), None)


def _label(platform: Platform, rules: Mapping[Platform, Rules]) -> str:
    return rules[platform].label if platform in rules else platform


def _number(word: str, text: str) -> int:
    found = NUMBERS.get(word) or (int(word) if word.isascii() and word.isdecimal() else 0)
    if not found:
        raise _unclear(text)
    return found


def _unclear(text: str) -> Invalid:
    what = f"I do not understand “{text.strip()[:40]}”."
    return Invalid(Problem(field="policy", what=what, fix=f"Try {EXAMPLES}."))
