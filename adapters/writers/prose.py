"""Other people's text taken apart: rows, list items, and the sentences that can stand alone."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from adapters.writers.memory import plain, sentences

MAX_READ = 20_000
SHORTEST, LONGEST = 12, 220
LEAST_ALONE = 35
MAX_HEADING = 70
_BULLET = re.compile(r"^\s*(?:[•●▪‣*–—-]|\(?\d{1,2}[.)]|(?:step|schritt) \d{1,2}[.:])\s+(?=\S)", re.I)
_DANGLING = re.compile(
    r"^(?:it|its|it's|they|they're|their|them|he|she|his|her|this|these|those|that|that's|such|both|but|and|so|or|because|"
    r"however|also|then|therefore|thus|instead|otherwise|still|yet|here|above|below|again|finally|next|after that|"
    r"for example|for instance|in addition|as a result|as mentioned|which|who|to do so|"
    r"er|sie|es|dies\w*|das|aber|und|also|dann|deshalb|il|elle|ils|elles|ce|cela|ces|mais|et|donc|puis|"
    r"él|ella|ellos|eso|esto|estos|pero|y|luego|ele|ela|eles|isso|isto|mas|e|depois|então)\b",
    re.I,
)
_POINTING = re.compile(r"\b(?:it|its|they|them|their|he|she|him|his|her|this|these|those|one)\b", re.I)
_BOILERPLATE = re.compile(
    r"\b(?:click|tap here|read more|learn more|find out more|subscribe|unsubscribe|newsletter|cookies on"
    r"|cookie (?:policy|settings)|privacy|terms (?:of|and)|all rights reserved|copyright|log ?in|sign (?:up|in)"
    r"|share this|follow us|posted (?:on|by|in)|comments?|skip to|advert\w*|sponsored|affiliate|disclaimer|javascript"
    r"|browser|website|blog post|this (?:page|post|article|guide|section)|confidential|internal|private|password|todo"
    r"|lorem ipsum|ignore (?:all|any|previous)|previous instructions|system prompt|as an ai|add to (?:cart|basket)"
    r"|checkout|shipping address|weiterlesen|datenschutz|impressum|mehr erfahren|en savoir plus|lire la suite|leer más"
    r"|saiba mais|ler mais|photo(?: by|:)|image:|figure \d|table \d|see above)\b"
    r"|©|https?:|www\.|\S@\S|\b[\w-]+\.(?:com|org|net|io)\b",
    re.I,
)
_PASSING = re.compile(
    r"\b(?:today|tomorrow|tonight|yesterday|this (?:week|month|morning|weekend)|next (?:week|month|weekend)"
    r"|last (?:week|month)|currently|right now|coming soon|last chance|until (?:the end|sunday|friday))\b",
    re.I,
)
_ODD = re.compile(r"[<>{}\[\]|\\`*_#~^=]|[.!?,;:]{2,}|\b(\w+) \1\b", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a text: an item of a list, a heading above something, or running prose."""

    text: str
    item: bool = False
    heading: bool = False


def rows_of(text: str) -> tuple[Row, ...]:
    """Read a text, at most its first 20,000 characters, as rows."""
    clean = "".join(
        char for char in unicodedata.normalize("NFC", text[:MAX_READ]) if char == "\n" or char.isprintable()
    )
    lines = [" ".join(line.split()) for line in clean.splitlines()]
    lines = [line for line in lines if line]
    found = []
    for line, after in pairwise([*lines, ""]):
        bare = _BULLET.sub("", line).strip()
        item = bare != line and bool(bare)
        heading = not item and len(line) <= MAX_HEADING and line[-1] not in ".!?,;" and len(after) > len(line)
        found.append(Row(text=bare if item else line.lstrip("# "), item=item, heading=heading))
    return tuple(found)


def runs(rows: tuple[Row, ...]) -> tuple[tuple[str, ...], ...]:
    """Answer the sentences of each row of prose, in order."""
    return tuple(sentences(row.text) for row in rows if not row.item and not row.heading)


def stands_alone(sentence: str, *, opens: bool = True) -> bool:
    """Tell whether a sentence says something whole by itself: no pointing back, no page furniture, nothing passing.

    One that `opens` its paragraph may point at what it has named itself; others may not point at anything.
    """
    if not opens and _POINTING.search(sentence):
        return False
    whole = len(sentence) >= LEAST_ALONE and len(plain(sentence).split()) >= 6
    return whole and carries_on(sentence) and not _DANGLING.match(sentence)


def carries_on(sentence: str) -> bool:
    """Tell whether a sentence may follow the one before it in its text."""
    letters = sum(char.isalpha() for char in sentence)
    return (
        SHORTEST <= len(sentence) <= LONGEST
        and len(plain(sentence).split()) >= 3
        and letters >= 0.7 * len(sentence)
        and (sentence[0].isupper() or sentence[0].isdigit() or sentence[0] in '“"«„')
        and sentence.rstrip('”"»“')[-1:] in {".", "!", "?"}
        and not sentence.isupper()
        and balanced(sentence)
        and not any(rule.search(sentence) for rule in (_BOILERPLATE, _PASSING, _ODD))
        and not any(unicodedata.category(char) in {"So", "Cs", "Co", "Cn"} for char in sentence)
    )


def balanced(text: str) -> bool:
    """Tell whether every bracket and quotation mark has its partner."""
    pairs = (("(", ")"), ("“", "”"), ("«", "»"))
    german = text.count("„")
    return (
        text.count('"') % 2 == 0
        and (german == text.count("“") + text.count("”") if german else True)
        and all(text.count(one) == text.count(two) for one, two in (pairs[:1] if german else pairs))
    )


def title_of(text: str) -> str:
    """Answer a title fit to be named in a sentence, without the name of its site; empty when there is none."""
    tidy = " ".join("".join(char for char in text[:300] if char.isprintable()).split())
    tidy = re.split(r"\s+[|»·]\s+|\s+[–—-]\s+(?=[^–—-]{1,30}$)", tidy)[0].strip(" .,;:–—-")
    plainly = not re.search(r"[<>{}\[\]\\`*_#~^=@“”«»„\"]|https?:", tidy) and not re.search(r"\.\w{2,4}$", tidy)
    fits = 4 <= len(tidy) <= 80 and any(char.isalpha() for char in tidy) and not tidy.isupper()
    return tidy[0].upper() + tidy[1:] if fits and plainly and not _BOILERPLATE.search(tidy) else ""
