"""How people write in different places, chosen by what a platform's rules say, and a post put into each manner."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from adapters.writers.hashtags import Tags
from adapters.writers.memory import plain, sentences
from adapters.writers.phrasing import cut
from adapters.writers.script import Script
from core.post import Variant
from core.rules import Rules

FITS = 1.25  # a text may run past a platform's ideal by this much before something is left out


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """A way to write. `recipes` name pieces in order: the first for its first platform, the next for the next one.

    `spare` names what is left out first when the text runs too long.
    """

    recipes: tuple[tuple[str, ...], ...]
    spare: tuple[str, ...] = ("more", "call", "opener", "lead", "ask", "hook")


TERSE = Manner(recipes=(("short",), ("hook", "short"), ("short", "ask"), ("hook", "short", "ask")))
ESSAY = Manner(recipes=(("hook", "body", "more", "ask"), ("opener", "body", "more", "ask"), ("body", "more", "ask")))
VISUAL = Manner(
    recipes=(("lead", "rows", "call"), ("short", "call"), ("hook", "rows", "call"), ("rows", "more", "ask"))
)
CHATTY = Manner(recipes=(("opener", "body", "ask"), ("body", "ask"), ("hook", "body"), ("body", "call")))


def manner_of(rules: Rules) -> Manner:
    """Answer how people write where these rules hold.

    A picture comes first where one is needed or many hashtags read well; otherwise the length of a good post decides.
    """
    if rules.needs_media or rules.hashtags[1] > 6:
        return VISUAL
    if rules.ideal_text >= 600:
        return ESSAY
    return TERSE if rules.ideal_text <= 250 or rules.max_text <= 300 else CHATTY


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around a post on one day: an opening, one for pictures, a call at the end, an emoji."""

    opener: str = ""
    lead: str = ""
    call: str = ""
    mark: str = ""


def variants_of(
    script: Script, frame: Frame, destinations: tuple[Rules, ...], *, common: tuple[str, ...], tags: Tags
) -> Mapping[str, Variant]:
    """Write the post anew for every destination, each within its limits.

    `common` are the hashtags that go with the text. What stays on this machine
    takes the common words, unless they are too long for it.
    """
    found: dict[str, Variant] = {}
    turns: Counter[int] = Counter()
    for rules in destinations:
        if rules.local:
            plainly = Variant(text=script.text, hashtags=common)
            if rules.count(plainly.words()) > rules.max_text:
                found[rules.platform] = _fitted([script.text, script.short or script.text], common, rules)
            continue
        manner = manner_of(rules)
        texts = list(_texts(script, frame, manner, turns[id(manner)]))
        turns[id(manner)] += 1
        found[rules.platform] = _fitted(texts, tags.take(*_number_of_tags(manner, rules)), rules)
    return found


def _number_of_tags(manner: Manner, rules: Rules) -> tuple[int, int]:
    """The fewest and the most hashtags: one is enough where people write tersely."""
    least, most = rules.hashtags
    return (least, max(least, min(most, 1))) if manner is TERSE else (least, most)


def spoken(variants: Mapping[str, Variant]) -> tuple[str, ...]:
    """Answer all words of some variants, to be remembered."""
    return tuple(variant.text for variant in variants.values())


def _texts(script: Script, frame: Frame, manner: Manner, turn: int) -> Iterator[str]:
    """Yield the post in a manner, then with ever more left out."""
    pieces = _pieces(script, frame)
    recipe = manner.recipes[turn % len(manner.recipes)]
    asks = script.text.rstrip("”»“").endswith("?") and {"body", "rows"} & set(recipe)
    kept = [name for name in recipe if name != "ask" or not asks]  # one question at the end is enough
    yield _joined(kept, pieces)
    for name in manner.spare:
        if name in kept and len(kept) > 1:
            kept.remove(name)
            yield _joined(kept, pieces)
    yield pieces["short"]


def _pieces(script: Script, frame: Frame) -> Mapping[str, str]:
    return {
        "body": _marked(script.text, frame.mark),
        "rows": _marked(_in_rows(script.text), frame.mark),
        "short": script.short or script.text,
        "hook": script.hook,
        "more": script.more,
        "ask": script.ask,
        "opener": frame.opener,
        "lead": frame.lead or script.hook,
        "call": frame.call or script.ask,
    }


def _marked(text: str, mark: str) -> str:
    return f"{text} {mark}" if mark else text


def _in_rows(text: str) -> str:
    """Every sentence in a row of its own; lists stay as they are."""
    return "\n\n".join(part if "\n" in part else "\n".join(sentences(part)) for part in text.split("\n\n"))


def _joined(names: list[str], pieces: Mapping[str, str]) -> str:
    """Pieces one below the other, none that says again what stands already."""
    said: set[str] = set()
    parts: list[str] = []
    for name in names:
        own = {plain(sentence) for sentence in sentences(pieces[name])}
        if own and not own & said:
            parts.append(pieces[name])
            said |= own
    return "\n\n".join(parts)


def _fitted(texts: list[str], tags: tuple[str, ...], rules: Rules) -> Variant:
    """The first text near the ideal length, else the shortest; hashtags give way before words do."""
    whole = [text for text in texts if text]
    near = [text for text in whole if rules.count(text) <= rules.ideal_text * FITS]
    for text in (*near, min(whole, key=rules.count)):
        for size in range(len(tags), min(rules.hashtags[0], len(tags)) - 1, -1):
            variant = Variant(text=text, hashtags=tags[:size])
            if rules.count(variant.words()) <= rules.max_text:
                return variant
    return Variant(text=_shortened(min(whole, key=rules.count), rules))


def _shortened(text: str, rules: Rules) -> str:
    """The text cut at a word's end so that the platform takes it."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if rules.count(cut(text, middle)) <= rules.max_text:
            low = middle
        else:
            high = middle - 1
    return cut(text, low)
