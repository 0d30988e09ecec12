"""Questions to one person, asked as a dialog where there is one and step by step where there is none."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a field takes. Secrets are asked for on a one-time page, never in chat; a colour is `#rrggbb`."""

    TEXT = "text"
    LONG = "long"
    CHOICE = "choice"
    TIME = "time"
    MOMENT = "moment"
    FILES = "files"
    SECRET = "secret"
    COLOUR = "colour"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer to pick; `value` is what is stored."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A limit to hold while writing, in the units of the one who counts: `name` is that of its rules."""

    name: str
    label: str
    limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question. `ask` is the whole sentence for chats, `label` the short one for dialogs.

    `choices` may be offered beside free text (a suggestion to tap). An optional field can be skipped.
    `limit` is in characters; `measures` are the limits of those who count differently.
    """

    name: str
    label: str
    ask: str
    kind: Kind = Kind.TEXT
    value: str = ""
    hint: str = ""
    choices: tuple[Choice, ...] = ()
    required: bool = True
    limit: int = 4000
    measures: tuple[Measure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Fields that are sent together. `stepwise` forms are asked one by one in every front-end.

    `id` is that of the stored OpenForm.
    """

    id: int
    name: str
    title: str
    fields: tuple[Field, ...]
    submit: str = "Save"
    stepwise: bool = False
    step: int = 0
