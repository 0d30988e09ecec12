"""Links under which a platform fetches a picture or film from us: signed, and good for some hours."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from core.clock import Clock
from core.payload import Media
from core.secret import KeyRing

LASTS = timedelta(hours=6)
"""Ours: longer than any platform takes to fetch, shorter than anybody would share a link for."""

_PURPOSE = b"greenlight media links, version 1"
_ENDINGS = {"image/jpeg": "jpg", "video/quicktime": "mov"}


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaLinks:
    """Makes and checks them. `base_url` is where others reach us."""

    base_url: str
    keys: KeyRing
    clock: Clock

    def address(self, medium: Media) -> str:
        """A link to that medium; it changes once an hour, so that a repeated step asks for the same."""
        hour = self.clock.now().replace(minute=0, second=0, microsecond=0)
        until = int((hour + LASTS + timedelta(hours=1)).timestamp())
        ending = _ENDINGS.get(medium.mime) or medium.mime.partition("/")[2]
        name = f"{medium.sha256}.{ending}"
        return f"{self.base_url}/media/{until}/{self._seal(self.keys.current, until, name)}/{name}"

    def opens(self, until: str, seal: str, name: str) -> bool:
        """Whether a link with these pieces is ours and still good."""
        if not until.isdecimal() or len(until) > 12 or datetime.fromtimestamp(int(until), UTC) <= self.clock.now():
            return False
        return any(
            hmac.compare_digest(seal.encode(), self._seal(key, int(until), name).encode()) for key in self.keys.keys
        )

    def _seal(self, key: str, until: int, name: str) -> str:
        secret = hmac.new(self.keys.keys[key], _PURPOSE, hashlib.sha256).digest()
        return hmac.new(secret, f"{until}/{name}".encode(), hashlib.sha256).hexdigest()[:40]
