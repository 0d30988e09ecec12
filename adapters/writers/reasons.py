"""The sentence on the card that says why a draft is as it is."""

from __future__ import annotations

import re

from adapters.writers.bank import Bank
from adapters.writers.hints import Wish
from adapters.writers.phrasing import cut
from adapters.writers.prose import title_of
from adapters.writers.topics import Topic
from core.source import SourceItem

_NAMES = {
    "question": "A question",
    "tip": "A tip",
    "short story": "A very short story",
    "list": "A short list",
    "myth and fact": "A myth and a fact",
    "this or that": "A choice between two",
    "behind the scenes": "A look behind the scenes",
    "good to know": "Something good to know",
    "invitation": "An invitation",
    "challenge": "A small challenge",
    "note": "A quiet note",
    "worth reading": "Something worth reading",
}
_BECAUSE = {
    "question": "because you said your people care about {}",
    "tip": "because you named {} among your interests",
    "short story": "because you named {}, and a small scene says more than an argument",
    "list": "because you named {}, and a list is read to the end",
    "myth and fact": "to make it easier for anyone new to {}",
    "this or that": "because a choice is easy to answer, and you named {}",
    "behind the scenes": "because people who like {} want to know who is talking",
    "invitation": "because your people have something to say about {}",
    "challenge": "because it gives people who like {} something to do",
    "note": "because not every post about {} has to ask for something",
}


def why(shape: str, topic: Topic | None, *, quotes: bool, item: SourceItem | None = None, place: str = "") -> str:
    """Say why this post, in one sentence; `topic` is None when the post names no subject."""
    if item:
        return f"{_NAMES[shape]}, from {_where(item)}."
    if quotes:
        return f"{_NAMES[shape]}, in your own words, quoted word for word."
    if place:
        return f"{_NAMES[shape]} about {place}, because that is where you are."
    if topic is None:
        return f"{_NAMES[shape]}, because people like to know whom they follow."
    if topic.guessed:
        return f"{_NAMES[shape]} about {topic.text}, because that is what your own words are about."
    if not topic.own:
        return f"{_NAMES[shape]} about an everyday subject; name some interests and it will be about those."
    because = "because you named {}" if topic.kinds & {"care", "work"} else _BECAUSE[shape]
    return f"{_NAMES[shape]}, {because.format(_as_named(topic))}."


def _as_named(topic: Topic) -> str:
    return f"“{topic.text}”" if "own" in topic.kinds else topic.text


def _where(item: SourceItem) -> str:
    """The item and its source, as a card names them."""
    source = cut(" ".join(item.source.split()), 40)
    title = cut(title_of(item.title) or " ".join(item.title.split()), 60)
    preposition = "in" if re.search(r"\.\w{2,4}$", source) and "/" not in source and not item.url else "on"
    if not title or title == source:
        return source or "your sources"
    return f"“{title}” {preposition} {source}" if source else f"“{title}”"


def with_wish(reason: str, wish: Wish) -> str:
    """Add what became of a person's hint."""
    if not wish.asked:
        return reason
    if wish.understood:
        return f"You asked for “{cut(wish.asked, 60)}”. {reason}"
    return (
        f"A different take. Offline drafts follow simple wishes only (shorter, longer, a question, a list), "
        f"so “{cut(wish.asked, 60)}” may be missing."
    )


def with_language(reason: str, wanted: str, bank: Bank) -> str:
    """Say so when a draft is not in the language that was wanted."""
    primary = wanted.strip().replace("_", "-").split("-")[0].lower()
    if primary in {bank.language, ""}:
        return reason
    return f"{reason} Written in English: there are no offline lines in “{cut(wanted.strip(), 20)}” yet."
