"""What an authorization server remembers between two requests."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

CLIENT_ID, CLIENT_SECRET = "our-client-id", "our-client-secret"


@dataclass(kw_only=True)
class Code:
    """Handed to the browser after a yes."""

    account: str
    client: str
    redirect: str
    scopes: tuple[str, ...]
    challenge: str
    until: datetime


@dataclass(kw_only=True)
class Consents:
    """What the server knows. `account` is who sits at the browser, `denies` what they say, `without` what they untick.

    `clients` are the apps by id with their secrets and the addresses they may be sent back to (empty: any).
    `granted` are the scopes of each token; `asked` are the scopes the last consent page was opened with.
    """

    account: str = ""
    denies: bool = False
    without: tuple[str, ...] = ()
    clients: dict[str, tuple[str, str]] = field(default_factory=lambda: {CLIENT_ID: (CLIENT_SECRET, "")})
    codes: dict[str, Code] = field(default_factory=dict)
    refresh: dict[str, tuple[str, tuple[str, ...], datetime]] = field(default_factory=dict)
    granted: dict[str, tuple[str, ...]] = field(default_factory=dict)
    spent: dict[str, str] = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    issued: int = 0

    def next(self, kind: str) -> str:
        """A name that was never given before."""
        self.issued += 1
        return f"{kind}-{self.issued}"
