"""What a platform takes and what may follow an unknown outcome: data, not behaviour."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from core.account import Account, Platform
from core.errors import Problem
from core.film import FilmShape
from core.option import Option
from core.payload import Media, Payload

_HASHTAG = re.compile(r"(?<![\w#/])#\w")


class Recovery(StrEnum):
    """What may follow when nobody knows whether a post became visible.

    CONDITIONAL: repeating with the same handle is safe, at any time.
    KEYED: look first; repeating with the same key is safe inside `key_window` after the first attempt.
    SEARCH: found means live; not found means a person is asked.
    NONE: a person is asked.
    """

    CONDITIONAL = "conditional"
    KEYED = "keyed"
    SEARCH = "search"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The limits of one platform.

    `count` measures text as the platform does; `max_text` is in its units.
    Every Part after the first has `max_below` in its place, where there is one.
    `ideal_text` is how long a good post is there, in the same units, `hashtags` the fewest and the most that read
    well, `picture` the width and height in pixels of a picture drawn for it. `link_in_text` is false where the link
    of a post has a place of its own or none.
    Limits that are 0 do not exist there: `max_daily` is posts of an account in 24 hours, `max_bytes` (UTF-8) holds
    beside `max_text`, `max_caption` in place of it where there are pictures, `max_picture` and `max_film` are in bytes,
    `max_alt` in characters, `ratio` is the least and the most width over height of a picture, `film_seconds` the
    shortest and the longest film, `film_box` the longest and the shorter side of one and `film_least` the least of both
    in pixels, whichever way it lies, `film_ratio` its width over height. Where `mixes` is false a post has either
    pictures or one film.
    `timeout` bounds the one visible call. Something sent may show up in reads as late as `visible_within`.
    `options` are what else is asked about a post there.
    `fetches` are the kinds of media ("image/") it fetches from an address of ours, if that is `reachable` for it.
    `metrics_at_once` is how many posts it tells about in one call; 0 where it tells nothing.
    `local` is true for what never leaves this machine; the card says so.
    """

    platform: Platform
    label: str
    recovery: Recovery
    count: Callable[[str], int]
    max_text: int
    ideal_text: int = 500
    hashtags: tuple[int, int] = (3, 5)
    picture: tuple[int, int] = (1080, 1080)
    link_in_text: bool = True
    max_bytes: int = 0
    max_caption: int = 0
    max_hashtags: int = 0
    max_daily: int = 0
    max_parts: int = 1
    max_below: int = 0
    max_media: int = 0
    max_picture: int = 0
    max_film: int = 0
    max_alt: int = 0
    ratio: tuple[float, float] = (0, 0)
    film_seconds: tuple[float, float] = (0, 0)
    film_box: tuple[int, int] = (0, 0)
    film_least: int = 0
    film_ratio: tuple[float, float] = (0, 0)
    mixes: bool = True
    media_types: frozenset[str] = frozenset()
    needs_media: bool = False
    timeout: timedelta = timedelta(seconds=30)
    visible_within: timedelta = timedelta(0)
    key_window: timedelta = timedelta(0)
    options: tuple[Option, ...] = ()
    fetches: frozenset[str] = frozenset()
    reachable: bool = True
    metrics_at_once: int = 0
    local: bool = False


def check(payloads: tuple[Payload, ...], rules: Rules) -> tuple[Problem, ...]:
    """Everything that keeps these Parts from being published there; empty when they fit."""
    problems: list[Problem] = []
    if len(payloads) > rules.max_parts:
        problems.append(
            Problem(
                field="thread",
                what=f"{rules.label} takes {rules.max_parts} parts; this has {len(payloads)}.",
                fix="Please join some of them.",
                limit=rules.max_parts,
                actual=len(payloads),
            )
        )
    for number, payload in enumerate(payloads):
        most = longest(rules, pictures=bool(payload.media)) if number == 0 else rules.max_below or rules.max_text
        problems.extend(_check_text(payload, rules, most))
        problems.extend(_check_media(payload, rules))
    problems.extend(_check_options(payloads[0], rules))
    if rules.needs_media and not any(payload.media for payload in payloads):
        problems.append(Problem(field="media", what=f"{rules.label} needs a picture or a film.", fix="Please add one."))
    return tuple(problems)


def of_account(rules: Rules, account: Account) -> Rules:
    """The rules where this account is: a server may have told its own `max_text` when the account was connected."""
    told = account.details.get("max_text", "")
    return replace(rules, max_text=int(told)) if told.isascii() and told.isdigit() and int(told) else rules


def film_shape(rules: Rules) -> FilmShape:
    """What a platform takes of films."""
    return FilmShape(most=rules.max_film, box=rules.film_box, least=rules.film_least)


def said_of(payload: Payload, rules: Rules) -> str:
    """What is to be said of these choices, before and after; mostly nothing."""
    chosen = dict(payload.fields)
    return " ".join(dict(one.said)[chosen[one.name]] for one in rules.options if chosen.get(one.name) in dict(one.said))


