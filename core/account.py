"""Connected social accounts and the tokens that open them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import NewType

from core.ids import AccountId, BrandId
from core.secret import Secret

Platform = NewType("Platform", str)


class Health(StrEnum):
    """Whether an account can be published to right now."""

    OK = "ok"
    HELD = "held"
    BROKEN = "broken"
    DISCONNECTED = "disconnected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """Opened tokens, in memory only and only while a call needs them.

    At `expires_at` the access token ends; at `ends_at`, where that is known, the permission itself does, unless the
    person gives it again. `extra` is what calls need beside the tokens (a server, an id there).
    """

    access: Secret = Secret("")
    refresh: Secret = Secret("")
    expires_at: datetime | None = None
    ends_at: datetime | None = None
    extra: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedGrant:
    """A grant encrypted for one account row; `key` names the key that opens it."""

    key: str
    box: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One place to publish: a platform and its own id for the account, unique together in a brand.

    `name` is what people call it. `reason` says why the health is not ok. `details` is what the platform told about it
    when it was connected (its server, what kind it is, what may be chosen there); no secrets. Its tokens are renewed
    from `refresh_at` on; the permission ends at `ends_at`, of which people were warned `warned` times.
    Reconnecting the same `remote_id` keeps the account and everything approved for it.
    """

    id: AccountId
    brand_id: BrandId
    platform: Platform
    remote_id: str
    name: str
    health: Health = Health.OK
    reason: str = ""
    grant: SealedGrant | None = None
    details: Mapping[str, str] = field(default_factory=dict)
    refresh_at: datetime | None = None
    ends_at: datetime | None = None
    warned: int = 0

    def opened_by(self, grant: Grant, sealed: SealedGrant, now: datetime) -> Account:
        """The account with newer tokens, well again. They are renewed when a third of their life is left."""
        refresh_at = now + (grant.expires_at - now) * 2 / 3 if grant.expires_at else None
        ends_later = grant.ends_at != self.ends_at
        return replace(
            self,
            grant=sealed,
            health=Health.OK,
            reason="",
            refresh_at=refresh_at,
            ends_at=grant.ends_at,
            warned=0 if ends_later else self.warned,
        )

    @property
    def row(self) -> str:
        """The name its grant is sealed for."""
        return f"account {self.id}"

    def fell_ill(self, health: Health, reason: str) -> Account:
        """The account with a worse health and the cause."""
        return replace(self, health=health, reason=reason)
