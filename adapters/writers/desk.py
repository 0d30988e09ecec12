"""One brief laid out for work, and the lines that fit it, best first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import permutations
from operator import itemgetter

from adapters.writers import phrasing, plan
from adapters.writers.bank import Bank, Line, bank_for, needs, trades
from adapters.writers.facts import Stock, sorts_of
from adapters.writers.hints import Wish, wish_of
from adapters.writers.material import Finding
from adapters.writers.memory import Memory, plain
from adapters.writers.script import PIECES, Script
from adapters.writers.topics import Topic, spoken_of, topic, topics_of, trade_in
from adapters.writers.voice import Voice, listen
from core.writing import Brief

FLAWLESS = (0, 0, 0, False)
SHORT, LONG = 90, 210
REMEMBERED_FACTS = 35


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

    @property
    def grave(self) -> bool:
        """True when one of the subjects is to be spoken of gently."""
        return self.bank.language == "en" and any("care" in subject.kinds for subject in self.topics)

    def own(self, phrases: tuple[str, ...]) -> tuple[str, ...]:
        """Answer phrases of the bank as this brand says them ("we" or "I"), without those it cannot fill."""
        values = phrasing.known(phrasing.speaker(alone=self.voice.alone), place=self.voice.place, brand=self.brand)
        return tuple(written for phrase in phrases if (written := phrasing.write(phrase, values)))

    def without(self, slots: frozenset[str]) -> Desk:
        """Answer this desk with the place and the trade put away when these slots named them: once a week is enough."""
        place = "" if "place" in slots else self.voice.place
        trade = "" if "trade" in slots else self.voice.trade
        return replace(self, voice=replace(self.voice, place=place, trade=trade))

    def stock(self, avoid: tuple[str, ...], posts: int) -> Stock:
        """Answer the owner's sentences not quoted in the last five weeks, in this week's order."""
        recent = Memory.of(avoid[: max(REMEMBERED_FACTS, 5 * posts)])
        fresh = tuple(fact for fact in self.voice.facts if not recent.holds(plain(fact)))
        return Stock.of(plan.turned(fresh, self.week), posts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A line with its slots filled.

    `topic` is None when it is about no subject, `facts` are the owner's sentences in it, `finding` is what it took
    from a source.
    """

    line: Line
    script: Script
    topic: Topic | None
    facts: tuple[str, ...] = ()
    finding: Finding | None = None


def lay_out(brief: Brief) -> Desk:
    """Read a brief that has at least one day."""
    bank = bank_for(brief.language)
    brand = phrasing.brand_name(brief.brand)
    voice = listen(brief.voice, starts=bank.fact_starts, language=bank.language, brand=brand)
    if bank.language != "en":
        voice = replace(voice, trade="", place="")
    topics = topics_of(brief.interests, names=brief.voice, keep_case=bank.language == "de", alone=voice.alone)
    asked = tuple(subject for subject in topics if plain(subject.text) in plain(brief.hint[:500]))
    wish = wish_of(brief.hint)
    first = brief.days[0].toordinal()
    return Desk(
        bank=bank,
        brand=brand,
        topics=asked or topics or _spoken_of(brief, voice, bank) or _stand_ins(bank),
        voice=voice,
        wish=replace(wish, subject=True) if asked else wish,
        seed=brief.brand,
        week=first if len(brief.days) == 1 else first // 7,
    )


def shape_of(text: str, bank: Bank) -> str:
    """Answer the shape of a text this bank wrote earlier, or nothing."""
    memory = Memory.of((text,))
    return next((line.shape for line in bank.lines if memory.holds(line.anchor)), "")


def best(desk: Desk, shapes: frozenset[str], place: int, memory: Memory, stock: Stock) -> Proof:
    """Answer the first proof that says nothing again; failing that, the one that repeats least, made new."""
    ranked: list[tuple[tuple[int, int, int, bool], int, Proof]] = []
    for order, proof in enumerate(_proofs(desk, shapes, place, memory, stock)):
        ranked.append((_rank(desk, proof, memory), order, proof))
        if ranked[-1][0] == FLAWLESS:
            break
    proofs = [proof for _, _, proof in sorted(ranked, key=itemgetter(0, 1))]
    if not proofs:
        plainest = replace(desk, brand="", topics=_stand_ins(desk.bank), voice=Voice(), wish=Wish())
        proofs = list(_proofs(plainest, frozenset(plan.SHAPES), place, memory, Stock()))
    return next(
        replace(proof, script=replace(proof.script, text=text))
        for proof in proofs
        for text in _ways(desk, proof.script, place, memory)
        if not memory.knows(text)
    )


def from_source(desk: Desk, finding: Finding, place: int, memory: Memory) -> Proof | None:
    """Answer a post that frames what a source says, or None when every frame was used lately."""
    deck = [line for line in desk.bank.lines if line.shape == finding.shape and _frames_source(line)]
    deck.sort(key=lambda line: (memory.nearness(line.anchor), plan.number(desk.seed, desk.week, line.anchor)))
    for line in deck:
        proof = _filled(desk, line, desk.topics[place % len(desk.topics)], Stock(), finding)
        if proof and not memory.repeats(proof.script.text, *proof.script.others()):
            return proof
    return None


