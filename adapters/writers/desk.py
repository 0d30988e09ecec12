"""One brief laid out for work, and the lines that fit it, best first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import permutations
from operator import itemgetter

from adapters.writers import phrasing, plan
from adapters.writers.bank import Bank, Line, bank_for, needs
from adapters.writers.hints import Wish, wish_of
from adapters.writers.memory import Memory, plain
from adapters.writers.topics import Topic, topic, topics_of
from adapters.writers.voice import Voice, listen
from core.writing import Brief

FLAWLESS = (0, 0, 0, False)
SHORT, LONG = 90, 210


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Everything that stays the same while one brief is answered."""

    bank: Bank
    brand: str
    topics: tuple[Topic, ...]
    voice: Voice
    wish: Wish
    seed: str
    week: int

    def own(self, phrases: tuple[str, ...]) -> tuple[str, ...]:
        """Answer phrases of the bank as this brand says them ("we" or "I")."""
        return tuple(phrasing.write(phrase, phrasing.speaker(alone=self.voice.alone)) for phrase in phrases)

    def facts(self, memory: Memory, *, practical: bool) -> tuple[str, ...]:
        """Answer the owner's sentences not quoted lately; practical ones tell when, where or how."""
        fresh = tuple(
            fact for fact in self.voice.facts if not memory.holds(plain(fact)) and _is_practical(fact) == practical
        )
        turn = plan.number(self.seed, self.week) % len(fresh) if fresh else 0
        return fresh[turn:] + fresh[:turn]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A line with its slots filled. `topic` is None when it names no subject, `fact` empty when it quotes none."""

    line: Line
    text: str
    topic: Topic | None
    fact: str


def lay_out(brief: Brief) -> Desk:
    """Read a brief that has at least one day."""
    bank = bank_for(brief.language)
    voice = listen(brief.voice, starts=bank.fact_starts)
    topics = topics_of(brief.interests, names=brief.voice, keep_case=bank.language == "de")
    asked = tuple(subject for subject in topics if plain(subject.text) in plain(brief.hint[:500]))
    wish = wish_of(brief.hint)
    first = brief.days[0].toordinal()
    return Desk(
        bank=bank,
        brand=phrasing.brand_name(brief.brand),
        topics=asked or topics or _stand_ins(bank),
        voice=voice,
        wish=replace(wish, subject=True) if asked else wish,
        seed=brief.brand,
        week=first if len(brief.days) == 1 else first // 7,
    )


def shape_of(text: str, bank: Bank) -> str:
    """Answer the shape of a text this bank wrote earlier, or nothing."""
    memory = Memory.of((text,))
    return next((line.shape for line in bank.lines if memory.holds(line.anchor)), "")


def best(desk: Desk, shapes: frozenset[str], place: int, memory: Memory) -> Proof:
    """Answer the first proof that says nothing again; failing that, the one that repeats least, made new."""
    ranked: list[tuple[tuple[int, int, int, bool], int, Proof]] = []
    for order, proof in enumerate(_proofs(desk, shapes, place, memory)):
        ranked.append((_rank(desk, proof, memory), order, proof))
        if ranked[-1][0] == FLAWLESS:
            break
    proofs = [proof for _, _, proof in sorted(ranked, key=itemgetter(0, 1))]
    if not proofs:
        plainest = replace(desk, brand="", topics=_stand_ins(desk.bank), voice=Voice(), wish=Wish())
        proofs = list(_proofs(plainest, frozenset(plan.SHAPES), place, memory))
    return next(
        replace(proof, text=text)
        for proof in proofs
        for text in _ways(desk, proof.text, place, memory)
        if not memory.knows(text)
    )


def _stand_ins(bank: Bank) -> tuple[Topic, ...]:
    return tuple(topic(phrase, own=False) for phrase in bank.topics)


def _rank(desk: Desk, proof: Proof, memory: Memory) -> tuple[int, int, int, bool]:
    wish = desk.wish
    size = len(proof.text)
    misfit = max(0, size - SHORT) if wish.length < 0 else max(0, LONG - size) if wish.length > 0 else 0
    mood = wish.playful is not None and proof.line.playful != wish.playful
    return memory.nearness(proof.line.anchor), memory.repeats(proof.text), misfit // 20, mood


def _proofs(desk: Desk, shapes: frozenset[str], place: int, memory: Memory) -> Iterator[Proof]:
    """Yield every fitting line with every fitting subject, taking turns so that no subject is left behind."""
    deck = sorted(
        (line for line in desk.bank.lines if line.shape in shapes and not (line.playful and desk.voice.sober)),
        key=lambda line: plan.number(desk.seed, line.anchor) // (2 if line.kinds else 1),
    )
    turn = desk.week % len(deck) if deck else 0
    deck = deck[turn:] + deck[:turn]
    if len(shapes) == 1:
        deck.sort(key=lambda line: "fact" not in line.slots)
    start = (desk.week + place) % len(desk.topics)
    subjects = desk.topics[start:] + desk.topics[:start]
    facts = {practical: desk.facts(memory, practical=practical) for practical in (True, False)}
    for subject in subjects:
        for line in deck if subject is subjects[0] else [line for line in deck if "x" in needs(line)]:
            fact = next(iter(facts[line.shape == plan.PRACTICAL]), "")
            proof = _filled(desk, line, subject, fact)
            if proof and phrasing.reads_well(proof.text):
                yield proof


def _filled(desk: Desk, line: Line, subject: Topic, fact: str) -> Proof | None:
    wanted = needs(line)
    second = next(
        (other for other in desk.topics if other.text != subject.text and (line.gentle or other.kind != "care")), None
    )
    if "x" in wanted and not _suits(desk, line, subject):
        return None
    missing = {"brand": not desk.brand, "fact": not fact, "y": second is None}
    if any(missing.get(slot, False) for slot in wanted):
        return None
    values = {
        **phrasing.speaker(alone=desk.voice.alone),
        **phrasing.grammar(subject),
        "x": subject.text,
        "X": subject.start,
        "brand": desk.brand,
        "fact": fact,
        **({"y": second.text, "Y": second.start} if second else {}),
    }
    return Proof(
        line=line,
        text=phrasing.write(line.text, values),
        topic=subject if "x" in wanted else None,
        fact=fact if "fact" in wanted else "",
    )


def _suits(desk: Desk, line: Line, subject: Topic) -> bool:
    if desk.bank.language != "en":  # the kinds are lists of English words
        return True
    if subject.kind == "care" and not line.gentle:
        return False
    return subject.kind not in line.unfit and (not line.kinds or subject.kind in line.kinds)


def _is_practical(fact: str) -> bool:
    opening = fact.split()[0].casefold()
    return opening in {"open", "closed", "find", "you", "located", "geöffnet", "ouvert", "abierto", "aberto"}


def _as_wished(desk: Desk, text: str, place: int) -> str:
    turn = plan.number(desk.seed, desk.week, text) + place
    closers, greetings = desk.own(desk.bank.closers), desk.bank.greetings
    if desk.wish.length > 0:
        text = f"{text}\n\n{closers[turn % len(closers)]}"
    return f"{greetings[turn % len(greetings)]}\n\n{text}" if desk.wish.warmer else text


def _ways(desk: Desk, text: str, place: int, memory: Memory) -> Iterator[str]:
    """Yield a text as it was wished, then with other endings: those used longest ago first, one before two."""
    yield _as_wished(desk, text, place)
    closers = sorted(desk.own(desk.bank.closers), key=lambda closer: memory.nearness(plain(closer)))
    for size in (1, 2, 3):
        for ends in permutations(closers, size):
            yield f"{text}\n\n{' '.join(ends)}"
