"""What a model has to answer, as its JSON Schema and as values. What comes back is read here, and trusted nowhere."""

from __future__ import annotations

import re
from functools import cache
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

_FENCE = re.compile(r"\A\s*```(?:json)?\s*(.*?)\s*```\s*\Z", re.S)
_WRONG = 8


class _Strict(BaseModel):
    """Every field is asked for, and nothing else: what strict schemas demand."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Planned(_Strict):
    """One day of a plan; `material` is the number of an item, or -1."""

    shape: str
    topic: str
    angle: str
    why: str
    material: int


class Plan(_Strict):
    """A week, one entry a day."""

    posts: tuple[Planned, ...]


class Words(_Strict):
    """The words for one platform."""

    platform: str
    text: str
    hashtags: tuple[str, ...]


class Written(_Strict):
    """One post as a model wrote it."""

    text: str
    hashtags: tuple[str, ...]
    headline: str
    points: tuple[str, ...]
    shape: str
    why: str
    variants: tuple[Words, ...]


A = TypeVar("A", Plan, Written)


@cache
def schema_of(kind: type[Plan] | type[Written]) -> dict[str, object]:
    """The JSON Schema of an answer."""
    return kind.model_json_schema()


def read(kind: type[A], text: str) -> tuple[A | None, tuple[str, ...]]:
    """The answer in a text, or what is wrong with it as sentences a model can follow."""
    found = _FENCE.match(text)
    try:
        return kind.model_validate_json(found[1] if found else text), ()
    except ValidationError as error:
        wrong = error.errors(include_input=False, include_url=False)[:_WRONG]
        return None, tuple(f"{'.'.join(map(str, one['loc'])) or 'answer'}: {one['msg']}" for one in wrong)
