"""What this process remembers of Telegram's messages: nothing depends on it, it only saves calls and uploads."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from bot.recent import Recent


class Shown:
    """Which picture hangs in which message, what was uploaded, which presses were answered."""

    def __init__(self) -> None:
        self._pictures: Recent[tuple[int, int], str] = Recent()
        self._files: Recent[str, str] = Recent()
        self._answered: Recent[str, bool] = Recent()
        self._changes: Recent[tuple[int, int], object] = Recent()
        self._loose: Recent[tuple[int, int], bool] = Recent()
        self._words: Recent[tuple[int, int], Hashable] = Recent()

    def hangs(self, chat: int, message: int, sha256: str, file_id: str) -> None:
        """The message shows that picture, and Telegram keeps it under this name."""
        self._pictures.put((chat, message), sha256)
        self._files.put(sha256, file_id)

    def picture(self, chat: int, message: int) -> str:
        """The hash of the picture in that message; empty when it is not known."""
        return self._pictures.get((chat, message)) or ""

    def file_id(self, sha256: str) -> str:
        """Telegram's name for a picture that was uploaded before; empty when there is none."""
        return self._files.get(sha256) or ""

    def says(self, chat: int, message: int, what: Hashable) -> None:
        """The message says that now."""
        self._words.put((chat, message), what)

    def is_said(self, chat: int, message: int, what: Hashable) -> bool:
        """Whether the message is known to say exactly that."""
        return self._words.get((chat, message)) == what

    def first_answer(self, query: str) -> bool:
        """True the first time it is asked about a press."""
        if self._answered.get(query):
            return False
        self._answered.put(query, True)
        return True

    def begin(self, chat: int, message: int) -> Callable[[], bool]:
        """A change of that message begins; the answer tells whether it is still the newest one."""
        mark = object()
        self._changes.put((chat, message), mark)
        return lambda: self._changes.get((chat, message)) is mark

    def may_be_pinned(self, chat: int, message: int) -> bool:
        """True the first time it is asked about a message: an earlier start may have pinned it."""
        if self._loose.get((chat, message)):
            return False
        self._loose.put((chat, message), True)
        return True
