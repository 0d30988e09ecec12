"""Finds the links that platforms shorten, so that their counters can leave the rest alone.

Follows the published rules of X, which Mastodon shares: a domain counts when it ends in a known top-level domain.
API: https://github.com/twitter/twitter-text/tree/master/js/src/regexp (read 2026-11)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

LONGEST = 4096  # https://github.com/twitter/twitter-text/blob/master/js/src/extractUrlsWithIndices.js (read 2026-11)

_UNSEEN = r"\ufffe\ufeff\uffff"
_MARKS = r"\u202a-\u202e\u061c\u200e\u200f\u2066-\u2069"
_PART = rf"[^\s!'#%&()*+,\\\-./:;<=>?@\[\]^_{{|}}~${_UNSEEN}{_MARKS}]"
_LATIN = r"a-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0300-\u036f\u1e00-\u1eff"
_LABEL = rf"{_PART}(?:(?:{_PART}|[-_])*{_PART})?"
_PLAIN_LABEL = rf"[{_LATIN}](?:[{_LATIN}_-]*[{_LATIN}])?"
_DOMAIN = re.compile(
    rf"(?<![A-Za-z0-9@＠$#＃{_UNSEEN}])"
    rf"(?:(?P<scheme>https?://)(?P<full>{_LABEL}(?:\.{_LABEL})+)"
    rf"|(?<![-_./])(?P<bare>{_PLAIN_LABEL}(?:\.{_PLAIN_LABEL})+))",
    re.IGNORECASE,
)
_PATH = rf"[{_LATIN}\u0400-\u04ff!*';:=+,.$/%#\[\]\-\u2013_~@|&]"
_IN_BRACKETS = rf"\({_PATH}*(?:\({_PATH}+\){_PATH}*)?\)"
_LAST = rf"(?:[{_LATIN}\u0400-\u04ff+\-=_#/]|{_IN_BRACKETS})"
_REST = re.compile(
    rf"(?::[0-9]+)?(?:/(?:(?:{_PATH}|{_IN_BRACKETS})*{_LAST})?)?"
    r"(?:\?(?:[a-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]*[a-z0-9\-_&=#/]))?",
    re.IGNORECASE,
)
_ENDS = re.compile(r"(?![0-9a-z@+-])", re.IGNORECASE)


def links(text: str, *, bare: bool = True) -> Iterator[tuple[int, int]]:
    """Where each link begins and ends, in order; with `bare` also those without http:// in front."""
    at = 0
    while found := _DOMAIN.search(text, at):
        start = found.start("full") if found["scheme"] else found.start("bare")
        end = _domain_end(text, start, found.end())
        rest = _REST.match(text, end) if end else None
        if rest is None:
            at = found.start() + 1
            continue
        at = rest.end()
        if (bare or found["scheme"]) and at - found.start() <= LONGEST:
            yield found.start(), at


def _domain_end(text: str, start: int, end: int) -> int:
    """Where the longest real domain that begins at `start` ends; 0 when there is none."""
    labels = text[start:end].split(".")
    while len(labels) > 1:
        last = labels.pop()
        domain = ".".join(labels)
        latin = re.match(r"[a-z]*", last, re.IGNORECASE)
        for name in (last, latin[0] if latin else ""):
            stop = start + len(domain) + 1 + len(name)
            known = name.lower() in _top_level_domains() or name.lower().startswith("xn--")
            if known and "_" not in labels[-1] and _ENDS.match(text, stop) and _can_be_asked(f"{domain}.{name}"):
                return stop
    return 0


def _can_be_asked(domain: str) -> bool:
    """True when the domain has a form that name servers understand (no label over 63 bytes)."""
    try:
        domain.encode("idna")
    except UnicodeError:
        return False
    return True


@cache
def _top_level_domains() -> frozenset[str]:
    lines = Path(__file__).with_name("tlds.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(name for line in lines if not line.startswith("#") for name in line.split())
