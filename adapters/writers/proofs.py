"""Lines with their slots filled for one brand and one subject."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from adapters.writers import phrasing, plan
from adapters.writers.bank import Line, needs, trades
from adapters.writers.desk import Desk
from adapters.writers.facts import Stock
from adapters.writers.material import Finding
from adapters.writers.script import PIECES, Script
from adapters.writers.topics import Topic


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


def is_about(line: Line) -> bool:
    """Tell whether a line is about the subject, named in it or not."""
    return "x" in needs(line) or bool(line.kinds)


def filled(desk: Desk, line: Line, subject: Topic, stock: Stock, finding: Finding | None = None) -> Proof | None:
    """Fill a line for a subject, or answer None when it does not suit it or something it needs is not known."""
    wanted = needs(line)
    second = next(
        (other for other in desk.topics if other.text != subject.text and (line.gentle or "care" not in other.kinds)),
        None,
    )
    if is_about(line) and not _suits(desk, line, subject):
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
        topic=subject if is_about(line) else None,
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


def frames_source(line: Line) -> bool:
    """Tell whether a line says what a source says."""
    return bool({"quote", "reply", "title"} & needs(line))


@cache
def trade_names() -> frozenset[str]:
    """Answer the names of the trades the English lines know something about."""
    return frozenset(trade.name for trade in trades())
