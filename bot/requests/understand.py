"""Tells a request from a new text.

A request is all that was said: one short line of which every word is understood. Whatever only contains such words is a
new text; whatever is short and sounds like a request, or is hardly more than a word, is asked about.
"""

from __future__ import annotations

import re
from datetime import datetime

from bot.requests.asked import (
    Change,
    Decide,
    Humanise,
    Move,
    NextFree,
    Request,
    Rewrite,
    SwapWith,
    Unclear,
    Undo,
    Which,
    Words,
)
from bot.requests.calendar_words import NUMBERS, WEEKDAYS, fold
from bot.requests.days import read_day
from bot.requests.phrases import IT, edit_in
from bot.requests.when import read_when
from core.slot import zone_named

LONGEST = 200
"""Characters of a request; only quoted words may make it longer."""

_POLITE = re.compile(
    r"^(?:(?:please|pls|plz|hey|hi|hello|ok|okay|hmm|so|just|maybe|kindly|now|let's|lets)[,!]? +"
    r"|(?:no|yes|thanks|thank you), +|(?:can|could|would|will) (?:you|we) +|i(?:'d| would) (?:like|prefer) )",
    re.IGNORECASE,
)
_THANKS = re.compile(r"(?:,? +(?:please|pls|plz|thanks|thank you|thx|for me|instead))*\s*[.!?]*$", re.IGNORECASE)
_BECKONS = re.compile(r"^(?:please|pls|plz|(?:can|could|would|will) (?:you|we))\b", re.IGNORECASE)

_MOVING = re.compile(
    rf"(?:(?:move|shift|reschedule|postpone|put|push|change|set|schedule|plan|publish|post|send|make|delay)"
    rf"(?: {IT}| the time| {IT} (?:out|off|back|over))?|better|rather)(?: (?:until|till|to be))? (?=\S)"
)
_DELAY = re.compile(rf"(?:postpone|delay)(?: {IT})? (?:by )?(.+)")
_FREE = re.compile(r"(?:(?:to|in|into|for|use|take|pick) )?(?:the )?next (?:(?:free|open|available) )?(?:slot|time)")
_SWAP = re.compile(
    rf"(?:swap|switch|exchange|trade)(?: {IT})?(?: places)? with(?: the)?(?: (?:one|post))?(?: (?:on|from|of|for))?"
    r" (?P<day>.+?)(?:'s)?(?: (?:one|post))?"
)
_UNDO = re.compile(
    rf"undo(?: (?:{IT}|my change|(?:the|my) last (?:change|edit)|the change))?|back|go back|step back"
    rf"|(?:take|change|put|bring) {IT} back|revert(?: {IT})?"
    r"|(?:back to )?the (?:previous|last|old|earlier) (?:version|text)(?: again| back)?"
)
_DECIDE = re.compile(
    rf"(?:approved?|publish|post|send|skip|cancel|delete|reject|discard|ship)(?: {IT}(?: one)?)?(?: now)?"
    r"|(?:that |it |this )?(?:looks|sounds|is|'s) (?:good|great|fine|ok|okay|perfect|nice)(?: to me| now| like this)?"
    r"|(?:all )?(?:good|great|fine|perfect|nice|lgtm|yes|ok|okay|go|go ahead|i (?:like|love) it|love it)|👍|✅"
)
_HUMAN = re.compile(rf"(?:make {IT} |sound )?(?:more )?human|(?:no|without|drop the|fewer|less) buzzwords?")
_LITTLE = r"(?:a (?:bit|little) |much |even )?"
_REWRITE = re.compile(
    rf"(?:make|keep) {IT} (?:sound )?{_LITTLE}(?:more |less )?\w+(?: \w+)?|{_LITTLE}(?:more|less) \w+"
    rf"|{_LITTLE}(?:longer|funnier|warmer|friendlier|simpler|clearer|punchier|stronger|softer)"
    rf"|rewrite(?: {IT})?(?: .+)?|regenerate(?: {IT})?|(?:try )?again|something else"
    r"|(?:try )?(?:something else|another (?:one|version|text))"
    rf"|(?:translate {IT} )?(?:in|into|to) (?:english|german|french|spanish|portuguese|italian)"
)
_HOW_MUCH = re.compile(rf"(?:move {IT} )?{_LITTLE}(?:later|earlier|sooner)")
_VERB = re.compile(
    r"(?:move|shift|reschedule|postpone|put|push|swap|switch|exchange|trade|change|replace|set|make|drop|remove|delete"
    r"|cut|lose|strip|omit|add|include|insert|append|use|shorten|trim|undo|revert|approve|skip|cancel|reject|rewrite"
    r"|fix|correct|delay|schedule|translate|redo)\b"
)
_POINTS = re.compile(r"\w+ (?:it|this|that|the|to|with|a|an|all|one|some|more|less|by|back|my)\b")
_OF_A_POST = (
    r"(?:post|text|card|time|day|hash ?tags?|emojis?|link|picture|image|photo|wording|caption|tone|title|headline"
    r"|(?:first |last )?(?:word|line|sentence|paragraph)s?)"
)
_MEANS_POST = re.compile(
    rf"\w+ (?:it|this|that|(?:all |of )*(?:the|this|that|these|those|its) {_OF_A_POST})\b|replace .+ (?:with|by) "
)
_NOUNS = re.compile(r"\b(?:hash ?tags?|emojis?|(?:first|last) (?:line|sentence|paragraph)|wording|caption)\b")
_HARDLY, _SHORT, _SENTENCE = 2, 6, 14
"""Words up to which all is asked about (one more where it is no sentence), what sounds like a request, and what speaks
to us or of the post itself."""


