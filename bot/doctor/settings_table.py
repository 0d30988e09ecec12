"""Every setting as a row: is it given, can it be used, what does it do."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Mapping
from pathlib import Path

from dotenv import dotenv_values
from pydantic.fields import FieldInfo

from bot.doctor.findings import Finding, SettingRow, Weight
from bot.logs import STARS, masked
from bot.settings import PREFIX, Settings, problem_of, variable
from core.errors import Problem
from core.secret import Secret

_NOT_OURS = frozenset({"GREENLIGHT_DATABASE_PASSWORD"})
"""Read by docker compose, not by the product."""


def given_values(folder: Path, environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """What is set, by variable name in capitals: `.env` of the folder, overruled by the environment."""
    try:
        written = dotenv_values(folder / ".env", encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        written = {}
    both = {**written, **environment}
    return {name.upper(): value for name, value in both.items() if value and name.upper().startswith(PREFIX)}


def rows(given: Mapping[str, str], problems: tuple[Problem, ...]) -> tuple[SettingRow, ...]:
    """A row for each setting, in the order of `Settings`. `problems` are those `read_settings` raised."""
    wrong = {problem.field for problem in problems}
    return tuple(
        SettingRow(
            name=variable(name),
            given=variable(name) in given,
            valid=name not in wrong,
            value=_shown(field, given.get(variable(name), "")),
            gives=field.description or "",
            fix=problem_of(name).sentence() if name in wrong else "",
        )
        for name, field in Settings.model_fields.items()
    )


def unknown_names(given: Mapping[str, str]) -> tuple[Finding, ...]:
    """A note for each name that looks like a setting and is none, with the one it may have been meant to be."""
    known = [variable(name) for name in Settings.model_fields]
    strangers = [name for name in sorted(given) if name not in known and name not in _NOT_OURS and "_TEST_" not in name]
    return tuple(
        Finding(
            about="settings",
            weight=Weight.NOTE,
            says=f"{name} is no setting of Greenlight, so it does nothing.",
            fix="".join(f"Did you mean {one}?" for one in difflib.get_close_matches(name, known, 1)),
        )
        for name in strangers
    )


def _shown(field: FieldInfo, value: str) -> str:
    """The value as it may be shown: of a database address everything but the password, of other secrets nothing."""
    default = field.get_default()
    if isinstance(default, Secret):
        if found := re.match(r"(?:postgresql|sqlite)(?:\+\w+)?://", value):
            who, at, where = value[found.end() :].rpartition("@")
            return f"{found[0]}{STARS if who else ''}{at}{where.partition('?')[0]}"
        return STARS if value else "empty"
    if value:
        return masked(value)
    if isinstance(default, bool):
        return "on" if default else "off"
    return str(default) or "empty"
