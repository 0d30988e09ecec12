"""Exactly what will leave for one platform, in a form that can be signed."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A picture or film by the SHA-256 (hex) of its bytes, which are kept in the blob store.

    `width` and `height` are pixels, `size` is bytes, `alt` describes it to those who cannot see it, `seconds` is how
    long a film runs.
    """

    sha256: str
    mime: str
    size: int
    width: int = 0
    height: int = 0
    alt: str = ""
    seconds: float = 0.0

    @property
    def is_film(self) -> bool:
        return self.mime.startswith("video/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """One Part as the platform will receive it. `fields` are extra values a platform asks for."""

    text: str
    title: str = ""
    link: str = ""
    tags: tuple[str, ...] = ()
    media: tuple[Media, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()

    def canonical(self) -> str:
        """The one JSON text of this payload: equal payloads, equal texts.

        Fields that came with a later release are left out while they say nothing, so that older seals still hold.
        """
        raw = asdict(self)
        for medium in raw["media"]:
            if not medium["seconds"]:
                del medium["seconds"]
        return json.dumps(raw, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @staticmethod
    def parse(text: str) -> Payload:
        """Read what `canonical` wrote."""
        raw = json.loads(text)
        return Payload(
            text=raw["text"],
            title=raw["title"],
            link=raw["link"],
            tags=tuple(raw["tags"]),
            media=tuple(Media(**one) for one in raw["media"]),
            fields=tuple((name, value) for name, value in raw["fields"]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """How far a Part has come on the far side; stored before the next step is taken.

    `key` is chosen by us, stays the same for every attempt at this Part and fits any platform's
    idempotency key (13 characters of base36 at most). `parents` are the remote ids of the Parts before it.
    `data` belongs to the adapter. After `expires` the far side has forgotten it.
    """

    key: str
    parents: tuple[str, ...] = ()
    data: tuple[tuple[str, str], ...] = ()
    expires: datetime | None = None

    def get(self, name: str) -> str:
        """The adapter's value of that name, or an empty string."""
        return dict(self.data).get(name, "")

    def with_data(self, *, expires: datetime | None = None, **values: str) -> Checkpoint:
        """The checkpoint with these values added; `expires` replaces the old one."""
        merged = tuple(sorted((dict(self.data) | values).items()))
        return Checkpoint(key=self.key, parents=self.parents, data=merged, expires=expires)


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """It is visible: the platform's id for it and, where there is one, its address."""

    remote_id: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The platform took it and shows it later; `find` will tell.

    `checkpoint`, where there is one, replaces the last one: the answer held what it can be found by.
    """

    checkpoint: Checkpoint | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """Every invisible step is done; `reveal` may be called. `checkpoint` is the last one."""

    checkpoint: Checkpoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """The far side is still working; the same step again at `until`."""

    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Every post on the far side that may be this Part; the caller drops those it already owns."""

    candidates: tuple[Live, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent:
    """It is not there now. Whether it may still appear is for the recovery class to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """The far side could not tell; `for_good` where it never can, so that looking again is in vain."""

    reason: str = field(default="")
    for_good: bool = False
