"""A post's words in pieces, before a platform's manner puts some of them together."""

from __future__ import annotations

from dataclasses import dataclass

PIECES = ("text", "short", "hook", "more", "ask")


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """What can be said in one post.

    `text` is the post as it stands everywhere. `short` says it in a breath, `hook` opens it another way, `more` goes
    on a little, `ask` ends it with a question. Any of them but the text may be empty.
    """

    text: str
    short: str = ""
    hook: str = ""
    more: str = ""
    ask: str = ""

    def others(self) -> tuple[str, ...]:
        """All that is not the text."""
        return tuple(piece for piece in (self.short, self.hook, self.more, self.ask) if piece)
