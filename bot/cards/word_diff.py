"""Two texts compared word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from bot.cards.text import Deleted, Inserted, Span, Text

AROUND = 5
"""Unchanged words shown on either side of a change."""
LONGEST = 60
"""Words shown of a passage that went or came."""
ALIKE = 0.35
"""Texts with less in common are shown one after the other, not word by word."""

_WORDS = re.compile(r"\S+|\s+")


def diff(old: str, new: str) -> Text:
    """The texts word by word: what is gone, what is new, and a little of what stayed around it."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    alike = SequenceMatcher(None, old.split(), new.split(), autojunk=False).ratio()
    if before and after and alike < ALIKE:
        return (Deleted(_cut(before)), "\n", Inserted(_cut(after)))
    return pieces_diff(before, after)


def pieces_diff(before: list[str], after: list[str]) -> Text:
    """The same for texts that were cut into pieces already."""
    return tuple(_spans(before, after))


def _spans(before: list[str], after: list[str]) -> Iterator[Span]:
    steps = _joined(before, after)
    for number, (same, (start, end), (new_start, new_end)) in enumerate(steps):
        if same:
            yield _shortened(before[start:end], first=number == 0, last=number == len(steps) - 1)
        else:
            if start < end:
                yield Deleted(_cut(before[start:end]))
            if new_start < new_end:
                yield Inserted(_cut(after[new_start:new_end]))


def _joined(before: list[str], after: list[str]) -> list[tuple[bool, tuple[int, int], tuple[int, int]]]:
    """The steps from one text to the other; a lone space between two changes belongs to them."""
    steps: list[tuple[bool, tuple[int, int], tuple[int, int]]] = []
    for tag, start, end, new_start, new_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        same = tag == "equal" and not (start > 0 and end < len(before) and not "".join(before[start:end]).strip())
        if steps and not same and not steps[-1][0]:
            _, (old_from, _), (new_from, _) = steps.pop()
            steps.append((False, (old_from, end), (new_from, new_end)))
        else:
            steps.append((same, (start, end), (new_start, new_end)))
    return steps


def _cut(words: list[str]) -> str:
    longest = 2 * LONGEST - 1  # words and the spaces between them
    return "".join(words if len(words) <= longest else [*words[:longest], " …"])


def _shortened(words: list[str], *, first: bool, last: bool) -> str:
    """A stretch that stayed, with an ellipsis in its middle, or at its end towards the edge of the text."""
    near = 2 * AROUND
    head, tail = ([] if first else words[:near]), ([] if last else words[-near:])
    if len(words) <= len(head) + len(tail) + 2 * AROUND:
        return "".join(words)
    return "".join(head) + ("…" if first or last else " … ") + "".join(tail).lstrip(" " if first else "")
