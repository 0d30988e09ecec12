"""Six digits that change every half minute: RFC 6238 over RFC 4226, with SHA-1 as authenticator apps expect it.

API: https://www.rfc-editor.org/rfc/rfc6238 (read 2026-11)
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime

STEP = 30  # seconds
DIGITS = 6
_SKEW = 1  # steps a clock may be off, to both sides


def step_of(at: datetime) -> int:
    """The number of the half minute since 1970."""
    return int(at.timestamp()) // STEP


def code_for(secret: bytes, step: int, digits: int = DIGITS) -> str:
    """The code of that half minute."""
    mac = hmac.new(secret, step.to_bytes(8, "big"), hashlib.sha1).digest()
    offset = mac[-1] & 0xF
    number = int.from_bytes(mac[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**digits:0{digits}}"


def step_matching(secret: bytes, code: str, at: datetime) -> int | None:
    """The half minute around `at` whose code this is, the latest first; None when it is of none."""
    now = step_of(at)
    for step in range(now + _SKEW, now - _SKEW - 1, -1):
        if hmac.compare_digest(code_for(secret, step).encode(), code.encode()):
            return step
    return None
