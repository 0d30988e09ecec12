"""The seal an approval puts on the outgoing bytes."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC

from core.account import Account
from core.payload import Payload
from core.post import Post
from core.publication import Part, Publication
from core.secret import KeyRing


def sign(text: str, keys: KeyRing) -> str:
    """HMAC-SHA256 of the text as "key name:hex"."""
    return f"{keys.current}:{_mac(text, keys.keys[keys.current])}"


def verify(text: str, signature: str, keys: KeyRing) -> bool:
    """True when the signature is of exactly this text, by a key that is still on the ring."""
    name, _, mac = signature.rpartition(":")
    key = keys.keys.get(name)
    return key is not None and hmac.compare_digest(mac.encode(), _mac(text, key).encode())


def part_text(part: Part, payload: Payload, publication: Publication, post: Post, account: Account) -> str:
    """Everything an approval of one Part covers, as one text: where, what, when, and which row it is.

    Blob hashes are inside the payload; the blob store refuses bytes that do not match their hash.
    """
    return json.dumps(
        [
            post.id,
            publication.id,
            part.id,
            part.index,
            account.platform,
            account.remote_id,
            post.moment.local.isoformat(),
            post.moment.zone,
            post.moment.instant.astimezone(UTC).isoformat(),
            payload.canonical(),
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    )


def post_digest(parts: tuple[Part, ...]) -> str:
    """One digest over the sealed Parts of a post, in order of their ids; what an Approval row stores."""
    seals = "\n".join(part.digest for part in sorted(parts, key=lambda part: part.id))
    return hashlib.sha256(seals.encode()).hexdigest()


def _mac(text: str, key: bytes) -> str:
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
