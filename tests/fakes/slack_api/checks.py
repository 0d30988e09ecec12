"""Small checks that name what is wrong and where, as Slack does in `response_metadata.messages`.

A check takes a value and its JSON pointer and yields one sentence for every problem.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

Check = Callable[[Any, str], Iterator[str]]


class Refused(Exception):
    """What Slack says no to: an error code and what else stands in the answer.

    `broken` are rules a program should never break; they fail the test. What may happen to anybody leaves it empty.
    """

    def __init__(self, error: str, *, broken: Sequence[str] = (), status: int = 200, seconds: int = 0, **more: object):
        super().__init__(error, *broken)
        self.error = error
        self.broken = tuple(broken)
        self.status = status
        self.seconds = seconds
        self.more = more


def problem(what: str, at: str) -> str:
    """One line of `response_metadata.messages`."""
    return f"[ERROR] {what} [json-pointer:{at or '/'}]"


def words(most: int = 0, *, least: int = 1) -> Check:
    """A string of so many characters; `most` 0 sets no limit."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield problem("must be a string", at)
        elif most and len(value) > most:
            yield problem(f"must be less than {most + 1} characters", at)
        elif len(value) < least:
            yield problem(f"must be more than {least - 1} characters", at)

    return check


def one_of(*allowed: str) -> Check:
    """One of these strings."""

    def check(value: Any, at: str) -> Iterator[str]:
        if value not in allowed:
            yield problem(f"must be one of {', '.join(allowed)}", at)

    return check


def flag(value: Any, at: str) -> Iterator[str]:
    """True or false."""
    if not isinstance(value, bool):
        yield problem("must be a boolean", at)


def whole(least: int = 0, most: int = 0) -> Check:
    """An integer; `most` 0 sets no limit."""

    def check(value: Any, at: str) -> Iterator[str]:
        if isinstance(value, bool) or not isinstance(value, int):
            yield problem("must be an integer", at)
        elif value < least or (most and value > most):
            yield problem(f"must lie between {least} and {most or 'any number'}", at)

    return check


def many(item: Check, most: int = 0, *, least: int = 1) -> Check:
    """An array of so many items; `most` 0 sets no limit."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield problem("must be an array", at)
            return
        if most and len(value) > most:
            yield problem(f"no more than {most} items allowed", at)
        if len(value) < least:
            yield problem(f"must have at least {least} items", at)
        for number, one in enumerate(value):
            yield from item(one, f"{at}/{number}")

    return check


def thing(*also: Check, **fields: Check) -> Check:
    """An object with these fields at most; a name that ends with an underscore must be there."""
    required = [name[:-1] for name in fields if name.endswith("_")]
    known = {name.removesuffix("_"): check for name, check in fields.items()}

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield problem("must be an object", at)
            return
        unknown = [problem(f"unknown field: {name}", at) for name in value if name not in known]
        missing = [problem(f"missing required field: {name}", at) for name in required if name not in value]
        wrong = [one for name, field in known.items() if name in value for one in field(value[name], f"{at}/{name}")]
        yield from (*unknown, *missing, *wrong)
        if not missing and not wrong:
            for more in also:
                yield from more(value, at)

    return check


def typed(**kinds: Check) -> Check:
    """An object whose `type` says which of the checks applies."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield problem("must be an object", at)
        elif (kind := kinds.get(str(value.get("type")))) is None:
            yield problem(f"unsupported type: {value.get('type')}", f"{at}/type")
        else:
            yield from kind(value, at)

    return check


def exactly_one(*names: str) -> Check:
    """The object has exactly one of these fields."""

    def check(value: Any, at: str) -> Iterator[str]:
        if sum(name in value for name in names) != 1:
            yield problem(f"needs exactly one of {', '.join(names)}", at)

    return check


def at_least_one(*names: str) -> Check:
    """The object has one of these fields or more."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not any(name in value for name in names):
            yield problem(f"needs one of {', '.join(names)}", at)

    return check


def address(most: int = 3000) -> Check:
    """An absolute web address."""

    def check(value: Any, at: str) -> Iterator[str]:
        yield from words(most)(value, at)
        if isinstance(value, str) and not value.startswith(("https://", "http://")):
            yield problem("must be a valid URL", at)

    return check


def anything(value: Any, at: str) -> Iterator[str]:
    """Whatever it is."""
    yield from ()
