"""The phrases that are understood as changes of words, hashtags and link. Each must be all that was said."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.requests.edits import (
    AddHashtags,
    AddLink,
    Drop,
    Edit,
    FewerHashtags,
    NoEmoji,
    NoHashtags,
    RemoveLink,
    Replace,
    Several,
    Shorter,
)
from core.sentences import Unit

IT = r"(?:it|this|that|the (?:post|text)|this (?:post|text))"
LONGEST_UNQUOTED = 4  # words on either side

_TAKE = r"(?:drop|remove|delete|cut|lose|strip|omit|(?:take|leave) out|get rid of)"
_PUT = r"(?:add|put|include|insert|append)(?: in)?"
_SOME = r"(?:(?: all)?(?: of)?(?: the| any| those)?)"
_TAGS = r"hash ?tags?"
_NAMED = r"((?:#\w+(?:,| and)? ?)+)"
_FROM_IT = rf"(?: from {IT})?"
_ADDRESS = r"(https?://[^\s<>\"]+\.[^\s<>\"]+)"
_QUOTED = r"[\"“”„«'‘’]([^\"“”„«»]+?)[\"“”»'‘’]"

_PHRASES: tuple[tuple[str, Callable[[re.Match[str]], Edit]], ...] = (
    (
        rf"(?:(?:(?:make|keep) )?{IT} )?(?:(?:a (?:bit|little)|much|even|still) )?(?:shorter|more concise)"
        rf"|shorten {IT}(?: a (?:bit|little))?|shorten|(?:cut|trim) {IT} down|(?:(?:{IT} is|it's) )?too long",
        lambda _: Shorter(),
    ),
    (
        rf"(?:(?:make|keep) {IT} )?(?:no|without)(?: the| any)? emojis?|{_TAKE}{_SOME} emojis?{_FROM_IT}",
        lambda _: NoEmoji(),
    ),
    (rf"(?:no|without)(?: the| any)? {_TAGS}|{_TAKE}{_SOME} {_TAGS}{_FROM_IT}", lambda _: NoHashtags()),
    (rf"(?:use )?(?:fewer|less|not so many|too many) {_TAGS}|halve the {_TAGS}", lambda _: FewerHashtags()),
    (
        rf"{_TAKE} (?:the |that |its )?(first|last|opening|closing|final) (sentence|line|paragraph)",
        lambda said: Drop(Unit(said[2].lower()), first=said[1].lower() in ("first", "opening")),
    ),
    (rf"(?:no|without)(?: the| a)? link|{_TAKE} (?:the |that )?(?:link|url){_FROM_IT}", lambda _: RemoveLink()),
    (
        rf"(?:{_PUT}(?: the| a| this)?(?: (?:link|url))?(?: to)?|link to):? {_ADDRESS}(?: to {IT})?",
        lambda said: AddLink(said[1].rstrip(".,;")),
    ),
    (rf"{_TAKE}(?: the)?(?: {_TAGS})? {_NAMED}", lambda said: NoHashtags(_tags(said[1]))),
    (rf"(?:{_PUT}|use)(?: the| a| another)?(?: {_TAGS})?:? {_NAMED}", lambda said: AddHashtags(_tags(said[1]))),
    (rf"{_PUT}(?: the| a| another)? {_TAGS}:? (\w*[^\W\d]\w*)", lambda said: AddHashtags((said[1],))),
    (
        rf"(?:replace|change|swap|exchange) {_QUOTED} (?:with|by|to|into|for) {_QUOTED}",
        lambda said: Replace(said[1].strip(), said[2].strip()),
    ),
    (rf"(?:say|write|use) {_QUOTED} instead of {_QUOTED}", lambda said: Replace(said[2].strip(), said[1].strip())),
)
_KNOWN = tuple((re.compile(pattern, re.IGNORECASE), made) for pattern, made in _PHRASES)
_UNQUOTED = re.compile(r"replace (?P<old>\S.*?) (?:with|by) (?P<new>\S.*)", re.IGNORECASE)
_AND = re.compile(r"\s*(?:[,;]| and )\s*(?:and )?", re.IGNORECASE)


def edit_in(words: str) -> Edit | None:
    """The change that these words ask for, or the changes, joined by "and"; None when any of it is not plain."""
    return _one(words) or _several(words)


def _one(words: str) -> Edit | None:
    for pattern, made in _KNOWN:
        if said := pattern.fullmatch(words):
            return made(said)
    if said := _UNQUOTED.fullmatch(words):
        old, new = said["old"], said["new"]
        if max(len(old.split()), len(new.split())) <= LONGEST_UNQUOTED:
            return Replace(old, new)
    return None


def _several(words: str) -> Edit | None:
    edits = [_one(part) for part in _AND.split(words)]
    known = tuple(one for one in edits if one is not None)
    return Several(known) if len(known) == len(edits) > 1 else None


def _tags(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(re.findall(r"#(\w+)", text)))
