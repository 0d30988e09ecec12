"""Proofs that a request comes from whoever holds the key that its token is bound to (DPoP).

https://www.rfc-editor.org/rfc/rfc9449 and https://atproto.com/specs/oauth (read 2026-11). Each proof is for one
request, signed with ES256, and holds the newest nonce that the server gave out.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import httpx
from joserfc import jwt
from joserfc.jwk import ECKey

from adapters.http import SILENCE, body_of, exchange
from adapters.judge import Judge
from core.clock import Clock
from core.secret import Secret

_MOST = 1000  # ours: nonces that are remembered; a forgotten one costs one more request
_ASKED = "use_dpop_nonce"


class Nonces:
    """The newest nonce of each server for each key, for the life of the process."""

    def __init__(self) -> None:
        self._newest: dict[tuple[str, str], str] = {}

    def of(self, key: ECKey, origin: str) -> str:
        """What that server gave out last; empty where it has not yet."""
        return self._newest.get((key.thumbprint(), origin), "")

    def keep(self, key: ECKey, origin: str, nonce: str) -> None:
        """Remember it; of too many the oldest is forgotten."""
        self._newest[key.thumbprint(), origin] = nonce
        if len(self._newest) > _MOST:
            del self._newest[next(iter(self._newest))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Sends as the holder of a key. What else may be shown only once is what each request is `made_anew` with."""

    client: httpx.AsyncClient
    clock: Clock
    judge: Judge
    nonces: Nonces
    key: ECKey = field(repr=False)
    made_anew: Callable[[httpx.Request], httpx.Request] | None = None

    async def send(
        self, request: httpx.Request, *, token: Secret = Secret(""), visible: bool, within: timedelta = SILENCE
    ) -> httpx.Response:
        """Send with a proof, and once more where the server only asks for a newer nonce.

        It says so before it looks at the request, so nothing has happened, also where the call is a visible one.
        Raises as `exchange`.
        """
        origin = str(request.url.copy_with(raw_path=b"/", fragment=None))
        nonce = self.nonces.of(self.key, origin)
        response = await self._sent(request, token, nonce, visible=visible, within=within)
        newest = response.headers.get("DPoP-Nonce", "")
        if newest:
            self.nonces.keep(self.key, origin, newest)
        if not asks_for_nonce(response) or newest in ("", nonce):
            return response
        return await self._sent(request, token, newest, visible=visible, within=within)

    async def _sent(
        self, request: httpx.Request, token: Secret, nonce: str, *, visible: bool, within: timedelta
    ) -> httpx.Response:
        request = self.made_anew(request) if self.made_anew else request
        request.headers["DPoP"] = self._proof(request, token, nonce)
        return await exchange(self.client, await self.judge(request), visible=visible, within=within)

    def _proof(self, request: httpx.Request, token: Secret, nonce: str) -> str:
        claims: dict[str, object] = {
            "jti": secrets.token_urlsafe(16),
            "htm": request.method,
            "htu": str(request.url.copy_with(query=None, fragment=None)),
            "iat": int(self.clock.now().timestamp()),
        }
        if nonce:
            claims["nonce"] = nonce
        if token:
            digest = hashlib.sha256(token.reveal().encode()).digest()
            claims["ath"] = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        header = {"typ": "dpop+jwt", "alg": "ES256", "jwk": self.key.as_dict(private=False)}
        return jwt.encode(header, claims, self.key)


def new_key() -> ECKey:
    """A key for one permission."""
    return ECKey.generate_key("P-256")


def written(key: ECKey) -> str:
    """The key with its private part, as it is sealed beside the tokens."""
    return json.dumps(key.as_dict(private=True))


def read(key: str) -> ECKey:
    """The key that `written` wrote."""
    return ECKey.import_key(json.loads(key))


def asks_for_nonce(response: httpx.Response) -> bool:
    """Whether a refusal says that the proof lacks the newest nonce, and nothing else.

    API: https://www.rfc-editor.org/rfc/rfc9449#section-8 and #section-9 (read 2026-11)
    """
    if response.status_code not in (400, 401):
        return False
    return (
        f'error="{_ASKED}"' in response.headers.get("WWW-Authenticate", "") or body_of(response).get("error") == _ASKED
    )
