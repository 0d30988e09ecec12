"""Who we are to the authorization servers of the AT Protocol: an address under which they read about us.

https://atproto.com/specs/oauth#clients (read 2026-11). Below a public address we prove it with a key of our own, so
that a permission lasts as long as the server likes; on this machine, where nobody can read about us, two weeks.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode, urlsplit

import httpx
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from joserfc import jwt
from joserfc.jwk import ECKey

from core.secret import KeyRing

PATH = "/oauth/client-metadata.json"
SCOPES = ("atproto", "transition:generic")
_SCOPE = " ".join(SCOPES)
_PURPOSE = b"greenlight oauth client, version 1"
_ORDER = (
    0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256, https://www.secg.org/sec2-v2.pdf
)
_LASTS = timedelta(minutes=1)  # ours; servers take what is younger, https://atproto.com/specs/oauth (read 2026-11)
_KIND = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


def client_id(redirect: str) -> str:
    """How we are called where people come back to `redirect`; empty where no server may send them there.

    Behind a public https address it is where `document` is served. On this machine the name itself says it all.
    """
    at = urlsplit(redirect)
    if at.scheme == "https" and at.port is None:
        return f"https://{at.hostname}{PATH}"
    if at.scheme == "http" and at.hostname in ("127.0.0.1", "::1"):
        return f"http://localhost?{urlencode({'redirect_uri': redirect, 'scope': _SCOPE}, quote_via=quote)}"
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ourselves:
    """Proves who we are with keys made from those of the ring, each for nothing else."""

    keys: KeyRing

    def document(self, redirect: str) -> Mapping[str, object] | None:
        """What servers read about us; None where there is no address for it."""
        name = client_id(redirect)
        if not name.startswith("https://"):
            return None
        return {
            "client_id": name,
            "client_name": "Greenlight",
            "client_uri": name.removesuffix(PATH),
            "application_type": "web",
            "redirect_uris": [redirect],
            "grant_types": ["authorization_code", "refresh_token"],
            "response_types": ["code"],
            "scope": _SCOPE,
            "dpop_bound_access_tokens": True,
            "token_endpoint_auth_method": "private_key_jwt",
            "token_endpoint_auth_signing_alg": "ES256",
            "jwks": {"keys": [self._key(name).as_dict(private=False) for name in self.keys.keys]},
        }

    def signer(self, client: str) -> str:
        """The name of the key that we prove to be that client with; empty where none is known there."""
        return self.keys.current if client.startswith("https://") else ""

    def proving(self, request: httpx.Request, *, client: str, signer: str, issuer: str, now: datetime) -> httpx.Request:
        """The form with the proof that it is ours. A key that has left the ring proves nothing; the server says so.

        API: https://www.rfc-editor.org/rfc/rfc7523#section-2.2 (read 2026-11)
        """
        if signer not in self.keys.keys:
            return request
        key, at = self._key(signer), int(now.timestamp())
        claims = {"iss": client, "sub": client, "aud": issuer, "jti": secrets.token_urlsafe(16), "iat": at}
        assertion = jwt.encode(
            {"alg": "ES256", "kid": key.kid}, {**claims, "exp": at + int(_LASTS.total_seconds())}, key
        )
        proof = urlencode({"client_assertion_type": _KIND, "client_assertion": assertion})
        headers = {name: value for name, value in request.headers.items() if name != "content-length"}
        return httpx.Request(
            request.method,
            request.url,
            headers=headers,
            content=request.content + f"&{proof}".encode(),
            extensions=request.extensions,
        )

    def _key(self, name: str) -> ECKey:
        digest = hmac.new(self.keys.keys[name], _PURPOSE, hashlib.sha256).digest()
        private = derive_private_key(int.from_bytes(digest, "big") % (_ORDER - 1) + 1, SECP256R1())
        written = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        key = ECKey.import_key(written, {"use": "sig", "alg": "ES256"})
        key.ensure_kid()
        return key
