"""The process that reads what others wrote: one question on its standard input, one answer on its standard output.

Feeds, pages and documents come from strangers, and no parser is proof against all they can hold: a megabyte of nested
tags keeps one busy for hours. Here it has its own memory and its own time, and nothing else.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from contextlib import suppress

from adapters.library.wire import pack
from core.errors import Rejected
from core.source import Fetched

MOST_MEMORY = 1024 * 1024 * 1024
MOST_SECONDS = 15
_FEED_KINDS = ("rss", "atom", "rdf", "xml")
_FEED_MARKS = (b"<rss", b"<feed", b"<rdf:rdf", b"<?xml")
_LOOKED_FOR_IN = 1024


def main() -> None:
    """Answer the question that waits."""
    _be_modest()
    head = sys.stdin.buffer.readline()
    body = sys.stdin.buffer.read()
    answer: Fetched | str
    try:
        answer = read(json.loads(head), body)
    except Rejected as error:
        answer = error.reason
    except (MemoryError, RecursionError):
        answer = "too_much"
    sys.stdout.buffer.write(pack(answer))


def read(about: dict[str, str], body: bytes) -> Fetched:
    """What a sent file of that `name` holds, or what an address (`url`, `type`, `charset`) answered.

    Raises:
        Rejected: nothing of it can be used.
    """
    if "name" in about:
        from adapters.library.documents import read_document

        return read_document(about["name"], body)
    if _may_be_feed(about["type"], body):
        from adapters.library.feeds import read_feed

        feed = read_feed(body, url=about["url"], content_type=about["type"])
        if feed is not None:
            return feed
    if b"<" not in body or b"\0" in body[:_LOOKED_FOR_IN]:
        raise Rejected("not_readable")
    from adapters.library.pages import read_page

    return read_page(body, url=about["url"], charset=about["charset"])


def _may_be_feed(content_type: str, body: bytes) -> bool:
    start = body[:_LOOKED_FOR_IN].lower()
    kind = content_type.partition(";")[0].lower()
    return any(mark in start for mark in _FEED_MARKS) or any(word in kind for word in _FEED_KINDS)


def _be_modest() -> None:
    """Take little of the machine, where the system can hold us to it."""
    os.nice(10)
    for what, most in ((resource.RLIMIT_AS, MOST_MEMORY), (resource.RLIMIT_CPU, MOST_SECONDS)):
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    main()
