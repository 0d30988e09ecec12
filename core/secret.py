"""Values that never show themselves, and the keys that sign and seal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """A string that prints as stars; `reveal()` is the only way to read it."""

    _value: str

    def reveal(self) -> str:
        """The secret itself. Call it at the last moment, on the way out."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(***)"

    __str__ = __repr__

    def __bool__(self) -> bool:
        return bool(self._value)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRing:
    """Named 32-byte keys: new work uses `current`, old work finds its key by name."""

    current: str
    keys: Mapping[str, bytes]

    def __repr__(self) -> str:
        return f"KeyRing(current={self.current!r}, names={sorted(self.keys)!r})"
