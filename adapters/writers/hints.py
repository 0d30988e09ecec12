"""What a person asked for when regenerating, as far as plain rules can follow it."""

from __future__ import annotations

import re
from dataclasses import dataclass

SHAPE_WORDS = {
    "question": r"question|ask|frage|pregunta|pergunta|demande",
    "tip": r"tips?|advice|how.?to|tipp|conseil|consejo|astuce|dica",
    "short story": r"story|storytelling|scene|anecdote|geschichte|histoire|historia|história",
    "list": r"list|bullets?|bullet points|liste|lista",
    "myth and fact": r"myth|fact|facts|mythos|mythe|mito",
    "this or that": r"this or that|choice|versus|poll|umfrage|choix|encuesta|enquete",
    "behind the scenes": r"behind the scenes|about us|introduce|hinter den kulissen|coulisses|bastidores",
    "invitation": r"invitation|invite|call to action|cta|einladung|invita\w*|convite",
    "challenge": r"challenge|dare|experiment|herausforderung|défi|reto|desafio",
    "note": r"note|quiet|calm\w*|thank\w*|ruhig\w*|merci|gracias|obrigad\w+",
}
_NOT = (
    r"\b(?:no|not|without|less|fewer|never|don't|kein\w*|ohne|weniger|sans|moins|pas de?|sin|menos|sem)"
    r"\W+(?:\w+\W+){0,2}?"
)
_SHORTER = re.compile(
    r"\b(?:short\w*|brief\w*|tight\w*|trim|concise|less text|kürzer|kurz|court\w*|corto|curto|breve)\b", re.I
)
_LONGER = re.compile(r"\b(?:longer|more (?:detail|text)\w*|länger|plus long\w*|más larg\w+|mais long\w+)\b", re.I)
_EMOJI = re.compile(r"\bemo(?:ji|te)\w*", re.I)
_NO_EMOJI = re.compile(_NOT + r"emo(?:ji|te)", re.I)
_WARMER = re.compile(
    r"\b(?:friendl\w+|warm\w*|kind\w*|personal|freundlich\w*|herzlich\w*|chaleureu\w+|amable|amigável)\b",
    re.I,
)
_PLAYFUL = re.compile(
    r"\b(?:playful\w*|fun|funn\w+|humou?r\w*|cheek\w+|witt\w+|lustig\w*|frech\w*|drôle|divertid\w+)\b", re.I
)
_PLAIN = re.compile(r"\b(?:serious|sober|formal|plain\w*|professional|sachlich\w*|sérieu\w+|seri[oa]|sério)\b", re.I)
_SALES = re.compile(r"\b(?:sales\w*|sell\w*|pushy|promot\w*|advertis\w*|werblich\w*|vendeu\w+|comercial)\b", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A hint in rules. `emoji` is None when nothing was said; `length` is -1 shorter, 0, or 1 longer; `subject` tells
    that it names an interest.
    """

    asked: str = ""
    shapes: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    length: int = 0
    emoji: bool | None = None
    warmer: bool = False
    playful: bool | None = None
    subject: bool = False

    @property
    def understood(self) -> bool:
        """Whether at least one rule of the hint was recognised."""
        rules = (self.shapes, self.refused, self.length, self.warmer, self.subject)
        return any(rules) or self.emoji is not None or self.playful is not None


def wish_of(hint: str) -> Wish:
    """Read a hint, at most its first 500 characters."""
    text = " ".join(hint[:500].replace("’", "'").split())
    wanted = {shape for shape, words in SHAPE_WORDS.items() if re.search(rf"\b(?:{words})\b", text, re.I)}
    refused = {shape for shape, words in SHAPE_WORDS.items() if re.search(rf"{_NOT}(?:{words})\b", text, re.I)}
    if _SALES.search(text):
        refused.add("invitation")
    return Wish(
        asked=text,
        shapes=frozenset(wanted - refused),
        refused=frozenset(refused),
        length=_length(text),
        emoji=(not _NO_EMOJI.search(text)) if _EMOJI.search(text) else None,
        warmer=_says(_WARMER, text) is True,
        playful=_mood(text),
    )


def _length(text: str) -> int:
    if _LONGER.search(text) or _says(_SHORTER, text) is False:
        return 1
    return -1 if _SHORTER.search(text) else 0


def _mood(text: str) -> bool | None:
    playful = _says(_PLAYFUL, text)
    return False if playful is None and _says(_PLAIN, text) else playful


def _says(rule: re.Pattern[str], text: str) -> bool | None:
    if not rule.search(text):
        return None
    return not re.search(_NOT + rule.pattern.removeprefix(r"\b"), text, re.I)
