"""The writer that needs no key and no network: posts from the brand's words, its sources and a bank of lines."""

from __future__ import annotations

import asyncio
import re
from datetime import date

from adapters.writers import ideas, plan
from adapters.writers.choosing import best, from_source
from adapters.writers.desk import Desk, lay_out, shape_of
from adapters.writers.drafts import SMILE, draft_of, frame_of, idea_draft, mark_for
from adapters.writers.facts import Stock
from adapters.writers.manners import spoken
from adapters.writers.material import Finding, study
from adapters.writers.memory import Memory, plain
from adapters.writers.proofs import Proof
from adapters.writers.script import Script
from core.writing import Brief, Draft

EMOJI_PER_BATCH = 2
_FROM_A_SOURCE = re.compile(
    r"\b(?:blog|article|source|sources|feed|website|web ?page|artikel|quelle|fuente|fonte)\b", re.I
)


class OfflineWriter:
    """Drafts posts on this machine. The same brief always gives the same drafts."""

    @property
    def origin(self) -> str:
        """What the card says about where a draft comes from."""
        return "offline draft"

    async def draft(self, brief: Brief) -> tuple[Draft, ...]:
        """Answer one draft for each day, in order, no two alike and none found in `brief.avoid`.

        Never raises; text that cannot stand in a sentence is left out.
        """
        return await asyncio.to_thread(compose, brief)


def compose(brief: Brief) -> tuple[Draft, ...]:
    """Write the drafts of a brief; the same brief gives the same drafts."""
    if not brief.days:
        return ()
    desk = lay_out(brief)
    idea = ideas.cleaned(brief.idea)
    return _about(idea, brief, desk) if idea else _week(brief, desk)


def _week(brief: Brief, desk: Desk) -> tuple[Draft, ...]:
    memory = Memory.of(brief.avoid)
    stock = desk.stock(brief.avoid, len(brief.days))
    shapes = plan.shapes_for(len(brief.days), seed=desk.seed, week=desk.week, facts=stock.good_to_know())
    week = plan.with_sources(shapes, _studied(brief, desk, memory), _from_sources(brief, desk, stock))
    drafts: dict[int, Draft] = {}
    pictured = 0
    at_hand = desk
    for place in week.places():
        proof = _proof(brief, at_hand, week, place, memory, stock)
        at_hand = at_hand.without(proof.line.slots)
        mark = mark_for(desk, proof, place) if desk.wish.emoji or pictured < EMOJI_PER_BATCH else ""
        pictured += bool(mark)
        stock = stock.without(proof.facts)
        frame = frame_of(desk, _turn(brief.days, place), memory, mark=mark)
        drafts[place] = draft_of(desk, brief, proof, frame)
        memory = memory.also(proof.script.text, *spoken(drafts[place].variants), *proof.script.others())
    return tuple(drafts[place] for place in range(len(brief.days)))


def _proof(brief: Brief, desk: Desk, week: plan.Week, place: int, memory: Memory, stock: Stock) -> Proof:
    finding = week.findings.get(place)
    drawn = from_source(desk, finding, place, memory) if finding else None
    return drawn or best(desk, _allowed(brief, desk, week.shapes[place]), place, memory, stock)


def _studied(brief: Brief, desk: Desk, memory: Memory) -> list[tuple[Finding, ...]]:
    asked = plain(brief.hint[:500])
    items = [item for item in brief.material if not asked or plain(item.title) in asked] if asked else brief.material
    if asked and _FROM_A_SOURCE.search(brief.hint):
        items = items or brief.material
    return list(study(items, language=desk.bank.language, memory=memory))


def _from_sources(brief: Brief, desk: Desk, stock: Stock) -> int:
    """How many posts may draw on sources: three of seven, five when the brand has said nothing itself."""
    count = len(brief.days)
    if count == 1:
        return 1 if desk.wish.asked else 0
    little = not stock.facts and not any(subject.own for subject in desk.topics)
    return max(1, round(count * (5 if little else 3) / 7))


def _turn(days: tuple[date, ...], place: int) -> int | None:
    """The number of a day, by which phrases take turns; None for a second post on the same day."""
    return None if days[place] in days[:place] else days[place].toordinal()


def _allowed(brief: Brief, desk: Desk, shape: str) -> frozenset[str]:
    wish = desk.wish
    if wish.shapes:
        return wish.shapes
    if not wish.asked:
        return frozenset({shape})
    replaced = shape_of(brief.avoid[0], desk.bank) if brief.avoid and len(brief.days) == 1 else ""
    return frozenset(plan.SHAPES) - wish.refused - {replaced} or frozenset({shape})


def _about(idea: str, brief: Brief, desk: Desk) -> tuple[Draft, ...]:
    memory = Memory.of(brief.avoid)
    closers = desk.own(desk.bank.closers)
    start = plan.number(desk.seed, desk.week, idea) % len(closers)
    turned = closers[start:] + closers[:start]
    drafts: list[Draft] = []
    for text in ideas.versions(idea, closers=turned, greetings=desk.bank.greetings, wish=desk.wish):
        if len(drafts) == len(brief.days):
            break
        if memory.knows(text):
            continue
        memory = memory.also(text)
        frame = frame_of(desk, _turn(brief.days, len(drafts)), memory, mark=SMILE if desk.wish.emoji else "")
        asks = [closer for closer in turned if closer.endswith("?") and closer not in text]
        script = Script(text=text, short=idea, ask=asks[len(drafts) % len(asks)] if asks else "")
        drafts.append(idea_draft(desk, brief, script, idea, frame))
    return tuple(drafts)
