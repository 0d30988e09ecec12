"""Items of a brand's sources turned into raw material: what each says that is worth a post, and in which form."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from adapters.writers.memory import Memory, plain
from adapters.writers.prose import Row, balanced, carries_on, rows_of, runs, stands_alone, title_of
from adapters.writers.tongue import speaks
from core.source import SourceItem

MAX_QUOTE, MAX_FACT = 300, 220
MAX_MORE = 420
MAX_POINT, MAX_POINTS, MIN_POINTS = 60, 6, 3
_MYTH = re.compile(
    r"\b(?:myth|mythos|mythe|mito|idée reçue)(?: ?(?:no\.? ?)?\d+)?\s*[:–—-]\s*(?P<myth>[^\n]{12,160}?[.!?])\s+"
    r"(?:the )?(?:fact|facts|truth|reality|fakt|tatsache|en fait|realidad|verdad|facto|verdade)\s*[:–—-]\s*"
    r"(?P<fact>[^\n]{12,220}?[.!?])(?=\s|$)",
    re.I,
)
_DO = re.compile(
    r"^(?:(?:first|if|when|before|after|to) [^.!?]{3,60}, )?(?:always |never |don't |do not |please |simply |just )?"
    r"(?:add|aim|ask|avoid|bake|begin|book|bring|brush|buy|check|choose|clean|cook|count|cover|cut|drink|dry|fill|find|"
    r"fold|give|grind|hang|heat|"
    r"keep|leave|let|light|listen|look|make|measure|mix|note|open|order|pack|pay|pick|place|plan|pour|prepare|press|pull|put|"
    r"read|remove|rest|rinse|rub|save|serve|set|shake|slice|soak|start|stir|stop|store|swap|switch|take|taste|tell|test|think|"
    r"trim|trust|try|turn|use|wait|walk|warm|wash|watch|water|wear|weigh|wipe|wrap|write)\b"
    r"(?! (?:is|are|was|were|has|have|can|will|does|do|takes|needs|makes|times?|comes|goes|and \w+ (?:is|are|were))\b)",
    re.I,
)
_TOLD = re.compile(
    r"^(?:one (?:morning|evening|day|night|winter|summer|spring|autumn)|last (?:year|winter|summer|spring|autumn)|"
    r"in (?:the (?:spring|summer|autumn|winter) of )?(?:18|19|20)\d\d|(?:\w+ )?years ago|when (?:we|i|my|our)|"
    r"the (?:first|last) time|(?:we|i|my|our) [^.]*?\b(?:was|were|had|began|started|found|met|bought|opened|learned|"
    r"moved|took|came|went|built|lost|asked|made|grew|gave|got|left))\b",
    re.I,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something an item says, word for word, and the shape of post it makes.

    `quote` is at most 300 characters of consecutive sentences, `more` what follows them; `reply` is the answer to a
    question or the fact against a myth; `points` are the items of a list.
    """

    item: SourceItem
    shape: str
    title: str
    quote: str = ""
    reply: str = ""
    more: str = ""
    points: tuple[str, ...] = ()

    def said(self) -> tuple[str, ...]:
        """All words taken from the item."""
        return tuple(part for part in (self.quote, self.reply, self.more, *self.points) if part)


def study(items: Iterable[SourceItem], *, language: str, memory: Memory) -> Iterator[tuple[Finding, ...]]:
    """Yield what each item has to say, best form first; nothing for items that have nothing in this language.

    Sentences that stand in several items belong to the page around them and are left out, as is what was said before.
    """
    read = [(item, rows_of(item.text)) for item in items]
    counts = Counter(plain(text) for _, rows in read for text in {row.text for row in rows})
    for item, rows in read:
        own = tuple(row for row in rows if counts[plain(row.text)] == 1)
        if not speaks(f"{item.title} {item.text[:2000]}", language):
            continue
        findings = tuple(one for one in _findings(item, own) if not memory.repeats(*one.said()))
        if findings:
            yield findings


def _findings(item: SourceItem, rows: tuple[Row, ...]) -> Iterator[Finding]:
    title = title_of(item.title)
    yield from _myths(item, title, rows)
    points = _points(rows)
    if title and len(points) >= MIN_POINTS:
        yield Finding(item=item, shape="list", title=title, points=points, more=_opening(rows))
    yield from _answers(item, title, rows)
    yield from _quotes(item, title, rows)


