"""OAuth 2.0 once for all platforms: what differs between them is data, and who the tokens belong to.

https://www.rfc-editor.org/rfc/rfc6749, https://www.rfc-editor.org/rfc/rfc7636 (PKCE) and
https://www.rfc-editor.org/rfc/rfc9700 (best practice), read 2026-11. Authlib forms the requests; they leave through our
one client, because what a lost answer means is ours to say.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol
from urllib.parse import urlencode

import httpx
from authlib.common.security import generate_token
from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from adapters.http import exchange, refusal
from adapters.judge import Judge
from core.account import Grant
from core.clock import Clock
from core.connecting import Consent
from core.errors import Invalid, OutcomeUnknown, Problem, Reconnect, Rejected
from core.secret import Secret

_VERIFIER = 64  # characters; 43 to 128 are allowed, https://www.rfc-editor.org/rfc/rfc7636#section-4.1
_DENIED = frozenset({"access_denied", "user_cancelled_login", "user_cancelled_authorize", "user_denied"})
_GONE = frozenset({"invalid_grant", "invalid_token", "unauthorized_client", "invalid_refresh_token"})
_OURS = frozenset({"invalid_client", "invalid_client_id", "unauthorized_client"})
_AGAIN = "Send /connect again for a new link."


class Pkce(StrEnum):
    """How a platform binds the code to whoever asked for it."""

    NONE = "none"
    S256 = "S256"


class ClientKind(StrEnum):
    """Where a platform wants the app's own secret."""

    POST = "client_secret_post"
    BASIC = "client_secret_basic"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """What a platform's documentation says: addresses, scopes and manners.

    `more` are further parameters of the consent page. `id_name` is what it calls the client id, `granted_name` what the
    scopes that were granted. `needed` are scopes without which we cannot work; a platform that does not tell which were
    granted is believed. With `token_by_get` tokens are asked for in the address; with `revoke_by_token` whoever has a
    token may give it back.
    """

    label: str
    authorize_url: str
    token_url: str
    scopes: tuple[str, ...]
    needed: tuple[str, ...] = ()
    joiner: str = " "
    pkce: Pkce = Pkce.NONE
    client: ClientKind = ClientKind.POST
    id_name: str = "client_id"
    secret_name: str = "client_secret"
    granted_name: str = "scope"
    token_by_get: bool = False
    revoke_url: str = ""
    revoke_by_token: bool = False
    more: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """Our app on that platform."""

    client_id: str
    client_secret: Secret = Secret("")


