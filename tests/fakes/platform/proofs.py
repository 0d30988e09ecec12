"""Judges proofs that a request comes from the holder of a key, https://www.rfc-editor.org/rfc/rfc9449 (read 2026-11).

By the plain mathematics, so that nothing is believed of the library that made them. What an honest client never sends
is `Wrong`; an old nonce is no fault, and is answered with the newest.
"""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from tests.fakes.platform.messages import Request, Wrong, only
from tests.fakes.platform.network import Network

ROTATES = 180  # seconds; https://github.com/bluesky-social/atproto: the last three are good (read 2026-11)
SKEW = 10  # seconds


def nonce_of(network: Network, back: int = 0) -> str:
    """The nonce that a proof has to hold now."""
    return f"nonce-{int(network.now().timestamp()) // ROTATES - back}"


def holder(network: Network, request: Request, *, token: str = "") -> str | None:
    """The thumbprint of the key that made the proof of this request; None where it lacks the newest nonce.

    Empty where somebody's clock is wrong.

    Raises:
        Wrong: there is none, or one that is no proof of this request.
    """
    head, claims, jwk = _opened(request.headers.get("dpop", ""))
    if (head["typ"], head["alg"]) != ("dpop+jwt", "ES256"):
        raise Wrong(f"a proof of {head['typ']} {head['alg']}")
    only(claims, need={"jti", "htm", "htu", "iat"} | ({"ath"} if token else set()), may={"nonce"})
    here = f"http://{request.headers['host']}{urlsplit(request.target).path}"
    if (claims["htm"], claims["htu"]) != (request.method, here):
        raise Wrong(f"a proof for {claims['htm']} {claims['htu']} at {here}")
    if token and claims["ath"] != _b64(hashlib.sha256(token.encode()).digest()):
        raise Wrong("a proof for another token")
    if abs(network.now().timestamp() - claims["iat"]) > SKEW:
        return ""
    seen = network.drawer.setdefault("jtis", set())
    if len(claims["jti"]) < 16 or claims["jti"] in seen:
        raise Wrong("a proof that was shown before")
    seen.add(claims["jti"])
    if claims.get("nonce") not in [nonce_of(network, back) for back in range(3)]:
        return None
    members = {name: jwk[name] for name in ("crv", "kty", "x", "y")}
    return _b64(hashlib.sha256(json.dumps(members, separators=(",", ":"), sort_keys=True).encode()).digest())


def verified(token: str, jwk: dict[str, str]) -> dict[str, Any]:
    """The claims of a token that this key has signed.

    Raises:
        Wrong: it has not.
    """
    signed, _, signature = token.rpartition(".")
    raw = _unb64(signature)
    x, y = (int.from_bytes(_unb64(jwk[name]), "big") for name in ("x", "y"))
    pair = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    try:
        ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key().verify(
            pair, signed.encode(), ec.ECDSA(SHA256())
        )
    except (InvalidSignature, ValueError) as error:
        raise Wrong("a signature of another key") from error
    claims: dict[str, Any] = json.loads(_unb64(signed.partition(".")[2]))
    return claims


def head_of(token: str) -> dict[str, Any]:
    """What a token says about itself."""
    if token.count(".") != 2:
        raise Wrong("no proof")
    head: dict[str, Any] = json.loads(_unb64(token.partition(".")[0]))
    return head


def _opened(proof: str) -> tuple[dict[str, Any], dict[str, Any], dict[str, str]]:
    head = head_of(proof)
    only(head, need={"typ", "alg", "jwk"})
    jwk: dict[str, str] = head["jwk"]
    only(jwk, need={"kty", "crv", "x", "y"}, may={"kid", "alg", "use"})
    if (jwk["kty"], jwk["crv"]) != ("EC", "P-256"):
        raise Wrong(f"a key of {jwk['kty']} {jwk['crv']}")
    return head, verified(proof, jwk), jwk


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