def _myths(item: SourceItem, title: str, rows: tuple[Row, ...]) -> Iterator[Finding]:
    for match in _MYTH.finditer("\n".join(row.text for row in rows)):
        myth, fact = match["myth"].strip(), match["fact"].strip()
        if _whole(myth) and _whole(fact):
            yield Finding(item=item, shape="myth and fact", title=title, quote=myth, reply=fact)


def _whole(sentence: str) -> bool:
    return sentence[:1].isupper() and balanced(sentence) and (len(sentence) < 35 or carries_on(sentence))


def _points(rows: tuple[Row, ...]) -> tuple[str, ...]:
    items = [_point(row.text) for row in rows if row.item]
    heads = [_point(row.text) for row in rows if row.heading]
    chosen = items if len(items) >= MIN_POINTS else heads
    return tuple(dict.fromkeys(point for point in chosen if point))[:MAX_POINTS] if all(chosen) else ()


def _point(text: str) -> str:
    """The item, or its first clause when it is too long for a picture; empty when it cannot be cut soundly."""
    whole = text.strip().rstrip(".;,:")
    if len(whole) > MAX_POINT:
        whole = re.split(r"(?<=\w)(?:[.:;]|,(?! \d)| [–—-]| \()\s", whole)[0].strip()
    fits = 3 <= len(whole) <= MAX_POINT and whole[0].isalnum() and balanced(whole) and len(whole.split()) >= 2
    sound = fits and stands_alone(f"{whole} and then a little more text here.")
    return whole[0].upper() + whole[1:] if sound else ""


def _opening(rows: tuple[Row, ...]) -> str:
    return next((sentence for run in runs(rows) for sentence in run[:1] if stands_alone(sentence)), "")


def _answers(item: SourceItem, title: str, rows: tuple[Row, ...]) -> Iterator[Finding]:
    flat = [part for row in rows for part in _parts(row)]
    for asked, answer, after in zip(flat, flat[1:], [*flat[2:], ""], strict=False):
        sound = asked.endswith("?") and 15 <= len(asked) <= 120 and asked[0].isupper()
        if sound and balanced(asked) and stands_alone(f"{asked[:-1]} and a few words more.") and carries_on(answer):
            more = after if after and carries_on(after) and not after.endswith("?") else ""
            yield Finding(item=item, shape="question", title=title, quote=asked, reply=answer, more=more)


def _parts(row: Row) -> tuple[str, ...]:
    return (row.text,) if row.heading or row.item else runs((row,))[0]


def _quotes(item: SourceItem, title: str, rows: tuple[Row, ...]) -> Iterator[Finding]:
    found: dict[str, Finding] = {}
    for run in runs(rows):
        for at, sentence in enumerate(run):
            told = _TOLD.match(sentence)
            start = 0 if told and stands_alone(run[0]) and len(" ".join(run[: at + 1])) <= MAX_QUOTE else at
            if not stands_alone(run[start], opens=start == 0) or sentence.endswith("?"):
                continue
            shape = "tip" if _DO.match(sentence) else "short story" if told else "good to know"
            quote, rest = _carried(run[start:], MAX_QUOTE if shape != "good to know" else MAX_FACT)
            if shape == "short story" and quote == sentence:
                shape = "good to know"
            more, _ = _carried(rest, MAX_MORE)
            found.setdefault(shape, Finding(item=item, shape=shape, title=title, quote=quote, more=more))
    for shape in ("tip", "short story", "good to know"):
        if shape in found:
            yield found[shape]
    telling = found.get("good to know") or found.get("short story") or found.get("tip")
    if telling and title:
        yield Finding(item=item, shape="worth reading", title=title, quote=telling.quote, more=telling.more)


def _carried(run: tuple[str, ...], limit: int) -> tuple[str, tuple[str, ...]]:
    """The longest sound beginning of a run within a limit, and the sentences after it."""
    taken: list[str] = []
    for sentence in run:
        if not carries_on(sentence) or sentence.endswith("?") or len(" ".join((*taken, sentence))) > limit:
            break
        taken.append(sentence)
    return " ".join(taken), run[len(taken) :]
