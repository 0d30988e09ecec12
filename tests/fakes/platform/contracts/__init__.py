"""What packages carry about the platforms' own APIs: somebody else's word on every request we send.

A dialect says what a platform does and is ours, so an error of ours may stand in it and in the adapter alike. These
contracts were written by the platforms, or generated from what they publish.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from tests.fakes.platform.contracts import discovery, lexicon, meta
from tests.fakes.platform.messages import Request, Response


class Contract(Protocol):
    """Both raise `Wrong`, naming the field, and say nothing of what the package does not cover."""

    def asked(self, request: Request) -> None: ...

    def answered(self, request: Request, answer: Response) -> None:
        """What our far side answers is checked too: an adapter must not live by a field that does not exist."""
        ...


OF: Mapping[str, Callable[[], Contract]] = {
    "bluesky": lexicon.Lexicons,
    "facebook": meta.facebook,
    "instagram": meta.instagram,
    "youtube": discovery.Discovery,
}
"""By the dialect's name. No package of the lock carries one for the others."""
