"""The line banks themselves: every sentence once, every line whole, enough of everything."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest

from adapters.writers import phrasing
from adapters.writers.bank import LANGUAGES, Bank, Line, bank_for, trades
from adapters.writers.memory import Memory, plain, sentences
from adapters.writers.plan import CORE, OTHERS
from adapters.writers.script import PIECES
from tests.adapters.writers.grammar import complaints

FILLED = {
    **phrasing.speaker(alone=False),
    "x": "green tea",
    "X": "Green tea",
    "y": "long walks",
    "Y": "Long walks",
    "is": "is",
    "it": "it",
    "It": "It",
    "look": "looks",
    "doesnt": "doesn't",
    "s": "s",
    "brand": "Acme",
    "place": "Porto",
    "trade": "a small bakery",
    "fact": "We boil the water first.",
    "facts": "• We pour twice.\n• We wait.\n• Our pot is old.",
    "quote": "Warm the pot before the leaves go in.",
    "reply": "Warm pots keep tea hot.",
    "title": "How to brew",
    "points": "• Boil\n• Wait\n• Pour",
}


def written(line: Line, piece: str) -> str:
    return phrasing.write(line.pieces.get(piece, ""), FILLED)


def fixed(text: str) -> set[str]:
    """The sentences of a text with slots, without those that carry somebody's own words."""
    own = re.compile(r"\{(?:facts?|quote|reply|title|points)\}")
    return {plain(re.sub(r"\{\w+\}", "x", part)) for part in sentences(text) if not own.search(part)} - {"", "x"}


@pytest.fixture(params=LANGUAGES)
def bank(request: pytest.FixtureRequest) -> Bank:
    return bank_for(str(request.param))


def test_no_sentence_stands_twice_in_a_bank(bank: Bank) -> None:
    places: dict[str, set[str]] = defaultdict(set)
    for number, line in enumerate(bank.lines):
        for piece in line.pieces.values():
            for sentence in fixed(piece):
                places[sentence].add(f"line {number}: {line.text[:40]}")
    for pool in (bank.openers, bank.leads, bank.calls, bank.closers, bank.greetings):
        for phrase in pool:
            for sentence in fixed(phrase):
                places[sentence].add(f"pool: {phrase}")
    assert {sentence: where for sentence, where in places.items() if len(where) > 1} == {}


def test_no_line_of_the_bank_says_what_another_says(bank: Bank) -> None:
    assert len(bank.lines) >= 50
    memories = [Memory.of((line.text,)) for line in bank.lines]
    for number, line in enumerate(bank.lines):
        assert len(line.anchor) >= 12, line.text
        assert [at for at, memory in enumerate(memories) if memory.holds(line.anchor)] == [number], line.text


def test_every_line_reads_well_in_all_its_pieces(bank: Bank) -> None:
    for line in bank.lines:
        for piece in PIECES:
            text = written(line, piece)
            assert not text or not complaints(text, language=bank.language), text


def test_every_line_has_a_short_form_a_hook_and_a_closing_question(bank: Bank) -> None:
    for line in bank.lines:
        assert line.pieces.keys() >= {"text", "short", "hook", "ask"}, line.text
        assert written(line, "ask").rstrip("»”").endswith("?"), line.pieces["ask"]
        assert len(written(line, "short")) <= 200, line.pieces["short"]
        assert len(written(line, "hook")) <= 110, line.pieces["hook"]


def test_phrases_around_posts_last_for_four_weeks(bank: Bank) -> None:
    for pool in (bank.openers, bank.leads, bank.calls):
        assert len({plain(phrase) for phrase in pool}) == len(pool) >= 28


def test_lists_can_be_drawn(bank: Bank) -> None:
    for line in bank.lines:
        if line.shape == "list" and not line.slots & {"facts", "points"}:
            rows = [row for row in written(line, "text").splitlines() if re.match(r"• |\d\. ", row)]
            assert 2 <= len(rows) <= 6, line.text
            assert all(len(row) <= 62 for row in rows)


def test_every_shape_has_lines_for_any_subject(bank: Bank) -> None:
    free = [
        line for line in bank.lines if not line.kinds and not line.slots & {"fact", "facts", "quote", "title", "place"}
    ]
    for shape in CORE:
        assert sum(line.shape == shape for line in free) >= 4, shape
    for shape in OTHERS:
        assert sum(line.shape == shape for line in free) >= 3, shape


def test_a_word_names_one_trade_only() -> None:
    words = [word for trade in trades() for word in trade.words]
    assert sorted(words) == sorted(set(words))
