"""Tokens at rest: sealed with AES-256-GCM, each box bound to its row."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from datetime import datetime
from typing import TYPE_CHECKING

from core.account import Grant, SealedGrant
from core.errors import Reconnect
from core.secret import KeyRing, Secret

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12
"""Bytes; random for every box. API: https://cryptography.io/en/latest/hazmat/primitives/aead/ (read 2026-11)"""

_PURPOSE = b"greenlight grants, version 1"


class AesVault:
    """`core.ports.Vault`: new boxes use the ring's current key, old ones open with the key they name."""

    def __init__(self, keys: KeyRing) -> None:
        self._keys = keys
        self._ciphers: dict[str, AESGCM] = {}

    def seal(self, grant: Grant, row: str) -> SealedGrant:
        """Encrypt a grant for this row and no other."""
        nonce = os.urandom(_NONCE)
        name = self._keys.current
        box = self._cipher(name).encrypt(nonce, _packed(grant), row.encode())
        return SealedGrant(key=name, box=nonce + box)

    def open(self, sealed: SealedGrant, row: str) -> Grant:
        """Decrypt a grant.

        Raises:
            Reconnect: the key is gone, or the box was altered or belongs to another row.
        """
        from cryptography.exceptions import InvalidTag

        if sealed.key not in self._keys.keys:
            raise Reconnect("key_gone")
        nonce, box = sealed.box[:_NONCE], sealed.box[_NONCE:]
        try:
            return _unpacked(self._cipher(sealed.key).decrypt(nonce, box, row.encode()))
        except (InvalidTag, ValueError) as error:
            raise Reconnect("box_altered") from error

    def _cipher(self, name: str) -> AESGCM:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        if name not in self._ciphers:
            # The ring's keys also sign approvals; a key of our own is derived, so that no key has two uses.
            key = hmac.new(self._keys.keys[name], _PURPOSE, hashlib.sha256).digest()
            self._ciphers[name] = AESGCM(key)
        return self._ciphers[name]


def _packed(grant: Grant) -> bytes:
    fields = {
        "access": grant.access.reveal(),
        "refresh": grant.refresh.reveal(),
        "expires_at": grant.expires_at.isoformat() if grant.expires_at else None,
        "ends_at": grant.ends_at.isoformat() if grant.ends_at else None,
        "extra": dict(grant.extra),
    }
    return json.dumps(fields, ensure_ascii=False).encode()


def _unpacked(data: bytes) -> Grant:
    fields = json.loads(data)
    expires_at, ends_at = fields["expires_at"], fields.get("ends_at")
    return Grant(
        access=Secret(fields["access"]),
        refresh=Secret(fields["refresh"]),
        expires_at=datetime.fromisoformat(expires_at) if expires_at else None,
        ends_at=datetime.fromisoformat(ends_at) if ends_at else None,
        extra=fields["extra"],
    )
