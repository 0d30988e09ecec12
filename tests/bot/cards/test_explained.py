"""Every error that can reach a person has words, and every deed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cards.deeds import DEEDS
from bot.cards.film_words import FILM_TROUBLES
from bot.cards.reasons import EXPLAINED
from bot.cards.source_words import TROUBLES

ROOT = Path(__file__).parents[3]
RAISED = frozenset({"Rejected", "Reconnect", "Throttled", "Unavailable", "Held", "Duplicate", "OutcomeUnknown"})


def calls() -> Iterator[ast.Call]:
    for room in ("core", "adapters", "bot"):
        for file in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Call):
                    yield node


def words_of(call: ast.Call, name: str = "") -> Iterator[str]:
    given = [one.value for one in call.keywords if one.arg == name] if name else call.args[:1]
    for value in given:
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield value.value


CODES = sorted(
    {code for call in calls() if isinstance(call.func, ast.Name) and call.func.id in RAISED for code in words_of(call)}
)
DONE = sorted(
    {
        what
        for call in calls()
        if isinstance(call.func, ast.Attribute) and call.func.attr == "deed"
        for what in words_of(call)
    }
    | {
        what
        for call in calls()
        if isinstance(call.func, ast.Name) and call.func.id == "Deed"
        for what in words_of(call, "what")
    }
)


@pytest.mark.parametrize("code", CODES)
def test_every_error_has_an_entry_that_says_what_to_do(code: str) -> None:
    assert code in {*EXPLAINED, *TROUBLES, *FILM_TROUBLES}


@pytest.mark.parametrize("what", DONE)
def test_every_deed_has_words(what: str) -> None:
    assert what in DEEDS