def longest(rules: Rules, *, pictures: bool) -> int:
    """How long a text may be there, in its units, with or without pictures beside it."""
    return rules.max_caption if pictures and rules.max_caption else rules.max_text


def sizes(rules: Mapping[Platform, Rules], text: str, names: Iterable[str]) -> dict[str, int]:
    """How long the text is to each of those platforms that are known, by name and in their own units."""
    return {name: rules[Platform(name)].count(text) for name in names if name in rules}


def _check_text(payload: Payload, rules: Rules, most: int) -> list[Problem]:
    if not payload.text.strip() and not payload.media:
        return [Problem(field="text", what="There is nothing to publish.", fix="Please write something.")]
    beside = "" if most == rules.max_text else " beside a picture" if payload.media else " there"
    measures = (
        ("text", f"characters{beside}", rules.count(payload.text), most),
        ("text", "bytes", len(payload.text.encode()), rules.max_bytes),
        ("tags", "hashtags", len(_HASHTAG.findall(payload.text)), rules.max_hashtags),
    )
    return [
        Problem(
            field=field,
            what=f"{rules.label} takes {limit} {of}; this has {size}.",
            fix=f"Please take out {size - limit}.",
            limit=limit,
            actual=size,
        )
        for field, of, size, limit in measures
        if limit and size > limit
    ]


def _check_options(payload: Payload, rules: Rules) -> Iterator[Problem]:
    """What must be chosen and was not."""
    given = {"title": payload.title, **dict(payload.fields)}
    film = any(one.is_film for one in payload.media)
    for option in rules.options:
        other, value = option.unless
        needed = option.required and option.concerns(film=film) and not (other and given.get(other) == value)
        if needed and not given.get(option.name):
            what = f"{rules.label} has to know: {option.label[0].lower()}{option.label[1:]}"
            yield Problem(field="options", what=f"{what}.", fix="Please choose it under More, Options.")


def _check_media(payload: Payload, rules: Rules) -> list[Problem]:
    problems = []
    if len(payload.media) > rules.max_media:
        problems.append(
            Problem(
                field="media",
                what=f"{rules.label} takes {rules.max_media} pictures; this has {len(payload.media)}.",
                fix="Please take some out.",
                limit=rules.max_media,
                actual=len(payload.media),
            )
        )
    if not rules.mixes and len(payload.media) > 1 and any(one.is_film for one in payload.media):
        what = f"{rules.label} takes either pictures or one film in a post."
        problems.append(Problem(field="media", what=what, fix="Please take the others out."))
    for medium in payload.media:
        problems.extend(_check_medium(medium, rules))
    return problems


def _check_medium(medium: Media, rules: Rules) -> Iterator[Problem]:
    if rules.media_types and medium.mime not in rules.media_types:
        what = f"{rules.label} does not take {medium.mime}."
        yield Problem(field="media", what=what, fix="Please use another format.")
    if not rules.reachable and medium.mime.startswith(tuple(rules.fetches)):
        what = f"{rules.label} fetches pictures and films itself, and nobody outside can reach this machine."
        fix = "Set GREENLIGHT_PUBLIC_URL to an https address of yours, or post words alone."
        yield Problem(field="address", what=what, fix=fix)
    kind, most = ("films", rules.max_film) if medium.is_film else ("pictures", rules.max_picture)
    if most and medium.size > most:
        yield Problem(
            field="media",
            what=f"{rules.label} takes {kind} up to {_mb(most)}; one has {_mb(medium.size)}.",
            fix="Please use a smaller one.",
            limit=most,
            actual=medium.size,
        )
    if rules.max_alt and len(medium.alt) > rules.max_alt:
        yield Problem(
            field="alt",
            what=f"{rules.label} takes descriptions of {rules.max_alt} characters; one has {len(medium.alt)}.",
            fix=f"Please take out {len(medium.alt) - rules.max_alt}.",
            limit=rules.max_alt,
            actual=len(medium.alt),
        )
    least, widest = rules.film_ratio if medium.is_film else rules.ratio
    if widest and medium.height and not least <= medium.width / medium.height <= widest:
        what = f"{rules.label} takes {kind} from {least:.2f} to {widest:.2f} times as wide as high"
        actual = f"one has {medium.width / medium.height:.2f}"
        yield Problem(field="ratio", what=f"{what}; {actual}.", fix="Please cut it to fit.")
    box = rules.film_box
    if medium.is_film and medium.height and not replace(film_shape(rules), most=0).takes(medium):
        at_most = f" up to {box[0]} × {box[1]} pixels" if box[0] else ""
        at_least = f" of {rules.film_least} pixels a side or more" if rules.film_least else ""
        what = f"{rules.label} takes films{at_least}{at_most}; one has {medium.width} × {medium.height}."
        yield Problem(field="media", what=what, fix="One that fits is made from what you sent.")
    shortest, longest_film = rules.film_seconds
    if medium.seconds and longest_film and not shortest <= medium.seconds <= longest_film:
        what = f"{rules.label} takes films of {shortest:g} to {longest_film:g} seconds; this has {medium.seconds:.0f}."
        yield Problem(field="media", what=what, fix="Please use another one.")


def _mb(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB"
