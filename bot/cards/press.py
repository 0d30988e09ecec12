"""What a button carries: a verb, what it is about, the version the person saw."""

from __future__ import annotations

from dataclasses import dataclass

from core.ids import decode, encode

MAX_BYTES = 64  # Telegram's callback_data; https://core.telegram.org/bots/api#inlinekeyboardbutton (read 2026-11)
_SEPARATOR = ":"


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """One button's meaning. `arg` is a short word such as a page number or a destination.

    Raises:
        ValueError: it would not fit in 64 bytes, or a piece contains the separator.
    """

    verb: str
    target: int = 0
    version: int = 0
    arg: str = ""

    def __post_init__(self) -> None:
        if _SEPARATOR in self.verb or _SEPARATOR in self.arg:
            raise ValueError("a press cannot carry a colon")
        if len(self.pack().encode()) > MAX_BYTES:
            raise ValueError("a press fits in 64 bytes")

    def pack(self) -> str:
        """The press as the text a front-end carries."""
        return _SEPARATOR.join((self.verb, encode(self.target), encode(self.version), self.arg))

    @staticmethod
    def unpack(text: str) -> Press:
        """Read what `pack` wrote.

        Raises:
            ValueError: it is not a press.
        """
        pieces = text.split(_SEPARATOR)
        if len(pieces) != 4 or not pieces[0]:
            raise ValueError("not a press")
        verb, target, version, arg = pieces
        return Press(verb=verb, target=decode(target), version=decode(version), arg=arg)
