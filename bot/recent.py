"""A mapping that forgets what was written longest ago."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

_K = TypeVar("_K", bound=Hashable)
_V = TypeVar("_V")
_MOST = 10_000


class Recent(Generic[_K, _V]):
    """What a process remembers so that it saves calls; nothing may depend on it."""

    def __init__(self) -> None:
        self._kept: OrderedDict[_K, _V] = OrderedDict()

    def get(self, key: _K) -> _V | None:
        """What is kept under that key."""
        return self._kept.get(key)

    def put(self, key: _K, value: _V) -> None:
        """Keep it."""
        self._kept.pop(key, None)
        self._kept[key] = value
        if len(self._kept) > _MOST:
            self._kept.popitem(last=False)

    def take(self, key: _K) -> _V | None:
        """What is kept under that key, once."""
        return self._kept.pop(key, None)