class Way(Protocol):
    """How requests leave where more goes along than the app's secret. Raises as `adapters.http.exchange`."""

    async def __call__(self, request: httpx.Request, *, visible: bool) -> httpx.Response: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuth:
    """One provider spoken to as one app. With a `judge` its server was named by a person; `way` sends in its place."""

    provider: Provider
    app: App
    client: httpx.AsyncClient
    clock: Clock
    judge: Judge | None = None
    way: Way | None = None

    def consent(self, *, state: str, redirect: str) -> Consent:
        """The address of the consent page; the verifier is kept until the person comes back."""
        provider = self.provider
        asked: dict[str, str] = dict(provider.more or {})
        kept: dict[str, str] = {}
        if provider.pkce is Pkce.S256:
            kept["verifier"] = generate_token(_VERIFIER)
            asked["code_challenge"] = create_s256_code_challenge(kept["verifier"])  # type: ignore[no-untyped-call]
            asked["code_challenge_method"] = "S256"
        address: str = prepare_grant_uri(
            provider.authorize_url,
            self.app.client_id,
            "code",
            redirect_uri=redirect,
            scope=provider.joiner.join(provider.scopes),
            state=state,
            **asked,
        )
        if provider.id_name != "client_id":
            address = address.replace("client_id=", f"{provider.id_name}=", 1)
        return Consent(address=address, kept=kept)

    async def exchange(self, came_back: Mapping[str, str], kept: Mapping[str, str], *, redirect: str) -> Grant:
        """Tokens for the code that came back. Raises as `answer`."""
        return self.grant_of(await self.answer(came_back, kept, redirect=redirect))

    async def answer(self, came_back: Mapping[str, str], kept: Mapping[str, str], *, redirect: str) -> dict[str, Any]:
        """What the token endpoint says to the code that came back.

        Raises:
            Invalid: the person said no, or did not allow what is needed.
            Rejected, Unavailable, OutcomeUnknown: the platform did not hand them out; a code works once.
        """
        if "code" not in came_back:
            raise self._declined(came_back)
        more = {"code_verifier": kept["verifier"]} if "verifier" in kept else {}
        answer = await self.ask("authorization_code", code=came_back["code"], redirect_uri=redirect, **more)
        if granted := _words(answer.get(self.provider.granted_name)):
            self.check_granted(granted)
        return answer

    def check_granted(self, granted: Collection[str]) -> None:
        """Be content with these scopes.

        Raises:
            Invalid: what is needed is not among them.
        """
        missing = [one for one in self.provider.needed if one not in granted]
        if missing:
            what = f"{self.provider.label} was not allowed everything that posting needs ({', '.join(missing)})."
            raise Invalid(Problem(field="connect", what=what, fix="Send /connect again and leave every box ticked."))

    async def refresh(self, grant: Grant) -> Grant:
        """Newer tokens. What the answer leaves out stays as it was.

        Raises:
            Reconnect: the platform knows the refresh token no more.
            OutcomeUnknown: the answer got lost, and with it perhaps the only token that works.
        """
        if not grant.refresh:
            raise Reconnect("token_expired")
        answer = await self.ask("refresh_token", refresh_token=grant.refresh.reveal())
        return self.grant_of(answer, before=grant)

    async def revoke(self, grant: Grant) -> bool:
        """Give the tokens back; False where the provider has no address for it."""
        if not self.provider.revoke_url:
            return False
        token = grant.refresh or grant.access
        body = urlencode({"token": token.reveal()})
        if self.provider.revoke_by_token:
            headers = {"Content-Type": "application/x-www-form-urlencoded"}
            request = self.client.build_request("POST", self.provider.revoke_url, headers=headers, content=body)
        else:
            request = self._request("POST", self.provider.revoke_url, body)
        response = await self._sent(request, visible=False)
        refused = refusal(response, visible=False, now=self.clock.now())
        if refused is not None and not isinstance(refused, Rejected | Reconnect):
            raise refused
        return True

    def grant_of(self, answer: Mapping[str, Any], *, before: Grant | None = None) -> Grant:
        """The grant an answer of a token endpoint stands for; lifetimes are in seconds."""
        before = before or Grant()
        refresh = str(answer.get("refresh_token") or "")
        ends = self._after(answer.get("refresh_token_expires_in") or answer.get("refresh_expires_in"))
        return Grant(
            access=Secret(str(answer["access_token"])),
            refresh=Secret(refresh) if refresh else before.refresh,
            expires_at=self._after(answer.get("expires_in")),
            ends_at=ends or before.ends_at,
            extra=before.extra,
        )

    def _after(self, seconds: object) -> datetime | None:
        try:
            return self.clock.now() + timedelta(seconds=int(str(seconds))) if seconds else None
        except (ValueError, OverflowError):
            return None

    async def ask(self, grant_type: str, **given: str) -> dict[str, Any]:
        """What the token endpoint answers to a grant of that type. Raises as `exchange` and `refresh` do."""
        body: str = prepare_token_request(grant_type, **given)
        request = self._request("GET" if self.provider.token_by_get else "POST", self.provider.token_url, body)
        response = await self._sent(request, visible=True)  # it works once, so a lost answer is a loss
        answer = _object(response)
        code = _code(answer)
        if response.status_code < 300 and answer.get("access_token"):
            return answer
        if response.status_code in (400, 401, 403) or (response.status_code < 300 and code):
            if code in _OURS and grant_type == "authorization_code":
                raise Rejected("app_unknown_there")
            if code in _GONE or grant_type == "refresh_token":
                raise Reconnect("token_refused")
            raise Rejected("code_refused")
        refused = refusal(response, visible=True, now=self.clock.now())
        raise refused or OutcomeUnknown("unreadable_answer")

    async def _sent(self, request: httpx.Request, *, visible: bool) -> httpx.Response:
        if self.way is not None:
            return await self.way(request, visible=visible)
        return await exchange(self.client, await self.judge(request) if self.judge else request, visible=visible)

    def _request(self, method: str, address: str, body: str) -> httpx.Request:
        provider = self.provider
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        auth = ClientAuth(self.app.client_id, self.app.client_secret.reveal(), provider.client.value)
        address, headers, body = auth.prepare("POST", address, headers, body)  # type: ignore[no-untyped-call]
        for standard, theirs in (("client_id", provider.id_name), ("client_secret", provider.secret_name)):
            if standard != theirs:
                body = body.replace(f"{standard}=", f"{theirs}=", 1)
        if method == "GET":
            return self.client.build_request("GET", f"{address}?{body}", headers={"Accept": "application/json"})
        return self.client.build_request("POST", address, headers=headers, content=body)

    def _declined(self, came_back: Mapping[str, str]) -> Exception:
        error = came_back.get("error", "")
        if error in _DENIED:
            what = f"Nothing was connected: it was declined at {self.provider.label}."
            return Invalid(Problem(field="connect", what=what, fix=_AGAIN))
        what = f"{self.provider.label} did not agree{f' ({error[:40]})' if error else ''}."
        return Invalid(Problem(field="connect", what=what, fix=_AGAIN))


def _object(response: httpx.Response) -> dict[str, Any]:
    """The object that was answered, also where it is the only one of a list in `data`."""
    try:
        body = json.loads(response.content)
    except (ValueError, RecursionError):
        return {}
    match body:
        case {"data": [dict(alone)]}:
            return alone
        case dict(answer):
            return answer
    return {}


def _code(answer: Mapping[str, Any]) -> str:
    error = answer.get("error")
    if isinstance(error, dict):
        error = error.get("type") or error.get("code")
    return str(error or "")


def _words(scopes: object) -> list[str]:
    """Scopes that came as one text or as a list."""
    return (" ".join(map(str, scopes)) if isinstance(scopes, list) else str(scopes or "")).replace(",", " ").split()
