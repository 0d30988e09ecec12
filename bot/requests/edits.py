"""The changes of a post's content that can be asked for in plain words, each as a value that applies itself.

A change of the words leaves hashtags, link and pictures alone, and the other way round.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from bot.requests.emoji import without_emoji
from core.editing import corrects
from core.errors import Invalid, Problem, too_much
from core.post import Content, Variant
from core.rewording import Spread, reword
from core.sentences import Unit, shorter, without

MOST_TAGS = 30

_NO_TAGS = "There are no hashtags below it."
_ADDRESS = re.compile(r"[ \t]*https?://[^\s<>\"]*[^\s<>\".,;:!?'’”)\]}…]")


class Edit(Protocol):
    """A change of the content."""

    def on(self, content: Content) -> Content:
        """The content after it. Raises Invalid, with a sentence for the person, when it changes nothing."""
        ...


@dataclass(frozen=True, slots=True)
class NoEmoji:
    """Take every emoji out of the words."""

    def on(self, content: Content) -> Content:
        return _said(content, without_emoji, "There is no emoji in it.", everything=True)


@dataclass(frozen=True, slots=True)
class Drop:
    """Leave out the first or the last line, sentence or paragraph."""

    unit: Unit
    first: bool = False

    def on(self, content: Content) -> Content:
        only = f"It has only one {self.unit}."
        return _said(content, lambda text: without(text, self.unit, first=self.first), only)


@dataclass(frozen=True, slots=True)
class Shorter:
    """Leave out whole sentences from the end, down to about two thirds."""

    def on(self, content: Content) -> Content:
        return _said(content, shorter, "There is no sentence I could leave out. Please send the shorter text.")


@dataclass(frozen=True, slots=True)
class Replace:
    """Put other words in the place of some, wherever they stand as whole words."""

    old: str
    new: str

    def on(self, content: Content) -> Content:
        words = rf"(?<!\w){re.escape(self.old)}(?!\w)"
        there = any(re.search(words, text) for text in _texts(content))
        pattern = re.compile(words, 0 if there else re.IGNORECASE)
        return _said(
            content,
            lambda text: pattern.sub(lambda _: self.new, text),
            f"“{self.old[:60]}” is not in the text.",
            everything=True,
        )


@dataclass(frozen=True, slots=True)
class FewerHashtags:
    """Keep the first half of the hashtags, one less at least."""

    def on(self, content: Content) -> Content:
        return _tagged(content, lambda tags: tags[: len(tags) - max(1, len(tags) // 2)] if tags else tags, _NO_TAGS)


@dataclass(frozen=True, slots=True)
class NoHashtags:
    """Take all hashtags away, or only those that are named."""

    only: tuple[str, ...] = ()

    def on(self, content: Content) -> Content:
        gone = {tag.casefold() for tag in self.only}
        return _tagged(
            content,
            lambda tags: tuple(tag for tag in tags if gone and tag.casefold() not in gone),
            "That hashtag is not below it." if gone else _NO_TAGS,
        )


@dataclass(frozen=True, slots=True)
class AddHashtags:
    """Put hashtags behind those that are there."""

    tags: tuple[str, ...]

    def on(self, content: Content) -> Content:
        if odd := next((tag for tag in self.tags if tag.isdecimal()), ""):
            fix = "Hashtags are not only digits."
            raise Invalid(Problem(field="tags", what=f"“{odd[:40]}” cannot be a hashtag.", fix=fix))

        def added(tags: tuple[str, ...]) -> tuple[str, ...]:
            there = {tag.casefold() for tag in tags}
            return (*tags, *(tag for tag in self.tags if tag.casefold() not in there))

        after = _tagged(content, added, "It has that already.")
        most = max(len(after.hashtags), *(len(one.hashtags) for one in after.variants.values()), 0)
        if most > MOST_TAGS:
            raise Invalid(too_much("tags", most, MOST_TAGS, "Please choose.", of="hashtags"))
        return after


@dataclass(frozen=True, slots=True)
class AddLink:
    """Let the post lead to this address."""

    url: str

    def on(self, content: Content) -> Content:
        return _changed(content, replace(content, link=self.url), "It has that link already.")


@dataclass(frozen=True, slots=True)
class RemoveLink:
    """Take the link away; without one, the addresses in the words."""

    def on(self, content: Content) -> Content:
        if content.link:
            return replace(content, link="")
        return _said(content, lambda text: _ADDRESS.sub("", text).strip(), "There is no link in it.", everything=True)


@dataclass(frozen=True, slots=True)
class NewText:
    """Other words altogether: everywhere, or with `only` for that platform alone.

    A mere correction of the common words is carried over to where the same words stand; platforms with words of
    their own keep the rest. Hashtags and pictures stay, those of each platform too.
    """

    text: str
    only: str = ""

    def on(self, content: Content) -> Content:
        same = "That is what it says already."
        if self.only:
            own = replace(content.variants[self.only], text=self.text)
            return _changed(content, replace(content, variants={**content.variants, self.only: own}), same)
        if corrects(content.text, self.text):
            return reword(content, "", self.text, content.hashtags, Spread.SAME)
        after = _said(content, lambda _: self.text, same)
        plain = Variant(text=after.text, hashtags=after.hashtags)
        return replace(after, variants={name: own for name, own in after.variants.items() if own != plain})


@dataclass(frozen=True, slots=True)
class Several:
    """One change after the other."""

    edits: tuple[Edit, ...]

    def on(self, content: Content) -> Content:
        for edit in self.edits:
            content = edit.on(content)
        return content


def _texts(content: Content) -> tuple[str, ...]:
    return (content.text, *(own.text for own in content.variants.values()), *content.below)


def _said(content: Content, change: Callable[[str], str], otherwise: str, *, everything: bool = False) -> Content:
    """The content with the change made to its words for every destination; `everything` includes a thread's parts."""
    after = replace(
        content,
        text=change(content.text),
        thread=tuple(change(text) for text in content.thread) if everything else content.thread,
        comment=change(content.comment) if everything and content.comment else content.comment,
        variants={name: replace(own, text=change(own.text)) for name, own in content.variants.items()},
    )
    if any(before.strip() and not text.strip() for before, text in zip(_texts(content), _texts(after), strict=True)):
        raise Invalid(Problem(field="text", what="Nothing would be left of the text.", fix="Please send a new one."))
    return _changed(content, after, otherwise)


def _tagged(
    content: Content,
    change: Callable[[tuple[str, ...]], tuple[str, ...]],
    otherwise: str,
) -> Content:
    """The content with the change made to its hashtags for every destination."""

    def own(variant: Variant) -> Variant:
        return replace(variant, hashtags=change(variant.hashtags))

    variants = {name: own(variant) for name, variant in content.variants.items()}
    return _changed(content, replace(content, hashtags=change(content.hashtags), variants=variants), otherwise)


def _changed(before: Content, after: Content, otherwise: str) -> Content:
    if after == before:
        raise Invalid(Problem(field="text", what=otherwise))
    return after
