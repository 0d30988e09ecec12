"""One brief laid out for work."""

from __future__ import annotations

from dataclasses import dataclass, replace

from adapters.writers import phrasing, plan
from adapters.writers.bank import Bank, bank_for, trades
from adapters.writers.facts import Stock
from adapters.writers.hints import Wish, wish_of
from adapters.writers.memory import Memory, plain
from adapters.writers.topics import Topic, spoken_of, topic, topics_of, trade_in
from adapters.writers.voice import Voice, listen
from core.writing import Brief

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
        topics=asked or topics or _spoken_of(brief, voice, bank) or stand_ins(bank),
        voice=voice,
        wish=replace(wish, subject=True) if asked else wish,
        seed=brief.brand,
        week=first if len(brief.days) == 1 else first // 7,
    )


def shape_of(text: str, bank: Bank) -> str:
    """Answer the shape of a text this bank wrote earlier, or nothing."""
    memory = Memory.of((text,))
    return next((line.shape for line in bank.lines if memory.holds(line.anchor)), "")


def stand_ins(bank: Bank) -> tuple[Topic, ...]:
    """Answer everyday subjects, for a brand that says nothing about itself."""
    return tuple(topic(phrase, own=False) for phrase in bank.topics)


def _spoken_of(brief: Brief, voice: Voice, bank: Bank) -> tuple[Topic, ...]:
    """What a brand that names no interests is about, by what it calls itself and by what it and its sources say."""
    if bank.language != "en":
        return ()
    named = trade_in(voice.trade.split()) if voice.trade else ""
    called = tuple(topic(trade.subject, guessed=True) for trade in trades() if trade.name == named)
    sources = " ".join(f"{item.title} {item.text[:2000]}" for item in brief.material)
    return called or spoken_of(f"{brief.voice[:5000]} {sources}")
