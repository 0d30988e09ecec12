"""The owner's sentences: what sort of fact each states, and how many of them a batch may use up."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

MAX_PER_BATCH = 6
SHORT = 60
PLAIN_NEWS = frozenset({"self", "plain", "never", "making"})
_PRACTICAL = re.compile(
    r"^(?:open|closed|find us|you'll find|you can find|located|based|geöffnet|wir öffnen|ouvert|nous ouvrons"
    r"|abierto|aberto|abrimos)\b"
    r"|\b(?:open|closed) (?:from|on|every|daily|until|till|mon|tue|wed|thu|fri|sat|sun)"
    r"|\b\d{1,2}(?::\d\d)? ?(?:am|pm|a\.m|p\.m)|\bevery (?:first|second|third|last|other) \w+|\bevery (?:week|month)\b"
    r"|\b(?:every )?(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b"
    r"|\b(?:our|my) (?:address|phone|number)\b|\b(?:delivery|deliver|parking|booking)\b",
    re.I,
)
_SORTS = {
    "never": re.compile(r"\b(?:never|nothing|nobody|no longer|don't|doesn't|do not|without|no)\b", re.I),
    "origin": re.compile(
        r"\b(?:since|founded|started|began|opened|used to|(?:18|19|20)\d\d|grand(?:father|mother|parents)|mother|father"
        r"|years ago|years old|first|generations?)\b",
        re.I,
    ),
    "named": re.compile(r"\b(?:called|named) (?-i:[A-ZÀ-Þ])|\bname is\b", re.I),
    "self": re.compile(r"^(?:we are|we're|i am|i'm) ", re.I),
    "making": re.compile(
        r"\b(?:bak|roast|pour|mak|build|brew|cook|grow|print|repair|fix|sew|knit|weav|stitch|cut|carv|mix|press|"
        r"grind|ferment|proof|hand|plant|pack|wrap|glaz|fir|throw|design|draw|paint|bind|restor|polish|tast)(?:e|s|es|ed|ing)?\b",
        re.I,
    ),
}
_OURSELVES = re.compile(r"^(?:we|i|our team|everything|every|each)\b|\b(?:we|i|by hand)\b", re.I)


def sorts_of(fact: str) -> frozenset[str]:
    """Answer what a fact tells: practical, never, origin, named, self, making, scene; plain when none of them."""
    straight = fact.replace("’", "'")
    if _PRACTICAL.search(straight):
        return frozenset({"practical"})
    found = {sort for sort, rule in _SORTS.items() if rule.search(straight)}
    if not _OURSELVES.search(straight) and found <= {"making", "never"}:
        found = {"scene"}
    return frozenset(found) or frozenset({"plain"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """Facts nobody has read lately, and how many of them this batch may still quote.

    Two thirds of what is fresh go into one batch, at least two and at most six, so that the next has some as well.
    """

    facts: tuple[str, ...] = ()
    left: int = 0

    @classmethod
    def of(cls, fresh: tuple[str, ...], posts: int) -> Stock:
        """Plan the facts of a batch of so many posts."""
        share = min(max(2, (2 * len(fresh) + 2) // 3), MAX_PER_BATCH)
        return cls(facts=fresh, left=share if posts > 1 else 1)

    def without(self, used: tuple[str, ...]) -> Stock:
        """Answer what is left when these were quoted."""
        kept = tuple(fact for fact in self.facts if fact not in used)
        return replace(self, facts=kept, left=self.left - len(self.facts) + len(kept))

    def practical(self) -> tuple[str, ...]:
        """Facts that say when, where or how; they may be quoted even when the share of this batch is used up."""
        return tuple(fact for fact in self.facts if "practical" in sorts_of(fact))

    def telling(self, sorts: frozenset[str]) -> tuple[str, ...]:
        """Facts of these sorts, or all but the practical ones when none is named; none when the share is used up."""
        if self.left <= 0:
            return ()
        if sorts:
            return tuple(fact for fact in self.facts if sorts & sorts_of(fact))
        return tuple(fact for fact in self.facts if "practical" not in sorts_of(fact))

    def good_to_know(self) -> bool:
        """Tell whether there is enough for a post of plain news, with something left for other posts."""
        return bool(self.practical()) or (len(self.facts) >= 3 and bool(self.telling(PLAIN_NEWS)))

    def several(self) -> tuple[str, ...]:
        """Three short facts for a list, or nothing when none would be left for another post."""
        short = tuple(fact for fact in self.telling(frozenset()) if len(fact) <= SHORT)
        return short[:3] if self.left > 3 and len(short) >= 3 else ()
