"""Carries a small correction over into other versions of the same words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

SMALL = 0.5
"""An edit that keeps at least this share of the words is a correction; any other is a rewrite."""

FEW = 4
"""Words put in between others are carried over when they are no more than this."""

CONTEXT = 3
"""So many words on either side may tell which of several places is meant."""

MOST = 600
"""Pieces that are compared one by one; longer stretches that differ are a rewrite."""

_PIECE = re.compile(r"[€$£¥]?\w+(?:[.,:'’/-]\w+)*[%€$£¥]?|\s+|[^\w\s]")
_DIGIT = re.compile(r"\d")

Pieces = tuple[str, ...]


def carry(before: str, after: str, into: str) -> str:
    """`into` with the correction that led from `before` to `after`, wherever the changed words stand verbatim.

    A place that cannot be told from another stays as it is, and so does everything when `after` is a rewrite.
    """
    if into == before:
        return after
    edit, target = _edit(before, after), _pieces(into)
    found: dict[int, _Change] = {}
    for group in edit.groups() if edit.small else ():
        for change in edit.places(group, target):
            unclear = change.start in found and found[change.start] != change
            found[change.start] = _Change(start=change.start, end=change.start) if unclear else change
    done, end = list(target), len(target)
    for change in sorted(found.values(), key=lambda one: -one.start):
        if change.end <= end:
            done[change.start : change.end] = change.new
            end = change.start
    return "".join(done)


def corrects(before: str, after: str) -> bool:
    """True for a correction: most of the words stay as they were."""
    return _edit(before, after).small


def left_behind(before: str, after: str, into: str) -> Pieces:
    """Words that an edit took out of `before` and that still stand in `into`, in order.

    Of a rewrite only numbers are told, of a correction also words of four letters or more.
    """
    edit = _edit(before, after)
    gone = set(edit.old) - set(edit.new)
    telling = {one for one in gone if _DIGIT.search(one) or (edit.small and len(one) >= 4 and one.isalpha())}
    return tuple(dict.fromkeys(one for one in _pieces(into) if one in telling))


def carry_tags(before: Pieces, after: Pieces, into: Pieces) -> Pieces:
    """`into` with the same hashtags taken out or exchanged; new ones stay where they were added."""
    if into == before:
        return after
    swaps: dict[str, Pieces] = {}
    for start, end, first, last in _changes(before, after):
        swaps |= {tag: after[first:last][index : index + 1] for index, tag in enumerate(before[start:end])}
    return tuple(dict.fromkeys(new for tag in into for new in ((tag,) if tag in after else swaps.get(tag, (tag,)))))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """Pieces `start` to `end` become `new`."""

    start: int
    end: int
    new: Pieces = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edit:
    """A text before and after, in pieces. `small` is true for a correction."""

    old: Pieces
    new: Pieces
    changes: tuple[_Change, ...]
    small: bool

    def groups(self) -> Iterator[tuple[_Change, ...]]:
        """The changes; those with nothing but a space between them belong together."""
        group: list[_Change] = []
        for change in self.changes:
            if group and any(not piece.isspace() for piece in self.old[group[-1].end : change.start]):
                yield tuple(group)
                group = []
            group.append(change)
        yield tuple(group)

    def places(self, group: tuple[_Change, ...], target: Pieces) -> Iterator[_Change]:
        """The changes of a group where the target says the same: all as one, else each number by itself."""
        new = list(group[0].new)
        for left, right in pairwise(group):
            new += [*self.old[left.end : right.start], *right.new]
        whole = tuple(self._spots(_Change(start=group[0].start, end=group[-1].end, new=tuple(new)), target))
        yield from whole
        for change in () if whole else group:
            if any(_DIGIT.search(piece) for piece in self.old[change.start : change.end]):
                yield from self._spots(change, target)

    def _spots(self, change: _Change, target: Pieces) -> Iterator[_Change]:
        """By the words alone when every one of them was changed, else by their neighbours."""
        gone = self.old[change.start : change.end]
        spots = _find(gone, target) if _words(gone) else []
        if not spots or _find(gone, self.new) or len(spots) > len(_find(gone, self.old)):
            spots = self._beside(change, target)
        for at in spots:
            yield _Change(start=at, end=at + len(gone), new=change.new)

    def _beside(self, change: _Change, target: Pieces) -> list[int]:
        put_in = change.start == change.end
        if put_in and _words(change.new) > FEW:
            return []
        for width in range(1, CONTEXT + 1):
            start, end = self._widened(change, width)
            if put_in and (start == change.start or end == change.end):
                return []
            around = self.old[start:end]
            spots = _find(around, target)
            if len(spots) == 1 == len(_find(around, self.old)):
                return [spots[0] + change.start - start]
        return []

    def _widened(self, change: _Change, width: int) -> tuple[int, int]:
        """The change with so many words on either side, as far as the line goes."""
        start, end = change.start, change.end
        while start > 0 and "\n" not in self.old[start - 1] and _words(self.old[start : change.start]) < width:
            start -= 1
        while end < len(self.old) and "\n" not in self.old[end] and _words(self.old[change.end : end]) < width:
            end += 1
        return start, end


def _edit(before: str, after: str) -> _Edit:
    old, new = _pieces(before), _pieces(after)
    changes = tuple(
        _Change(start=start, end=end, new=new[first:last]) for start, end, first, last in _changes(old, new)
    )
    kept = _words(old) - sum(_words(old[one.start : one.end]) for one in changes)
    return _Edit(
        old=old, new=new, changes=changes, small=bool(changes) and kept >= SMALL * max(_words(old), _words(new))
    )


def _changes(old: Pieces, new: Pieces) -> list[tuple[int, int, int, int]]:
    """Where the old pieces that differ begin and end, and the new ones; a long stretch is one replacement."""
    shortest = min(len(old), len(new))
    head = next((at for at in range(shortest) if old[at] != new[at]), shortest)
    tail = next((at for at in range(shortest - head) if old[-1 - at] != new[-1 - at]), shortest - head)
    end, last = len(old) - tail, len(new) - tail
    if max(end, last) - head > MOST:
        return [(head, end, head, last)]
    matcher = SequenceMatcher(None, old[head:end], new[head:last], autojunk=False)
    return [
        (head + start, head + stop, head + first, head + beyond)
        for kind, start, stop, first, beyond in matcher.get_opcodes()
        if kind != "equal"
    ]


def _pieces(text: str) -> Pieces:
    return tuple(_PIECE.findall(text))


def _words(pieces: Pieces) -> int:
    return sum(any(sign.isalnum() for sign in piece) for piece in pieces)


def _find(needle: Pieces, pieces: Pieces) -> list[int]:
    return [at for at in range(len(pieces) - len(needle) + 1) if pieces[at : at + len(needle)] == needle]
