"""A library that answers as it is told and remembers what it was asked."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.errors import PortError, Rejected
from core.source import Fetched, FoundItem, SourceKind, Unchanged

Told = Fetched | Unchanged | PortError


def a_find(*keys: str, kind: SourceKind = SourceKind.FEED, **more: object) -> Fetched:
    """A feed, or something else, with an item for each key."""
    items = tuple(FoundItem(key=key, title=f"About {key}", text=f"All about {key}.") for key in keys)
    return Fetched(kind=kind, name="Crumbs", items=items, **more)  # type: ignore[arg-type]  # fields of Fetched


@dataclass(slots=True)
class ToldLibrary:
    """`core.source.Library` by address and by name of file; whatever else it is asked is not there."""

    answers: dict[str, Told] = field(default_factory=dict)
    asked: list[tuple[str, str, str]] = field(default_factory=list)

    async def look(self, url: str, *, etag: str = "", modified: str = "") -> Fetched | Unchanged:
        """What was told about the address."""
        self.asked.append((url, etag, modified))
        return self._answer(url)

    async def read(self, name: str, data: bytes) -> Fetched:
        """What was told about the file."""
        self.asked.append((name, data.decode(), ""))
        answer = self._answer(name)
        assert isinstance(answer, Fetched)
        return answer

    def _answer(self, key: str) -> Fetched | Unchanged:
        answer = self.answers.get(key, Rejected("http_404"))
        if isinstance(answer, PortError):
            raise answer
        return answer
