"""What was read, on its way between two processes."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from core.source import Fetched, FoundItem, SourceKind


def pack(read: Fetched | str) -> bytes:
    """What was found, or the code of why nothing was."""
    return json.dumps({"refused": read} if isinstance(read, str) else asdict(read), default=_written).encode()


def unpack(data: bytes) -> Fetched | str:
    """Read what `pack` wrote.

    Raises:
        ValueError: it is something else.
    """
    raw: dict[str, Any] = json.loads(data)
    if "refused" in raw:
        return str(raw["refused"])
    items = [one | {"at": datetime.fromisoformat(one["at"]) if one["at"] else None} for one in raw.pop("items")]
    told = raw | {"kind": SourceKind(raw["kind"]), "feeds": tuple(raw["feeds"]), "rest": timedelta(seconds=raw["rest"])}
    return Fetched(items=tuple(FoundItem(**one) for one in items), **told)


def _written(value: object) -> str | float:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    raise TypeError(type(value).__name__)
