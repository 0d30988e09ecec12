"""Connects an account by a yes in the browser: OAuth as the AT Protocol wants it.

https://atproto.com/specs/oauth (read 2026-11): the request is pushed first (https://www.rfc-editor.org/rfc/rfc9126),
tokens are bound to a key of their own (https://www.rfc-editor.org/rfc/rfc9449), the answer names its issuer
(https://www.rfc-editor.org/rfc/rfc9207). The account's own server says who hands out its tokens.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx

from adapters.http import body_of, call, fields, refusal
from adapters.judge import Judge
from adapters.publishers.bluesky.client import SCOPES, Ourselves, client_id
from adapters.publishers.bluesky.dpop import Holder, Nonces, asks_for_nonce, new_key, read, written
from adapters.publishers.bluesky.identity import Identity
from adapters.publishers.bluesky.rules import RULES
from adapters.publishers.oauth import App, ClientKind, OAuth, Pkce, Provider
from adapters.publishers.servers import server_in
from core.account import Grant
from core.clock import Clock
from core.connecting import Consent
from core.errors import Invalid, Problem, Rejected, Unavailable

SESSION = timedelta(days=14)  # for clients that prove nothing, https://atproto.com/specs/oauth (read 2026-11)
_KEPT = ("server", "key", "issuer", "token_url", "revoke_url", "client", "signer")
_ENDPOINT = re.compile(r"(?P<server>https?://[^\s/?#@\\]+)/[^\s?#\\]*")
_UNREADABLE = frozenset({"invalid_client", "invalid_client_metadata", "invalid_client_id"})
_DISTRUSTED = "invalid_dpop_proof"
_NOT_ABOUT_THE_TOKEN = frozenset({_DISTRUSTED, "invalid_client_metadata"})
_AGAIN = "Send /connect again for a new link."
_INSTEAD = "Give an app password instead."


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowserConsent:
    """The way to the authorization server of an account, whichever that is, and back."""

    client: httpx.AsyncClient
    clock: Clock
    judge: Judge
    nonces: Nonces
    ourselves: Ourselves

    async def begin(self, who: Identity, *, hint: str, state: str, redirect: str) -> Consent:
        """Push the request to the account's authorization server, and lead to its page. `hint` is what was typed.

        Raises:
            Invalid: there is none there, or it does not take us.
        """
        issuer, client = await self._issuer(who.server), client_id(redirect)
        kept = {
            **{name: issuer[name] for name in ("issuer", "token_url", "revoke_url")},
            "server": who.server,
            "did": who.did,
            "client": client,
            "signer": self.ourselves.signer(client),
            "key": written(new_key()),
        }
        consent = self._oauth(kept, authorize_url=issuer["authorize_url"], hint=hint).consent(
            state=state, redirect=redirect
        )
        page, _, asked = consent.address.partition("?")
        request = self.client.build_request(
            "POST",
            issuer["push_url"],
            headers={"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"},
            content=asked,
        )
        response = await self._holder(kept).send(request, visible=False)
        error, host = body_of(response).get("error"), urlsplit(who.server).netloc
        if error in _UNREADABLE:
            what = f"{host} could not read about us at {kept['client']}."
            raise Invalid(Problem(field="handle", what=what, fix=_INSTEAD))
        if error == _DISTRUSTED:
            fix = "Look whether the clock of this machine is right, then try again."
            raise Invalid(Problem(field="handle", what=f"{host} did not take our proof.", fix=fix))
        refused = refusal(response, visible=False, now=self.clock.now())
        if refused is not None:
            raise refused
        pushed = str(fields(response, visible=False).get("request_uri") or "")
        if not pushed:
            raise Unavailable("unreadable_answer")
        address = f"{page}?{urlencode({'client_id': kept['client'], 'request_uri': pushed})}"
        return Consent(address=address, kept={**consent.kept, **kept})

    async def finish(self, came_back: Mapping[str, str], kept: Mapping[str, str], *, redirect: str) -> Grant:
        """The tokens, when both the issuer and the account are those that we went to.

        Raises:
            Invalid: the person said no, allowed too little, or said yes elsewhere or as somebody else.
        """
        if came_back.get("iss") != kept["issuer"]:
            what = "The answer came from another server than the one that you were sent to."
            raise Invalid(Problem(field="connect", what=what, fix=_AGAIN))
        oauth = self._oauth(kept)
        answer = await oauth.answer(came_back, kept, redirect=redirect)
        oauth.check_granted(str(answer.get("scope") or "").split())
        if answer.get("sub") != kept["did"]:
            what = "You said yes there as somebody else than you wrote here."
            raise Invalid(Problem(field="connect", what=what, fix=f"Sign out there first. {_AGAIN}"))
        if str(answer.get("token_type")).lower() != "dpop":
            raise Rejected("unbound_token")
        grant = oauth.grant_of(answer)
        extra = {**{name: kept[name] for name in _KEPT}, "id": kept["did"]}
        return replace(grant, extra=extra, ends_at=None if kept["signer"] else self.clock.now() + SESSION)

    async def refresh(self, grant: Grant) -> Grant:
        """Newer tokens. The old refresh token, used again, ends the permission there."""
        return await self._oauth(grant.extra).refresh(grant)

    async def revoke(self, grant: Grant) -> bool:
        """Give the tokens back, where the server has an address for it."""
        return await self._oauth(grant.extra).revoke(grant)

    def _oauth(self, kept: Mapping[str, str], *, authorize_url: str = "", hint: str = "") -> OAuth:
        provider = Provider(
            label=RULES.label,
            authorize_url=authorize_url,
            token_url=kept["token_url"],
            revoke_url=kept["revoke_url"],
            scopes=SCOPES,
            needed=SCOPES,
            pkce=Pkce.S256,
            client=ClientKind.NONE,
            more={"login_hint": hint},
        )
        holder = self._holder(kept)

        async def way(request: httpx.Request, *, visible: bool) -> httpx.Response:
            response = await holder.send(request, visible=visible)
            if asks_for_nonce(response) or body_of(response).get("error") in _NOT_ABOUT_THE_TOKEN:
                raise Unavailable("proof_refused")  # it was not looked at, so the token is as good as before
            return response

        app = App(client_id=kept["client"])
        return OAuth(provider=provider, app=app, client=self.client, clock=self.clock, way=way)

    def _holder(self, kept: Mapping[str, str]) -> Holder:
        def proving(request: httpx.Request) -> httpx.Request:
            names = {name: kept[name] for name in ("client", "signer", "issuer")}
            return self.ourselves.proving(request, **names, now=self.clock.now())

        return Holder(
            client=self.client,
            clock=self.clock,
            judge=self.judge,
            nonces=self.nonces,
            key=read(kept["key"]),
            made_anew=proving,
        )

    async def _issuer(self, server: str) -> Mapping[str, str]:
        """Who hands out tokens for that server, and where, when both keep to the protocol."""
        host = urlsplit(server).netloc
        try:
            resource = await self._read(f"{server}/.well-known/oauth-protected-resource")
            named = resource.get("authorization_servers")
            issuer = str(named[0]) if isinstance(named, list) and len(named) == 1 else ""
            if resource.get("resource") != server or not issuer or server_in(issuer) != issuer:
                raise _unable(host)
            said = await self._read(f"{issuer}/.well-known/oauth-authorization-server")
        except Rejected as error:
            raise _unable(host) from error
        wanted = {
            "authorize_url": said.get("authorization_endpoint"),
            "push_url": said.get("pushed_authorization_request_endpoint"),
            "token_url": said.get("token_endpoint"),
        }
        found = {name: _endpoint(address) for name, address in wanted.items()}
        if said.get("issuer") != issuer or not all(found.values()) or not _able(said):
            raise _unable(host)
        return {**found, "issuer": issuer, "revoke_url": _endpoint(said.get("revocation_endpoint"))}

    async def _read(self, address: str) -> dict[str, Any]:
        request = self.client.build_request("GET", address)
        return fields(
            await call(self.client, await self.judge(request), visible=False, clock=self.clock), visible=False
        )


def _endpoint(address: object) -> str:
    """An address at which a server may be spoken to; empty where it is none."""
    found = _ENDPOINT.fullmatch(str(address))
    return found[0] if found and server_in(found["server"]) == found["server"] else ""


def _able(said: Mapping[str, Any]) -> bool:
    """Whether an authorization server does all that the protocol asks of it, and we rely on."""
    needed = {
        "scopes_supported": set(SCOPES),
        "code_challenge_methods_supported": {"S256"},
        "dpop_signing_alg_values_supported": {"ES256"},
        "token_endpoint_auth_methods_supported": {"none", "private_key_jwt"},
        "token_endpoint_auth_signing_alg_values_supported": {"ES256"},
    }
    has = {name: said.get(name) for name in needed}
    return (
        all(isinstance(has[name], list) and wanted <= set(map(str, has[name] or ())) for name, wanted in needed.items())
        and said.get("authorization_response_iss_parameter_supported") is True
        and said.get("client_id_metadata_document_supported") is True
    )


def _unable(host: str) -> Invalid:
    return Invalid(Problem(field="handle", what=f"{host} does not let you say yes in the browser.", fix=_INSTEAD))