def understand(text: str, *, now: datetime, zone: str, planned: datetime) -> Request:
    """What a reply to the card of a post means. `planned` is the post's time on the wall of `zone`."""
    said = text.strip()
    plea = _plea(said)
    if edit := edit_in(re.sub(r"\s*\n\s*", ", ", plea)):
        return Change(edit)
    if "\n" in said or len(said) > LONGEST:
        return Words(said)
    words = fold(plea)
    return (
        _about_time(words, said, now=now, zone=zone, planned=planned)
        or _other(words, now=now, zone=zone)
        or _asked_about(words, said)
        or Words(said)
    )


def _plea(said: str) -> str:
    """What was said without the politeness around it."""
    bare = _THANKS.sub("", said)
    while polite := _POLITE.match(bare):
        bare = bare[polite.end() :]
    return bare.strip()


def _about_time(words: str, said: str, *, now: datetime, zone: str, planned: datetime) -> Request | None:
    moving = _MOVING.match(words)
    asked = words[moving.end() :] if moving else words
    if _FREE.fullmatch(asked):
        return NextFree()
    reading = read_when(asked, now=now, zone=zone, planned=planned)
    if reading is None and (delay := _DELAY.fullmatch(words)):
        reading = read_when(f"{delay[1]} later", now=now, zone=zone, planned=planned)
    if reading is None or not (moving or reading.day_only or _is_plainly_a_time(asked, said)):
        return None
    if len(reading.moments) > 1 or (reading.day_only and not moving):
        return Which(reading.moments)
    return Move(reading.moments[0])


def _is_plainly_a_time(words: str, said: str) -> bool:
    """A lone number is no time yet, and an exclamation is for readers."""
    return words not in NUMBERS and not words.isdecimal() and not said.endswith(("!", "…", "..."))


def _other(words: str, *, now: datetime, zone: str) -> Request | None:
    if swap := _SWAP.fullmatch(words):
        days = read_day(swap["day"], now.astimezone(zone_named(zone)).date())
        if not days:
            return Unclear("Which day should it change places with?")
        return SwapWith(days[0], any_week=swap["day"] in WEEKDAYS)
    if _UNDO.fullmatch(words):
        return Undo()
    if _DECIDE.fullmatch(words):
        return Decide()
    if _HUMAN.fullmatch(words):
        return Humanise()
    if _HOW_MUCH.fullmatch(words):
        return Unclear("By how much? For example “a day later”.")
    return Rewrite() if _REWRITE.fullmatch(words) else None


def _asked_about(words: str, said: str) -> Unclear | None:
    """Unclear when the words are hardly any, speak to us or sound like a request; several sentences never do."""
    length = len(said.split())
    closed = said[-1:] in tuple(".!?…")
    if length <= (_HARDLY if closed else _HARDLY + 1):
        return Unclear()
    if length > _SENTENCE or re.search(r"[.!?…]\s+\S", said):
        return None
    if _BECKONS.match(said) or (_VERB.match(words) and _MEANS_POST.match(words)):
        return Unclear()
    if length > _SHORT:
        return None
    sounds = _VERB.match(words) and (_POINTS.match(words) or not closed)
    return Unclear() if sounds or _NOUNS.search(words) else None
