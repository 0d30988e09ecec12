"""Which line it shall be: the lines that fit, best first, and a new ending where all has been said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import permutations
from operator import itemgetter

from adapters.writers import phrasing, plan
from adapters.writers.bank import Line
from adapters.writers.desk import Desk, stand_ins
from adapters.writers.facts import Stock, sorts_of
from adapters.writers.hints import Wish
from adapters.writers.material import Finding
from adapters.writers.memory import Memory, plain
from adapters.writers.proofs import Proof, filled, frames_source, is_about, trade_names
from adapters.writers.script import Script
from adapters.writers.topics import Topic
from adapters.writers.voice import Voice

FLAWLESS = (0, 0, 0, False)
SHORT, LONG = 90, 210


def best(desk: Desk, shapes: frozenset[str], place: int, memory: Memory, stock: Stock) -> Proof:
    """Answer the first proof that says nothing again; failing that, the one that repeats least, made new."""
    ranked: list[tuple[tuple[int, int, int, bool], int, Proof]] = []
    for order, proof in enumerate(_proofs(desk, shapes, place, memory, stock)):
        ranked.append((_rank(desk, proof, memory), order, proof))
        if ranked[-1][0] == FLAWLESS:
            break
    proofs = [proof for _, _, proof in sorted(ranked, key=itemgetter(0, 1))]
    if not proofs:
        plainest = replace(desk, brand="", topics=stand_ins(desk.bank), voice=Voice(), wish=Wish())
        proofs = list(_proofs(plainest, frozenset(plan.SHAPES), place, memory, Stock()))
    return next(
        replace(proof, script=replace(proof.script, text=text))
        for proof in proofs
        for text in _ways(desk, proof.script, place, memory)
        if not memory.knows(text)
    )


def from_source(desk: Desk, finding: Finding, place: int, memory: Memory) -> Proof | None:
    """Answer a post that frames what a source says, or None when every frame was used lately."""
    deck = [line for line in desk.bank.lines if line.shape == finding.shape and frames_source(line)]
    deck.sort(key=lambda line: (memory.nearness(line.anchor), plan.number(desk.seed, desk.week, line.anchor)))
    for line in deck:
        proof = filled(desk, line, desk.topics[place % len(desk.topics)], Stock(), finding)
        if proof and not memory.repeats(proof.script.text, *proof.script.others()):
            return proof
    return None


def _rank(desk: Desk, proof: Proof, memory: Memory) -> tuple[int, int, int, bool]:
    wish = desk.wish
    size = len(_at_length(desk, proof.script))
    misfit = max(0, size - SHORT) if wish.length < 0 else max(0, LONG - size) if wish.length > 0 else 0
    mood = wish.playful is not None and proof.line.playful != wish.playful
    pieces = (proof.script.text, *proof.script.others())
    repeats = memory.repeats(*(_without(proof.facts, piece) for piece in pieces))
    return memory.nearness(proof.line.anchor), repeats, misfit // 20, mood


def _without(facts: tuple[str, ...], text: str) -> str:
    """A text without the owner's sentences, which may be said again after five weeks."""
    for fact in facts:
        text = text.replace(fact, "")
    return text


def _proofs(desk: Desk, shapes: frozenset[str], place: int, memory: Memory, stock: Stock) -> Iterator[Proof]:
    """Yield every fitting line with every fitting subject, taking turns so that no subject is left behind."""
    deck = sorted(
        (line for line in desk.bank.lines if line.shape in shapes and not frames_source(line) and _in_tone(desk, line)),
        key=lambda line: plan.number(desk.seed, line.anchor),
    )
    subjects = plan.turned(desk.topics, desk.week + place)
    named = trade_names() & {kind for subject in subjects for kind in subject.kinds}
    knowing = plan.turned([line for line in deck if line.kinds & named], desk.week)
    if len(shapes) == 1:
        yield from _quoting(desk, plan.turned(deck, desk.week), subjects[:1], stock)
    deck = sorted(plan.turned(deck, desk.week), key=_weight, reverse=True)
    yield from _written(desk, knowing, subjects, stock)
    yield from _written(desk, deck, subjects[:1], stock)
    yield from _written(desk, [line for line in deck if is_about(line)], subjects[1:], stock)


def _quoting(desk: Desk, deck: Sequence[Line], subjects: tuple[Topic, ...], stock: Stock) -> Iterator[Proof]:
    """Yield what can be made of the owner's sentences, one sentence after the other, in the lines that suit it best."""
    yield from _written(desk, [line for line in deck if "facts" in line.slots], subjects, stock)
    for fact in stock.facts:
        suited = [line for line in deck if "fact" in line.slots and line.of & sorts_of(fact)]
        others = [line for line in deck if "fact" in line.slots and not line.of]
        for lines in (suited, others):
            yield from _written(desk, plan.turned(lines, desk.week), subjects, replace(stock, facts=(fact,)))


def _in_tone(desk: Desk, line: Line) -> bool:
    """Whether a brand like this would say it: nothing playful for sober ones, nothing light beside grave subjects."""
    light = not line.gentle and not is_about(line)
    return not (line.playful and desk.voice.sober) and not (light and desk.grave)


def _written(desk: Desk, deck: Sequence[Line], subjects: tuple[Topic, ...], stock: Stock) -> Iterator[Proof]:
    for subject in subjects:
        for line in deck:
            proof = filled(desk, line, subject, stock)
            if proof and phrasing.reads_well(proof.script.text):
                yield proof


def _weight(line: Line) -> int:
    """How much better a line is for knowing more about whom it is written for."""
    if line.of or line.kinds & trade_names():
        return 3
    return 2 if line.slots & {"place", "trade", "facts"} else 1 if line.kinds else 0


def _ways(desk: Desk, script: Script, place: int, memory: Memory) -> Iterator[str]:
    """Yield a text as it was wished, then with other endings: those used longest ago first, one before two."""
    yield _as_wished(desk, script, place)
    closers = sorted(desk.own(desk.bank.closers), key=lambda closer: memory.nearness(plain(closer)))
    for size in (1, 2, 3):
        for ends in permutations(closers, size):
            yield f"{script.text}\n\n{' '.join(ends)}"


def _as_wished(desk: Desk, script: Script, place: int) -> str:
    turn = plan.number(desk.seed, desk.week, script.text) + place
    greetings = desk.bank.greetings
    text = _at_length(desk, script)
    return f"{greetings[turn % len(greetings)]}\n\n{text}" if desk.wish.warmer else text


def _at_length(desk: Desk, script: Script) -> str:
    longer = (script.more, script.ask) if desk.wish.length > 0 else ()
    return "\n\n".join(part for part in (script.text, *longer) if part)
