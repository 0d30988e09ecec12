"""Links that a far side can follow without a network: what they lead to stands in them."""

from __future__ import annotations

import hashlib
from urllib.parse import parse_qs, urlencode, urlsplit


def link_to(data: bytes, mime: str) -> str:
    """A public address of these bytes."""
    name = f"{hashlib.sha256(data).hexdigest()[:12]}.{mime.partition('/')[2]}"
    return f"https://media.example/{name}?{urlencode({'type': mime, 'bytes': data.hex()})}"


def fetched(url: str) -> tuple[bytes, str] | None:
    """What stands at an address and its media type; None when nothing can be fetched there."""
    parts = urlsplit(url)
    asked = parse_qs(parts.query)
    if parts.scheme != "https" or not parts.path.isascii() or "bytes" not in asked:
        return None
    return bytes.fromhex(asked["bytes"][0]), asked["type"][0]
