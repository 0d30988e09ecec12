"""Gives one destination other words, and the other destinations what of it holds for them."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from core.editing import carry, carry_tags
from core.post import Content, Variant


class Spread(StrEnum):
    """How far new words reach.

    HERE: one destination only. SAME: also wherever the changed words stand, as a correction. ALL: every destination,
    also those that had words of their own.
    """

    HERE = "here"
    SAME = "same"
    ALL = "all"


def reword(content: Content, platform: str, text: str, hashtags: tuple[str, ...], spread: Spread) -> Content:
    """The content after somebody changed the words that platform shows; every picture stays where it is."""
    shown = content.for_platform(platform)

    def after(words: Variant) -> Variant:
        match spread:
            case Spread.HERE:
                return words
            case Spread.SAME:
                said = carry(shown.text, text, words.text)
                return replace(words, text=said, hashtags=carry_tags(shown.hashtags, hashtags, words.hashtags))
            case Spread.ALL:
                return replace(words, text=text, hashtags=hashtags)

    common = after(Variant(text=content.text, hashtags=content.hashtags))
    variants = {name: after(words) for name, words in content.variants.items()}
    if spread is Spread.HERE:
        own = variants.get(platform, common)
        variants[platform] = replace(own, text=text, hashtags=hashtags)
    needed = {name: words for name, words in variants.items() if words != common}
    return replace(content, text=common.text, hashtags=common.hashtags, variants=needed)


def has_own_words(content: Content, platform: str) -> bool:
    """True when the platform says something else than the common words, pictures aside."""
    own = content.for_platform(platform)
    return (own.text, own.hashtags) != (content.text, content.hashtags)
