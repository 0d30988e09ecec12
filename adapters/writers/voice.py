"""The owner's own words: which sentences may be quoted, and how the brand wants to sound."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from adapters.writers.identity import place_of, trade_of
from adapters.writers.memory import plain, sentences
from adapters.writers.tongue import speaks

MIN_FACT, MAX_FACT = 12, 160
_ABOUT_STYLE = re.compile(
    r"\b(?:tone|voice|style|sound\w*|posts|(?:a|each|every|per) post|captions?|hashtags?|emojis?|emoticons?"
    r"|exclamation|slang|jargon|swear\w*|buzzwords?|sentences?|words?|writ\w+|speak\w*|say|mention\w*|talk\w*"
    r"|address\w*|audience|target\w*|followers?|customers|clients|readers|engagement|campaigns?|goals?|sales"
    r"|competitors?|should|must|want|wants|need|needs|hope|prefer|please|budget|margins?|revenue|profit\w*|password"
    r"|secret|private|internal|confidential|ignore|instructions?|prompt|system|assistant|pretend"
    r"|friendly|cheeky|playful|humou?r\w*|formal|informal|mood|vibe|language|fluff|clich\w+|persona|puns?|jokes?"
    r"|tonfall|stil|zielgruppe|kunden|beitr\w+|schreib\w+|klingen|duzen|siezen|sollte\w*|wollen"
    r"|clientes|público|publico|tono|estilo|tom|frases|palabras|palavras|mots|phrases|ton|signes?"
    r"|écri\w+|parlons|hablamos|escrib\w+|escrev\w+|falamos|queremos|voulons)\b",
    re.IGNORECASE,
)
_PASSING = re.compile(
    r"\b(?:now|currently|soon|today|tomorrow|tonight|next|this (?:week|month|year)|launching|upcoming|"
    r"aktuell|bald|heute|morgen früh|demnächst|bientôt|demain|aujourd'hui|pronto|mañana|hoy|em breve|amanhã|hoje)\b",
    re.IGNORECASE,
)
_BARE_QUALITY = re.compile(
    r"^(?:we are|we're|i am|i'm)\s+(?!an?\b|the\b|based\b|open\b|closed\b|located\b|two\b|three\b)", re.I
)
_POINTING = re.compile(
    r"(?!^it all\b)\b(?:them|it|they|he|she|him|these|those|so far|too|also|instead|either|both)\b", re.IGNORECASE
)
_UNFIT = re.compile(r"[<>{}\[\]|\\`*_#@“”\"«»()=~^]|https?:|www\.|[.!?,;:]{2,}|\b(\w+) \1\b", re.IGNORECASE)
_SOBER = re.compile(r"\b(?:formal|serious|sober|elegant|luxur\w+|seriös|sachlich|sérieu\w+|serio|sério)\b", re.I)
_PLAYFUL = re.compile(r"\b(?:playful|cheeky|funny|fun|humou?r\w*|witty|frech|witzig|drôle|divertid\w+)\b", re.I)
_NO_EMOJI = re.compile(
    r"\b(?:no|without|never|avoid|zero|not|keine?|ohne|sans|pas d[e']|sin|sem|nunca)\b[^.!?\n]{0,20}\bemoj",
    re.I,
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|came|comes?|makes?|stands?|opens?|closes?|opened|started|began|runs?|lives?"
    r"|sleeps?|works?|bakes?|smells?|takes?|goes|gets|sits?|brings?|keeps?|grows?|sells?|meets?|stays?|knows?|gets)\b"
)
_ALONE = re.compile(r"\b(?:I|I'm|I've|my|me)\b")
_TOGETHER = re.compile(r"\b(?:we|We|our|Our|us)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """How a brand speaks. `facts` are its own sentences, word for word, fit to be quoted.

    `trade` is what it calls itself ("a small bakery") and `place` where it is, both empty when it does not say.
    """

    facts: tuple[str, ...] = ()
    trade: str = ""
    place: str = ""
    alone: bool = False
    playful: bool = False
    sober: bool = False
    emoji: bool = True


def listen(text: str, *, starts: tuple[str, ...], language: str = "en", brand: str = "") -> Voice:
    """Read a voice text, at most its first 5,000 characters. `starts` are the openings of a stated fact."""
    text = unicodedata.normalize("NFC", text[:5000])
    straight = text.replace("’", "'")
    openings = (*starts, plain(brand)) if plain(brand) else starts
    found = dict.fromkeys(_tidied(part) for part in sentences(text) if _is_fact(part, openings, language))
    return Voice(
        facts=tuple(found),
        trade=trade_of(straight),
        place=place_of(straight),
        alone=len(_ALONE.findall(straight)) > len(_TOGETHER.findall(straight)),
        playful=bool(_PLAYFUL.search(text)),
        sober=bool(_SOBER.search(text)),
        emoji=not _NO_EMOJI.search(text) and not _SOBER.search(text),
    )


def _is_fact(sentence: str, starts: tuple[str, ...], language: str) -> bool:
    straight = sentence.replace("’", "'").strip()
    opening = straight.casefold()
    return (
        MIN_FACT <= len(straight) <= MAX_FACT
        and len(plain(straight).split()) >= 3
        and straight.endswith((".", "!")) | straight[-1].isalnum()
        and any(opening.startswith(f"{start} ") for start in starts)
        and (not opening.startswith("the ") or bool(_FINITE.search(straight)))
        and speaks(straight, language)
        and all(char.isprintable() and unicodedata.category(char) not in {"So", "Cs", "Co", "Cn"} for char in sentence)
        and not any(rule.search(straight) for rule in (_ABOUT_STYLE, _PASSING, _BARE_QUALITY, _POINTING, _UNFIT))
    )


def _tidied(sentence: str) -> str:
    whole = sentence.strip()
    return whole if whole.endswith((".", "!")) else f"{whole}."
