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
    """Opened tokens, in memory only and only while a call needs them."""

    access: Secret = Secret("")
    refresh: Secret = Secret("")
    expires_at: datetime | None = None
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
    when it was connected (its server, what kind it is, what may be chosen there); no secrets.
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

    @property
    def row(self) -> str:
        """The name its grant is sealed for."""
        return f"account {self.id}"

    def fell_ill(self, health: Health, reason: str) -> Account:
        """The account with a worse health and the cause."""
        return replace(self, health=health, reason=reason)