def _frames_source(line: Line) -> bool:
    return bool({"quote", "reply", "title"} & needs(line))


def _stand_ins(bank: Bank) -> tuple[Topic, ...]:
    return tuple(topic(phrase, own=False) for phrase in bank.topics)


def _spoken_of(brief: Brief, voice: Voice, bank: Bank) -> tuple[Topic, ...]:
    """What a brand that names no interests is about, by what it calls itself and by what it and its sources say."""
    if bank.language != "en":
        return ()
    named = trade_in(voice.trade.split()) if voice.trade else ""
    called = tuple(topic(trade.subject, guessed=True) for trade in trades() if trade.name == named)
    sources = " ".join(f"{item.title} {item.text[:2000]}" for item in brief.material)
    return called or spoken_of(f"{brief.voice[:5000]} {sources}")


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
        (
            line
            for line in desk.bank.lines
            if line.shape in shapes and not _frames_source(line) and _in_tone(desk, line)
        ),
        key=lambda line: plan.number(desk.seed, line.anchor),
    )
    subjects = plan.turned(desk.topics, desk.week + place)
    named = _trade_names() & {kind for subject in subjects for kind in subject.kinds}
    knowing = plan.turned([line for line in deck if line.kinds & named], desk.week)
    if len(shapes) == 1:
        yield from _quoting(desk, plan.turned(deck, desk.week), subjects[:1], stock)
    deck = sorted(plan.turned(deck, desk.week), key=_weight, reverse=True)
    yield from _written(desk, knowing, subjects, stock)
    yield from _written(desk, deck, subjects[:1], stock)
    yield from _written(desk, [line for line in deck if _is_about(line)], subjects[1:], stock)


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
    light = not line.gentle and not _is_about(line)
    return not (line.playful and desk.voice.sober) and not (light and desk.grave)


def _written(desk: Desk, deck: Sequence[Line], subjects: tuple[Topic, ...], stock: Stock) -> Iterator[Proof]:
    for subject in subjects:
        for line in deck:
            proof = _filled(desk, line, subject, stock)
            if proof and phrasing.reads_well(proof.script.text):
                yield proof


def _weight(line: Line) -> int:
    """How much better a line is for knowing more about whom it is written for."""
    if line.of or line.kinds & _trade_names():
        return 3
    return 2 if line.slots & {"place", "trade", "facts"} else 1 if line.kinds else 0


@cache
def _trade_names() -> frozenset[str]:
    return frozenset(trade.name for trade in trades())


def _is_about(line: Line) -> bool:
    return "x" in needs(line) or bool(line.kinds)


def _filled(desk: Desk, line: Line, subject: Topic, stock: Stock, finding: Finding | None = None) -> Proof | None:
    wanted = needs(line)
    second = next(
        (other for other in desk.topics if other.text != subject.text and (line.gentle or "care" not in other.kinds)),
        None,
    )
    if _is_about(line) and not _suits(desk, line, subject):
        return None
    if phrasing.echoes(line.text, subject):
        return None
    facts = _facts(line, stock)
    values = phrasing.known(
        {**phrasing.speaker(alone=desk.voice.alone), **phrasing.grammar(subject)},
        x=subject.text,
        X=subject.start,
        y=second.text if second else "",
        Y=second.start if second else "",
        brand=desk.brand,
        place=desk.voice.place,
        trade=desk.voice.trade,
        fact=facts[0] if facts else "",
        facts="\n".join(f"• {fact}" for fact in facts),
        quote=finding.quote if finding else "",
        reply=finding.reply if finding else "",
        title=finding.title if finding else "",
        points="\n".join(f"• {point}" for point in finding.points) if finding else "",
    )
    pieces = {piece: phrasing.write(line.pieces.get(piece, ""), values) for piece in PIECES}
    if not pieces["text"]:
        return None
    if finding:
        pieces["more"] = finding.more or pieces["more"]
    return Proof(
        line=line,
        script=Script(**pieces),
        topic=subject if _is_about(line) else None,
        facts=facts if wanted & {"fact", "facts"} else (),
        finding=finding,
    )


def _facts(line: Line, stock: Stock) -> tuple[str, ...]:
    if "facts" in line.slots:
        return stock.several()
    if "fact" not in line.slots:
        return ()
    practical = stock.practical() if line.shape == plan.PRACTICAL else ()
    return (practical or stock.telling(line.of))[:1]


def _suits(desk: Desk, line: Line, subject: Topic) -> bool:
    if desk.bank.language != "en":  # the kinds are lists of English words
        return True
    if "care" in subject.kinds and not line.gentle:
        return False
    return not subject.kinds & line.unfit and (not line.kinds or bool(subject.kinds & line.kinds))


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
