"""A measured voice in words a person recognises."""

from __future__ import annotations

from collections.abc import Iterator

from core.voice import Traits


def voice_words(traits: Traits) -> tuple[str, ...]:
    """What is typical, a sentence each, the most telling first."""
    return tuple(_words(traits))


def _words(traits: Traits) -> Iterator[str]:
    usual = traits.usual
    length = usual["sentence"]
    kind = "Short" if length < 9 else "Long" if length > 18 else "Middling"
    rhythm = "of very different lengths" if usual["spread"] > length / 2 else "of much the same length"
    yield f"{kind} sentences, about {length:.0f} words, {rhythm}."
    yield f"A post has about {usual['words']:.0f} words."
    if abs(usual["we"]) > 0.4:
        yield f"You say “{'we' if usual['we'] > 0 else 'I'}”."
    yield _often("emoji", usual["emoji"], "emoji")
    yield _often("exclamation mark", usual["shouts"], "exclamation marks")
    yield _often("question", usual["questions"], "questions")
    if usual["dashes"] >= 0.3:
        yield _often("dash", usual["dashes"], "dashes")
    yield _often("hashtag", usual["tags"], "hashtags")
    if traits.openings:
        yield f"You like to begin with {_quoted(traits.openings)}."
    if traits.favourites:
        yield f"Words you come back to: {_quoted(traits.favourites)}."


def _often(one: str, times: float, many: str) -> str:
    if times < 0.1:
        return f"No {many}."
    if times < 0.7:
        return f"Now and then {'an' if one[0] in 'aeiou' else 'a'} {one}."
    return f"About {times:.0f} {one if round(times) == 1 else many} a post."


def _quoted(words: tuple[str, ...]) -> str:
    return ", ".join(f"“{word}”" for word in words)
